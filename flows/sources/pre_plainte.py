"""Pré-plainte en ligne: the declarations of its export, counted by day and département before anything is kept."""

import statistics
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows import daily
from flows.daily import Counting, Totals
from flows.dropped import found
from flows.errors import SourceRefused
from flows.measures import COUNTRY, PARIS, day, departement, local_day, measure, part
from flows.rows import Layout, Row, read
from flows.sources import Item, Refusal, Sheet
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


@dataclass(frozen=True, slots=True)
class PrePlainte:
    """Counts the declarations of all files: see `flows.daily`.

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

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield the measures of days that are new or fuller; raise at the end for unreadable files."""
        days: defaultdict[date, Day] = defaultdict(Day)
        counting = Counting(
            count=lambda path, now: _count(path, now, days),
            totals=lambda each: days[each].totals(self.settings.fewest),
            size=lambda totals: sum(totals["places"].values()),
            measures=measures,
        )
        yield from daily.collect(self._files(), cursors, counting)

    def _files(self) -> list[Path]:
        if self.settings.file is None:
            raise SourceRefused(self.missing or "")
        return found(self.settings.file, ".csv")


def make(settings: Settings) -> PrePlainte:
    """Return the collector of one export, or of a folder of exports."""
    return PrePlainte(settings)


def measures(each: date, new: Totals, old: Totals | None) -> Iterator[Measure]:
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


def _count(path: Path, now: datetime, days: defaultdict[date, Day]) -> Iterator[date | Refusal]:
    """Add the declarations of one file to their days."""
    for row in read(path, LAYOUT):
        if isinstance(row, Refusal):
            yield row
            continue
        begun = _moment(row.fields["begun"])
        if begun is None or begun > now or not row.fields["id"].strip():
            yield Refusal("bad-id" if begun and begun <= now else "bad-date", f"{path}, line {row.line}")
            continue
        yield local_day(begun)
        if not _add(days[local_day(begun)], row, begun):
            yield Refusal("unknown-place", f"{path}, line {row.line}")


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
