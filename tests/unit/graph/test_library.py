"""The library of queries: each says what an analyst must know, and the page shows them all."""

from pathlib import Path

import pytest

from graph.cookbook import PAGE, page
from graph.library import THEMES, library, read

ROOT = Path(__file__).parents[3]


def test_there_are_many_of_every_theme() -> None:
    assert len(library()) >= 30
    assert {query.theme for query in library().values()} == set(THEMES)


def test_the_page_is_current() -> None:
    assert (ROOT / PAGE).read_text() == page(), "run `python -m graph.cookbook`"


@pytest.mark.parametrize("query", library().values(), ids=list(library()))
def test_it_takes_the_parameters_that_it_names(query: object) -> None:
    text, given = query.text, query.defaults()  # type: ignore[attr-defined]
    assert {name for name in given if f"${name}" in text} == set(given)
    assert text.count("$") == sum(text.count(f"${name}") for name in given)


@pytest.mark.parametrize(
    ("file", "missing"),
    [
        ("RETURN 1 AS n", "title in two languages"),
        ("// Combien\n// theme: coverage\n// -> n\nRETURN 1 AS n", "title in two languages"),
        ("// Combien | How many\n// theme: weather\n// -> n\nRETURN 1 AS n", "theme"),
        ("// Combien | How many\n// theme: coverage\nRETURN 1 AS n", "columns"),
    ],
)
def test_a_file_that_says_too_little_is_refused(file: str, missing: str) -> None:
    with pytest.raises(ValueError, match=missing):
        read("n", file)


def test_a_parameter_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="days 7"):
        read("n", "// Combien | How many\n// theme: coverage\n// $days 7\n// -> n\nRETURN $days AS n")


def test_others_are_asked_for_and_unknown_ones_refused() -> None:
    query = library()["topics_of_place"]
    assert query.asked({"place": "D21"}) == {"place": "D21", "days": 7}
    with pytest.raises(ValueError, match=r"'town'.*it has place, days"):
        query.asked({"town": "Dijon"})
