"""The page of needs against offer, without a browser: what it says, and what it keeps to itself."""

import csv
import io
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from graph.model import Need, Place
from graph.rows import Row
from graph.territory import places
from tests.needed import IDLE, needed
from ui import foremost, unmet
from ui.services.needs import Cell, Needs, chosen, ranked, strongest
from ui.state import State

pytestmark = pytest.mark.usefixtures("who_may_all")

AT = datetime(2026, 3, 14, tzinfo=UTC)
PLACES: dict[str, Place] = {place.id: place for place in places()}


class Answers:
    """Answers the queries of the page from needs in memory."""

    def __init__(self, needs: tuple[Need, ...]) -> None:
        self._needs = needs

    def rows(self, name: str, **parameters: Any) -> list[Row]:
        if name == "besoins_regions":
            areas = [place for place in PLACES.values() if place.kind == "departement"]
            regions = ((PLACES[area.parent_id or ""], area) for area in areas)
            return [
                {"region_id": region.id, "region": region.name, "id": area.id, "name": area.name}
                for region, area in regions
            ]
        assert name == "besoins_cells"
        return list(self._cells(**parameters))

    def _cells(self, days: int, kinds: list[str]) -> Iterator[Row]:
        for need in self._needs:
            place = PLACES[need.place_id]
            if need.days == days and place.kind in kinds:
                services = [{"id": name, "name": name} for name in need.service_ids]
                about = {"place_id": place.id, "place": place.name, "kind": place.kind, "parent_id": place.parent_id}
                yield {"cell": asdict(need), **about, "services": services, "at": int(AT.timestamp() * 1000)}


@pytest.fixture(scope="module")
def needs() -> Needs:
    return Needs(Answers(needed(AT)))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def cells(needs: Needs) -> list[Cell]:
    return needs.cells("30j")


def test_cells_are_those_of_the_period(needs: Needs, cells: list[Cell]) -> None:
    assert {cell.kind for cell in cells} == {"departement"}
    assert len(needs.cells("7j")) != len(cells)
    assert needs.at("30j") == int(AT.timestamp() * 1000)


def test_both_directions_are_ranked(cells: list[Cell]) -> None:
    gaps, idle = ranked(cells, "gap"), ranked(cells, "idle")

    assert [cell.gap for cell in gaps] == sorted((cell.gap for cell in gaps), reverse=True)  # type: ignore[type-var]
    assert (idle[0].need, idle[0].place_id) == IDLE


def test_a_need_or_a_service_and_a_place_are_chosen(cells: list[Cell]) -> None:
    assert {cell.need for cell in chosen(cells, need="vote-by-proxy")} == {"vote-by-proxy"}
    assert {cell.place_id for cell in chosen(cells, places=["D21"])} == {"D21"}
    by_service = chosen(cells, need="service:perceval")
    assert {cell.need for cell in by_service} == {"report-card-fraud"}


def test_strongest_of_a_place_is_one_that_is_known(cells: list[Cell]) -> None:
    best = strongest(cells, "gap")
    known = {cell.place_id for cell in cells if cell.gap is not None}

    assert all(best[place].gap is not None for place in known)
    assert best["D21"].gap == max(cell.gap for cell in cells if cell.place_id == "D21" and cell.gap is not None)


def test_matrix_has_every_need_and_departement_and_says_what_is_unknown(needs: Needs, cells: list[Cell]) -> None:
    state = State(page="besoins", period="30j")
    labels = {cell.need: cell.label for cell in cells}
    html = unmet.matrix(state, needs.regions(), cells, labels)

    assert html.count('<td class="') == len(labels) * 101
    assert html.count('class="unknown"') == sum(cell.status == "unknown" for cell in cells) > 0
    assert html.count(">·<") > 0, "few are shown as such"
    assert "ce n’est pas du calme" in html


def test_a_cell_of_few_tells_nothing_of_who_asked(cells: list[Cell]) -> None:
    few = next(cell for cell in cells if cell.status == "few")
    said = unmet.tip(State(), few, "gap") + unmet.tip(
        State(), replace(few, use=0.1, idle=0.5, idle_low=0.4, idle_high=0.6), "idle"
    )

    assert "moins de 5" in said
    assert not re.search(r"\d+ messages, \d+ auteurs", said)


def test_download_holds_the_cells_and_no_hidden_count(cells: list[Cell]) -> None:
    html = unmet.download(State(), cells, "besoins")
    payload = re.search(r"base64,([^\"]+)", html)
    assert payload is not None
    rows = list(csv.DictReader(io.StringIO(b64decode(payload[1]).decode("utf-8-sig")), delimiter=";"))

    assert len(rows) == len(cells)
    assert {row["messages"] for row in rows if row["status"] != "shown"} == {""}
    assert all(float(row["gap_low"]) <= float(row["gap"]) <= float(row["gap_high"]) for row in rows if row["gap"])


def test_map_hatches_what_is_not_heard(needs: Needs, cells: list[Cell]) -> None:
    option = unmet.map_option(State(), needs.regions(), strongest(cells, "gap"))
    data = option["series"][0]["data"]
    deaf = {cell.place_id for cell in cells if cell.status == "unknown"}

    assert len(data) == 101
    assert {one["id"] for one in data if one["itemStyle"]["areaColor"] == "$hatch"} == deaf


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("direction", ["gap", "idle"])
def test_list_gives_reasons_intervals_and_advice(cells: list[Cell], lang: str, direction: str) -> None:
    state = State(page="besoins", period="30j", lang=lang, direction=direction)
    html = foremost.listed(state, ranked(cells, direction))

    assert html.count("<li>") == foremost.FIRST
    assert html.count('class="interval"') == foremost.FIRST
    assert ("95 %" if lang == "fr" else "95%") in html
    assert ("usage habituel" if lang == "fr" else "usual") in html or direction == "gap"


def test_small_counts_are_marked(cells: list[Cell]) -> None:
    some = next(cell for cell in cells if cell.gap is not None and cell.messages is not None and cell.messages < 30)

    assert "effectif insuffisant" in foremost.item(State(), some)
    assert "effectif insuffisant" not in foremost.item(State(), replace(some, messages=30))
    assert "moins de 5" in foremost.item(State(), replace(some, reports=2))
    assert "&lt;b&gt;" in foremost.item(State(), replace(some, reason="<b>")), "what comes from outside is escaped"


def test_nothing_to_show_is_said() -> None:
    assert "Rien à montrer" in foremost.listed(State(), [])
