"""What is taken back leaves no trace: message, conclusions, hours, vector; and it does not come back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from neo4j import Driver

from flows.detect import detect_at
from flows.embeddings import Cache, held
from flows.enrich import enrich_pending
from flows.erase import erase
from flows.gate import Gate, Keys, Removal
from flows.reader import Reader
from flows.sources import Erasure
from flows.watching import watch_at
from flows.windows import save_windows
from graph import home
from graph.model import Account, Alert, Decision, Hashtag, Link, Message, Signal, Topic
from graph.pins import Board
from graph.store import Store
from graph.territory import places
from signals.encoders import Encoder, text_key
from signals.places.gazetteer import Gazetteer
from signals.topics.space import by_subject
from tests.erasing import ABOUT, NOW, anywhere, collected, ids, message
from tests.graphs import furnished

pytestmark = pytest.mark.neo4j

SAID = "Je m'appelle zqvictime et l'eau zqentre dans mon garage rue des Tanneurs"


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "keys")


@pytest.fixture
def vectors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CYBERIMPACT_CACHE", str(tmp_path / "cache"))
    return home.cache() / "vectors"


@pytest.fixture
def reader(encoder: Encoder, vectors: Path) -> Reader:
    return Reader(Cache(vectors, encoder), Gazetteer(places()), None)


def test_a_message_goes_with_what_only_it_led_to(store: Store, keys: Keys, vectors: Path, neo4j_driver: Driver) -> None:
    author = Account(id="mastodon:leo", platform="mastodon")
    tag, link = Hashtag(id="zqgarage"), Link(id="https://exemple.org/zq", host="exemple.org")
    shared = Hashtag(id="crue")
    collected(
        store, keys, tag, shared, link, author,
        message("1", SAID, hashtags=("zqgarage", "crue"), links=(link.id,), reply_to="mastodon:zqunread"),
        Account(id="mastodon:ana", platform="mastodon"),
        message("2", "Moi aussi", "ana", reply_to="mastodon:1", hashtags=("crue",)),
        message("3", SAID, "ana", repost_of="mastodon:1"),
    )  # fmt: skip
    assert {"mastodon:1", "mastodon:2", "mastodon:3", "mastodon:zqunread"} == ids(store, "Message")

    gate = collected(store, keys, Erasure("message", "mastodon:1"))

    assert ids(store, "Message") == {"mastodon:2"}
    assert ids(store, "Hashtag") == {"crue"}
    assert not ids(store, "Link")
    assert len(ids(store, "Account")) == 1
    assert not anywhere(neo4j_driver, "zq", "mastodon:1", "mastodon:3")
    assert ids(store, "Erased") == {keys.lasting("mastodon:1")}
    assert not gate.refused


def test_what_was_erased_does_not_come_back(store: Store, keys: Keys, vectors: Path, neo4j_driver: Driver) -> None:
    items = [Account(id="mastodon:leo", platform="mastodon"), Hashtag(id="zq"), message("1", SAID, hashtags=("zq",))]
    collected(store, keys, *items)
    collected(store, keys, Erasure("message", "mastodon:1"))

    gate = collected(
        store, keys, *items,
        Account(id="mastodon:ana", platform="mastodon"),
        message("2", "Réponse", "ana", reply_to="mastodon:1"), message("3", SAID, "ana", repost_of="mastodon:1"),
    )  # fmt: skip

    assert ids(store, "Message") == {"mastodon:2"}
    assert not anywhere(neo4j_driver, "zq", "mastodon:1")
    assert len(ids(store, "Account")) == 1
    assert gate.counts["refused"] == {"erased": 2}
    assert gate.counts["admitted"]["Message"] == 1


def test_an_account_goes_in_every_quarter_and_stays_away(store: Store, keys: Keys, vectors: Path) -> None:
    leo, ana = (Account(id=f"mastodon:{name}", platform="mastodon") for name in ("leo", "ana"))
    long_ago = NOW - timedelta(days=80)
    old = message("0", "Ancien", published_at=long_ago)
    collected(
        store, keys, leo, old, leo, message("1"), ana, message("2", "Et toi ?", "ana", mentions=("mastodon:leo",))
    )
    assert len(ids(store, "Account")) == 3

    collected(store, keys, Erasure("account", "mastodon:leo"))

    assert ids(store, "Message") == {"mastodon:2"}
    assert len(ids(store, "Account")) == 1
    assert store.ask("MATCH (m:Message) RETURN m.mentions AS who").rows == [{"who": []}]
    later = message("4", published_at=NOW + timedelta(hours=2))
    gate = collected(store, keys, leo, old, message("1"), later)
    assert gate.refused == {"erased": 2}
    assert ids(store, "Message") == {"mastodon:2", "mastodon:4"}


def test_on_request_an_account_is_never_read_again(store: Store, keys: Keys, vectors: Path) -> None:
    (asked,) = Gate(ABOUT, keys, NOW).pass_through([Erasure("account", "mastodon:leo")])
    assert isinstance(asked, Removal)
    taken = erase(store, [asked], now=NOW, reason="request")
    assert not taken.ids
    gate = collected(store, keys, message("1", published_at=NOW + timedelta(hours=2)))
    assert gate.refused == {"erased": 1}
    assert not ids(store, "Message")


def test_what_is_taken_back_before_it_is_saved_is_never_saved(store: Store, keys: Keys, vectors: Path) -> None:
    leo, ana = (Account(id=f"mastodon:{name}", platform="mastodon") for name in ("leo", "ana"))
    collected(
        store, keys, leo, message("1", SAID), ana, message("2", "Moi", "ana"), Erasure("message", "mastodon:1"),
        message("1", SAID),
    )  # fmt: skip
    assert ids(store, "Message") == {"mastodon:2"}
    assert len(ids(store, "Account")) == 1
    assert ids(store, "Erased") == {keys.lasting("mastodon:1")}


def test_deletes_of_what_nobody_knew_leave_nothing(store: Store, keys: Keys, vectors: Path) -> None:
    collected(store, keys, *(Erasure("message", f"mastodon:{number}") for number in range(50)))
    assert not [row for row in store.rows("census") if row["n"]]


def test_the_vector_goes_unless_another_message_says_the_same(
    store: Store, keys: Keys, reader: Reader, vectors: Path
) -> None:
    collected(store, keys, message("1", SAID), message("2", "Bonjour à tous"), message("3", "Bonjour  à tous", "ana"))
    enrich_pending(store, reader, as_of=NOW)
    own, common = text_key(SAID).hex(), text_key("Bonjour à tous").hex()
    assert held(vectors, {own, common}) == {own, common}
    collected(store, keys, Erasure("message", "mastodon:1"), Erasure("message", "mastodon:2"))
    assert held(vectors, {own, common}) == {common}
    collected(store, keys, Erasure("message", "mastodon:3"))
    assert not held(vectors, {own, common})


def concluded(store: Store, driver: Driver) -> None:
    """Conclude something from the messages of the graph: a topic, a signal that cites them, an alert, a decision."""
    cited = tuple(sorted(ids(store, "Message")))
    quoted = f"On lit : « {SAID} ! »"
    both: dict[str, Any] = {"first_at": NOW, "last_at": NOW}
    words = ("zqentre", "eau", "tanneurs", "garage")
    labels = {"t": " · ".join(words[:3]), "u": "zqvictime"}
    centre = (1.0, *[0.0] * 383)
    said: dict[str, Any] = {"reason": quoted, "reason_en": "x", "score": 0.5}
    numbers: dict[str, Any] = {"observed": 3, "expected": 0, "upper": 1, "p_value": 0.01, "authors": 3}
    store.save(
        [
            Topic(id="t", label=labels["t"], keywords=words, size=3, centroid=centre, run_id="r", **both),
            Topic(id="u", label=labels["u"], keywords=("zqvictime",), size=1, centroid=centre, run_id="r", **both),
            Signal(id="s", kind="burst", at=NOW, evidence=cited, topic_id="t", **said, **numbers),
            *(
                Alert(
                    id=f"a{topic}",
                    kind="burst",
                    severity="forte",
                    title=f"{label} – Dijon",
                    title_en=f"{label} – Dijon",
                    signal_ids=("s",),
                    topic_id=topic,
                    **said,
                    **both,
                )
                for topic, label in labels.items()
            ),
            Decision(id="d", alert_id="at", at=NOW, role="vigie", act="comment", comment=f"{SAID}, dit-il. À suivre."),
        ],
        now=NOW,
    )
    driver.execute_query("MATCH (m:Message), (t:Topic {id: 't'}) MERGE (m)-[:ABOUT {run_id: 'r', score: 1}]->(t)")
    driver.execute_query("MATCH (m {id: 'mastodon:1'}), (t {id: 'u'}) MERGE (m)-[:ABOUT {run_id: 'r', score: 1}]->(t)")


def test_conclusions_stay_without_the_words(store: Store, keys: Keys, vectors: Path, neo4j_driver: Driver) -> None:
    collected(
        store, keys, message("1", SAID), message("2", "De l'eau rue des Tanneurs", "ana"),
        message("3", "L'eau monte aux Tanneurs", "zoe"),
    )  # fmt: skip
    concluded(store, neo4j_driver)

    collected(store, keys, Erasure("message", "mastodon:1"))

    assert not anywhere(neo4j_driver, "zq", "mastodon:1", "mon garage")
    topics = store.ask("MATCH (t:Topic) RETURN t.id AS id, t.label AS label, t.keywords AS words, t.size AS n").rows
    assert topics == [{"id": "t", "label": "eau · tanneurs", "words": ["eau", "tanneurs"], "n": 2}]
    signal = store.ask("MATCH (s:Signal) RETURN s.reason AS reason, s.evidence AS cited, s.erased AS erased").rows
    assert signal == [{"reason": "On lit : « […] ! »", "cited": ["mastodon:2", "mastodon:3"], "erased": 1}]
    titles = {row["title"] for row in store.ask("MATCH (a:Alert) RETURN a.title AS title").rows}
    assert titles == {"eau · tanneurs – Dijon", "Activité inhabituelle – Dijon"}
    assert store.ask("MATCH (d:Decision) RETURN d.comment AS said").rows == [{"said": "[…], dit-il. À suivre."}]


def test_the_centre_of_a_topic_moves_to_those_that_stay(
    store: Store, keys: Keys, reader: Reader, vectors: Path, neo4j_driver: Driver
) -> None:
    collected(store, keys, message("1", SAID), message("2", "De l'eau rue des Tanneurs", "ana"))
    enrich_pending(store, reader, as_of=NOW)
    concluded(store, neo4j_driver)
    collected(store, keys, Erasure("message", "mastodon:1"))
    (centroid,) = (row["c"] for row in store.ask("MATCH (t:Topic) RETURN t.centroid AS c").rows)
    stays = by_subject(reader.vectors.encode(["De l'eau rue des Tanneurs"]), reader.vectors.space)
    assert centroid == pytest.approx(stays[0], abs=2e-3)


def test_a_label_that_a_person_gave_stays(store: Store, keys: Keys, vectors: Path, neo4j_driver: Driver) -> None:
    collected(store, keys, message("1", SAID), message("2", "De l'eau", "ana"))
    concluded(store, neo4j_driver)
    Board(store, "analyste", at=NOW).label("t", "Crue de l'Ouche")
    collected(store, keys, Erasure("message", "mastodon:1"))
    assert store.ask("MATCH (t:Topic) RETURN t.label AS label").rows == [{"label": "Crue de l'Ouche"}]


def flood(random: Random) -> Iterator[Message]:
    for number in range(120):
        at = NOW - timedelta(minutes=random.random() * 5_000)
        text = random.choice(("L'eau monte à Dijon", "Panne à Lyon", "Bonjour"))
        yield message(str(number), text, f"a{number % 17}", published_at=at)


def test_hours_are_what_they_would_have_been_without(keys: Keys, reader: Reader, neo4j_driver: Driver) -> None:
    store = furnished(neo4j_driver)
    collected(store, keys, *flood(Random(7)))
    enrich_pending(store, reader, as_of=NOW)
    detect_at(store, reader, as_of=NOW)
    begun = store.rows("beginning")[0]["at"].to_native()
    # the first hour stays, so that the history begins where it did
    gone = [f"mastodon:{number}" for number in range(0, 120, 5)]
    first = store.ask("MATCH (m:Message) RETURN m.id AS id ORDER BY m.published_at LIMIT 1").rows[0]["id"]
    gone = [name for name in gone if name != first]

    collected(store, keys, *(Erasure("message", name) for name in gone))

    def hours() -> dict[str, tuple[int, int]]:
        rows, *_ = neo4j_driver.execute_query("MATCH (w:Window) RETURN w.id AS id, w.n AS n, w.authors AS authors")
        return {row["id"]: (row["n"], row["authors"]) for row in rows}

    mended = hours()
    save_windows(store, watch_at(store, NOW), since=begun, run_id="again")
    assert mended == hours()
    assert len(mended) > 80


@pytest.mark.parametrize("step", ["forget", "unsay", "recount", "execute"])
def test_killed_anywhere_it_is_done_again(
    store: Store,
    keys: Keys,
    reader: Reader,
    vectors: Path,
    step: str,
    monkeypatch: pytest.MonkeyPatch,
    neo4j_driver: Driver,
) -> None:
    items = (message("1", SAID), message("2", "De l'eau rue des Tanneurs", "ana"))
    collected(store, keys, *items)
    enrich_pending(store, reader, as_of=NOW)
    concluded(store, neo4j_driver)

    def killed(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        target: Any = store if step == "execute" else "flows.erase"
        if step == "execute":
            patch.setattr(target, step, killed)
        else:
            patch.setattr(f"flows.erase.{step}", killed)
        with pytest.raises(KeyboardInterrupt):
            collected(store, keys, Erasure("message", "mastodon:1"))

    # its cursor was not saved: the source says all of it again
    collected(store, keys, *items, Erasure("message", "mastodon:1"))
    assert not anywhere(neo4j_driver, "zq", "mastodon:1", "mon garage")
    assert not held(vectors, {text_key(SAID).hex()})
    assert ids(store, "Message") == {"mastodon:2"}
