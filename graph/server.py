"""A real Neo4j Community server, run for us alone: one Java process, one folder, loopback only.

    with use(home) as server, server.driver() as driver:
        driver.verify_connectivity()

Processes that `use` the same folder share one server and the last to leave stops it, unless `start` was asked to keep
it. The orphan of a killed parent is adopted by the next `use`, and ended by `stop`.
"""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph import java
from graph.java import ServerFailed

__all__ = ["Server", "ServerFailed", "Settings", "copy", "start", "status", "stop", "take_over", "use"]

START_SECONDS = 120  # recovery after a kill replays the transaction log
STOP_SECONDS = 30

QUIET: dict[str, Any] = {"telemetry_disabled": True, "notifications_min_severity": "OFF"}
"""Options of every driver: nothing calls home, and hints about empty graphs stay out of the log."""


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_SERVER_HEAP`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_SERVER_")

    heap: int = 512
    """Java heap in MiB; 3000 suits a million messages."""
    pagecache: int = 256
    """Page cache in MiB; 2000 holds a million messages."""
    port: int = 0
    """Bolt port on 127.0.0.1; 0 takes a free one."""


@dataclass(frozen=True)
class Server:
    """A running server: where it listens and how to log in."""

    uri: str
    password: str
    pid: int

    def driver(self, **options: Any) -> Driver:
        """Return a driver; telemetry is off."""
        return GraphDatabase.driver(self.uri, auth=("neo4j", self.password), **QUIET, **options)


@contextmanager
def use(home: Path, settings: Settings | None = None) -> Iterator[Server]:
    """Yield the server of `home`, started if needed; stopped on leaving when nobody else uses it."""
    home = _prepare(home)
    with (home / "users.lock").open("a") as users, (home / "start.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            server = _running(home) or _launch(home, settings or Settings())
            fcntl.flock(turn, fcntl.LOCK_UN)
            yield server
        finally:
            fcntl.flock(turn, fcntl.LOCK_EX)
            with suppress(BlockingIOError):  # raised when somebody else still uses it
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if not (home / "keep").exists():
                    _end(home)


def start(home: Path, settings: Settings | None = None) -> Server:
    """Start the server of `home`, or adopt the one that runs, and keep it until `stop`."""
    with use(home, settings) as server:
        (_prepare(home) / "keep").touch()
        return server


def stop(home: Path) -> bool:
    """End the server of `home`, an orphan too; False when none was running."""
    home = _prepare(home)
    with (home / "start.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        (home / "keep").unlink(missing_ok=True)
        was_running = _state(home) is not None
        _end(home)
        return was_running


def status(home: Path) -> Server | None:
    """Return the server of `home` if it runs and answers."""
    return _running(home.resolve())


def revive(home: Path, settings: Settings | None = None) -> bool:
    """Start the server of `home` again where it died under those who use it; tell whether that was so.

    For whoever uses it. It listens where it did before, so that drivers find it; one that was stopped stays so.
    """
    home = _prepare(home)
    with (home / "start.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (home / "server.json").exists() or _state(home) is not None:
            return False
        _launch(home, settings or Settings())
        return True


def check_unused(home: Path) -> None:
    """Raise `ServerFailed` while somebody uses the graph of `home`."""
    with _alone(_prepare(home)):
        pass


def take_over(home: Path, prepared: Path) -> None:
    """Put the stopped folder `prepared` in the place of `home`; raise `ServerFailed` while somebody uses that.

    A kill in between leaves either of the two, or none: then the next use makes an empty one.
    """
    home, before = _prepare(home), home.resolve().with_name(f"{home.name}.before")
    with _alone(home):
        _end(home)
        if (home / "keep").exists():
            (prepared / "keep").touch()
        shutil.rmtree(before, ignore_errors=True)
        home.rename(before)
        prepared.rename(home)
    shutil.rmtree(before)


def copy(home: Path, target: Path) -> None:
    """Make the folder `target` hold what the stopped graph of `home` holds."""
    left_out = shutil.ignore_patterns("server.json", "*.lock", "keep", "logs")
    shutil.copytree(home, target, ignore=left_out, dirs_exist_ok=True)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Keep others from the graph of `home`, or raise `ServerFailed` when they are there already."""
    with (home / "users.lock").open("a") as users, (home / "start.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServerFailed(f"{home} is in use: end what works on it, then try again.") from None
        yield


def _prepare(home: Path) -> Path:
    home = home.resolve()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


def _launch(home: Path, settings: Settings) -> Server:
    port = settings.port or _last_port(home) or _free_port()
    java.configure(home, port=port, pagecache=settings.pagecache)
    password = java.password(home)
    process = java.launch(home, heap=settings.heap)
    (home / "server.json").write_text(json.dumps({"pid": process.pid, "port": port}))
    return _answering(home, Server(f"bolt://127.0.0.1:{port}", password, process.pid), process)


def _running(home: Path) -> Server | None:
    state = _state(home)
    if not state:
        return None
    return _answering(home, Server(f"bolt://127.0.0.1:{state['port']}", java.password(home), state["pid"]))


def _answering(home: Path, server: Server, process: "subprocess.Popen[bytes] | None" = None) -> Server:
    deadline = time.monotonic() + START_SECONDS
    # A port that accepts and never answers would hold the driver for a minute: short time-outs.
    with server.driver(connection_timeout=2, connection_acquisition_timeout=3) as driver:
        while time.monotonic() < deadline and (process.poll() is None if process else _state(home)):
            try:
                driver.verify_connectivity()
            except (DriverError, Neo4jError):
                time.sleep(0.1)
            else:
                return server
    raise ServerFailed(_last_words(home))


def _last_words(home: Path) -> str:
    logs = [home / "logs/neo4j.log", home / "logs/console.log"]
    lines = "".join(log.read_text(errors="replace") for log in logs if log.exists()).splitlines()
    return f"Neo4j in {home} did not start. Its last words:\n" + "\n".join(lines[-12:])


def _end(home: Path) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    while state := _state(home):  # a kill is safe: committed data is in the transaction log
        with suppress(ProcessLookupError):
            os.kill(state["pid"], signal.SIGTERM if time.monotonic() < deadline else signal.SIGKILL)
        _reap(state["pid"])
        time.sleep(0.1)
    (home / "server.json").unlink(missing_ok=True)


def _reap(pid: int) -> None:
    """Collect the process when it is our child, or it would stay as a zombie."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def _state(home: Path) -> dict[str, int] | None:
    """Return pid and port of the live server of `home`; None when its process is dead or somebody else's."""
    try:
        state: dict[str, int] = json.loads((home / "server.json").read_text())
    except (OSError, ValueError):
        return None
    return state if java.is_ours(state["pid"], home) else None


def _last_port(home: Path) -> int | None:
    """Return the port of a server of `home` that died, if it is still free."""
    try:
        port = int(json.loads((home / "server.json").read_text())["port"])
        socket.create_server(("127.0.0.1", port)).close()
    except (OSError, ValueError, KeyError):
        return None
    return port


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
