"""A session that ends leaves nothing behind."""

import gc
import time
import weakref

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import watching
from ui.shell import Shell

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]


def _shells() -> list[Shell]:
    gc.collect()
    return [thing for thing in gc.get_objects() if isinstance(thing, Shell)]


def test_closed_sessions_are_let_go(browser: Browser, address: str) -> None:
    others = {id(shell) for shell in _shells()}
    for name in ("situation", "carte", "reseau"):
        with watching(browser, address) as watched:
            watched.open(f"?page={name}").wait_for_timeout(500)
    ours = [weakref.ref(shell) for shell in _shells() if id(shell) not in others]
    assert ours, "no session was seen"
    deadline = time.monotonic() + 120
    while any(shell() for shell in ours) and time.monotonic() < deadline:
        time.sleep(0.5)
        gc.collect()

    assert [shell() for shell in ours if shell()] == []
