"""What is kept no longer goes with all that rests on it alone; keys that nothing needs are destroyed; it is proven."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver
from typer.testing import CliRunner

from flows.cli import app
from flows.embeddings import Cache, held
from flows.enrich import enrich_pending
from flows.gate import Keys
from flows.reader import Reader
from flows.retain import census, retain
from flows.sources import Erasure
from graph import home
from graph.model import Account, Alert, Erased, Hashtag, Measure, Place, Placement, Read, Service, Signal, Topic, Window
from graph.store import Store
from graph.territory import places
from signals.encoders import Encoder, text_key
from signals.places.gazetteer import Gazetteer
from tests.erasing import ABOUT, NOW, anywhere, collected, ids, message

pytestmark = pytest.mark.neo4j

OLD = NOW - timedelta(days=91)
YOUNG = NOW - timedelta(days=89)


@pytest.fixture
def keys() -> Keys:
    return Keys(home.home())


@pytest.fixture
def vectors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CYBERIMPACT_CACHE", str(tmp_path / "cache"))
    return home.cache() / "vectors"


@pytest.fixture
def reader(encoder: Encoder, vectors: Path) -> Reader:
    return Reader(Cache(vectors, encoder), Gazetteer(places()), None)


def saved(store: Store, *records: object) -> None:
    """Save messages as they were when they were young, past the gate."""
    store.save([ABOUT, *records], now=NOW)


def test_the_old_goes_and_the_young_stays(
    store: Store, keys: Keys, reader: Reader, vectors: Path, neo4j_driver: Driver
) -> None:
    tag, old, young = Hashtag(id="zqtag"), "mastodon:zqold", "mastodon:young"
    saved(
        store,
        Account(id="mastodon:zqleo", platform="mastodon"),
        tag,
        message(
            "zqold", "zqtexte bien ancien", "zqleo", published_at=OLD, hashtags=("zqtag",), reply_to="mastodon:zqstub"
        ),
        message("young", "Texte récent", "ana", published_at=YOUNG, reply_to=old),
        Signal(
            id="s", kind="burst", at=OLD, score=0.5, reason="Il dit « zqtexte bien ancien »", reason_en="x",
            evidence=(old, young), observed=2, expected=0, upper=1, p_value=0.01, authors=2,
        ),
    )  # fmt: skip
    enrich_pending(store, reader, as_of=NOW)

    done = retain(store, now=NOW, live=True)

    assert ids(store, "Message") == {young}
    assert not anywhere(neo4j_driver, "zqold", "zqleo", "zqtag", "zqstub")
    assert held(vectors, {text_key("zqtexte bien ancien").hex(), text_key("Texte récent").hex()}) == {
        text_key("Texte récent").hex()
    }
    assert not done.left
    assert done.removed == {"mastodon": {"messages": 1}}
    assert done.counts["Message"] == 1 + 1  # with the one that it answered, which was never read
    assert store.ask("MATCH (s:Signal) RETURN s.evidence AS cited, s.erased AS gone").rows == [
        {"cited": [young], "gone": 1}
    ]
    run = store.ask("MATCH (r:Run {flow: 'retain'}) RETURN r.counts AS counts, r.state AS state").rows[0]
    counts = json.loads(run["counts"])
    assert run["state"] == "completed"
    assert (counts["before.Message"], counts["after.Message"], counts["left"]) == (3, 1, 0)


def test_more_than_a_page_goes(store: Store, vectors: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.retain.PAGE", 7)
    saved(store, *(message(str(number), f"Texte {number}", f"a{number}", published_at=OLD) for number in range(40)))
    done = retain(store, now=NOW, live=True)
    assert done.removed["mastodon"]["messages"] == 40
    assert not ids(store, "Message") | ids(store, "Account")
    assert not done.left


def test_settings_shorten_and_exercises_stay(store: Store, vectors: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    game = replace(ABOUT, id="scenario", kind="exercise", retention_days=1)
    saved(store, game, replace(message("game", published_at=OLD), source_id="scenario"))
    saved(store, message("young", published_at=YOUNG), message("new"))
    monkeypatch.setenv("CYBERIMPACT_RETENTION_DAYS", '{"mastodon": 30}')
    assert retain(store, now=NOW, live=True).removed == {"mastodon": {"messages": 1}}
    assert ids(store, "Message") == {"mastodon:game", "mastodon:new"}


def test_counts_stay_and_topics_of_many_too(store: Store, vectors: Path, neo4j_driver: Driver) -> None:
    both: dict[str, Any] = {"first_at": OLD, "last_at": OLD, "run_id": "r", "centroid": (1.0, *[0.0] * 383)}
    saved(
        store,
        message("1", "zqmot de peu", published_at=OLD),
        Topic(id="few", label="zqmot", keywords=("zqmot",), size=3, **both),
        Topic(id="many", label="crue", keywords=("crue",), size=300, **both),
        Window(id="w", topic_id="many", place_id="FR", hour=OLD, n=9, authors=8, run_id="r"),
        *(
            Alert(
                id=f"a-{topic}", kind="burst", severity="forte", title=f"{label} – Dijon", title_en=f"{label} – Dijon",
                reason="x", reason_en="x", score=0.5, first_at=OLD, last_at=OLD, signal_ids=(), topic_id=topic,
            )
            for topic, label in (("few", "zqmot"), ("many", "crue"))
        ),
    )  # fmt: skip
    neo4j_driver.execute_query("MATCH (m:Message), (t:Topic) MERGE (m)-[:ABOUT {run_id: 'r', score: 1}]->(t)")
    retain(store, now=NOW, live=True)
    assert ids(store, "Topic") == {"many"}
    assert ids(store, "Window") == {"w"}
    assert not anywhere(neo4j_driver, "zqmot")
    titles = {row["t"] for row in store.ask("MATCH (a:Alert) RETURN a.title AS t").rows}
    assert titles == {"Activité inhabituelle – Dijon", "crue – Dijon"}


def test_measures_go_by_the_end_of_their_period(store: Store, vectors: Path) -> None:
    def measure(end: datetime) -> Measure:
        return Measure(
            id=f"m{end:%j}", service_id="17cyber", place_id="D21", metric="reports", start=end - timedelta(days=9),
            end=end, value=1, source_id="mastodon",
        )  # fmt: skip

    saved(store, Place(id="D21", name="Côte-d'Or", kind="departement"), Service(id="17cyber", name="17Cyber"))
    saved(store, measure(OLD), measure(YOUNG))
    assert retain(store, now=NOW, live=True).removed["mastodon"] == {"measures": 1}
    assert ids(store, "Measure") == {f"m{YOUNG:%j}"}
    assert ids(store, "Service") == {"17cyber"}


def test_vectors_of_nothing_go_from_the_live_graph_only(store: Store, reader: Reader, vectors: Path) -> None:
    reader.vectors.encode(["un texte que personne n'a plus"])
    key = text_key("un texte que personne n'a plus").hex()
    retain(store, now=NOW, live=False)
    assert held(vectors, {key}) == {key}
    assert retain(store, now=NOW, live=True).counts["vectors"] == 1
    assert not held(vectors, {key})


def test_an_id_that_a_run_wrote_again_after_the_erasure_goes(store: Store, keys: Keys, vectors: Path) -> None:
    collected(store, keys, message("1"))
    collected(store, keys, Erasure("message", "mastodon:1"))
    late = Signal(
        id="s", kind="burst", at=NOW, score=0.5, reason="x", reason_en="x", evidence=("mastodon:1", "mastodon:2"),
        observed=2, expected=0, upper=1, p_value=0.01, authors=2,
    )  # fmt: skip
    store.save([late], now=NOW)
    assert ids(store, "Message") == {"mastodon:1", "mastodon:2"}
    retain(store, now=NOW, live=True)
    assert ids(store, "Message") == {"mastodon:2"}
    assert store.ask("MATCH (s:Signal) RETURN s.evidence AS cited").rows == [{"cited": ["mastodon:2"]}]


def test_keys_that_nothing_needs_are_destroyed(store: Store, keys: Keys, vectors: Path) -> None:
    quarters = ("2025Q3", "2025Q4", "2026Q1")
    kept = {quarter: keys.pseudonym("mastodon:leo", quarter) for quarter in quarters}
    lasting = keys.lasting("mastodon:1")
    saved(store)
    marks = [("1", "message", "request"), ("2", "account", "request"), ("3", "account", "source")]
    store.save([Erased(id=n, kind=kind, at=OLD, reason=reason) for n, kind, reason in marks], now=NOW)

    done = retain(store, now=NOW, live=True)

    # the last day of 2025Q3 is 165 days ago, that of 2025Q4 only 73
    assert done.keys == ["2025Q3"]
    assert Keys(home.home()).quarters() == ["2025Q4", "2026Q1"]
    again = Keys(home.home())
    assert again.pseudonym("mastodon:leo", "2025Q4") == kept["2025Q4"]
    assert again.pseudonym("mastodon:leo", "2025Q3") != kept["2025Q3"]
    assert again.lasting("mastodon:1") == lasting
    assert ids(store, "Erased") == {"2"}


def test_a_source_without_authors_lengthens_the_life_of_no_key(store: Store, keys: Keys, vectors: Path) -> None:
    keys.pseudonym("mastodon:leo", "2025Q3")
    saved(store, replace(ABOUT, id="vigicrues", kind="context", retention_days=3650))
    assert retain(store, now=NOW, live=True).keys == ["2025Q3"]


def test_a_second_look_tells_what_remains(store: Store, vectors: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(store, message("1", published_at=OLD))
    monkeypatch.setattr("flows.retain._of_source", lambda *_: {})
    assert retain(store, now=NOW, live=True).left == {"messages of mastodon": 1}


# the command line, on the graph of these tests


@pytest.fixture
def command(store: Store, vectors: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    @contextmanager
    def connect(graph: str | None = None) -> Iterator[Store]:
        yield store

    for module in ("erase", "retain"):
        monkeypatch.setattr(f"flows.cli.{module}.connect", connect)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str, say: str = "") -> tuple[int, str, str]:
        result = CliRunner().invoke(app, list(arguments), input=say, catch_exceptions=False)
        return result.exit_code, result.stdout, result.stderr

    return run


def test_erase_asks_removes_and_proves(command: Any, store: Store, keys: Keys, neo4j_driver: Driver) -> None:
    leo = Account(id="mastodon:Leo", platform="mastodon")
    collected(
        store,
        keys,
        leo,
        message("1", "zqun", "Leo"),
        message("exemple.org/77", "zqdeux", "ana"),
        message("3", author="zoe"),
    )
    asked = ("erase", "--account", "mastodon:Leo", "--url", "https://exemple.org/@ana/77", "--message", "mastodon:9")

    code, said, _ = command(*asked, "--dry-run")
    assert (code, len(ids(store, "Message"))) == (0, 3)
    assert "to erase: 2 messages, 1 accounts" in said
    code, *_ = command(*asked, say="n\n")
    assert (code, len(ids(store, "Message"))) == (1, 3)
    code, said, _ = command(*asked, "--yes")

    assert code == 0
    assert "looked again: nothing remains" in said
    assert ids(store, "Message") == {"mastodon:3"}
    assert not anywhere(neo4j_driver, "zq", "Leo", "mastodon:1")
    tombstones = {
        keys.lasting(name) for name in ("mastodon:Leo", "mastodon:leo", "mastodon:exemple.org/77", "mastodon:9")
    }
    assert ids(store, "Erased") == tombstones
    run = store.ask("MATCH (r:Run {flow: 'erase'}) RETURN r.counts AS counts, r.parameters AS parameters").rows[0]
    assert json.loads(run["parameters"]) == {"accounts": 2, "messages": 2}
    assert json.loads(run["counts"])["before.Message"] == 3
    assert json.loads(run["counts"])["after.Message"] == 1
    # asked again, there is nothing to do, and it is said
    assert "to erase: 0 messages, 0 accounts" in command(*asked, "--yes")[1]


def test_erase_finds_the_address_of_an_article(command: Any, store: Store, keys: Keys) -> None:
    article = replace(message("a"), kind="article", url="https://www.exemple.fr/a/")
    store.save([ABOUT, article], now=NOW)
    assert "to erase: 1 messages" in command("erase", "--url", "http://exemple.fr/a", "--dry-run")[1]
    code, said, _ = command("erase", "--url", "https://exemple.fr/rien", "--yes")
    assert code == 0
    assert "no message has this address" in said


def test_erase_ends_with_1_when_something_remains(command: Any, store: Store, keys: Keys, monkeypatch: Any) -> None:
    collected(store, keys, message("1"), message("2", "Oui", "ana", reply_to="mastodon:1"))
    execute = Store.execute

    def forgetful(self: Store, name: str, **parameters: Any) -> Any:
        if name == "erase_messages":
            neo = "MATCH (m:Message {id: 'mastodon:1'}) DETACH DELETE m RETURN 1 AS messages, [] AS alone"
            with self._driver.session() as session:
                return session.run(neo).data()
        return execute(self, name, **parameters)

    monkeypatch.setattr(Store, "execute", forgetful)
    code, said, complaint = command("erase", "--message", "mastodon:1", "--yes")
    assert code == 1
    assert "something remains (1 in Message.reply_to)" in complaint
    assert "nothing remains" not in said


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [((), "name what to erase"), (("--account", "camille"), "write it as platform:name")],
)
def test_erase_says_what_is_wrong(command: Any, arguments: tuple[str, ...], complaint: str) -> None:
    code, _, said = command("erase", *arguments)
    assert code == 2
    assert complaint in said


def test_retain_prints_its_proof(command: Any, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    # the command looks at the clock of the wall: what is of 2001 is too old for it
    old = datetime.fromisoformat("2001-01-01T00:00:00+00:00")
    saved(store, message("1", published_at=old))
    code, said, _ = command("retain")
    assert code == 0
    assert "nothing remains" in said
    assert census(store).get("Message") is None
    saved(store, message("2", published_at=old))
    proof = json.loads(command("retain", "--json")[1])[0]
    assert (proof["before"]["Message"], proof["removed"]["Message"], proof["left"]) == (1, 1, {})
    monkeypatch.setenv("CYBERIMPACT_RETENTION_DAYS", '{"mastodont": 3}')
    code, _, complaint = command("retain")
    assert code == 2
    assert "CYBERIMPACT_RETENTION_DAYS names no source: mastodont" in complaint


def test_who_read_what_and_moved_what_is_kept_for_a_year(store: Store, vectors: Path) -> None:
    reads = [
        Read(id=str(days), who="marie", role="veille", what="verbatims", subject="a", way="app",
             at=NOW - timedelta(days=days))
        for days in (364, 366)
    ]  # fmt: skip
    moved = [
        Placement(id=str(days), owner="a1", thing_id=f"topic:{days}", x=0.0, y=0.0, at=NOW - timedelta(days=days))
        for days in (364, 366)
    ]
    store.save([*reads, *moved], now=NOW)
    done = retain(store, now=NOW, live=False)
    assert (done.counts["Read"], done.counts["Placement"]) == (1, 1)
    assert [row["thing"] for row in store.rows("placements", owner="a1", limit=9)] == ["topic:364"]
    kept = store.rows("audit_reads", since=NOW - timedelta(days=400), until=NOW, who="marie", limit=9)
    assert [row["subject"] for row in kept] == ["a"]
