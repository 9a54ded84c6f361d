"""What a watch may bring, and what explains talk: budgets by area, hazards, holidays, copies."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import polars as pl
import pytest

from graph.model import Signal
from signals.base import CONTEXT, MESSAGES, OUTAGES, Watch
from signals.budget import Budget
from signals.detectors.burst import Burst

NOW = datetime(2026, 9, 29, 15, tzinfo=UTC)
SINCE = NOW - timedelta(days=28)
Row = tuple[str, str, str, datetime, str | None, str | None]


def say(topic: str, hours_ago: float, authors: int, *, place: str = "D21") -> list[Row]:
    at = NOW - timedelta(hours=hours_ago, minutes=1)
    return [(f"{topic}:{place}:{hours_ago}:{n}", f"a{n}", "mastodon", at, topic, place) for n in range(authors)]


def usual(topic: str, mean: float, *, place: str = "D21") -> list[Row]:
    random = Random(topic + place)
    return [row for hour in range(1, 660) for row in say(topic, hour, _binomial(random, mean), place=place)]


def _binomial(random: Random, mean: float) -> int:
    return sum(random.random() < mean / 40 for _ in range(40))


def _is_sunday(hours_ago: float) -> bool:
    return (NOW - timedelta(hours=hours_ago, minutes=1)).weekday() == 6


def watching(rows: list[Row]) -> Watch:
    return Watch(pl.DataFrame(rows, schema=MESSAGES, orient="row"), OUTAGES.to_frame(), SINCE, NOW)


def heard(watch: Watch) -> dict[tuple[str | None, str | None], Signal]:
    return {(signal.topic_id, signal.place_id): signal for signal in Burst().detect(watch)}


STORM = say("storm", 0, 9) + say("other", 0, 9) + usual("storm", 2) + usual("other", 2)


def vigilance(start: datetime, *, known_at: datetime | None = None, factor: float = 6.0) -> pl.DataFrame:
    row = ("vent-violent", "D21", start, NOW + timedelta(hours=9), known_at or start, factor)
    return pl.DataFrame([row], schema=CONTEXT, orient="row")


ABOUT = {"storm": frozenset({"vent-violent"})}


def test_the_talk_of_a_storm_is_expected_during_its_vigilance() -> None:
    assert {("storm", "D21"), ("other", "D21")} <= heard(watching(STORM)).keys()
    during = heard(replace(watching(STORM), context=vigilance(NOW - timedelta(hours=3)), themes=ABOUT))
    assert ("storm", "D21") not in during
    assert ("storm", "FR") not in during
    assert ("other", "D21") in during


@pytest.mark.parametrize(
    "context",
    [
        vigilance(NOW + timedelta(minutes=1)),
        vigilance(NOW - timedelta(hours=3), known_at=NOW + timedelta(minutes=1)),
        vigilance(NOW - timedelta(hours=3)).with_columns(place_id=pl.lit("D75")),
        vigilance(NOW - timedelta(hours=30)).with_columns(end=pl.lit(NOW - timedelta(hours=2))),
    ],
    ids=["to come", "not known yet", "elsewhere", "over"],
)
def test_a_vigilance_explains_its_own_place_and_time_only(context: pl.DataFrame) -> None:
    watch = replace(watching(STORM), context=context.cast(dict(CONTEXT)), themes=ABOUT)  # type: ignore[arg-type]
    assert heard(watch) == heard(watching(STORM))


def test_a_storm_louder_than_any_vigilance_is_heard() -> None:
    watch = watching(STORM + say("storm", 0.5, 60))
    assert ("storm", "D21") in heard(replace(watch, context=vigilance(NOW - timedelta(hours=3)), themes=ABOUT))


def test_how_loud_a_vigilance_makes_people_is_learned() -> None:
    """Ten days under the same colour, in which nobody said more than usual: what is loud now is no storm's talk."""
    watch = replace(watching(STORM), context=vigilance(NOW - timedelta(days=10)), themes=ABOUT)
    assert ("storm", "D21") in heard(watch)


def test_a_holiday_is_like_a_sunday() -> None:
    """Eight people an hour write on weekdays, one on Sundays."""
    random = Random(3)
    rows = [
        row for hour in range(1, 660) for row in say("market", hour, _binomial(random, 1 if _is_sunday(hour) else 8))
    ]
    watch = watching(rows + say("market", 0, 11))
    assert not heard(watch)
    holiday = replace(watch, holidays=frozenset({date(2026, 9, 29)}))
    assert ("market", "D21") in heard(holiday)


def test_copies_weigh_half() -> None:
    rows = usual("storm", 2) + say("storm", 0, 14)
    copies = frozenset(row[0] for row in say("storm", 0, 14)[1:])
    alone, copied = heard(watching(rows)), heard(replace(watching(rows), copies=copies))
    assert alone["storm", "D21"].observed == 14
    assert (copied["storm", "D21"].observed, copied["storm", "D21"].authors) == (8, 14)
    assert "comptés pour 8 car des messages sont des copies" in copied["storm", "D21"].reason
    assert copied["storm", "D21"].p_value > alone["storm", "D21"].p_value


def test_an_area_with_a_larger_budget_hears_more_and_the_others_do_not() -> None:
    rows = [row for place in ("D21", "D75") for row in usual("t", 2, place=place) + say("t", 0, 8, place=place)]
    few, many = Budget(alerts=0.01), Budget(alerts=0.01, areas={"D21": 12}, inside={"D21": "D21"})
    assert not {("t", "D21"), ("t", "D75")} & heard(replace(watching(rows), budget=few)).keys()
    found = heard(replace(watching(rows), budget=many))
    assert ("t", "D21") in found
    assert ("t", "D75") not in found


def test_a_region_spends_for_its_places() -> None:
    budget = Budget(areas={"R27": 3}, inside={"D21": "R27"})
    assert (budget.area("D21"), budget.area("R27"), budget.area("D75")) == ("R27", "R27", "FR")
    assert (budget.promised("R27"), budget.promised("FR")) == (3, 0.2)


@pytest.mark.parametrize("values", [{"alerts": 0}, {"hours": 0}, {"areas": {"D21": -1}}])
def test_a_budget_of_nothing_is_refused(values: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Budget(**values)  # type: ignore[arg-type]
