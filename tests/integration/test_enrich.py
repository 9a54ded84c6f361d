"""What enrichment writes about services, intents, links and published checks, in a real graph."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.catalogue import offer_services
from flows.checks import link_checks
from flows.embeddings import Cache
from flows.enrich import enrich_pending
from flows.reader import Reader
from graph.model import FactCheck, Message, Service
from graph.store import Store
from graph.territory import places
from signals.encoders import Encoder
from signals.intents import intents
from signals.places.gazetteer import Gazetteer

pytestmark = pytest.mark.neo4j

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
CHECK = FactCheck(
    id="fact-checks:1",
    claim="Le barrage du Val-Fournier a cédé dans la nuit du 13 mars",
    verdict="Faux",
    rating="false",
    publisher="Exemple",
    published_at=NOW - timedelta(hours=3),
    url="https://www.verif.exemple.fr/barrage/?utm_source=x",
)
TEXTS = {
    "fraud": "Je me suis fait débiter 300 € sur internet avec ma carte que j'ai toujours, que faire ?",
    "thanks": "Merci à la Brigade numérique, réponse claire en deux minutes",
    "rumour": "Il paraît que le barrage du Val-Fournier a cédé cette nuit !",
    "denial": "Non, le barrage du Val-Fournier n'a pas cédé, arrêtez",
    "shared": "À lire : https://verif.exemple.fr/barrage#haut",
    "chatter": "Concert gratuit sur la place ce vendredi",
}


def message(name: str, *, ago: timedelta = timedelta(hours=1), service_ids: tuple[str, ...] = ()) -> Message:
    return Message(
        id=f"mastodon:{name}",
        source_id="mastodon",
        platform="mastodon",
        kind="post",
        text=TEXTS[name],
        published_at=NOW - ago,
        place_id="21231",
        service_ids=service_ids,
    )


@pytest.fixture
def reader(encoder: Encoder, tmp_path: Path) -> Iterator[Reader]:
    cache = Cache(tmp_path / "vectors", encoder)
    yield Reader(cache, Gazetteer(places()), None, intents)
    cache.close()


def joined(store: Store) -> dict[str, tuple[float, str]]:
    rows = store.ask(
        "MATCH (m:Message)-[s:SAME_CLAIM_AS]->(:FactCheck) RETURN m.id AS id, s.score AS score, s.how AS how"
    ).rows
    return {row["id"].removeprefix("mastodon:"): (row["score"], row["how"]) for row in rows}


def test_messages_can_be_counted_by_service_intent_and_place(store: Store, reader: Reader) -> None:
    store.save([message("fraud"), message("thanks"), message("chatter")], now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    counted = store.ask(
        "MATCH (m:Message)-[c:CONCERNS]->(s:Service), (m)-[:PUBLISHED_IN]->(p:Place) UNWIND m.intents AS intent "
        "RETURN s.id AS service, c.how AS how, c.need AS need, intent, p.id AS place, count(*) AS n"
    ).rows
    shown = {(row["service"], row["how"], row["need"], row["intent"]) for row in counted}
    assert ("perceval", "meaning", "report-card-fraud", "advice") in shown
    assert ("brigade-numerique", "name", "thanks") in {(*row[:2], row[3]) for row in shown}
    assert {row["place"] for row in counted} == {"21231"}
    chatter = store.ask(
        "MATCH (m:Message {id: 'mastodon:chatter'}) RETURN m.intent AS intent, m.intent_probability AS p"
    )
    assert chatter.rows[0]["intent"] == "other"
    assert 0.5 < chatter.rows[0]["p"] <= 1


def test_stars_without_a_word_have_no_topic_and_no_tone(store: Store, reader: Reader) -> None:
    store.save([replace(message("chatter"), kind="review", text="", rating=-1.0)], now=NOW)
    assert enrich_pending(store, reader, as_of=NOW)["messages"] == 1
    read = store.ask("MATCH (m:Message) RETURN m.vector_key AS key, m.tone AS tone, m.intent AS intent, m.rating AS r")
    assert read.rows == [{"key": None, "tone": None, "intent": None, "r": -1.0}]


def test_no_link_leads_to_a_person_by_another_door(store: Store, reader: Reader) -> None:
    text = (
        "https://nitter.net/camille_b/status/12 https://m.facebook.com/camille.b https://www.lemonde.fr/a?utm_source=x"
    )
    store.save([replace(message("chatter"), text=text)], now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    assert store.ask("MATCH (l:Link) RETURN l.id AS id").rows == [{"id": "https://lemonde.fr/a"}]


def test_what_a_source_names_is_not_guessed_again(store: Store, reader: Reader) -> None:
    text = "Mon compte Instagram a été piraté, qui peut m'aider ?"
    said = replace(message("chatter"), text=text, service_ids=("17cyber",))
    store.save([said, replace(said, id="mastodon:alone", service_ids=())], now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    rows = store.ask(
        "MATCH (m:Message)-[c:CONCERNS]->(s:Service) RETURN m.id AS id, s.id AS service, c.how AS how"
    ).rows
    found = {(row["id"], row["service"], row["how"]) for row in rows}
    assert found == {
        (said.id, "17cyber", None),
        ("mastodon:alone", "17cyber", "meaning"),
        ("mastodon:alone", "cybermalveillance", "meaning"),
    }


def test_the_services_of_the_graph_follow_the_catalogue(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer_services(store)
    store.save([message("thanks", service_ids=("brigade-numerique",))], now=NOW)
    file = tmp_path / "catalogue.toml"
    monkeypatch.setenv("CYBERIMPACT_CATALOGUE_FILE", str(file))
    file.write_text(
        '[[services]]\nid = "brigade-numerique"\nremove = true\n[[services]]\nid = "33700"\nremove = true\n'
        '[[services]]\nid = "perceval"\nname = "Percev@l 2"\n'
        '[[services]]\nid = "drones"\nname = "Drones"\nkind = "page"\noperator = "Mairie"\nneeds = ["ask-question"]\n'
    )
    store.save([Service(id="u7", name="Brigade 7")], now=NOW)
    offer_services(store)
    rows = store.ask("MATCH (s:Service) RETURN s.id AS id, s.name AS name, s.kind AS kind, s.needs AS needs").rows
    services = {row["id"]: row for row in rows}
    assert "33700" not in services
    assert services["brigade-numerique"] | {"name": ""} == {
        "id": "brigade-numerique", "name": "", "kind": "retired", "needs": [],
    }  # fmt: skip
    assert services["perceval"]["name"] == "Percev@l 2"
    assert services["drones"]["needs"] == ["ask-question"]
    assert services["u7"]["kind"] == "unknown"
    file.write_text("")
    offer_services(store)
    back = store.ask("MATCH (s:Service {id: 'brigade-numerique'}) RETURN s.kind AS kind, size(s.needs) AS n").rows
    assert back == [{"kind": "unit", "n": 2}]


def test_new_messages_meet_known_checks(store: Store, reader: Reader) -> None:
    store.save([CHECK], now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    store.save([message(name) for name in TEXTS], now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    found = joined(store)
    assert set(found) == {"rumour", "shared"}
    assert found["shared"] == (1.0, "link")
    assert found["rumour"][1] == "meaning"
    assert 0.65 <= found["rumour"][0] <= 1


def test_new_checks_meet_recent_messages(store: Store, reader: Reader) -> None:
    store.save([message(name) for name in TEXTS if name != "shared"], now=NOW)
    store.save([message("shared", ago=timedelta(days=40))], now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    assert joined(store) == {}
    store.save([CHECK], now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    # a link is exact, and joins however old the message is
    assert set(joined(store)) == {"rumour", "shared"}
    assert store.rows("checks_pending", limit=10) == []
    assert link_checks(store, reader, as_of=NOW, run_id="again") == 0


def test_a_check_that_changes_leaves_the_messages_of_its_old_claim(store: Store, reader: Reader) -> None:
    other = replace(CHECK, id="fact-checks:2", url=None)
    store.save([message("rumour"), CHECK, other], now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    assert store.ask("MATCH ()-[s:SAME_CLAIM_AS]->() RETURN count(s) AS n").rows == [{"n": 2}]
    store.save([replace(other, claim="Le maire de Beaune a démissionné pour corruption")], now=NOW + timedelta(hours=1))
    enrich_pending(store, reader, as_of=NOW + timedelta(hours=1))
    left = store.ask("MATCH ()-[:SAME_CLAIM_AS]->(c) RETURN c.id AS id").rows
    assert left == [{"id": "fact-checks:1"}]


def test_old_messages_are_left_alone(store: Store, reader: Reader) -> None:
    store.save([message("rumour", ago=timedelta(days=31))], now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    store.save([CHECK], now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    assert joined(store) == {}


def test_a_kill_while_joining_is_mended(store: Store, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    store.save([message("rumour")], now=NOW)
    enrich_pending(store, reader, as_of=NOW)
    store.save([CHECK], now=NOW)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Store, "complete", killed)
        with pytest.raises(KeyboardInterrupt):
            link_checks(store, reader, as_of=NOW, run_id="killed")
    assert [row["id"] for row in store.rows("checks_pending", limit=10)] == [CHECK.id]
    enrich_pending(store, reader, as_of=NOW)
    assert set(joined(store)) == {"rumour"}
    assert store.rows("checks_pending", limit=10) == []
