"""Counts of any partner, monthly or daily, in one documented CSV layout."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.catalogue import current
from flows.dropped import Drop, found, known_at
from flows.errors import SourceError, SourceRefused, together
from flows.measures import COUNTRY, Span, departement, measure, part
from flows.periods import period
from flows.rows import Layout, Row, read
from flows.sources import Item, Refusal, Sheet
from graph.model import Measure, Service, Source
from signals.metrics import METRICS, metric_of
from signals.services.catalogue import Catalogue
from signals.text.fold import fold

ABOUT = Source(
    id="counts",
    name="Comptages de partenaires",
    kind="action",
    platform="counts",
    licence="Selon l'accord avec chaque partenaire",
    purpose="Mesurer l'activité des services (17Cyber, THESEE, PHAROS…) par territoire et par période.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; comptages agrégés, sans donnée personnelle.",
    retention_days=3650,
)

SHEET = Sheet(
    address="docs/counts.md",
    every=timedelta(days=1),
    cadence="CSV files dropped in a folder, monthly or daily; a file is read again when it changes.",
    fields={
        "service": "Measure.service_id",
        "place": "Measure.place_id",
        "metric": "Measure.metric",
        "from": "Measure.start",
        "to": "Measure.end",
        "value": "Measure.value",
        "n": "Measure.n",
        "part": "Measure.metric",
        "service_name": "Service.name",
        "operator": "Service.operator",
        "comment": "dropped: free text is not needed to count",
    },
)

LAYOUT = Layout(
    aliases={
        "service": ("service",),
        "place": ("place", "lieu", "territoire"),
        "metric": ("metric", "indicateur", "métrique"),
        "from": ("from", "début", "période"),
        "value": ("value", "valeur", "nombre"),
        "to": ("to", "fin exclue"),
        "n": ("n", "effectif"),
        "part": ("part", "partie"),
        "service_name": ("service_name", "nom du service"),
        "operator": ("operator", "opérateur"),
    },
    required=("service", "place", "metric", "from", "value"),
    delimiter=";,",
)

PART = re.compile(r"([a-z][a-z_]{0,30})=([^|/=]{1,80})")
NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
PLACE = re.compile(r"FR|R\d{2}|D(?:\d{2,3}|2[AB])|\d{5}|2[AB]\d{3}", re.ASCII)
UNKNOWN = {"unknown", "inconnu", "00"}
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?", re.ASCII)
BLANKS = re.compile(r"[ \u00a0\u202f]")
MOST = 1e12


class BadCell(ValueError):
    """A cell that cannot be kept: a reason code, and what to write instead."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(advice)
        self.reason = reason


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_COUNTS_FILE`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_COUNTS_")

    file: Path | None = None
    """A CSV file in the layout of docs/counts.md, or a folder of such files."""
    checkpoint_rows: int = Field(default=500, ge=1)
    """Rows between two checkpoints: what a killed run reads again at most."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Reads each file from where it stopped; the cursor (partition: the file's name) is a position in a known content.

    Of two rows on the same service, place, metric and period, the later one stands: later in a file, or in a file
    that changed later, or else in the file of the later name.
    """

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        if self.settings.file is None:
            return "Set CYBERIMPACT_COUNTS_FILE (or --file) to a CSV file of counts, or to a folder of them."
        return None

    def probe(self) -> None:
        """Read the header and the first row of each file; raise a `SourceError` that says what is wrong."""
        for path in self._files():
            next(read(path, LAYOUT), None)

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield the measures of what is new in each file; raise at the end for files that cannot be read."""
        failures: list[SourceError] = []
        now = datetime.now(UTC)
        for path in self._files():
            drop = Drop(path, LAYOUT, path.name, self.settings.checkpoint_rows)
            try:
                yield from drop.items(cursors.get(path.name), partial(parse, path=path, now=now))
            except SourceError as error:
                failures.append(error)
        if failures:
            raise together(failures)

    def _files(self) -> list[Path]:
        if self.settings.file is None:
            raise SourceRefused(self.missing or "")
        return found(self.settings.file, ".csv")


def make(settings: Settings) -> Counts:
    """Return the collector of one file, or of a folder of files."""
    return Counts(settings)


def parse(row: Row, named: set[str], *, path: Path, now: datetime) -> Iterator[Service | Measure | Refusal]:
    """Yield what one row says: a service that only the partner names and not yet in `named`, and its measure."""
    cells = {name: cell.strip() for name, cell in row.fields.items()}
    where = f"{path}, line {row.line}"
    try:
        service, span = service_of(cells["service"]), _span(cells, path, now)
        place, metric = _what(cells)
        value, n = _value(cells["value"], metric), _n(cells.get("n", ""))
    except BadCell as error:
        yield Refusal(error.reason, f"{where}: {error}")
        return
    name = cells.get("service_name", "")
    if name and service not in named and service not in _known().values():
        named.add(service)
        yield Service(id=service, name=name, operator=cells.get("operator", ""))
    yield measure(ABOUT.id, (service, place, metric), span, value, n)


def service_of(text: str) -> str:
    """Return the id of a service: ours where its id or name is known, else the partner's name in one word.

    >>> service_of("THÉSÉE"), service_of("Percev@l"), service_of("Pré-plainte en ligne"), service_of("Ma Brigade 2")
    ('thesee', 'perceval', 'pre-plainte-en-ligne', 'ma-brigade-2')
    """
    known = _known().get(fold(text))
    slug = known or "-".join("".join(char if char.isalnum() else " " for char in fold(text)).split())
    if not SLUG.fullmatch(slug):
        raise BadCell("bad-service", f"service: {text[:60]!r} is no name; write its id, as 17cyber")
    return slug


def place_of(text: str) -> str | None:
    """Return the official code of a place, None for one that the partner does not know.

    >>> place_of("FR"), place_of("D21"), place_of("21"), place_of("75C"), place_of("21231"), place_of("inconnu")
    ('FR', 'D21', 'D21', 'D75', '21231', None)
    """
    if fold(text) in UNKNOWN:
        return None
    code = text.upper()
    place = code if PLACE.fullmatch(code) else departement(code) if 1 <= len(code) <= 3 else None
    if place is None:
        raise BadCell("bad-place", f"place: {text[:60]!r} is no code; write FR, R27, D21 or 21231, or unknown")
    return place


def _what(cells: Mapping[str, str]) -> tuple[str, str]:
    """Return place and metric; counts of no known place are a part of the country's."""
    metric = metric_of(cells["metric"])
    if not NAME.fullmatch(metric):
        raise BadCell("bad-metric", f"metric: {cells['metric'][:60]!r} is no name; write one as reports or visits")
    place, shown = place_of(cells["place"]), cells.get("part", "")
    if shown:
        found_part = PART.fullmatch(shown)
        if not found_part or place is None:
            raise BadCell("bad-part", f"part: {shown[:60]!r}; write one as age=15-24, in a place that is known")
        metric = part(metric, found_part[1], found_part[2])
    return (place, metric) if place else (COUNTRY, part(metric, "place", "unknown"))


def _span(cells: Mapping[str, str], path: Path, now: datetime) -> Span:
    try:
        span = period(cells["from"], cells.get("to", ""))
    except ValueError as error:
        raise BadCell("bad-date", f"from, to: {error}") from error
    if span[1] > known_at(path, span[0] if span[0] <= now else now, now):
        raise BadCell("period-not-over", "to: the period was not over when the file was written, it has no total yet")
    return span


def _value(text: str, metric: str) -> float:
    plain = BLANKS.sub("", text)
    if not NUMBER.fullmatch(plain):
        raise BadCell("bad-value", f"value: {text[:60]!r} is no number; write 1234 or 12,5, and leave no row for none")
    value = float(plain.replace(",", "."))
    kind = METRICS.get(metric.partition("/")[0])
    unit = kind.unit if kind else ""
    most = {"share": 1.0, "score": 10.0}.get(unit, MOST)
    if not (0 if kind else -MOST) <= value <= most:
        raise BadCell("bad-value", f"value: {text[:60]} lies outside of what {metric} can be, at most {most:g}")
    if unit == "count" and value != int(value):
        raise BadCell("bad-value", f"value: {text[:60]} is no whole number, and {metric} are counted one by one")
    return value


def _n(text: str) -> int | None:
    plain = BLANKS.sub("", text)
    if plain and not (plain.isascii() and plain.isdecimal() and len(plain) < 13):
        raise BadCell("bad-value", f"n: {text[:60]!r} is no number of answers or events")
    return int(plain) if plain else None


def _known() -> Mapping[str, str]:
    """Return the id of each service of the catalogue in force, by its id and its name, folded."""
    return _named(current())


@lru_cache(maxsize=1)
def _named(catalogue: Catalogue) -> Mapping[str, str]:
    return {key: service.id for service in catalogue.services for key in (service.id, fold(service.name))}
