"""Who has a demand, where: counted from messages as the graph tells them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from flows.asked import ASKED, count, heard, names_of, placed
from signals.base import MESSAGES, OUTAGES, Watch
from signals.needs.frames import CROWD, DEMAND, HEARD
from signals.services.amend import shipped
from signals.text.fold import fold

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
SINCE = NOW - timedelta(weeks=4)


def message(name: str, **given: Any) -> dict[str, Any]:
    at = given.pop("at", NOW - timedelta(days=1))
    plain = {
        "id": name, "needs": ["vote-by-proxy"], "author": name, "platform": "mastodon",
        "at": int(at.timestamp() * 1000),
        "intents": ["question"], "displeased": False, "reported": False, "source_place": "", "places": ["21231"],
        "topics": [], "answered": False,
    }  # fmt: skip
    return plain | given


def told(*messages: dict[str, Any]) -> pl.DataFrame:
    return placed(pl.DataFrame(list(messages), schema=ASKED))


def at(frame: pl.DataFrame, place: str) -> dict[str, Any]:
    return frame.row(by_predicate=pl.col("place_id") == place, named=True)


def test_a_commune_counts_for_what_it_lies_in() -> None:
    found = count(told(message("a"), message("b", places=["21425"])), SINCE, 4).crowd

    assert found.schema == CROWD
    counted = {place: at(found, place)["authors"] for place in ("21231", "21425", "D21", "R27", "FR")}
    assert counted == {"21231": 1, "21425": 1, "D21": 2, "R27": 2, "FR": 2}


def test_an_arrondissement_counts_as_its_commune() -> None:
    places = set(count(told(message("a", places=["69383"])), SINCE, 4).crowd["place_id"])

    assert places == {"69123", "E200046977", "D69", "R84", "FR"}


@pytest.mark.parametrize(
    ("places", "source", "expected"),
    [
        (["75056"], "21231", {"75056", "E200054781", "D75", "R11", "FR"}),
        ([], "21231", {"21231", "E242100410", "D21", "R27", "FR"}),
        ([], "", {"FR"}),
        (["nowhere"], "", {"FR"}),
    ],
)
def test_a_named_place_goes_before_that_of_the_source(places: list[str], source: str, expected: set[str]) -> None:
    assert set(told(message("a", places=places, source_place=source))["place_id"]) == expected


def test_two_communes_of_one_departement_are_one_message_of_it() -> None:
    found = count(told(message("a", places=["21231", "21425"])), SINCE, 4)

    assert at(found.crowd, "D21")["messages"] == 1


def test_an_author_counts_once_a_week_in_the_demand_and_once_in_the_crowd() -> None:
    days = (1, 2, 9)
    rows = told(*(message(f"m{day}", author="x", at=NOW - timedelta(days=day)) for day in days))
    found = count(rows, SINCE, 4)

    assert found.demand.schema == DEMAND
    assert found.demand["demands"].to_list() == [1, 1]
    assert found.demand["week"].n_unique() == 2
    assert (at(found.crowd, "D21")["messages"], at(found.crowd, "D21")["authors"]) == (3, 1)


def test_what_is_older_is_left_out() -> None:
    rows = told(message("old", at=NOW - timedelta(days=20)), message("new"))

    assert at(count(rows, NOW - timedelta(weeks=1), 1).crowd, "FR")["messages"] == 1


def test_displeasure_is_a_complaint_whatever_the_words_want() -> None:
    found = count(told(message("a", intents=["other"], displeased=True), message("b")), SINCE, 4).crowd

    assert (at(found, "D21")["complaints"], at(found, "D21")["questions"]) == (1, 1)


def test_topics_of_few_authors_are_not_named() -> None:
    rows = told(*(message(f"m{n}", topics=["t"] if n < 4 else ["u"]) for n in range(9)))

    assert at(count(rows, SINCE, 4).topics, "D21")["topics"] == ["u"]


def watch(outages: list[tuple[str, datetime, datetime | None]] = [], **more: Any) -> Watch:  # noqa: B006
    rows = [(f"o{n}", f"author {n // 2}", "mastodon", NOW - timedelta(days=2), None, "D21") for n in range(6)]
    rows += [("a", "asker", "mastodon", NOW - timedelta(days=1), None, "D21")]
    spans = pl.DataFrame(outages, schema=OUTAGES, orient="row")
    return Watch(pl.DataFrame(rows, schema=MESSAGES, orient="row"), spans, SINCE, NOW, **more)


def test_who_writes_of_anything_else_tells_how_well_a_place_is_heard() -> None:
    asked = pl.DataFrame([message("a")], schema=ASKED)
    found = heard(watch(), asked, SINCE)

    assert found.schema == HEARD
    assert (at(found, "D21")["authors"], at(found, "D21")["seen"]) == (3, 1.0)
    assert at(found, "D22")["authors"] == 0, "every département has its row"


def test_blind_time_is_not_heard() -> None:
    asked = pl.DataFrame([], schema=ASKED)
    week = [("mastodon", NOW - timedelta(days=7), None), ("mastodon", NOW - timedelta(days=3), NOW - timedelta(days=2))]

    assert at(heard(watch(week), asked, SINCE), "D21")["seen"] == pytest.approx(0.75)
    late = watch(beginnings={"mastodon": NOW - timedelta(days=14)})
    assert at(heard(late, asked, SINCE), "D21")["seen"] == pytest.approx(0.5)


def test_services_that_are_called_like_a_place_are_known_by_name() -> None:
    called = names_of(shipped())

    assert {fold(name) for name in ("THESEE", "Thésée", "Percev@l", "PHAROS")} <= called
    assert fold("Dijon") not in called


def test_where_nobody_wrote_nothing_is_heard() -> None:
    silent = Watch(MESSAGES.to_frame(), OUTAGES.to_frame(), SINCE, NOW)

    assert heard(silent, ASKED.to_frame(), SINCE).is_empty()
