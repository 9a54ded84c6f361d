"""Every page for every kind of zone, period, role and language, on a full graph, one of five messages and an empty one.

All of them together are 16,800 views. Without a browser every two of zone, period and role meet on every page, in both
languages. In a browser every page meets a place, a silent place and a wide one, while roles, periods, languages and
themes take turns.
"""

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from itertools import product
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

import pytest
from neo4j import Driver
from playwright.sync_api import BrowserContext

from graph.exercise import Room
from graph.model import Message, Run, Source, Window
from graph.schema import MENTIONS_PLACE
from graph.store import Store
from graph.territory import places
from graph.users.book import Book
from graph.users.roles import RIGHTS, Role
from tests.browser.conftest import SECONDS, Watched, watching
from tests.browser.seed import NOW
from tests.entering import enter
from tests.graphs import emptied, invented
from tests.serving import served
from ui.access.guard import guarded
from ui.access.who import Who, asking
from ui.components import Block
from ui.pages import pages
from ui.services import Services, make_services
from ui.services.exercise import Exercise
from ui.services.reader import Reader
from ui.settings import Settings
from ui.shell import Shell
from ui.state import PERIODS, State

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]

ZONES = {
    "country": "",
    "région": "R27",
    "département": "D21",
    "silent département": "D48",
    "commune": "21231",
    "silent commune": "71014",
    "two départements": "D21,D48",
    "no zone at all": "D99",
}
COMMUNES = ("21231", "71014")
LOOKED_AT = (0, 3, 6)
"""Which zones of a page a browser opens, counted on from page to page."""
LANGS = ("fr", "en")
THEMES = ("light", "dark")
FEWEST_WORDS = 5
"""Words of a page beside its heading and its lists."""


class View(NamedTuple):
    """What somebody looks at."""

    page: str
    zone: str
    period: str
    role: Role
    lang: str

    @property
    def changes(self) -> dict[str, str]:
        return {"page": self.page, "place": ZONES[self.zone], "period": self.period, "lang": self.lang}


def _handful(driver: Driver) -> Store:
    """Return the graph of a first hour: five messages about Dijon, of which nothing was made yet."""
    store = emptied(driver)
    terms = {"licence": "Licence Ouverte 2.0", "purpose": "veille", "legal_basis": "mission de service public"}
    store.save((place for place in places() if place.kind != "commune" or place.id in COMMUNES), now=NOW)
    messages = [
        Message(
            id=f"mastodon:{index}", source_id="mastodon", platform="mastodon", kind="post", text="La rue est coupée",
            published_at=NOW - timedelta(minutes=5 + index), lang="fr", author_id=f"mastodon:{index:08x}",
        )
        for index in range(5)
    ]  # fmt: skip
    hour = NOW.replace(minute=0)
    counted = [
        Window(
            id=f"*|{place}|{hour.isoformat()}", topic_id="*", place_id=place, hour=hour, n=5, authors=5,
            expected=None, upper=None, blind=False, run_id="first",
        )
        for place in ("FR", "D21")
    ]  # fmt: skip
    source = Source(id="mastodon", name="Mastodon", kind="social", platform="mastodon", retention_days=30, **terms)
    run = Run(
        id="first", flow="watch", version="test", parameters="{}", as_of=NOW, started_at=NOW, ended_at=NOW,
        state="completed",
    )  # fmt: skip
    store.save([source, *messages, *counted, run], now=NOW)
    ids = [message.id for message in messages]
    told = [{"start": name, "end": "21231", "probability": 0.9, "surface": "Dijon"} for name in ids]
    store.relate(MENTIONS_PLACE, told, run_id="first", scope=ids)
    return store


GRAPHS: dict[str, Callable[[Driver], Store]] = {"full": invented, "few": _handful, "empty": emptied}


@pytest.fixture(scope="module", params=GRAPHS)
def world(request: pytest.FixtureRequest, neo4j_driver: Driver) -> Store:
    """Each graph in turn."""
    return GRAPHS[request.param](neo4j_driver)


class Complaints(logging.Handler):
    """Keeps what the server warns of, whichever logger it tells."""

    LOGGERS = ("", "bokeh", "panel", "param", "uvicorn", "uvicorn.error", "asyncio", "tornado")

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        self.told.add(self.format(record))


@pytest.fixture
def log() -> Iterator[set[str]]:
    """What the server complains of meanwhile."""
    kept = Complaints()
    for name in kept.LOGGERS:
        logging.getLogger(name).addHandler(kept)
    yield kept.told
    for name in kept.LOGGERS:
        logging.getLogger(name).removeHandler(kept)


def test_every_page_is_made_for_everybody(world: Store, tmp_path: Path, log: set[str]) -> None:
    reader = Reader(world)
    reader.poll()
    exercise = Exercise(Room(tmp_path), lambda: None)
    services = make_services(reader, Settings().handovers, "cellule", exercise=exercise)
    wrong: list[str] = []
    for page, role in product(pages(), Role):
        who = Who(role.value, role.value, RIGHTS[role])
        token = asking.set(who)
        wrong += _walked(guarded(services, who, lives=lambda _: True), _views(page, role))
        asking.reset(token)

    assert wrong == []
    assert log == set()


