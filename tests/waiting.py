"""Waiting for what happens elsewhere."""

import time
from collections.abc import Callable
from typing import Any

PATIENCE = 60.0
"""Seconds; a busy machine is no fault."""


def wait_until(done: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "still waiting"
        time.sleep(0.1)


def wait_for(found: Callable[[], Any], expected: Any, seconds: float = PATIENCE) -> None:
    """Wait until two things are the same; show how they differ when they stay so."""
    deadline = time.monotonic() + seconds
    while found() != expected and time.monotonic() < deadline:
        time.sleep(0.1)
    assert found() == expected
