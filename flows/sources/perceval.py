"""Percev@l: reports of card fraud, counted by day, by month and département, and by month and age."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.dropped import content, found, known_at
from flows.errors import SourceBroken, SourceError, SourceRefused, together
from flows.measures import COUNTRY, Span, day, departement, local_day, measure, month, part
from flows.sources import Checkpoint, Record, Refusal, Sheet
from graph.model import Measure, Source

ABOUT = Source(
    id="perceval",
    name="Percev@l",
    kind="action",
    platform="perceval",
    licence="Comptages agrégés de la Gendarmerie nationale, usage interne",
    purpose="Suivre le nombre de signalements de fraude à la carte bancaire, par jour, mois et département.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; comptages agrégés, sans donnée personnelle.",
    retention_days=3650,
)

SHEET = Sheet(
    address="https://github.com/GendarmerieNationale/tap-perceval",
    every=timedelta(days=1),
    cadence="One JSON file, written anew by its owner; read again whole when its content changes.",
    fields={
        "nb_report_day": "Measure.value",
        "amount_of_money_day": "Measure.value",
        "dpt_report_month": "Measure.value, Measure.place_id",
        "age_categories_month": "Measure.value, Measure.metric",
    },
)

MAX_BYTES = 50_000_000
MOST = 10**12
"""Reports or euros of one cell; what is larger was never counted."""
LABEL = 20
"""Characters of a category; what is longer is no age."""
UNKNOWN = {"00", "0", "99", "999", "", "nc", "inconnu", "n/a"}
"""Codes by which the exports say that they do not know."""

Found = tuple[str, str, Span, float]
"""Place, metric, span and value of one count."""


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_PERCEVAL_FILE`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_PERCEVAL_")

    file: Path | None = None
    """The JSON file of aggregates, or a folder of such files."""


@dataclass(frozen=True, slots=True)
class Perceval:
    """Reads each file whose content changed; the cursor of a file (partition: its name) is the digest of its content.

    A later file, by name, corrects an earlier one. A count of a period that was not over when the file was written is
    refused (`period-not-over`): it is no total yet.
    """

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        if self.settings.file is None:
            return "Set CYBERIMPACT_PERCEVAL_FILE (or --file) to the JSON file of Percev@l's aggregates."
        return None

    def probe(self) -> None:
        """Read the files without keeping anything; raise a `SourceError` that says what is wrong."""
        for path in self._files():
            tables(path, content(path, MAX_BYTES))

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Record | Checkpoint | Refusal]:
        """Yield the measures of every changed file; raise at the end for those that cannot be read."""
        failures: list[SourceError] = []
        for path in self._files():
            try:
                body = content(path, MAX_BYTES)
                digest = hashlib.blake2b(body, digest_size=16).hexdigest()
                if cursors.get(path.name) != digest:
                    yield from parse(path, tables(path, body), datetime.now(UTC))
                    yield Checkpoint(digest, path.name)
            except SourceError as error:
                failures.append(error)
        if failures:
            raise together(failures)

    def _files(self) -> list[Path]:
        if self.settings.file is None:
            raise SourceRefused(self.missing or "")
        return found(self.settings.file, ".json")


def make(settings: Settings) -> Perceval:
    """Return the collector of one file, or of a folder of files."""
    return Perceval(settings)


def tables(path: Path, body: bytes) -> Mapping[str, Any]:
    """Return the tables of a file by name; raise `SourceBroken` when it has none that we know."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise SourceBroken(f"{path} is not JSON ({error}): was it half-written? Export it again.") from error
    if not isinstance(read, Mapping) or not read.keys() & TABLES.keys():
        raise SourceBroken(f"{path} has none of the tables {', '.join(TABLES)}: check that it is Percev@l's file.")
    return read


