"""One number, however it is written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.text.numbers import numbers

CASES = [
    ("2 400 euros", [("2400", "euro")]),
    ("2,400 euros", [("2400", "euro")]),
    ("2.400 €", [("2400", "euro")]),
    ("€50", [("50", "euro")]),
    ("3,90 €", [("3.9", "euro")]),
    ("3.90 euros", [("3.9", "euro")]),
    ("deux mille quatre cents euros", [("2400", "euro")]),
    ("quatre-vingt-dix-sept morts", [("97", "dead")]),
    ("vingt et un blessés", [("21", "hurt")]),
    ("une quinzaine de personnes", [("15", "")]),
    ("a hundred and five people", [("105", "")]),
    ("21h", [("21", "")]),
    ("21 h", [("21", "hour")]),
    ("21h30", [("21:30", "hour")]),
    ("9 pm", [("21", "hour")]),
    ("9:30 p.m.", [("21:30", "hour")]),
    ("12 am", [("0", "hour")]),
    ("à midi", [("12", "hour")]),
    ("one-month wait", [("1", "month")]),
    ("un chat, une gare, one cat", []),
    ("l'A6, la N89, R2D2", []),
    ("le 20 août 2025", [("20", ""), ("2025", "")]),
    ("12 heures d'attente", [("12", "hour")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_numbers(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(number.value, number.unit) for number in numbers(text)]
    assert [value for value, _ in found] == [value for value, _ in expected]
    assert all(unit == wanted for (_, unit), (_, wanted) in zip(found, expected, strict=True) if wanted)


@settings(deadline=None)
@given(st.integers(0, 999_999))
def test_figures_are_read_with_and_without_separators(number: int) -> None:
    assert [one.value for one in numbers(f"{number} arbres")] == [str(number)]
    assert [one.value for one in numbers(f"{number:,} arbres".replace(",", " "))] == [str(number)]
