"""Zones out of sight, since when; the compared period as a ghost, whose gaps stay gaps."""

from datetime import UTC, datetime, timedelta

import pytest

from ui import ghost, zones
from ui.charts import timeline_option
from ui.pages.situation import timeline_table
from ui.services.hearing import SILENT, Hearing, hearing
from ui.services.situation import HOUR, Hour, Timeline
from ui.services.span import Span
from ui.services.territory import Area
from ui.state import State

START = datetime(2026, 11, 24, tzinfo=UTC)
FIRST = int(START.timestamp() * 1000)
LENGTH = 10


def heard(lost: set[int], *, minutes: int = 0, missing: set[int] | None = None, known: bool = True) -> Hearing:
    """Return what was heard of ten hours and some minutes, where the hours of `lost` are blind."""
    span = Span(START, START + timedelta(hours=LENGTH, minutes=minutes))
    hours = [hour for hour in range(LENGTH) if hour not in (missing or set())]
    watched = [{"hour": FIRST + hour * HOUR, "blind": hour in lost} for hour in hours]
    areas = [Area("D21", "Côte-d’Or", 0, 500_000, known=known), Area("D48", "Lozère", 0, 76_000, known=known)]
    told = [
        {"id": "D21", "at": FIRST},
        {"id": "D48", "at": FIRST - SILENT},
        {"id": "FR", "at": max((FIRST + hour * HOUR for hour in hours if hour not in lost), default=FIRST - 3 * HOUR)},
    ]
    return hearing(areas, told, watched, span)


@pytest.mark.parametrize(
    ("lost", "minutes", "missing", "since", "until"),
    [
        (set(), 0, set(), None, None),
        ({2, 3}, 0, set(), 2, 4),
        ({0, 1}, 0, set(), None, 2),
        ({7, 8, 9}, 0, set(), 7, None),
        (set(), 0, {8, 9}, 8, None),
        (set(range(LENGTH)), 0, set(), -2, None),
        ({8, 9}, 20, set(), 8, None),
        (set(), 20, set(), None, None),
    ],
    ids=["none", "over", "began-before", "lasts", "nobody-listens", "all-of-it", "hour-that-runs", "only-runs"],
)
def test_an_outage_has_a_beginning(
    lost: set[int], minutes: int, missing: set[int], since: int | None, until: int | None
) -> None:
    found = heard(lost, minutes=minutes, missing=missing)

    assert found.since == (None if since is None else FIRST + since * HOUR)
    assert found.until == (None if until is None else FIRST + until * HOUR)
    assert (found.hours, found.lost) == (LENGTH, len(lost | missing))


def test_a_zone_is_silent_after_thirty_days_and_told_once() -> None:
    assert [zone.id for zone in heard(set()).silent] == ["D48"]
    found = heard(set(range(LENGTH)), known=False)
    assert ([zone.id for zone in found.deaf], found.silent) == (["D21", "D48"], [])


def test_the_card_says_how_many_which_and_since_when() -> None:
    told = zones.card(State(), heard(set(range(4, LENGTH)), known=False))
    assert "2 / 2" in told
    assert "Toute la France" in told
    assert "6 h sur 10, depuis le 24 nov., 05\u202fh\u202f00" in told
    assert "page=carte" in told
    assert "page=sources" in told
    calm = zones.card(State(lang="en"), heard({3}))
    assert "1 / 2" in calm
    assert "1 silent département" in calm
    assert "Lozère (48)" in calm
    assert "1 h out of 10 incomplete, from 24 Nov, 04:00 until" not in calm
    assert "1 h out of 10 incomplete, from 24 Nov, 04:00 to 24 Nov, 05:00" in calm


def test_gaps_of_the_compared_period_stay_gaps() -> None:
    hours = [Hour(FIRST + hour * HOUR, 5) for hour in range(4)]
    past = [Hour(FIRST, 0), Hour(FIRST + HOUR, 2, blind=True), Hour(FIRST + 2 * HOUR, None)]
    timeline = Timeline(hours, hazards=[], actions=[], alerts=[])
    option = timeline_option(State(), timeline, past)
    series = {one["name"]: one for one in option["series"]}

    assert [n for _, n in series["past"]["data"]] == [0, None, None, None]
    assert series["past"]["connectNulls"] is False
    tips = [point["tip"].splitlines()[-1] for point in series["volume"]["data"]]
    assert tips == [f"période précédente : {words}" for words in ("0", "≥ 2", "inconnu", "inconnu")]
    table = timeline_table(State(compare="an"), timeline, past)
    assert "Un an plus tôt, mêmes jours" in table
    assert table.count("inconnu") == 2
    assert "≥ 2" in table


def test_without_a_past_there_is_no_ghost() -> None:
    timeline = Timeline([Hour(FIRST, 5)], hazards=[], actions=[], alerts=[])
    series = {one["name"]: one for one in timeline_option(State(), timeline)["series"]}

    assert series["past"]["data"] == []
    assert "Période précédente" not in timeline_table(State(), timeline)
    assert "précédente" not in series["volume"]["data"][0]["tip"]
    assert "sans courbe" in ghost.absent(State())
