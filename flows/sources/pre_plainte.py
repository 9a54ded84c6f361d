"""Pré-plainte en ligne: the declarations of its export, counted by day and département before anything is kept."""

import json
import statistics
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.dropped import found, known_at, stamp
from flows.errors import SourceBroken, SourceError, SourceRefused, together
from flows.measures import COUNTRY, PARIS, day, departement, local_day, measure, part
from flows.rows import Layout, Row, read
from flows.sources import Checkpoint, Record, Refusal, Sheet
from graph.model import Measure, Source

ABOUT = Source(
    id="pre-plainte",
    name="Pré-plainte en ligne",
    kind="action",
    platform="pre-plainte-en-ligne",
    licence="Export statistique de la plateforme, usage interne",
    purpose="Suivre le nombre de pré-plaintes déposées, par jour et département, et la durée de la démarche.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; seuls des comptages agrégés sont conservés.",
    retention_days=3650,
)

SHEET = Sheet(
    address="https://github.com/GendarmerieNationale/barometre-numerique-etl",
    every=timedelta(days=1),
    cadence="CSV exports dropped in a folder, one row a declaration; all are read again when one of them changes.",
    fields={
        "stats_id": "dropped: only tells declarations apart while counting",
        "stats_debut_declaration": "Measure.start, Measure.end",
        "stats_fin_declaration": "dropped: only the median duration of a day is kept",
        "stats_dpt_unite": "Measure.place_id",
        "stats_pers_physique": "Measure.metric",
        "stats_pers_morale": "Measure.metric",
    },
)

