"""A choice of territories: what stands in the address, as queries take it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.rows import Row
from signals.facts import MOST_PLACES


@dataclass(frozen=True, slots=True)
class Choice:
    """Territories of one kind that a view is narrowed to; no `places` are the whole country."""

    places: tuple[str, ...] = ()
    """Their codes: what lies in any of them is meant."""
    kind: str = "pays"
    names: Mapping[str, str] = field(default_factory=dict)
    """Code to name."""
    departements: tuple[str, ...] = ()
    """Départements that they consist of or lie in."""
    left_out: tuple[str, ...] = ()
    """What was asked for and is not heeded: unknown, of another kind than the first, or too many."""

    @property
    def code(self) -> str:
        """Return the choice as the address holds it.

        >>> Choice(("D21", "D71")).code
        'D21,D71'
        """
        return ",".join(self.places)

    @property
    def is_several(self) -> bool:
        return len(self.places) > 1

    @property
    def around(self) -> tuple[str, ...]:
        """Return where alerts, hazards and hours of talk are kept of: régions before their own, and départements."""
        return (*(self.places if self.kind == "region" else ()), *self.departements)


def codes(asked: str) -> list[str]:
    """Return the codes of an address, each once, in order.

    >>> codes("D71,D21,,D71")
    ['D21', 'D71']
    """
    return sorted({code for code in asked.split(",") if code})


def choice(asked: str, rows: Iterable[Row]) -> Choice:
    """Return what codes come down to; `rows` are those of them that exist, as `place_of` gives them.

    Places of one kind do not overlap, so that what is counted in them adds up.
    """
    known = {row["id"]: row for row in rows}
    wanted = codes(asked)
    there = [code for code in wanted if code in known]
    kind = known[there[0]]["kind"] if there else "pays"
    places = tuple([code for code in there if known[code]["kind"] == kind][:MOST_PLACES])
    if kind == "pays":
        return Choice(left_out=tuple(code for code in wanted if code not in there))
    of = {part: None for code in places for part in known[code]["departements"]}
    return Choice(
        places,
        kind,
        {code: known[code]["name"] or code for code in places},
        tuple(sorted(of) if len(places) > 1 else of),
        tuple(code for code in wanted if code not in places),
    )


@dataclass(frozen=True, slots=True)
class Near:
    """Which of some places lie in a choice, and which are larger and hold a part of it."""

    inside: frozenset[str]
    over: frozenset[str]

    def holds(self, places: Iterable[str]) -> bool:
        """Tell whether any of these places lies in the choice."""
        return not self.inside.isdisjoint(places)

    def reaches(self, places: Sequence[str]) -> bool:
        """Tell whether what is meant for these places is meant for the choice: it lies in it, or is larger; none: all.

        >>> near = Near(frozenset({"21231"}), frozenset({"FR"}))
        >>> near.reaches(["FR"]), near.reaches([]), near.reaches(["D59"]), near.holds(["FR"])
        (True, True, False, False)
        """
        return not places or self.holds(places) or not self.over.isdisjoint(places)
