"""A session that ends leaves nothing behind."""

import gc
import time

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import watching
from ui.shell import Shell

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]


def _alive() -> int:
    gc.collect()
    return sum(isinstance(thing, Shell) for thing in gc.get_objects())


def test_closed_sessions_are_let_go(browser: Browser, address: str) -> None:
    for name in ("situation", "carte", "reseau"):
        with watching(browser, address) as watched:
            watched.open(f"?page={name}").wait_for_timeout(500)
    deadline = time.monotonic() + 30
    while _alive() and time.monotonic() < deadline:
        time.sleep(0.5)

    assert _alive() == 0