SERVICE = "pre-plainte-en-ligne"
LAYOUT = Layout(
    aliases={
        "id": ("stats_id",),
        "begun": ("stats_debut_declaration",),
        "ended": ("stats_fin_declaration",),
        "departement": ("stats_dpt_unite",),
        "natural": ("stats_pers_physique",),
        "legal": ("stats_pers_morale",),
    },
    required=("id", "begun", "departement"),
    delimiter=",",
)
PERSONS = {("1", "0"): "natural", ("0", "1"): "legal"}
MINUTE = timedelta(minutes=1)


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_PRE_PLAINTE_FILE`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_PRE_PLAINTE_")

    file: Path | None = None
    """The CSV export of declarations (`,`, UTF-8), or a folder of such exports."""
    fewest: int = Field(default=5, ge=2)
    """Declarations of a day under which its median duration is not kept: it would be that of a person."""


@dataclass(slots=True)
class Day:
    """The declarations that began on one day; their ids are forgotten when the files have been read."""

    ids: set[int] = field(default_factory=set)
    places: Counter[str] = field(default_factory=Counter)
    """By département, `` for none that we know."""
    persons: Counter[str] = field(default_factory=Counter)
    minutes: "array[float]" = field(default_factory=lambda: array("f"))

    def totals(self, fewest: int) -> dict[str, Any]:
        """Return what is kept of the day."""
        kept: dict[str, Any] = {"places": dict(self.places), "persons": dict(self.persons)}
        if len(self.minutes) >= fewest:
            kept["minutes"] = [round(statistics.median(self.minutes), 1), len(self.minutes)]
        return kept


@dataclass(slots=True)
class Files:
    """What all files say together: a declaration that stands in several of them counts once."""

    days: defaultdict[date, Day] = field(default_factory=lambda: defaultdict(Day))
    closed: set[date] = field(default_factory=set)
    """Days that were over when a file that holds them was written."""
    broken: set[date] = field(default_factory=set)
    """Days of a file that breaks off: nobody knows how many of their declarations are missing."""


@dataclass(frozen=True, slots=True)
class PrePlainte:
    """Reads all files when one of them changed. The cursor of a month (partition) holds what was counted of its days.

    A day counts once it was over when a file that holds it was written. An export can begin or end within a day, so
    of two exports of one day the fuller one stands: a count only grows, in whatever order the files come.

    What is kept is the number of declarations by day and département (the smallest has 76,000 inhabitants), crossed
    with nothing. The kind of person is counted, and the median duration taken, for the whole country only, the latter
    of at least `fewest` declarations.
    """

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        if self.settings.file is None:
            return "Set CYBERIMPACT_PRE_PLAINTE_FILE (or --file) to the CSV export of declarations."
        return None

    def probe(self) -> None:
        """Read the header and the first row of each file; raise a `SourceError` that says what is wrong."""
        for path in self._files():
            next(read(path, LAYOUT), None)

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Record | Checkpoint | Refusal]:
        """Yield the measures of days that are new or fuller, month by month; raise at the end for unreadable files."""
        marks = {path.name: stamp([path]) for path in self._files()}
        read_before = _marks(cursors.get(""))
        if marks == read_before:
            return
        files = Files()
        failures: list[SourceError] = []
        for path in self._files():
            refusals = _count(path, files, datetime.now(UTC))
            try:
                # what a file of an earlier run could not tell was said then
                yield from (each for each in refusals if marks.get(path.name) != read_before.get(path.name))
            except SourceBroken as error:
                failures.append(error)
        whole = {each: files.days[each].totals(self.settings.fewest) for each in files.closed - files.broken}
        yield from changes(whole, cursors)
        if failures:
            raise together(failures)
        yield Checkpoint(json.dumps(marks, sort_keys=True))

    def _files(self) -> list[Path]:
        if self.settings.file is None:
            raise SourceRefused(self.missing or "")
        return found(self.settings.file, ".csv")


def make(settings: Settings) -> PrePlainte:
    """Return the collector of one export, or of a folder of exports."""
    return PrePlainte(settings)


def changes(days: Mapping[date, Mapping[str, Any]], cursors: Mapping[str, str]) -> Iterator[Measure | Checkpoint]:
    """Yield the measures of days that are new, or fuller than the cursor of their month says, and its new value."""
    for name, group in groupby(sorted(days), key=lambda each: f"{each:%Y-%m}"):
        known = _load(cursors.get(name))
        before = dict(known)
        for each in group:
            old, new = known.get(str(each)), days[each]
            if old is None or (new != old and _size(new) >= _size(old)):
                known[str(each)] = dict(new)
                yield from measures(each, new, old)
        if known != before:
            yield Checkpoint(json.dumps(known, sort_keys=True), name)


def measures(each: date, new: Mapping[str, Any], old: Mapping[str, Any] | None) -> Iterator[Measure]:
    """Yield what a day counts; a département that an earlier export had and a fuller one has not counts zero."""
    span = day(each)
    gone = dict.fromkeys((old or {}).get("places", {}), 0)
    for place, n in sorted((gone | new["places"]).items()):
        metric = "reports" if place else part("reports", "place", "unknown")
        yield measure(ABOUT.id, (SERVICE, place or COUNTRY, metric), span, n)
    for person, n in sorted(new["persons"].items()):
        yield measure(ABOUT.id, (SERVICE, COUNTRY, part("reports", "person", person)), span, n)
    if "minutes" in new:
        median, n = new["minutes"]
        yield measure(ABOUT.id, (SERVICE, COUNTRY, "completion_minutes"), span, median, n)


def _count(path: Path, files: Files, now: datetime) -> Iterator[Refusal]:
    """Add the declarations of one file; yield what cannot be counted."""
    held: set[date] = set()
    try:
        for row in read(path, LAYOUT):
            if isinstance(row, Refusal):
                yield row
                continue
            begun = _moment(row.fields["begun"])
            if begun is None or begun > now or not row.fields["id"].strip():
                yield Refusal("bad-id" if begun and begun <= now else "bad-date", f"{path}, line {row.line}")
                continue
            held.add(local_day(begun))
            if not _add(files.days[local_day(begun)], row, begun):
                yield Refusal("unknown-place", f"{path}, line {row.line}")
    except SourceBroken:
        files.broken |= held
        raise
    until = known_at(path, max((day(each)[0] for each in held), default=now), now)
    for each in sorted(held):
        if day(each)[1] <= until:
            files.closed.add(each)
        else:
            yield Refusal("day-not-over", f"{path}, {each}")


def _add(counted: Day, row: Row, begun: datetime) -> bool:
    """Count a declaration once; return False when its département has a code that nobody knows."""
    key = hash(row.fields["id"].strip())
    if key in counted.ids:
        return True
    counted.ids.add(key)
    code = row.fields["departement"].strip()
    place = departement(code)
    counted.places[place or ""] += 1
    if "natural" in row.fields and "legal" in row.fields:
        kind = (row.fields["natural"].strip(), row.fields["legal"].strip())
        counted.persons[PERSONS.get(kind, "unknown")] += 1
    ended = _moment(row.fields.get("ended", ""))
    if ended is not None and ended >= begun:
        counted.minutes.append((ended - begun) / MINUTE)
    return place is not None or code in {"", "0", "00"}


def _moment(text: str) -> datetime | None:
    """Return the UTC time of a French local time, None when it is none."""
    text = text.strip()
    if len(text) != len("2022-07-01 10:00:00") or text[10] != " ":
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _size(totals: Mapping[str, Any]) -> int:
    return sum(totals["places"].values())


def _marks(cursor: str | None) -> dict[str, str]:
    """Return the files that were read, as they were then, by name."""
    try:
        return dict(json.loads(cursor or "{}"))
    except (ValueError, TypeError):
        return {}


def _load(cursor: str | None) -> dict[str, Any]:
    """Return the days that a cursor knows; one that is not ours knows none."""
    try:
        known = json.loads(cursor or "{}")
        return {str(each): totals for each, totals in known.items() if isinstance(totals["places"], dict)}
    except (ValueError, AttributeError, KeyError, TypeError):
        return {}
