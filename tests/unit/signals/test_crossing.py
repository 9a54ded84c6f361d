"""Series of days: what is not known is not zero, and nothing is counted twice."""

from datetime import UTC, date, datetime

import numpy as np
import polars as pl

from signals.crossing import MEASURES, OUTAGES, TALK, ZONE, crossing, days_of

DAYS = days_of(datetime(2026, 3, 1, tzinfo=ZONE), datetime(2026, 3, 5, tzinfo=ZONE))


def at(day: int, hour: int = 0) -> int:
    return int(datetime(2026, 3, day, hour, tzinfo=ZONE).timestamp() * 1_000)


def measured(*rows: tuple[str, str, int, float], whole: str = "") -> pl.DataFrame:
    """Return reports of single days: place, its kind, day, value; in one territory, or each place one of its own."""
    return pl.DataFrame(
        [
            {
                "metric": "reports", "service_id": "perceval", "service": "Percev@l", "operator": "", "source_id": "s",
                "place_id": place, "value": value, "n": None, "area": place, "level": level, "start": at(day),
                "end": at(day + 1), "whole": whole or place,
            }
            for place, level, day, value in rows
        ],
        schema=MEASURES,
    )  # fmt: skip


def said(*rows: tuple[int, str, bool, int, int]) -> pl.DataFrame:
    """Return messages: day, platform, left with a service, how many, complaints among them."""
    return pl.DataFrame([(date(2026, 3, day).isoformat(), *rest) for day, *rest in rows], schema=TALK, orient="row")


NOBODY = pl.DataFrame(schema=TALK)
NO_OUTAGE = pl.DataFrame(schema=OUTAGES)
NOTHING = pl.DataFrame(schema=MEASURES)


def test_days_are_whole_french_days() -> None:
    assert [day.day for day in DAYS] == [1, 2, 3, 4]
    half = days_of(datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 3, 4, 12, tzinfo=UTC))
    assert [day.day for day in half] == [2, 3]
    # the day on which clocks change is a day
    spring = days_of(datetime(2026, 3, 28, tzinfo=ZONE), datetime(2026, 3, 31, tzinfo=ZONE))
    assert [day.day for day in spring] == [28, 29, 30]


def test_a_day_without_a_count_is_unknown_one_without_a_message_a_zero() -> None:
    found = crossing(DAYS, measured(("D21", "departement", 2, 7.0)), said((3, "mastodon", False, 4, 1)), NO_OUTAGE)
    assert list(found) == ["reports", "complaints", "talk"]
    np.testing.assert_array_equal(found["reports"], [np.nan, 7, np.nan, np.nan])
    np.testing.assert_array_equal(found["talk"], [0, 0, 4, 0])
    np.testing.assert_array_equal(found["complaints"], [0, 0, 1, 0])


def test_a_country_and_its_parts_are_not_added_up() -> None:
    rows = [("FR", "pays", day, 10.0) for day in (1, 2, 3, 4)] + [("D21", "departement", day, 3.0) for day in (1, 2)]
    found = crossing(DAYS, measured(*rows, whole="FR"), NOBODY, NO_OUTAGE)
    np.testing.assert_array_equal(found["reports"], [10, 10, 10, 10])


def test_two_places_of_a_day_are() -> None:
    rows = [(place, "departement", 1, 3.0) for place in ("D21", "D71")]
    for whole in ("", "R27"):
        assert crossing(DAYS, measured(*rows, whole=whole), NOBODY, NO_OUTAGE)["reports"][0] == 6


def test_a_day_that_one_of_several_territories_lacks_is_unknown() -> None:
    counted = (("D21", 3.0, (1, 2, 3)), ("D71", 4.0, (2, 3)))
    rows = [(place, "departement", day, value) for place, value, days in counted for day in days]
    found = crossing(DAYS, measured(*rows), NOBODY, NO_OUTAGE)["reports"]
    np.testing.assert_array_equal(found, [np.nan, 7, 7, np.nan])
    inside = crossing(DAYS, measured(*rows, whole="R27"), NOBODY, NO_OUTAGE)["reports"]
    np.testing.assert_array_equal(inside, [3, 7, 7, np.nan])


def test_days_that_a_platform_missed_are_unknown_where_it_is_heard() -> None:
    talk = said((1, "mastodon", False, 4, 0), (2, "partoo", True, 2, 0))
    blind = pl.DataFrame([("mastodon", at(2, 20), at(3, 2))], schema=OUTAGES, orient="row")
    found = crossing(DAYS, NOTHING, talk, blind)
    np.testing.assert_array_equal(found["talk"], [4, np.nan, np.nan, 0])
    np.testing.assert_array_equal(found["left"], [0, 2, 0, 0])


def test_an_hour_of_outage_leaves_a_day_known_and_an_open_one_hides_all_that_follows() -> None:
    talk = said((1, "mastodon", False, 4, 0))
    short = pl.DataFrame([("mastodon", at(2, 10), at(2, 11))], schema=OUTAGES, orient="row")
    assert np.isfinite(crossing(DAYS, NOTHING, talk, short)["talk"]).all()
    still = pl.DataFrame([("mastodon", at(3), None)], schema=OUTAGES, orient="row")
    np.testing.assert_array_equal(crossing(DAYS, NOTHING, talk, still)["talk"], [4, 0, np.nan, np.nan])


def test_nothing_gives_nothing() -> None:
    assert not crossing(DAYS, NOTHING, NOBODY, NO_OUTAGE)
