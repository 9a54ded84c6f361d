"""Needs against offer, as the last comparison left them: by need and département, both ways."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import cache
from typing import Any

from graph import home
from graph.rows import Row
from signals.encoders import Encoder, load_encoder
from signals.means.choose import Budget, Plan, Unserved, apart, choose
from signals.relevance.review import Question, Review, review
from signals.topics.space import by_subject
from ui.services.reader import Reader

DAYS = {"releve": 7, "24h": 7, "7j": 7, "30j": 28, "mois": 28}
"""Days that are compared, by the period that is chosen: of less than a week too little is asked."""
ASKED, SINCE = 500, timedelta(days=90)
"""Questions put to a text, and how old they may be."""
ACTIONS = 15
"""Actions of a plan that are shown."""
FEWEST = 30
"""Messages under which a figure is shown as resting on few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A need in a place; figures as in `graph.model.Need`, None where nothing is told."""

    need: str
    label: str
    label_en: str
    place_id: str
    place: str
    kind: str
    status: str
    messages: int | None
    authors: int | None
    questions: int | None
    complaints: int | None
    reports: int | None
    advice: int | None
    coverage: float
    demand: float | None
    demand_low: float | None
    demand_high: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    offer: float | None
    offer_low: float | None
    offer_high: float | None
    offer_n: float
    gap: float | None
    gap_low: float | None
    gap_high: float | None
    unmet: float | None
    use: float | None
    idle: float | None
    idle_low: float | None
    idle_high: float | None
    advised: str | None
    reason: str
    reason_en: str
    services: tuple[tuple[str, str], ...]
    """Id and name of those that answer the need."""

    def figure(self, direction: str) -> tuple[float, float, float] | None:
        """Return the gap, or the idle offer, with its bounds; None: nothing is told of it."""
        names = (direction, f"{direction}_low", f"{direction}_high")
        value, low, high = (getattr(self, name) for name in names)
        return None if value is None or low is None or high is None else (value, low, high)


@dataclass(frozen=True, slots=True)
class Region:
    """A région with its départements, code and name."""

    name: str
    departements: tuple[tuple[str, str], ...]


_CELL = {field.name for field in fields(Cell)}


class Needs:
    """Answers of the page of needs."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def cells(self, period: str, kinds: Sequence[str] = ("departement",)) -> list[Cell]:
        """Return the needs of places of some kinds of which anything is known."""
        rows = self._reader.rows("besoins_cells", days=DAYS[period], kinds=list(kinds))
        return [_cell(row) for row in rows]

    def at(self, period: str) -> int | None:
        """Return the moment of the last comparison, in milliseconds; None: there was none yet."""
        rows = self._reader.rows("besoins_cells", days=DAYS[period], kinds=["departement"])
        return rows[0]["at"] if rows else None

    def inside(self, period: str, places: Sequence[str], kind: str) -> list[Row]:
        """Return the needs of the communes, or groups (`epci`), of départements, the largest gap first.

        Of those of which enough was heard.
        """
        return self._reader.rows("besoins_communes", days=DAYS[period], places=list(places), kind=kind)

    def plan(
        self, period: str, budget: Budget, *, need: str = "", places: Sequence[str] = ()
    ) -> tuple[Plan, Mapping[str, str]]:
        """Return what to do first with a budget, and what the places are called."""
        rows = self._reader.rows("besoins_unmet", days=DAYS[period])
        rows = [row for row in rows if (not places or row["within"] in places) and need in ("", row["need"])]
        gaps = [Unserved(row["need"], row["place_id"], row["within"], row["demands"]) for row in rows]
        names = {row["id"]: row["name"] for row in self._reader.rows("besoins_names", ids=_places(gaps))}
        return choose(apart(gaps), budget, most=ACTIONS), names

    def review(self, need: str, text: str) -> Review:
        """Return what a text of the offer lacks for those who asked about a need lately."""
        until = self._reader.now()
        span = {"since": until - SINCE, "until": until}
        rows = self._reader.rows("needs_questions", need=need, limit=ASKED, **span)
        asked = [Question(row["text"], row["author"]) for row in rows]
        encoder = _encoder()
        return review(text, asked, lambda texts: by_subject(encoder.encode(texts), encoder.name))

    def regions(self) -> list[Region]:
        """Return the régions with their départements."""
        found: dict[str, list[tuple[str, str]]] = {}
        for row in self._reader.rows("besoins_regions"):
            found.setdefault(row["region"], []).append((row["id"], row["name"]))
        return [Region(name, tuple(own)) for name, own in found.items()]

    def people(self) -> dict[str, int]:
        """Return the inhabitants of each département of which they are known."""
        return {row["id"]: row["population"] for row in self._reader.rows("besoins_regions") if row["population"]}


def chosen(cells: Iterable[Cell], *, need: str = "", places: Collection[str] = ()) -> list[Cell]:
    """Return the cells of a need, or of the needs that a service answers (`service:ID`), in some places; empty: any."""
    service = need.removeprefix("service:") if need.startswith("service:") else ""

    def fits(cell: Cell) -> bool:
        asked = any(service == name for name, _ in cell.services) if service else need in ("", cell.need)
        return asked and (not places or cell.place_id in places)

    return [cell for cell in cells if fits(cell)]


def ranked(cells: Iterable[Cell], direction: str) -> list[Cell]:
    """Return the cells of which the direction is known, the largest first."""
    known = [(figure[0], cell) for cell in cells if (figure := cell.figure(direction))]
    return [cell for value, cell in sorted(known, key=lambda pair: (-pair[0], pair[1].need, pair[1].place_id)) if value]


def strongest(cells: Iterable[Cell], direction: str) -> dict[str, Cell]:
    """Return by place the cell that is largest; of a place without one, the cell that says why."""
    found: dict[str, Cell] = {}
    for cell in cells:
        before = found.get(cell.place_id)
        if before is None or _weight(cell, direction) > _weight(before, direction):
            found[cell.place_id] = cell
    return found


@cache
def _encoder() -> Encoder:
    """Return the encoder of texts, made at the first review: a second or two."""
    return load_encoder("light", home.cache() / "encoder")


def _places(gaps: Iterable[Unserved]) -> list[str]:
    return sorted({place for gap in gaps for place in (gap.place_id, gap.within)})


def _weight(cell: Cell, direction: str) -> float:
    figure = cell.figure(direction)
    return figure[0] if figure else -1.0


def _cell(row: Row) -> Cell:
    told: dict[str, Any] = {name: value for name, value in row["cell"].items() if name in _CELL}
    services = tuple((one["id"], one["name"]) for one in row["services"])
    place = {name: row[name] for name in ("place_id", "place", "kind")}
    return Cell(services=services, **(told | place))
