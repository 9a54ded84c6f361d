"""Every way in which the exports write a date."""

from datetime import UTC, datetime

import pytest

from flows.moments import moment

WINTER, SUMMER = datetime(2026, 11, 3, 8, 5, tzinfo=UTC), datetime(2026, 7, 3, 7, 5, tzinfo=UTC)

CASES = [
    ("03/11/2026 09:05", (WINTER, "minute")),
    ("03/07/2026 09:05", (SUMMER, "minute")),
    ("03/11/2026 09:05:00", (WINTER, "second")),
    ("03/11/2026", (datetime(2026, 11, 2, 23, tzinfo=UTC), "day")),
    ("2026-11-03", (datetime(2026, 11, 2, 23, tzinfo=UTC), "day")),
    ("2026-11-03T09:05:00", (WINTER, "second")),
    ("2026-11-03 09:05:00", (WINTER, "second")),
    ("2026-11-03T08:05:00Z", (WINTER, "second")),
    ("2026-11-03T10:05:00.000+02:00", (WINTER, "second")),
    ("31/02/2026", None),
    ("0001-01-01", None),
    ("hier", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_date_becomes_a_moment(text: str, expected: tuple[datetime, str] | None) -> None:
    assert moment(text) == expected


def test_a_date_without_a_zone_is_read_in_the_one_given() -> None:
    assert moment("2026-11-03 08:05:00", UTC) == (WINTER, "second")
