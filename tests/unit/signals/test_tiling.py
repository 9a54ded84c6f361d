"""What is counted once: of series that tell of the same, the one that covers most."""

from datetime import UTC, datetime, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from signals.tiling import SPANNED, once

START = datetime(2026, 1, 1, tzinfo=UTC)
MONTHS = (0, 31, 59, 90)


def rows(
    area: str, spans: list[tuple[float, float]], *, value: float = 1.0, what: tuple[str, str] = ("perceval", "reports")
) -> list[tuple[object, ...]]:
    """Measures of one place; spans in days since the start."""
    level = "pays" if area == "FR" else "region" if area[0] == "R" else "departement" if area[0] == "D" else "commune"
    service, metric = what
    return [
        (metric, service, service, "", "source", area, value, None, area, level, *(_ms(day) for day in span))
        for span in spans
    ]


def _ms(day: float) -> int:
    return int((START + timedelta(days=day)).timestamp() * 1000)


def frame(*series: list[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame([row for one in series for row in one], schema=SPANNED, orient="row")


def days(first: int, last: int) -> list[tuple[float, float]]:
    return [(day, day + 1) for day in range(first, last)]


def months(first: int, last: int) -> list[tuple[float, float]]:
    return [(MONTHS[each], MONTHS[each + 1]) for each in range(first, last)]


def total(measures: pl.DataFrame) -> float:
    return float(once(measures)["value"].sum())


ALL = [f"D{number:02}" for number in range(1, 102)]


def test_days_of_the_country_and_months_of_its_departements_count_once() -> None:
    country = rows("FR", days(0, 90), value=10)
    departements = [rows(place, months(0, 3), value=3) for place in ALL]
    assert total(frame(country, *departements)) == 900
    assert total(frame(*departements, country)) == 900


def test_of_a_span_in_which_no_month_is_whole_the_days_are_left() -> None:
    assert total(frame(rows("FR", days(10, 40), value=10))) == 300


def test_months_of_every_departement_tell_more_than_a_few_days_of_the_country() -> None:
    departements = [rows(place, months(0, 3), value=3) for place in ALL]
    assert total(frame(rows("FR", days(0, 5), value=10), *departements)) == 909


def test_what_the_chosen_series_leaves_out_is_taken_from_another() -> None:
    measures = frame(rows("FR", days(0, 31), value=10), rows("D21", months(0, 3), value=7))
    assert total(measures) == 310 + 7 + 7


def test_days_are_taken_rather_than_the_month_that_they_make_up() -> None:
    kept = once(frame(rows("D21", days(0, 31), value=2), rows("D21", months(0, 1), value=62)))
    assert len(kept) == 31
    assert kept["value"].sum() == 62


def test_small_places_are_taken_rather_than_the_large_one_that_they_make_up() -> None:
    kept = once(frame(*(rows(place, days(0, 1)) for place in ALL), rows("FR", days(0, 1), value=101)))
    assert len(kept) == 101


def test_two_places_and_two_services_tell_two_things() -> None:
    measures = frame(
        rows("D21", days(0, 3)),
        rows("D71", days(0, 3)),
        rows("D21", days(0, 3), what=("thesee", "reports")),
        rows("D21", days(0, 3), what=("perceval", "visits")),
    )
    assert once(measures).equals(measures)


def test_days_of_23_and_25_hours_are_days() -> None:
    measures = frame(rows("FR", [(0, 1), (1, 1 + 23 / 24), (1 + 23 / 24, 3)]))
    assert once(measures).equals(measures)


def test_hours_go_on_where_days_end() -> None:
    hours = [(2 + hour / 24, 2 + (hour + 1) / 24) for hour in range(12)]
    assert len(once(frame(rows("D21", days(0, 2)), rows("D21", hours)))) == 14


def test_a_long_period_is_not_forgotten_behind_a_short_one() -> None:
    weeks = frame(rows("R27", [(0, 16)]), rows("R53", [(1, 5)]), rows("D21", [(6, 7)]))
    assert once(weeks)["area"].to_list() == ["R27", "R53"]


def test_no_measures_are_no_measures() -> None:
    assert once(pl.DataFrame(schema=SPANNED)).is_empty()


SERIES = st.tuples(
    st.sampled_from(["FR", "R27", "D21", "D71", "21231"]),
    st.sampled_from([1, 7, 31]),
    st.integers(0, 40),
    st.integers(1, 9),
)


@given(chosen=st.lists(SERIES, max_size=6))
def test_no_two_that_are_kept_tell_of_the_same(chosen: list[tuple[str, int, int, int]]) -> None:
    series = {
        (area, length): rows(area, [(first + length * each, first + length * (each + 1)) for each in range(n)])
        for area, length, first, n in chosen
    }
    measures = frame(*series.values())
    kept = list(once(measures).iter_rows(named=True))
    assert bool(kept) == (not measures.is_empty())
    for index, one in enumerate(kept):
        for other in kept[:index]:
            apart = one["end"] <= other["start"] or other["end"] <= one["start"]
            assert apart or (one["area"] != other["area"] and one["level"] == other["level"])
    # and nothing is left out that tells of something else
    for row in measures.iter_rows(named=True):
        assert any(
            row["start"] < other["end"] and other["start"] < row["end"]
            and (row["area"] == other["area"] or row["level"] != other["level"])
            for other in kept
        )  # fmt: skip
