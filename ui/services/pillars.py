"""The three pillars: facts of a scope read from the graph, indicators computed from them, and held against others."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import Lock

from graph.rows import Row
from graph.store import query
from signals.comparison import Standing, before, month_before, periods, standings, year_before
from signals.facts import COUNTRY, Facts, Scope, query_of, read
from signals.indicators import Value, by_id
from signals.readings import Reading, reading
from ui.services.reader import Reader
from ui.services.span import Span

SERVICES = 60
"""Services that one may choose: those with most messages and measures."""
PERIODS = 8
"""Periods that a course shows."""
PARTS = 18
"""Territories that are held against each other: as many as there are régions."""
PAST: Mapping[str, Callable[[Scope], Scope]] = {"mois": month_before, "an": year_before}
"""What a scope is compared with; otherwise the last one of the same weekdays that does not overlap."""
MULTIPLES, STEPS = 9, 6
"""Territories shown side by side, and periods of each."""
KEPT = 120
"""Scopes whose facts are kept until the data change."""


@dataclass(frozen=True, slots=True)
class Card:
    """What an indicator says of a scope, and what it said of the same weekdays that it is held against, if watched."""

    reading: Reading
    previous: Value | None


@dataclass(frozen=True, slots=True)
class Course:
    """An indicator of one territory over the last periods, the latest first."""

    place: str
    name: str
    steps: list[tuple[Scope, Reading]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An indicator over time and over the parts of its territory."""

    course: list[tuple[Scope, Reading]]
    """The latest period first."""
    year_ago: Reading | None
    standings: list[Standing]
    names: dict[str, str]
    hidden: int
    """Territories that are left out for want of observations."""


class Pillars:
    """Answers of the page of indicators."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._facts: OrderedDict[tuple[str, Scope], Facts] = OrderedDict()
        self._lock = Lock()

    def scope(self, span: Span, place: str = "", service: str = "") -> Scope:
        """Return what is asked about; no place is the whole country, several are one."""
        return Scope(span.since, span.until, place or COUNTRY, service)

    def cards(self, scope: Scope, compare: str = "avant", *, heard: str = "") -> list[Card]:
        """Return every indicator, pillar by pillar, beside what it was in the period that this one is compared with.

        `heard` is the part of the territory of which something is known: indicators of messages are told of it.
        """
        cards = []
        for name, indicator in by_id().items():
            here = replace(scope, place=heard) if heard and indicator.is_heard else scope
            then = self._past(name, PAST.get(compare, before)(here))
            cards.append(Card(reading(name, indicator, self.facts(here)), then.value if then else None))
        return cards

    def compare(self, name: str, scope: Scope) -> Comparison:
        """Return an indicator over the last periods, a year ago, and over the parts of the territory."""
        indicator = by_id()[name]
        course = self._course(name, scope, PERIODS)
        parts = self._parts(scope)
        names = {row["id"]: row["name"] for row in parts}
        whole = course[0][1].value
        found = standings(
            indicator,
            list(names),
            lambda place: reading(name, indicator, self.facts(replace(scope, place=place))).value,
            whole,
        )
        return Comparison(course, self._past(name, year_before(scope)), found, names, len(names) - len(found))

    def _parts(self, scope: Scope) -> list[Row]:
        """Return the territories that are held against the whole: those of the next level, or those that make it up."""
        if len(scope.places) > 1:
            return self._reader.rows("place_of", places=scope.places)
        return self._reader.rows("indicators_parts", place=scope.place, limit=PARTS)

    def side_by_side(self, name: str, scope: Scope, found: Comparison) -> list[Course]:
        """Return the courses of the territories that rank highest, in that order; none where only one has a rank."""
        shown = found.standings[:MULTIPLES] if len(found.standings) > 1 else []
        return [
            Course(one.place, found.names[one.place], self._course(name, replace(scope, place=one.place), STEPS))
            for one in shown
        ]

    def _course(self, name: str, scope: Scope, number: int) -> list[tuple[Scope, Reading]]:
        course = [(scope, reading(name, by_id()[name], self.facts(scope)))]
        for each in list(periods(scope, number))[1:]:
            if (then := self._past(name, each)) is not None:
                course.append((each, then))
        return course

    def facts(self, scope: Scope) -> Facts:
        """Return what is known of a scope."""
        key = self._reader.version, scope
        with self._lock:
            if key not in self._facts:
                self._facts[key] = read(self._reader.rows, scope)
                if len(self._facts) > KEPT:
                    self._facts.popitem(last=False)
            return self._facts[key]

    def places(self) -> list[Row]:
        """Return the régions and départements: id, name, kind."""
        return self._reader.rows("indicators_places")

    def communes(self, departement: str) -> list[Row]:
        """Return the communes of a département by name."""
        return self._reader.rows("indicators_communes", place=departement) if departement else []

    def services(self) -> dict[str, str]:
        """Return the services that one may choose, id to name, by name."""
        rows = self._reader.rows("indicators_services", limit=SERVICES)
        return {row["id"]: row["name"] for row in sorted(rows, key=lambda row: (row["name"].lower(), row["id"]))}

    def queries(self, name: str, scope: Scope) -> dict[str, str]:
        """Return the Cypher that an indicator is read with, by the name of its file."""
        return {(file := query_of(table, scope)): query(file) for table in by_id()[name].reads}

    def _past(self, name: str, scope: Scope) -> Reading | None:
        """Return what an indicator said of an earlier scope, None when nobody was listening yet."""
        indicator = by_id()[name]
        if indicator.is_heard and not self._reader.knows(scope.since):
            return None
        return reading(name, indicator, self.facts(scope))
