"""Cards of indicators: what is too few is not read as a figure, what is not told is said, a CSV of any table."""

import csv
import io
import re
from base64 import b64decode
from datetime import UTC, datetime, timedelta

import pytest
from markupsafe import Markup

from graph.users.roles import RIGHTS, Role
from signals.facts import Scope
from signals.indicators import Part, Value, by_id
from signals.intervals import wilson
from signals.readings import Blind, Reading
from ui.access.who import NOBODY, Who, asking
from ui.cards import absent, card
from ui.comparing import comparing
from ui.markup import Column, csv_link, table
from ui.services.pillars import Card, Comparison
from ui.state import State

pytestmark = pytest.mark.usefixtures("who_may_all")

MARCH = Scope(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC))


def share(yes: int, n: int, *parts: Part) -> Value:
    return Value(yes / n, n, wilson(yes, n), parts)


def one(name: str, value: Value | None, previous: Value | None = None, *, hidden: bool = False) -> Card:
    return Card(Reading(name, by_id()[name], value, hidden, None), previous)


def text(markup: Markup) -> str:
    return re.sub(r"\s+", " ", markup.striptags()).replace("\u202f", " ")


def rows_of(markup: Markup) -> list[list[str]]:
    (body,) = re.findall(r'href="data:text/csv;charset=utf-8;base64,([^"]+)"', markup)
    return list(csv.reader(io.StringIO(b64decode(body).decode("utf-8-sig")), delimiter=";"))


def test_a_table_can_be_saved_without_its_markup() -> None:
    cells: list[list[object]] = [[Markup("<a href='x'>Côte-d’Or</a>"), 1.5], ["a;b", None]]
    made = table("Détail", [Column("Part"), Column("Valeur", numeric=True)], cells)
    assert rows_of(made) == [["Part", "Valeur"], ["Côte-d’Or", "1.5"], ["a;b", ""]]
    assert 'download="Détail.csv"' in made


@pytest.mark.parametrize("who", [NOBODY, *(Who(role.value, role.value, RIGHTS[role]) for role in Role)])
def test_only_who_may_export_can_save_a_table(who: Who) -> None:
    asking.set(who)
    made = table("Détail", [Column("Part")], [["x"]])
    assert "<td" in made
    assert ("data:text/csv" in made) is (who.role not in ("", "lecture"))


@pytest.mark.parametrize("hostile", ["=1+1", "+33", "@SUM(A1)", "\tx"])
def test_a_cell_is_never_a_formula(hostile: str) -> None:
    assert rows_of(csv_link("x", ["a"], [[hostile]], label="CSV"))[1] == [f"'{hostile}"]


def test_too_few_are_not_a_figure_and_have_no_label() -> None:
    said = card(State(), one("jdma_help_reached", share(20, 29)), {})
    assert "effectif insuffisant" in said
    assert 'class="value"' not in said
    assert ">Faible<" not in said
    assert ">Faible<" in card(State(), one("jdma_help_reached", share(20, 30)), {})


def test_what_is_not_told_of_a_place_is_said() -> None:
    said = text(card(State(), one("feeling_balance", None, hidden=True), {}))
    assert "non montré" in said
    assert "moins de 5 observations" in said


def test_a_change_is_told_only_where_it_is_one() -> None:
    assert "en hausse" in text(card(State(), one("answer_rate", share(90, 100), share(40, 100)), {}))
    assert "pas d’écart net" in text(card(State(), one("answer_rate", share(44, 100), share(40, 100)), {}))
    visits = text(card(State(), one("visits", Value(90.0, 90), Value(60.0, 60)), {}))
    assert "avant : 60 (+50 %)" in visits
    assert "en hausse" not in visits, "a count does not say how much it varies"


def test_definition_and_query_are_there_and_a_small_part_is_no_figure() -> None:
    parts = (Part("relation", 0.5, 40), Part("information", 0.9, 3))
    said = card(State(), one("aspects", share(30, 43, *parts)), {"indicators_aspects": "MATCH (m) RETURN m <b>"})
    assert "MATCH (m) RETURN m &lt;b&gt;" in said
    assert by_id()["aspects"].definition in said
    assert rows_of(said)[1:] == [["Relation", "50\u202f%", "40"], ["Information", "effectif insuffisant", "3"]]
    assert "Repère, autre question" in said


def test_what_has_no_data_is_named_with_its_definition() -> None:
    said = absent(State(lang="en"), [one("reach", None), one("half_life", None)], {"reach": {}, "half_life": {}})
    assert "2 indicators without data : Reach, Half-life of posts" in text(said)
    assert by_id()["reach"].definition_en in said
    assert absent(State(), [], {}) == ""


def test_an_outage_is_shown() -> None:
    blind = Card(Reading("tone_balance", by_id()["tone_balance"], None, False, Blind(6.0, ("mastodon",))), None)
    assert "Source coupée 6 h : mastodon" in text(absent(State(), [blind], {"tone_balance": {}}))


def test_a_course_ends_where_data_end_and_counts_of_territories_are_not_ranked() -> None:
    indicator = by_id()["reports"]
    course = [
        (Scope(MARCH.since - timedelta(days=35 * back), MARCH.until - timedelta(days=35 * back)),
         Reading("reports", indicator, value, False, None))
        for back, value in enumerate([Value(9.0, 9), None, Value(7.0, 7), None, None])
    ]  # fmt: skip
    said = comparing(State(), indicator, Comparison(course, None, [], {}, 0))
    assert said.count("<tr>") == 1 + 3
    assert text(said).count("aucune donnée") == 2, "the period in between, and the year before"
    assert "comparez plutôt un taux par habitant" in text(said)
