"""Programs that we start beside us and that never outlive us."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

STOP_SECONDS = 6


class ChildFailed(RuntimeError):
    """A program ended or did not answer in time; the message names its log and holds its last lines."""


@dataclass(frozen=True)
class Child:
    """A program of ours, and where it writes what it says."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path

    def wait_for(self, address: str, seconds: float = 90) -> None:
        """Return once `address` answers; raise `ChildFailed` when the program ends first."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            with suppress(httpx.HTTPError):
                if httpx.get(address, timeout=2).is_success:
                    return
            time.sleep(0.2)
        last = "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])
        raise ChildFailed(f"{self.name} did not start, see {self.log}:\n{last}")


@contextmanager
def child(name: str, command: Sequence[str], *, environment: Mapping[str, str], logs: Path) -> Iterator[Child]:
    """Run a Python module or program for the length of a `with` block; its whole process group ends with it."""
    logs.mkdir(parents=True, exist_ok=True)
    log = logs / f"{name}.log"
    with log.open("wb") as output:
        # its own group: Ctrl-C reaches only us, and we end the others in order
        process = subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environment},
            start_new_session=True,
        )
    try:
        yield Child(name, process, log)
    finally:
        _end(process)


def free_port(wanted: int) -> int:
    """Return `wanted` if nothing listens there on loopback, else a free port."""
    for port in (wanted, 0):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)) as probe:
            return int(probe.getsockname()[1])
    raise OSError("no free port on 127.0.0.1")


def _end(process: "subprocess.Popen[bytes]") -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
            break
    with suppress(ProcessLookupError):  # what it had started itself
        os.killpg(process.pid, signal.SIGKILL)
