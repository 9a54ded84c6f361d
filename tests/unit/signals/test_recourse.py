"""Recourse after advice: the three days after, against the same weekdays of the weeks before."""

import polars as pl
import pytest

from signals.facts import ADVICE, DAILY
from signals.recourse import after_advice
from tests.facts import at

TEXT = "Fraude à la carte : signalez-la sur Percev@l"


def daily(after: float, *, missing: tuple[int, ...] = (), metric: str = "reports") -> pl.DataFrame:
    rows = [
        ("perceval", "Percev@l", metric, at(10.5 + day), after if day >= 0 else 20.0 + (day % 7 == 0))
        for day in range(-30, 4)
        if day not in missing
    ]
    return pl.DataFrame(rows, schema=DAILY, orient="row")


def advice(*days: float, text: str = TEXT) -> pl.DataFrame:
    return pl.DataFrame([(f"a{day}", at(day), text) for day in days], schema=ADVICE, orient="row")


def test_what_follows_is_held_against_the_same_weekdays() -> None:
    (found,) = after_advice(advice(10.3), daily(30))
    assert (found.name, found.observed, found.expected) == ("Percev@l", 90.0, 61.0)
    assert found.variance >= 61.0, "chance alone makes a count vary as much as its mean"


@pytest.mark.parametrize("missing", [(1,), (-6, -13, -20)])
def test_a_day_that_nobody_counted_says_nothing(missing: tuple[int, ...]) -> None:
    assert after_advice(advice(10.3), daily(30, missing=missing)) == []


def test_a_text_that_names_no_service_promotes_none() -> None:
    assert after_advice(advice(10.3, text="Restez prudents sur la route"), daily(30)) == []


def test_two_messages_in_three_days_count_once() -> None:
    assert len(after_advice(advice(9.3, 10.3), daily(30))) == 1


def test_visits_are_read_before_reports() -> None:
    both = pl.concat([daily(30), daily(60, metric="visits")])
    (found,) = after_advice(advice(10.3), both)
    assert found.observed == 180.0
