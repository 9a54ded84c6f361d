"""No clear handle, identifier, address, number or name reaches the graph, whatever a source brings.

Every source is collected on its stage, with somebody planted in each of its records, then read and watched: what was
planted, and the accounts that the stage itself names, are looked for in every property of every node and relationship.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver

from flows.collect import collect_source
from flows.detect import detect_at
from flows.embeddings import Cache
from flows.enrich import enrich_pending
from flows.reader import Reader
from flows.sources import Item, Record, ids_name_authors, load, names
from graph import home
from graph.model import Account, Action, Event, FactCheck, Link, Message, Service, Source
from graph.schema import NODES
from graph.territory import places
from signals.encoders import Encoder
from signals.masking import PLACEHOLDERS
from signals.places.gazetteer import Gazetteer
from signals.tone import tone
from tests.graphs import furnished
from tests.invented import write_scenario
from tests.loopback import Page, loopback
from tests.stages import needs_extra, stage_of

pytestmark = pytest.mark.neo4j

SOURCES = [pytest.param(name, marks=[pytest.mark.extras] * needs_extra(name)) for name in names()]

SOMEBODY = (
    " Mme Zqdupont, je m'appelle Zqcamille Zqmartin, zq.mail@exemple.fr, zq.autre [at] exemple.fr, 06 39 98 77 66,"
    " +33 (0)6 39 98 77 55, FR76 3000 6000 0112 3456 7890 189, 4111 1111 1111 1111, 1 85 05 78 006 084 91, ZQ-123-ZQ,"
    " 77 bis rue des Zqlilas, @zqhandle@exemple.org, https://x.com/zqprofil/status/1, did:plc:zqdid7k2n,"
    " https://bsky.app/profile/did:plc:zqautre/post/3k."
)
NUMBERS = ("06 39 98", "6 39 98 77 55", "fr76 3000", "4111 1111", "1 85 05 78", "zq-123-zq")
WORDLESS = " zq.mail@exemple.fr, @zqhandle@exemple.org, https://x.com/zqprofil/status/1, did:plc:zqdid7k2n."
"""For names of services, publishers and events, which are nobody's: only what can be no part of one."""


def of_source(text: str, name: str) -> str:
    """Return what is planted for a source: `zq` and a letter of its own begin each name, so that a leak is its own."""
    own = chr(ord("a") + names().index(name))
    return text.replace("zq", f"zq{own}").replace("Zq", f"Zq{own}")


@dataclass
class Planted:
    """A collector in whose records somebody is named wherever a text or an address can do so."""

    inner: Any
    clear: set[str] = field(default_factory=set)
    """Accounts of persons that the source itself names."""
    messages: int = 0
    _voices: dict[str, str] = field(default_factory=dict)

    @property
    def about(self) -> Source:
        card: Source = self.inner.about
        return card

    @property
    def missing(self) -> str | None:
        return None

    @property
    def ids_name_authors(self) -> bool:
        return ids_name_authors(self.inner)

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        for item in self.inner.collect(cursors):
            yield from self._planted(item)

    def _planted(self, item: Item) -> Iterator[Item]:
        if isinstance(item, Account):
            self._voices[item.id] = item.kind
            if item.kind not in ("institution", "press"):
                self.clear.add(item.id.partition(":")[2])
            yield item
        elif isinstance(item, Message):
            yield Link(id=of_source("https://x.com/zqperson", self.about.id), host="x.com")
            yield self._message(item)
        else:
            yield said(item, self.about.id)

    def _message(self, message: Message) -> Message:
        self.messages += 1
        public = self._voices.get(message.author_id or "") in ("institution", "press")
        person, mention, url = (
            of_source(text, self.about.id)
            for text in ("zqperson", "zqmention@exemple.org", "https://social.exemple/@zqurl/1")
        )
        return replace(
            message,
            text=message.text + of_source(SOMEBODY, self.about.id),
            author_id=message.author_id if message.author_id is None or public else f"{message.author_id}.{person}",
            mentions=(*message.mentions, f"{message.platform}:{mention}"),
            links=(*message.links, f"https://x.com/{person}"),
            url=message.url if public else url,
        )


def said(item: Any, name: str) -> Any:
    """Return a record other than a message with somebody named in its texts."""
    somebody, wordless = of_source(SOMEBODY, name), of_source(WORDLESS, name)
    if isinstance(item, Action):
        return replace(item, text=item.text + somebody, role=item.role + somebody)
    if isinstance(item, FactCheck):
        return replace(item, claim=item.claim + somebody, publisher=item.publisher + wordless)
    if isinstance(item, Service | Event):
        return replace(item, name=item.name + wordless)
    return item


@contextmanager
def feed(folder: Path) -> Iterator[dict[str, Any]]:
    entry = (
        "<item><title>Crue {0}</title><link>http://exemple.org/{0}</link><guid>g{0}</guid>"
        "<author>zqauteur@exemple.org (Zqcamille Zqmartin)</author><pubDate>{1}</pubDate></item>"
    )
    date = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    entries = "".join(of_source(entry, "feeds").format(number, date) for number in range(3))
    with loopback() as web:
        web.pages["/rss"] = Page(f'<rss version="2.0"><channel><title>x</title>{entries}</channel></rss>'.encode())
        yield {"feeds": [web.url("/rss")], "tries": 1}


