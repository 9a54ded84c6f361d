"""Neo4j's Java archives, installed exactly from `jgo.lock.toml`: each file checked by SHA-256, nothing resolved."""

import hashlib
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from graph.home import cache

LOCK = Path(__file__).with_name("jgo.lock.toml")
WORKERS = 8
TRIES = 5
"""Of each archive, about 20 seconds in all."""


class JarsUnavailable(RuntimeError):
    """The archives are not in the cache and the Maven registry gave no good copy."""


Progress = Callable[[int, int], None]


def install(progress: Progress | None = None, *, lock: Path = LOCK, folder: Path | None = None) -> Path:
    """Return the folder of the locked archives; nothing touches the network once it is complete.

    About 118 MB on first use. `progress` is called with (done, all).
    """
    # Another lock is another class path: versions must not mix in one folder.
    target = (folder or cache() / "neo4j") / hashlib.sha256(lock.read_bytes()).hexdigest()[:12]
    if (target / "complete").exists():
        return target
    target.mkdir(parents=True, exist_ok=True)
    _fetch_missing(lock, target, progress or (lambda done, total: None))
    (target / "complete").touch()
    return target


def _fetch_missing(lock: Path, target: Path, progress: Progress) -> None:
    from jgo.env import LockFile  # slow to import, and only needed once a machine
    from jgo.maven import MavenContext

    jars = LockFile.load(lock).dependencies
    missing = [jar for jar in jars if not (target / _name(jar)).exists()]
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch, ThreadPoolExecutor(WORKERS) as pool:
        fetch = partial(_fetch, MavenContext(repo_cache=Path(scratch), timeout=60), target)
        try:
            for done, _ in enumerate(pool.map(fetch, missing), len(jars) - len(missing) + 1):
                progress(done, len(jars))
        except (OSError, RuntimeError) as error:
            pool.shutdown(cancel_futures=True)
            raise JarsUnavailable(
                f"Neo4j's archives could not be fetched ({error}). Try again: what was fetched is kept."
            ) from error


@retry(
    retry=retry_if_exception_type((OSError, RuntimeError)),  # a name that does not resolve for a moment, a cut download
    stop=stop_after_attempt(TRIES),
    wait=wait_exponential_jitter(initial=1, max=15),
    reraise=True,
)
def _fetch(maven: Any, target: Path, jar: Any) -> None:
    component = maven.project(jar.groupId, jar.artifactId).at_version(jar.version)
    file = component.artifact(jar.classifier or "", jar.packaging).resolve()
    if hashlib.sha256(file.read_bytes()).hexdigest() != jar.sha256:
        raise JarsUnavailable(f"{_name(jar)}: SHA-256 differs from the lock")
    file.replace(target / _name(jar))  # atomic: a cut download never looks complete


def _name(jar: Any) -> str:
    return "-".join(filter(None, (jar.artifactId, jar.version, jar.classifier))) + f".{jar.packaging}"
