"""Several territories as one, without a graph: what is one choice, what adds up, what is a mean, what is unknown."""

from typing import Any

import pytest

from graph.rows import Row
from signals.brief.where import named
from ui import brushing
from ui.pooling import table
from ui.services.briefs import told_of
from ui.services.choice import Choice, Near, choice, codes
from ui.services.needs import Cell
from ui.services.pooled import pooled
from ui.state import State

pytestmark = pytest.mark.usefixtures("who_may_all")

NAMES = {"D21": "Côte-d’Or", "D48": "Lozère", "D71": "Saône-et-Loire", "D89": "Yonne"}
PEOPLE = {"D21": 500_000, "D48": 76_000, "D71": 100_000, "D89": 300_000}


def place(code: str, kind: str = "departement", *departements: str) -> Row:
    return {"id": code, "name": code, "kind": kind, "departements": list(departements or (code,))}


def cell(code: str, figure: tuple[float, float, float] | None, *, status: str = "shown", **given: Any) -> Cell:
    gap, low, high = figure or (None, None, None)
    blank: dict[str, Any] = dict.fromkeys(Cell.__dataclass_fields__)
    about = {"need": "vote", "label": "Voter", "label_en": "Vote", "place_id": code, "place": NAMES[code]}
    told = {"gap": gap, "gap_low": low, "gap_high": high, "status": status, "kind": "departement", "services": ()}
    return Cell(**(blank | about | told | given))


def test_codes_of_one_kind_are_a_choice_whatever_their_order() -> None:
    rows = [place("D21"), place("D71")]
    assert choice("D71,D21", rows) == choice("D21,D71,D21", rows)
    mixed = choice("R27,D21,D71", [*rows, place("R27", "region", "D21", "D71")])
    assert (mixed.places, mixed.left_out) == (("D21", "D71"), ("R27",)), "no message is counted twice over"
    assert choice("", []) == Choice()
    assert choice("FR", [place("FR", "pays")]) == Choice(left_out=())
    assert choice("FR,nowhere", [place("FR", "pays")]).left_out == ("nowhere",)
    every = [f"D{number:02d}" for number in range(1, 40)]
    many = choice(",".join(every), [place(code) for code in every])
    assert (len(many.places), list(many.left_out)) == (24, every[24:])
    assert codes(",,D21,") == ["D21"]


def test_a_region_goes_before_its_departements_and_a_group_keeps_its_main_one_first() -> None:
    assert choice("R27", [place("R27", "region", "D21", "D71")]).around == ("R27", "D21", "D71")
    group = choice("E1", [place("E1", "epci", "D71", "D21")])
    assert (group.around, told_of(group)) == (("D71", "D21"), "E1")
    towns = choice("21231,71076", [place("21231", "commune", "D21"), place("71076", "commune", "D71")])
    assert (towns.around, told_of(towns)) == (("D21", "D71"), "D21,D71")


def test_what_is_meant_for_more_reaches_a_choice_but_does_not_lie_in_it() -> None:
    near = Near(frozenset({"D21", "21231"}), frozenset({"R27", "FR"}))
    assert [near.holds([code]) for code in ("21231", "R27", "D59")] == [True, False, False]
    assert [near.reaches([code]) for code in ("21231", "R27", "D59")] == [True, True, False]
    assert near.holds(["D59", "21231"])


def test_counts_add_up_and_gaps_are_a_mean_by_inhabitants() -> None:
    (one,) = pooled(
        [
            cell("D21", (2.0, 1.0, 3.0), messages=40, unmet=20.0),
            cell("D71", (0.5, 0.25, 1.0), messages=8, unmet=4.0),
        ],
        PEOPLE,
        {code: NAMES[code] for code in ("D21", "D71")},
    )
    assert (one.messages, one.unmet, one.shown, one.few, one.unknown) == (48, 24.0, 2, (), ())
    assert one.gap == pytest.approx((5 * 2.0 + 1 * 0.5) / 6)
    assert [one.low, one.high] == pytest.approx([5.25 / 6, 16 / 6])


def test_of_one_territory_the_figures_are_its_own() -> None:
    (one,) = pooled([cell("D21", (2.0, 1.0, 3.0), messages=40, unmet=20.0)], PEOPLE, {"D21": "Côte-d’Or"})
    assert (one.gap, one.low, one.high, one.messages, one.unmet) == (2.0, 1.0, 3.0, 40, 20.0)


def test_what_is_hidden_or_unknown_is_named_and_is_no_zero() -> None:
    cells = [
        cell("D21", (2.0, 1.0, 3.0), messages=40, unmet=20.0),
        cell("D71", (0.1, 0.0, 0.2), status="few"),
        cell("D89", None, status="unknown"),
    ]
    (one,) = pooled(cells, PEOPLE, NAMES)
    assert (one.gap, one.messages, one.shown) == (2.0, 40, 1)
    assert (one.few, one.unknown) == (("Saône-et-Loire",), ("Lozère", "Yonne")), "one without a cell is unknown too"
    shown = table(State(), [one], 4)
    assert "≥ 40" in shown
    assert "1 / 4 départements" in shown
    assert "Lozère, Yonne" in shown
    (dark,) = pooled(cells[1:], PEOPLE, NAMES)
    assert (dark.gap, dark.unmet, dark.shown) == (None, None, 0)
    assert ">0<" not in table(State(), [dark], 4)
    (uncounted,) = pooled(cells[:1], {}, NAMES)
    assert uncounted.gap is None, "without inhabitants there is no weight"


def test_the_largest_gap_comes_first_and_none_last() -> None:
    cells = [
        cell("D21", None, need="unknown", status="unknown"),
        cell("D21", (0.3, 0.1, 0.5), need="small"),
        cell("D21", (2.0, 1.0, 3.0), need="large"),
    ]
    assert [one.need for one in pooled(cells, PEOPLE, {"D21": ""})] == ["large", "small", "unknown"]


def test_communes_are_chosen_among_those_that_are_shown() -> None:
    gone: list[str] = []
    state, again = State(page="carte", place="D21"), gone.append
    chooser = brushing.Chooser(state, None, lambda: again("again"))  # type: ignore[arg-type]
    chooser.offers({"21231", "21603"})
    chooser.drawn({"brush": ["21231", "21603", "21425"]})
    assert state.place == "21231,21603", "one that few wrote from is not shown, and not chosen"
    chooser.drawn({"brush": ["21425"]})
    assert (state.place, gone) == ("21231,21603", ["again"])
    assert "Aucune commune choisie" in chooser.told(zoomed=True)
    assert "30 communes" in brushing.refused(State(), 30, zoomed=True)
    assert "Aucune commune choisie" not in chooser.told(zoomed=True), "said once"


def test_a_page_without_ticks_says_where_they_are() -> None:
    chooser = brushing.Chooser(State(page="besoins"), None, lambda: None)  # type: ignore[arg-type]
    assert 'href="?page=carte"' in chooser.told(ticks=False)
    assert "dans le tableau" not in chooser.told(ticks=False)
    assert "dans le tableau" in chooser.told()


def test_a_brief_names_all_of_a_few_and_the_first_of_many() -> None:
    names = ["Ain", "Aisne", "Allier", "Ardèche"]
    assert named({"names": names}, "fr") == "Ain, Aisne, Allier et Ardèche"
    assert named({"names": [*names, "Aube"]}, "fr") == "Ain, Aisne, Allier et 2 autres départements"
    assert named({"name": ""}, "fr") == ""
