"""What spreads unverified becomes a rumour with its claim, moves by rule and by hand, and is known when it returns."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from typer.testing import CliRunner

from flows.answers import address
from flows.cli import app
from flows.enrich import enrich_pending
from flows.erase import erase
from flows.gate import Removal
from flows.reader import reader
from flows.rumours import follow
from graph.model import Account, Action, Alert, Decision, FactCheck, Message, Ruling, Rumour, Topic
from graph.rulings import RulingRefused, rule
from graph.schema import ABOUT_TOPIC
from graph.store import Store
from graph.territory import places
from signals.rumours.states import BY_HAND
from signals.topics.space import by_subject

pytestmark = pytest.mark.neo4j

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
PLACES = {"21231", "39300"}
SPREAD = (
    "Le barrage du Val-Fournier a cédé, partez",
    "URGENT le barrage du Val-Fournier a cédé, évacuez la vallée",
    "Un pompier m'a dit que le barrage du Val-Fournier a cédé",
    "Le barrage du Val-Fournier vient de céder !!",
    "On me dit que le barrage du Val-Fournier a cédé, faites tourner",
    "Mon cousin confirme, le barrage du Val-Fournier a cédé",
)
QUERIES = ("C'est vrai que le barrage du Val-Fournier a cédé ?", "Le barrage a cédé ? quelqu'un a une source ?")
DENIALS = (
    "C'est faux, le barrage du Val-Fournier n'a pas cédé, arrêtez l'intox",
    "Fake news, le barrage n'a pas cédé",
    "Faux ! Le barrage tient, ne partagez pas cette rumeur",
)


def told(store: Store, texts: Iterable[str], at: datetime, *, name: str, author: str = "", topic: str = "t") -> None:
    """Save messages on a topic, a minute apart, read as enrichment reads them."""
    messages = [
        Message(
            id=f"mastodon:{name}{number}", source_id="mastodon", platform="mastodon", kind="post", text=text,
            published_at=at + timedelta(minutes=number), author_id=author or f"mastodon:{name}{number}",
        )
        for number, text in enumerate(texts)
    ]  # fmt: skip
    store.save(messages, now=NOW)
    enrich_pending(store, reader(), as_of=at + timedelta(hours=1))
    rows = [{"start": message.id, "end": topic, "score": 0.9} for message in messages]
    store.relate(ABOUT_TOPIC, rows, run_id="join", scope=[])


def raised(store: Store, at: datetime, *, topic: str = "t", places: tuple[str, ...] = ("21231",)) -> None:
    centroid = (1.0, *[0.0] * 383)
    store.save(
        [
            Topic(id=topic, label="barrage", size=9, centroid=centroid, first_at=at, last_at=at, run_id="r"),
            Alert(
                id=f"alert:{topic}", kind="burst", severity="forte", title="Barrage", title_en="Dam", reason="x",
                reason_en="x", score=0.5, first_at=at, last_at=at, signal_ids=(), topic_id=topic, place_ids=places,
            ),
        ],
        now=NOW,
    )  # fmt: skip


def looked(store: Store, as_of: datetime) -> list[Rumour]:
    """Follow rumours once, as a look does, and return them as they are stored."""
    store.save(follow(store, reader(), as_of=as_of, run_id=f"run-{as_of:%d%H%M}"), now=NOW)
    return [row["rumour"] for row in store.rows("rumours", since=as_of - timedelta(days=60))]


@pytest.fixture
def spreading(store: Store) -> Store:
    store.save([place for place in places() if place.id in PLACES], now=NOW)
    raised(store, NOW)
    told(store, (*SPREAD, *QUERIES), NOW - timedelta(minutes=30), name="s")
    return store


def one(found: Sequence[Rumour]) -> dict[str, object]:
    (only,) = found
    return only  # type: ignore[return-value]


def test_what_spreads_becomes_a_rumour_with_its_claim(spreading: Store) -> None:
    rumour = one(looked(spreading, NOW))

    assert (rumour["state"], rumour["spread"], rumour["denials"], rumour["authors"]) == ("new", 8, 0, 8)
    assert rumour["probability"] >= 0.5  # type: ignore[operator]
    (row,) = spreading.rows("rumours", since=NOW - timedelta(days=1))
    assert "barrage du Val-Fournier a cédé" in row["claim"]
    found = spreading.ask("MATCH (r:Rumour)-[:MAKES]->(:Claim)-[:SAID_IN]->(m:Message) RETURN m.id AS id").rows
    assert found


def test_denials_never_raise_the_count(spreading: Store) -> None:
    before = one(looked(spreading, NOW))
    told(spreading, DENIALS, NOW, name="d")
    after = one(looked(spreading, NOW + timedelta(minutes=10)))

    assert after["denials"] == len(DENIALS)
    assert (after["spread"], after["last_at"], after["id"]) == (before["spread"], before["last_at"], before["id"])
    assert after["state"] == "new", "what citizens deny is not denied by those who know"


def test_an_institution_denies_and_the_effect_is_kept(spreading: Store) -> None:
    looked(spreading, NOW)
    spreading.save([Account(id="mastodon:pref", platform="mastodon", kind="institution")], now=NOW)
    told(spreading, DENIALS[:1], NOW, name="o", author="mastodon:pref")
    denied = one(looked(spreading, NOW + timedelta(minutes=10)))
    assert (denied["state"], denied["why"]) == ("denied", "denial")

    told(spreading, SPREAD[:2], NOW + timedelta(hours=2), name="l")
    later = one(looked(spreading, NOW + timedelta(hours=25)))
    assert later["after_denial"] == pytest.approx(2 / 8)
    over = one(looked(spreading, NOW + timedelta(days=4)))
    assert (over["state"], over["why"], over["after_denial"]) == ("extinct", "silence", pytest.approx(2 / 8))


def test_what_we_did_is_joined_to_what_is_said(spreading: Store) -> None:
    near = by_subject(reader().vectors.encode(list(SPREAD)), reader().vectors.space).mean(axis=0)
    topic = Topic(
        id="t", label="barrage", size=9, first_at=NOW, last_at=NOW, run_id="r",
        centroid=tuple(float(x) for x in near / np.linalg.norm(near)),
    )  # fmt: skip
    said = {"denial": "DÉMENTI. Le barrage du Val-Fournier n'a pas cédé", "campaign": "Pensez à votre procuration"}
    actions = [Action(id=kind, kind=kind, text=text, channel="x", at=NOW) for kind, text in said.items()]
    spreading.save([topic, *actions], now=NOW)
    looked(spreading, NOW)
    assert address(spreading, reader(), as_of=NOW + timedelta(minutes=5), run_id="a") == 1
    found = spreading.ask("MATCH (a:Action)-[:ADDRESSES]->(t:Topic) RETURN a.id AS id, t.id AS topic").rows
    assert found == [{"id": "denial", "topic": "t"}]
    denied = one(looked(spreading, NOW + timedelta(minutes=5)))
    assert (denied["state"], denied["why"]) == ("denied", "denial")


def test_persons_and_checks_move_it(spreading: Store) -> None:
    rumour = one(looked(spreading, NOW))
    spreading.save([Decision(id="d", alert_id="alert:t", at=NOW, role="veille", act="acknowledge")], now=NOW)
    assert one(looked(spreading, NOW + timedelta(minutes=1)))["state"] == "qualifying"

    check = FactCheck(
        id="f", claim="Le barrage du Val-Fournier a cédé", verdict="Faux", rating="false", publisher="Vérif",
        published_at=NOW + timedelta(minutes=1),
    )  # fmt: skip
    spreading.save([check], now=NOW)
    enrich_pending(spreading, reader(), as_of=NOW + timedelta(hours=1))
    checked = one(looked(spreading, NOW + timedelta(minutes=2)))
    assert (checked["state"], checked["why"], checked["verdict"]) == ("false", "check", "false")

    ruling = Ruling(id="g", rumour_id=str(rumour["id"]), at=NOW, role="veille", state="true", comment="vu sur place")
    rule(spreading, ruling, states=BY_HAND)
    assert one(looked(spreading, NOW + timedelta(minutes=3)))["state"] == "true"
    with pytest.raises(RulingRefused, match="there is no rumour"):
        rule(spreading, Ruling(id="h", rumour_id="rumour:x", at=NOW, role="veille", state="true"), states=BY_HAND)


def test_what_returns_is_recognised_elsewhere(spreading: Store) -> None:
    looked(spreading, NOW)
    looked(spreading, NOW + timedelta(days=4))
    later = NOW + timedelta(days=30)
    raised(spreading, later, topic="u", places=("39300",))
    told(spreading, (*SPREAD, *QUERIES), later - timedelta(minutes=30), name="v", topic="u")

    new = next(one for one in looked(spreading, later) if one["topic_id"] == "u")  # type: ignore[index]

    assert new["recalled"] == "Déjà vue en mars à Dijon ; personne ne l'avait démentie."  # type: ignore[index]
    assert new["recalls_id"].startswith("rumour:t:")  # type: ignore[index]


def test_talk_that_states_little_is_no_rumour(store: Store) -> None:
    store.save([place for place in places() if place.id in PLACES], now=NOW)
    raised(store, NOW)
    store.save([Account(id="mastodon:press", platform="mastodon", kind="press")], now=NOW)
    news = [f"Le match de Dijon est fini, {goals} buts, stade plein" for goals in range(6)]
    told(store, news, NOW - timedelta(minutes=30), name="p", author="mastodon:press")
    told(store, ["Beau match à Dijon hier soir", "Quel match", "Super ambiance"], NOW - timedelta(minutes=20), name="q")
    assert looked(store, NOW) == []


def test_an_erased_message_leaves_no_claim(spreading: Store) -> None:
    looked(spreading, NOW)
    (said,) = spreading.ask("MATCH (:Claim)-[:SAID_IN]->(m:Message) RETURN m.id AS id, m.text AS text").rows
    erase(spreading, [Removal("message", (said["id"],), "t")], now=NOW)
    (claim,) = spreading.ask("MATCH (c:Claim) RETURN c.text AS text").rows
    assert claim["text"] not in said["text"]
    looked(spreading, NOW + timedelta(minutes=5))
    found = spreading.ask("MATCH (:Claim)-[:SAID_IN]->(m:Message) RETURN m.id AS id").rows
    assert [row["id"] for row in found] != [said["id"]]


def test_the_command_lists_rules_and_tells(spreading: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    rumour = str(one(looked(spreading, NOW))["id"])
    monkeypatch.setattr("flows.cli.rumour.connect", lambda graph: nullcontext(spreading))
    runner = CliRunner()
    listed = runner.invoke(app, ["rumour", "list", "--days", "3650", "--format", "csv"])
    assert rumour in listed.output
    assert "cédé" in listed.output
    refused = runner.invoke(app, ["rumour", "rule", rumour, "maybe", "--role", "veille"])
    assert refused.exit_code == 2
    done = runner.invoke(app, ["rumour", "rule", rumour, "false", "--role", "veille", "--comment", "visité"])
    assert (done.exit_code, done.output.strip()) == (0, f"{rumour}: false")
    assert "visité" in runner.invoke(app, ["rumour", "history", rumour]).output
