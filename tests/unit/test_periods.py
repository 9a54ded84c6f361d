"""Periods that a page reads: each that can be chosen, from start to end in UTC where the graph is asked."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from graph.store import _fetch
from ui.services.needs import DAYS
from ui.state import PERIODS


def test_needs_are_told_for_every_period() -> None:
    assert set(DAYS) == set(PERIODS)


def test_the_driver_is_given_moments_in_utc_alone() -> None:
    given: list[Any] = []

    def run(_: str, parameters: Any) -> Nothing:
        given.append(parameters)
        return Nothing()

    paris = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Europe/Paris"))
    transaction: Any = SimpleNamespace(run=run)
    _fetch(transaction, "RETURN $since", {"since": paris, "rows": [{"at": paris, "n": 1}], "places": ["D21"]})

    [parameters] = given
    assert parameters == {"since": paris, "rows": [{"at": paris, "n": 1}], "places": ["D21"]}
    assert parameters["since"].tzinfo is UTC
    assert parameters["rows"][0]["at"].tzinfo is UTC


class Nothing(list[Any]):
    """The answer of a query that finds nothing."""

    def keys(self) -> list[str]:
        return []
