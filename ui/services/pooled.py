"""Needs of several départements as one territory: counts added up, gaps weighted by inhabitants."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ui.services.needs import Cell


@dataclass(frozen=True, slots=True)
class Pooled:
    """A need in some départements together; None: nothing is told of it."""

    need: str
    label: str
    label_en: str
    messages: int
    """In those that are shown: at least so many in all."""
    unmet: float | None
    """Demands a month that are not served, the sum of those that are shown."""
    gap: float | None
    """Mean of the gaps that are shown, by inhabitants."""
    low: float | None
    high: float | None
    shown: int
    """Départements that it rests on."""
    few: tuple[str, ...]
    """Names of those with too few messages to be told."""
    unknown: tuple[str, ...]
    """Names of those that are hardly heard, or of which nothing is known: they are no zero."""


def pooled(cells: Iterable[Cell], people: Mapping[str, int], names: Mapping[str, str]) -> list[Pooled]:
    """Return the needs of some départements together, the largest gap first.

    `people` are the inhabitants of départements, `names` those that are looked at: one without a cell is unknown.

    What is usual is the same for each inhabitant, so the gap of all is the mean of gaps by inhabitants. Gaps are not
    independent (they share what is known of the offer), so their bounds are averaged too, which is never too narrow.
    """
    by_need: dict[str, list[Cell]] = {}
    for cell in cells:
        by_need.setdefault(cell.need, []).append(cell)
    found = [_one(own, people, names) for own in by_need.values()]
    return sorted(found, key=lambda one: (-(one.gap or -1.0), one.need))


def _one(cells: list[Cell], people: Mapping[str, int], names: Mapping[str, str]) -> Pooled:
    told = [(people.get(cell.place_id, 0), figure, cell) for cell in cells if (figure := cell.figure("gap"))]
    told = [one for one in told if one[0] > 0 and one[2].status == "shown"]
    weight = sum(inhabitants for inhabitants, _, _ in told)
    gap, low, high = (
        sum(inhabitants * figure[part] for inhabitants, figure, _ in told) / weight if weight else None
        for part in range(3)
    )
    few = tuple(cell.place for cell in cells if cell.status == "few")
    rested = {cell.place_id for _, _, cell in told}
    return Pooled(
        cells[0].need,
        cells[0].label,
        cells[0].label_en,
        sum(cell.messages or 0 for _, _, cell in told),
        sum(cell.unmet or 0.0 for _, _, cell in told) if told else None,
        gap,
        low,
        high,
        len(told),
        few,
        tuple(name for code, name in names.items() if code not in rested and name not in few),
    )
