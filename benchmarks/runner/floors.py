"""The bounds that published figures keep, from `benchmarks/floors.toml`.

A bound names figures of one benchmark by shell patterns. What a peer reached needs none; every other published figure
has a bound or stands under `unbounded`, with the reason why.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from benchmarks.runner.report import PEER

FLOORS = Path("benchmarks/floors.toml")


@dataclass(frozen=True, slots=True)
class Floor:
    """What some figures of a benchmark may not fall below, or rise above."""

    benchmark: str
    figures: tuple[str, ...]
    """Shell patterns of their names."""
    why: str
    least: float | None = None
    most: float | None = None

    def __post_init__(self) -> None:
        if not self.why.strip() or not self.figures:
            raise ValueError(f"A bound of {self.benchmark!r} needs figures and a reason.")

    @property
    def is_bound(self) -> bool:
        """Tell whether anything is asked of the figures."""
        return self.least is not None or self.most is not None

    def names(self, figure: str) -> bool:
        """Tell whether it is about `figure`."""
        return any(fnmatchcase(figure, pattern) for pattern in self.figures)

    def fall(self, value: float) -> str:
        """Return how `value` leaves the bound; empty where it keeps it.

        >>> Floor("topics", ("ami",), "the peer has .74", least=0.9).fall(0.85)
        'is 0.85, at least 0.9 is wanted: the peer has .74'
        >>> Floor("topics", ("noise",), "nothing is left out", most=0.01).fall(0.0)
        ''
        """
        if self.least is not None and not value >= self.least:
            return f"is {value:g}, at least {self.least:g} is wanted: {self.why}"
        if self.most is not None and not value <= self.most:
            return f"is {value:g}, at most {self.most:g} is wanted: {self.why}"
        return ""


def read(path: Path = FLOORS) -> tuple[Floor, ...]:
    """Return the bounds in the order of the file, those that ask nothing among them.

    Raises
    ------
    ValueError
        Where an entry has another key, no reason, or a bound of its own under `unbounded` or none under `floor`.
    """
    found = tomllib.loads(path.read_text())
    floors = []
    for kind in ("floor", "unbounded"):
        for entry in found.get(kind, ()):
            try:
                floor = Floor(**{**entry, "figures": tuple(entry["figures"])})
            except (TypeError, KeyError) as error:
                raise ValueError(f"{path}: {entry} is no bound: {error}.") from error
            if floor.is_bound != (kind == "floor"):
                raise ValueError(f"{path}: {entry} asks for a bound under 'unbounded', or for none under 'floor'.")
            floors.append(floor)
    return tuple(floors)


def published(metrics: Mapping[str, Any]) -> dict[str, float]:
    """Return the figures of a run that bounds are asked of: numbers, but for those of peers."""
    numbers = {name: value for name, value in metrics.items() if isinstance(value, int | float)}
    return {name: float(value) for name, value in numbers.items() if not name.startswith(PEER)}


def falls(floors: Sequence[Floor], benchmark: str, metrics: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence for each figure that leaves a bound, has none, or is missing."""
    figures = published(metrics)
    own = [floor for floor in floors if floor.benchmark == benchmark]
    for floor in own:
        for pattern in floor.figures:
            if not any(fnmatchcase(figure, pattern) for figure in figures):
                yield f"{benchmark}: no figure is named {pattern!r}, as benchmarks/floors.toml says"
        for figure, value in figures.items():
            if floor.names(figure) and (fall := floor.fall(value)):
                yield f"{benchmark}: {figure!r} {fall}"
    for figure in figures:
        if not any(floor.names(figure) for floor in own):
            yield f"{benchmark}: {figure!r} has no bound in benchmarks/floors.toml"
