"""Needs against offer, from messages, measures and actions in the graph to `Need` nodes, and what is read of them."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver
from typer.testing import CliRunner

from flows.catalogue import offer_services
from flows.cli import app
from flows.needs import compare_needs, due
from flows.reader import reader
from flows.watching import watch_at
from graph.model import Account, Action, Measure, Message, Pin
from graph.rows import Row
from graph.schema import CONCERNS_SERVICE, ENRICHED, MENTIONS_PLACE, MESSAGE
from graph.store import Store
from graph.territory import groups, places
from tests.graphs import emptied

pytestmark = pytest.mark.neo4j

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
NEED, SERVICE = "vote-by-proxy", "procuration"
AREAS = ("D21", "D71", "D89", "D58", "D08", "D15", "D23", "D48")
TOWNS = {area: next(place.id for place in places() if place.parent_id == area) for area in AREAS}


def said(
    store: Store, name: str, place: str, n: int, *, authors: int = 1_000, wants: str = "question", **more: Any
) -> None:
    """Save messages that want something of the service in a place, read as enrichment would read them."""
    about, surface = more.pop("about", True), more.pop("surface", "")
    messages = [
        Message(
            id=f"mastodon:{name}{number}", source_id="mastodon", platform="mastodon", kind="post",
            text=f"Où faire ma procuration ? {number}", published_at=NOW - timedelta(hours=1 + 20 * number % 640),
            author_id=f"mastodon:{name}-author{number % authors}", **more,
        )
        for number in range(n)
    ]  # fmt: skip
    store.save([Account(id=message.author_id or "", platform="mastodon") for message in messages], now=NOW)
    store.save(messages, now=NOW)
    ids = [message.id for message in messages]
    where = [{"start": one, "end": place, "probability": 0.9, "surface": surface} for one in ids]
    store.relate(MENTIONS_PLACE, where, run_id="enrich", scope=ids)
    if about:
        what = [{"start": one, "end": SERVICE, "probability": 0.9, "how": "meaning", "need": NEED} for one in ids]
        store.relate(CONCERNS_SERVICE, what, run_id="enrich", scope=ids)
    store.complete(MESSAGE, ENRICHED, [{"id": one, "intents": [wants], "intent": wants} for one in ids])


def measured(place: str, metric: str, value: float, *, n: int = 50) -> Measure:
    start, end = NOW - timedelta(days=14), NOW - timedelta(days=7)
    name = f"{SERVICE}|{place}|{metric}|{start.isoformat()}|{end.isoformat()}"
    return Measure(
        id=name, service_id=SERVICE, place_id=place, metric=metric, start=start, end=end, value=value, n=n,
        source_id="counts",
    )  # fmt: skip


@pytest.fixture
def store(neo4j_driver: Driver) -> Store:
    """A country of eight départements that write of the weather, ask a little, and are served well."""
    store = emptied(neo4j_driver)
    kept = {*AREAS, *TOWNS.values(), "FR"}
    regions = {place.parent_id for place in places() if place.id in AREAS}
    saved = [place for place in (*places(), *groups()) if place.id in kept | regions or place.kind == "epci"]
    store.save(saved, now=NOW)
    offer_services(store)
    for area in AREAS:
        said(store, f"weather-{area}-", TOWNS[area], 40, about=False, wants="other")
        said(store, f"asks-{area}-", TOWNS[area], 8)
        store.save([measured(area, "satisfaction", 8.6), measured(area, "visits", 400.0)], now=NOW)
    return store


def compared(store: Store, at: datetime = NOW) -> dict[tuple[str, int], Row]:
    """Compare, and return the needs of the service by place and days."""
    compare_needs(store, reader(), watch_at(store, at))
    rows = store.ask(f"MATCH (n:Need {{need: '{NEED}'}}) RETURN properties(n) AS n").rows
    return {(row[0]["place_id"], row[0]["days"]): row[0] for row in map(list, _values(rows))}


def _values(rows: Sequence[Any]) -> list[list[Any]]:
    return [list(row.values()) if isinstance(row, dict) else list(row) for row in rows]


def test_needs_stand_in_the_graph_with_place_services_and_run(store: Store) -> None:
    found = compared(store)

    need = found["D21", 28]
    assert (need["status"], need["messages"], need["authors"], need["questions"]) == ("shown", 8, 8, 8)
    assert need["gap_low"] <= need["gap"] <= need["gap_high"]
    assert "Voter par procuration, Côte-d'Or" in need["reason"]
    answer = store.ask(
        "MATCH (p:Place)<-[:IN]-(n:Need {id: 'vote-by-proxy|D21|28'})-[:ANSWERED_BY]->(s:Service) "
        "MATCH (r:Run {id: n.run_id}) RETURN p.id AS place, s.id AS service, r.flow AS flow"
    )
    assert _values(answer.rows) == [["D21", SERVICE, "needs"]]


def test_strong_need_without_offer_is_the_largest_gap(store: Store) -> None:
    said(store, "more-", TOWNS["D08"], 40)
    store.ask("MATCH (n) RETURN count(n)")
    found = compared(store)
    gaps = store.rows("replay_gaps")

    assert (gaps[0]["place"], gaps[0]["services"]) == ("D08", [SERVICE])
    assert found["D08", 28]["ratio_low"] > 1
    town = next(place for place in places() if place.id == TOWNS["D08"])
    assert found[town.id, 28]["status"] == "shown", "the commune is told too"
    assert town.group_id is not None
    assert found[town.group_id, 28]["messages"] == found[town.id, 28]["messages"], "and its group"
    rows = store.rows("besoins_communes", days=28, places=["D08"], kind="epci")
    assert [row["place"] for row in rows] == [group.name for group in groups() if group.id == town.group_id]


def test_nothing_is_told_of_few_authors(store: Store) -> None:
    said(store, "loud-", "D971", 30, authors=3)
    store.save([place for place in places() if place.id in ("D971", "R01")], now=NOW)
    found = compared(store)

    assert ("D971", 28) not in found or found["D971", 28].get("messages") is None


def test_a_place_that_nobody_hears_is_unknown(store: Store) -> None:
    found = compared(store)

    assert found["D75", 28]["status"] == "unknown"
    assert "gap" not in found["D75", 28] or found["D75", 28]["gap"] is None


def test_thanks_press_and_shares_are_nobodys_demand(store: Store) -> None:
    said(store, "thanks-", TOWNS["D21"], 20, wants="thanks")
    said(store, "shared-", TOWNS["D21"], 20, repost_of="mastodon:asks-D21-0")
    store.save(
        [Account(id=f"mastodon:press--author{n}", platform="mastodon", kind="press") for n in range(20)], now=NOW
    )
    said(store, "press-", TOWNS["D21"], 20)
    store.save(
        [Account(id=f"mastodon:press--author{n}", platform="mastodon", kind="press") for n in range(20)], now=NOW
    )

    assert compared(store)["D21", 28]["messages"] == 8


def test_a_place_called_like_a_service_is_not_named(store: Store) -> None:
    said(store, "thesee-", "41258", 20, surface="Thésée")
    store.save([place for place in places() if place.id in ("41258", "D41")], now=NOW)

    assert compared(store).get(("D41", 28), {}).get("messages") is None


def test_displeasure_counts_as_a_complaint(store: Store) -> None:
    said(store, "angry-", TOWNS["D21"], 10, wants="other", rating=-1.0)

    assert compared(store)["D21", 28]["complaints"] == 10


def test_an_analyst_decides_and_contents_count(store: Store) -> None:
    before = compared(store)["D71", 28]["offer"]
    pin = Pin(id="pin:offer:x", topic_id="", at=NOW, role="analyste", act="offer", other_id=f"{NEED}|D71", label="none")
    store.save([pin], now=NOW)
    action = Action(
        id="a", kind="prevention", at=NOW - timedelta(days=2), place_ids=("D89",), role="préfecture", channel="site",
        text="Pour voter par procuration, faites la demande en ligne puis présentez-vous à la brigade.",
    )  # fmt: skip
    store.save([action], now=NOW)
    found = compared(store)

    assert found["D71", 28]["offer"] < 0.15 < before
    assert found["D89", 28]["offer_n"] == found["D21", 28]["offer_n"] + 3
    assert store.rows("pins") == [], "pins on offers are no pins on topics"


def test_what_is_not_renewed_goes(store: Store) -> None:
    compared(store)
    store.ask("MATCH (n:Need) RETURN count(n)")
    later = NOW + timedelta(days=60)
    found = compared(store, later)

    assert ("D21", 28) not in found or found["D21", 28].get("messages") is None
    runs = {row[0] for row in _values(store.ask("MATCH (n:Need) RETURN DISTINCT n.run_id").rows)}
    assert len(runs) == 1


def test_needs_are_compared_once_an_hour(store: Store) -> None:
    watch = watch_at(store, NOW)

    assert due(store, NOW)
    assert compare_needs(store, reader(), watch) > 0
    assert not due(store, NOW + timedelta(minutes=59))
    assert due(store, NOW + timedelta(hours=1))


def test_commands_say_the_same(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("flows.cli.needs.connect", lambda graph: nullcontext(store))
    said(store, "more-", TOWNS["D08"], 40)
    compared(store)
    page = tmp_path / "page.txt"
    page.write_text("La procuration est gratuite. Venez à la brigade avec une pièce d'identité.", "utf-8")

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, ["needs", *arguments], catch_exceptions=False)
        assert result.exit_code == 0, result.stderr
        return result.stdout

    assert run("list", "-f", "csv").splitlines()[1].startswith(f"{NEED},Ardennes")
    assert "none" in run("pin", NEED, "D08", "none", "--role", "analyste")
    assert "brigade" in run("means", "--hours", "40", "--posts", "0", "-f", "json").lower()
    assert "questions answered" in run("review", str(page), "--need", NEED)
    wrong = CliRunner().invoke(app, ["needs", "pin", NEED, "D08", "none"], catch_exceptions=False)
    assert (wrong.exit_code, "role" in wrong.stderr) == (2, True)
