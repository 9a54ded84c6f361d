"""The calendar: the law's holidays, the school's, the user's."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from flows.sources import Refusal
from flows.sources.agenda import given_event, public_holidays, school_holiday
from graph.model import Event
from tests.stages.agenda import row


def test_the_public_holidays_of_a_year() -> None:
    national = [each for each in public_holidays(range(2026, 2027)) if each.place_ids == ("FR",)]
    days = {each.start.astimezone(ZoneInfo("Europe/Paris")).date() for each in national}
    assert len(national) == 11
    assert {date(2026, 4, 6), date(2026, 5, 14), date(2026, 7, 14), date(2026, 11, 11)} <= days
    assert all((each.end - each.start).total_seconds() in {23 * 3600, 24 * 3600, 25 * 3600} for each in national)


def test_local_holidays_count_where_they_are() -> None:
    local = {(each.name, place): each for each in public_holidays(range(2026, 2027)) for place in each.place_ids}
    assert ("Saint-Étienne", "D67") in local
    assert ("Saint-Étienne", "D54") not in local
    slavery = local["Abolition de l'esclavage", "D974"]
    assert slavery.start == datetime(2026, 12, 19, 20, tzinfo=UTC), "midnight in La Réunion"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ("D21", "D58", "D71", "D89")),
        ({"population": "Élèves"}, ("D21", "D58", "D71", "D89")),
        ({"population": "Enseignants"}, None),
        ({"location": "Wallis et Futuna"}, "unknown-place"),
        ({"start_date": "2026-03-01"}, "bad-date"),
        ({"end_date": None}, "bad-date"),
    ],
)
def test_school_holidays(changed: dict[str, Any], expected: Any) -> None:
    found = school_holiday(row("Dijon") | changed, "row 1")
    if isinstance(found, Event):
        assert found.place_ids == expected
    else:
        assert (found.reason if isinstance(found, Refusal) else found) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"from": "2026-12-24", "to": ""}, ("2026-12-23T23:00", "2026-12-24T23:00", ("FR",))),
        ({"from": "2026-12-24T18:00", "to": "2026-12-24T20:00", "places": "21231, D71"},
         ("2026-12-24T17:00", "2026-12-24T19:00", ("21231", "D71"))),
        ({"from": "2026-12-24", "to": "2026-12-20"}, "bad-date"),
        ({"from": "Noël", "to": ""}, "bad-date"),
        ({"from": "2026-12-24", "to": "", "places": "Dijon"}, "unknown-place"),
    ],
)  # fmt: skip
def test_an_event_of_the_user(fields: dict[str, str], expected: Any) -> None:
    (found,) = given_event({"name": "Marché de Noël", "kind": "marché"} | fields, "line 2")
    if isinstance(found, Event):
        assert (f"{found.start:%Y-%m-%dT%H:%M}", f"{found.end:%Y-%m-%dT%H:%M}", found.place_ids) == expected
    else:
        assert found.reason == expected
