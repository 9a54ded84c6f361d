"""Groups are joined by the page that they spread, and by no page that everybody points at."""

import numpy as np
import pytest

from signals.topics.addresses import joined

TWO = np.array([0] * 10 + [1] * 8 + [2] * 6 + [-1] * 4)
"""Groups of ten, eight and six, and four messages of none."""


def pointing(**rows: range) -> tuple[np.ndarray, list[str]]:
    return np.array([row for some in rows.values() for row in some], np.intp), [
        page for page, some in rows.items() for _ in some
    ]


@pytest.mark.parametrize(
    ("rows", "sizes"),
    [
        ({"a": range(18)}, [18, 6]),
        ({"a": range(5, 14)}, [18, 6]),
        ({"a": range(5, 13)}, [10, 8, 6]),
        ({"a": range(10)}, [10, 8, 6]),
        ({"a": range(10), "b": range(10, 18)}, [10, 8, 6]),
        ({"a": range(28)}, [24]),
        ({"a": range(5, 14), "b": range(14, 24)}, [24]),
        ({}, [10, 8, 6]),
    ],
    ids=["all of two", "half of two", "less than half", "one alone", "two pages", "all of all", "a chain", "no page"],
)
def test_groups_that_spread_one_page_are_one(rows: dict[str, range], sizes: list[int]) -> None:
    found = joined(TWO, *pointing(**rows))
    assert np.bincount(found[found >= 0]).tolist() == sizes
    assert (found[TWO < 0] == -1).all()


def test_a_page_that_many_others_point_at_joins_nobody() -> None:
    labels = np.repeat(np.arange(10), 10)
    everywhere = [10 * group + n for group in range(2, 10) for n in range(3)]
    rows = np.array([*range(20), *everywhere], np.intp)
    assert joined(labels, rows, ["home"] * len(rows)).max() == 9


def test_who_points_twice_counts_once() -> None:
    rows = np.array([0, 0, 0, 0, 0, *range(10, 18)], np.intp)
    assert joined(TWO, rows, ["a"] * len(rows)).max() == 2