def parse(path: Path, read: Mapping[str, Any], now: datetime) -> Iterator[Measure | Refusal]:
    """Yield the measures of the tables of one file, and what cannot be kept of it."""
    counts: list[Found] = []
    for name, table in read.items():
        if name not in TABLES or not isinstance(table, Mapping):
            yield Refusal("unknown-table", f"{path}, {name[:LABEL]!r}")
            continue
        for item in TABLES[name](table):
            if isinstance(item, Refusal):
                yield Refusal(item.reason, f"{path}, {name}, {item.where}")
            else:
                counts.append(item)
    begun = [span[0] for *_, span, _ in counts if span[0] <= now]
    until = known_at(path, max(begun, default=now), now)
    reports = {span: value for place, metric, span, value in counts if (place, metric) == (COUNTRY, "reports")}
    for place, metric, span, value in counts:
        if span[1] > until:
            yield Refusal("period-not-over", f"{path}, {metric}, {place}, {local_day(span[0])}")
            continue
        rests_on = reports.get(span) if metric == "reported_euros" else None
        n = None if rests_on is None else int(rests_on)
        yield measure(ABOUT.id, (ABOUT.id, place, metric), span, value, n)


def _by_day(metric: str, *, whole: bool) -> Callable[[Mapping[str, Any]], Iterator[Found | Refusal]]:
    def read(table: Mapping[str, Any]) -> Iterator[Found | Refusal]:
        for key, value in table.items():
            span = _span(day, key)
            if span is None or not _is_count(value, whole=whole):
                yield Refusal("bad-date" if span is None else "bad-value", repr(key[:LABEL]))
            else:
                yield COUNTRY, metric, span, float(value)

    return read


def _by_departement(table: Mapping[str, Any]) -> Iterator[Found | Refusal]:
    """Yield reports by month and département; those of no département are a part of the country's, not a place."""
    for found_month in _months(table):
        if isinstance(found_month, Refusal):
            yield found_month
            continue
        span, cells = found_month
        sums: Counter[tuple[str, str]] = Counter()
        for code, value in cells.items():
            place = departement(code)
            if place is None and code.strip().lower() not in UNKNOWN:
                yield Refusal("unknown-place", f"{_month(span)}, {code!r}")
            # two codes may name one département: 69 and 69M
            sums[(place, "reports") if place else (COUNTRY, part("reports", "place", "unknown"))] += value
        for (place, metric), total in sums.items():
            yield place, metric, span, float(total)


def _by_age(table: Mapping[str, Any]) -> Iterator[Found | Refusal]:
    for found_month in _months(table):
        if isinstance(found_month, Refusal):
            yield found_month
            continue
        span, cells = found_month
        for label, value in cells.items():
            age = "unknown" if label.strip().lower() in UNKNOWN else label.strip()
            yield COUNTRY, part("reports", "age", age), span, float(value)


def _months(table: Mapping[str, Any]) -> Iterator[tuple[Span, Mapping[str, int]] | Refusal]:
    """Yield the good cells of each month, and a refusal for each other one."""
    for key, cells in table.items():
        span = _span(month, key)
        if span is None or not isinstance(cells, Mapping):
            yield Refusal("bad-date" if span is None else "bad-value", repr(key[:LABEL]))
            continue
        good: dict[str, int] = {}
        for label, value in cells.items():
            if len(label) <= LABEL and label.isprintable() and _is_count(value, whole=True):
                good[label] = int(value)
            else:
                yield Refusal("bad-value", f"{key}, {label[:LABEL]!r}")
        yield span, good


def _month(span: Span) -> str:
    return f"{local_day(span[0]):%Y-%m}"


def _span(read: Callable[[str], Span], text: str) -> Span | None:
    try:
        return read(text)
    except ValueError:
        return None


def _is_count(value: object, *, whole: bool) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value <= MOST and (not whole or value == int(value))


TABLES: Mapping[str, Callable[[Mapping[str, Any]], Iterator[Found | Refusal]]] = {
    "nb_report_day": _by_day("reports", whole=True),
    "amount_of_money_day": _by_day("reported_euros", whole=False),
    "dpt_report_month": _by_departement,
    "age_categories_month": _by_age,
}
"""How each table of the file is read; the amount is the total of the day, in euros."""
