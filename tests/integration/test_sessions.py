"""Sessions of the app: what a click changes, and that one whose browser went away without a word is let go."""

import gc
import time
import weakref
from collections.abc import Iterator

import panel as pn
import pytest
from neo4j import Driver
from panel_material_ui.template.base import Page

from benchmarks.runner.sessions import Session
from tests.entering import waited
from tests.graphs import invented
from tests.serving import served
from ui.shell import Shell

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def address(neo4j_driver: Driver) -> Iterator[str]:
    store = invented(neo4j_driver)
    with served(store) as found:
        yield found


def shells() -> list[Shell]:
    gc.collect()
    return [thing for thing in gc.get_objects() if isinstance(thing, Shell)]


async def _clicked(address: str) -> tuple[int, int]:
    async with Session(address) as session:
        await session.go(page="carte")
        first = session.heard
        await session.go(page="situation", period="7j")
        return first, session.heard


def test_a_click_changes_the_page(address: str) -> None:
    first, all_of_them = waited(_clicked(address))
    assert 0 < first < all_of_them


async def _gone(address: str, sessions: int) -> "list[weakref.ref[Shell]]":
    others = {id(shell) for shell in shells()}
    opened = [await Session(address).__aenter__() for _ in range(sessions)]
    ours = [weakref.ref(shell) for shell in shells() if id(shell) not in others]
    for session in opened:
        await session.__aexit__()
    return ours


def test_a_browser_that_goes_without_a_word_is_let_go(address: str) -> None:
    ours = waited(_gone(address, 3))
    assert len(ours) == 3
    deadline = time.monotonic() + 60
    while any(shell() for shell in ours) and time.monotonic() < deadline:
        time.sleep(0.5)
        gc.collect()
    assert [shell for shell in ours if shell()] == []


async def _watchers(address: str) -> int:
    async with Session(address):
        kinds = pn.state._param__private.watchers.values()
        owners = [getattr(one.fn, "__self__", None) for kind in kinds for many in kind.values() for one in many]
        return sum(isinstance(getattr(owner, "self_or_cls", owner), Page) for owner in owners)


def test_sessions_do_not_tell_each_other_that_they_are_busy(address: str) -> None:
    assert waited(_watchers(address)) == 0