@contextmanager
def scenario(folder: Path) -> Iterator[dict[str, Any]]:
    yield {"folder": write_scenario(folder / "scenario", 40)}


@contextmanager
def staged(name: str, folder: Path) -> Iterator[dict[str, Any]]:
    with stage_of(name, folder) as stage:
        yield dict(stage.settings)


def settings_of(name: str, folder: Path) -> AbstractContextManager[dict[str, Any]]:
    """Open the stage of a source; of the two that every test here knows, an own small one while they have none."""
    if find_spec(f"tests.stages.{name.replace('-', '_')}") is None:
        return {"feeds": feed, "scenario": scenario}[name](folder)
    return staged(name, folder)


def asked(request: pytest.FixtureRequest) -> list[str]:
    """Return the sources that this run asks about: those with an extra have a run of their own."""
    items = [item for item in request.session.items if getattr(item, "module", None) is request.module]
    chosen = {item.callspec.params["name"] for item in items if hasattr(item, "callspec")}
    # whoever asks for no source by name wants what is said of all
    return [name for name in names() if not chosen or name in chosen]


@pytest.fixture(scope="module")
def planted(
    request: pytest.FixtureRequest, neo4j_driver: Driver, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Planted]]:
    """Collect the sources of this run into one graph, read all of it, and look for topics and alerts."""
    folder = tmp_path_factory.mktemp("stages")
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        patch.setenv("CYBERIMPACT_HOME", str(folder / "home"))
        patch.setenv("CYBERIMPACT_CACHE", str(folder / "cache"))
        store = furnished(neo4j_driver)
        found = {}
        for name in asked(request):
            (folder / name).mkdir()
            settings = stack.enter_context(settings_of(name, folder / name))
            collector = load(name, **settings)
            if collector.missing and needs_extra(name):
                continue
            found[name] = Planted(collector)
            collect_source(store, found[name], now=datetime.now(UTC))
        reader = Reader(Cache(home.cache() / "vectors", encoder), Gazetteer(places()), tone)
        enrich_pending(store, reader, as_of=datetime.now(UTC))
        detect_at(store, reader, as_of=datetime.now(UTC))
        yield found


@pytest.fixture(scope="module")
def strings(planted: dict[str, Planted], neo4j_driver: Driver) -> list[tuple[str, str]]:
    """Every string of the graph, in small letters, with the label or type and the property that holds it."""
    return list(walked(neo4j_driver))


def walked(driver: Driver) -> Iterator[tuple[str, str]]:
    for what, label in (("(x)", "labels(x)[0]"), ("()-[x]->()", "type(x)")):
        with driver.session() as session:
            for kind, values in session.run(f"MATCH {what} RETURN {label}, properties(x)"):
                for name, value in values.items():
                    for one in value if isinstance(value, list) else [value]:
                        if isinstance(one, str):
                            yield f"{kind}.{name}", one.lower()


@pytest.mark.parametrize("name", SOURCES)
def test_nobody_is_named(name: str, planted: dict[str, Planted], strings: list[tuple[str, str]]) -> None:
    if needs_extra(name) and name not in planted:
        pytest.skip("its extra is not installed")
    words = {of_source("zq", name), *NUMBERS}
    words |= {account.lower() for account in planted[name].clear if len(account) > 5}
    found = {(place, word) for place, text in strings for word in words if word in text}
    assert not found


def test_every_source_was_heard(planted: dict[str, Planted], neo4j_driver: Driver) -> None:
    rows, *_ = neo4j_driver.execute_query("MATCH (s:Source) RETURN s.id AS id, s.saved AS saved")
    assert {row["id"] for row in rows if row["saved"]} == set(planted)
    rows, *_ = neo4j_driver.execute_query("MATCH (m:Message) RETURN m.source_id AS id, collect(m.text) AS texts")
    texts = {row["id"]: row["texts"] for row in rows if row["id"]}
    assert set(texts) == {name for name, source in planted.items() if source.messages}
    assert len(texts) >= 5
    for name, several in texts.items():
        for text in several:
            assert all(placeholder in text for placeholder in (*PLACEHOLDERS.values(), "@user")), (name, text)


def test_enough_was_walked(strings: list[tuple[str, str]]) -> None:
    labels = {place.partition(".")[0] for place, _ in strings}
    wanted = {"Message", "Account", "Source", "Service", "Measure", "Action", "Hazard", "FactCheck", "Event", "Run"}
    assert wanted | {"Cursor", "Hashtag", "Link", "Place", "Topic", "Window"} <= labels
    assert {node.label for node in NODES} >= labels - {"MENTIONS", "CONCERNS", "ABOUT"} - {
        place.partition(".")[0] for place, _ in strings if place.split(".")[0].isupper()
    }


def test_the_walk_sees_every_corner(neo4j_driver: Driver, strings: list[tuple[str, str]]) -> None:
    neo4j_driver.execute_query("CREATE (:Zqlabel {one: 'zqA', many: ['zqB']})-[:ZQ {three: 'zqC'}]->(:Zqlabel)")
    seen = {text for place, text in walked(neo4j_driver) if "zq" in place.lower()}
    neo4j_driver.execute_query("MATCH (n:Zqlabel) DETACH DELETE n")
    assert seen == {"zqa", "zqb", "zqc"}


def test_a_record_without_text_is_left_alone() -> None:
    link: Record = Link(id="https://exemple.org/a", host="exemple.org")
    assert said(link, "feeds") == link