def _views(page: str, role: Role) -> list[View]:
    """Return a view a zone: over all roles, each zone meets each period."""
    shift = list(Role).index(role)
    return [
        View(page, zone, PERIODS[(number + shift) % len(PERIODS)], role, LANGS[number // 4])
        for number, zone in enumerate(ZONES)
    ]


def _walked(services: Services, views: list[View]) -> Iterator[str]:
    """Yield what goes wrong in one session that goes from view to view."""
    shell: Shell | None = None
    for view in views:
        try:
            if shell is None:
                shell = Shell(services, f"?page={view.page}&langue={view.lang}")
            shell._state.go(view.changes)
        except Exception as error:
            yield f"{view}: {error!r}"
            shell = None
        else:
            if shell._state.trouble:
                yield f"{view}: the graph does not answer"
            if (words := _words(shell)) < FEWEST_WORDS:
                yield f"{view}: {words} words"


def _words(shell: Shell) -> int:
    """Return how many words a page says beside its heading and its lists."""
    html = " ".join(
        str(block.html)
        for block in shell._body.select(Block)  # type: ignore[no-untyped-call]
        if block.visible
    )
    text = re.sub(r"(?s)<(header|select|style)\b.*?</\1>|<[^>]+>", " ", html)
    return len(text.split())


GO = """(go) => {
    const every = (root) => [...root.querySelectorAll("*")].flatMap((part) =>
        [part, ...(part.shadowRoot ? every(part.shadowRoot) : [])]);
    const link = every(document).find((part) => part.matches("nav a[data-go]"));
    link.dataset.go = JSON.stringify(go);
    link.click();
}"""
"""Go to a view as a link of the menu does."""

SEEN = """() => {
    const every = (root) => [...root.querySelectorAll("*")].flatMap((part) =>
        [part, ...(part.shadowRoot ? every(part.shadowRoot) : [])]);
    const seen = every(document).filter((part) => part.offsetWidth && part.offsetHeight);
    const told = seen.filter((part) => part.matches(".ci") && !part.querySelector(".bar, nav"));
    const headings = seen.filter((part) => part.localName === "h1");
    const count = (parts) => parts.map((part) => part.innerText).join(" ").split(/\\s+/).filter(Boolean).length;
    return {
        at: window.location.search,
        lang: document.documentElement.lang,
        titles: headings.length,
        undrawn: seen.filter((part) => part.matches("[role=img]:not(.lane, [data-ready=true])")).length,
        words: count(told) - count(headings),
    };
}"""
"""What somebody sees: the address, headings, pictures still to come, and words beside headings and the menu."""


def test_every_page_opens_in_a_browser(reader: BrowserContext, world: Store, book: Book, log: set[str]) -> None:
    with served(world, book=book) as address, watching(reader, address) as watched:
        for number, role in enumerate(Role):
            theme = THEMES[number % 2]
            _enter(reader, address, role)
            watched.open(f"?theme={theme}")
            for view in _shown_to(role):
                _look(watched, view, theme)
                assert watched.complaints == [], view
                assert log == set(), view
    assert watched.strangers == []


def _shown_to(role: Role) -> list[View]:
    """Return the views that fall to a role, those of one language after those of the other."""
    number = list(Role).index(role)
    views = [
        View(page, zone, PERIODS[(2 * row + column) % len(PERIODS)], role, LANGS[(row + column) // 5 % 2])
        for (row, page), (column, zone) in product(enumerate(pages()), enumerate(ZONES))
        if (row + column) % len(Role) == number and (row + column) % len(ZONES) in LOOKED_AT
    ]
    return sorted(views, key=lambda view: view.lang)


def _enter(reader: BrowserContext, address: str, role: Role) -> None:
    reader.clear_cookies()
    with enter(address, role) as client:
        reader.add_cookies([{"name": name, "value": value, "url": address} for name, value in client.cookies.items()])


def _look(watched: Watched, view: View, theme: str) -> None:
    """Go to a view, and wait until all of it is there."""
    at = State(theme=theme, **view.changes).search()
    watched.page.evaluate(GO, view.changes)
    until = monotonic() + SECONDS
    while not _is_there(seen := watched.page.evaluate(SEEN), "" if at == "?" else at, view.lang):
        assert monotonic() < until, f"{view}: {seen}, {watched.complaints}"
        watched.page.wait_for_timeout(30)


def _is_there(seen: Mapping[str, Any], at: str, lang: str) -> bool:
    is_drawn = seen["titles"] == 1 and not seen["undrawn"] and seen["words"] >= FEWEST_WORDS
    return is_drawn and (seen["at"], seen["lang"]) == (at, lang)
