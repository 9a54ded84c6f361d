"""Incidents of the Paris metro as its lines told them: what the README's rule says of them, and how others match it."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from benchmarks.runner import Metrics
from signals.incidents.follow import Incident, incidents
from signals.incidents.phases import Phase

LINES = tuple(f"line-{number}.parquet" for number in (1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12))
NEAR = timedelta(minutes=10)
_SYMBOLS = re.compile("[❌⛔✅✔⚠\ufe0f]")

# The silver standard, as the README of the data set gives it: it only scores.
_RULE: tuple[tuple[str, Phase | None], ...] = (
    ("[✅✔]", "over"),
    ("[❌⛔]", "begins"),
    (
        r"prévision|mouvement social|grève|travaux|demain|week-?end|toute la journée|à partir d|#bonnenuit|bonne nuit"
        r"|#servic|#mobilis|#lesaviez|masque|👜|pollution",
        None,
    ),
    (
        r"rétabli|retour à (un trafic|la normale|une situation)|r[ée]-?ouverte?s?\b|rouverte?s?\b"
        r"|trafic (est )?(redevenu |de nouveau )?(normal|régulier|fluide)"
        r"|(de|à) nouveau (ouvert|desserv|marqu|l'arrêt)",
        "over",
    ),
    (r"reprend|reprise progressive|fin d'incident|incident (est )?terminé|la rame repart", "resumes"),
    (
        r"interrompu|interruption|perturb|ralenti|fermé|fermeture|non (marqué|desserv)|ne marqu"
        r"|n'est (pas|plus) (desserv|marqu)|stationne|en panne",
        "begins",
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """The status messages of one line, oldest first."""

    name: str
    at: Sequence[datetime]
    texts: Sequence[str]
    first: datetime
    """Of all that was collected of the line, answers included."""
    last: datetime

    def incidents(self, phase: Callable[[str], Phase | None]) -> list[Incident]:
        """Return the incidents that `phase` reads out of the messages."""
        return list(incidents(zip(self.at, map(phase, self.texts), strict=True)))


def read(folder: Path) -> list[Line]:
    """Return the lines of a folder; answers to users and what others wrote are left out."""
    lines = []
    for path in sorted(folder.glob("line-*.parquet")):
        moment = pl.col("time").str.to_datetime("%Y-%m-%d %H:%M:%S%z", time_unit="us", time_zone="UTC")
        rows = pl.read_parquet(path).with_columns(at=moment).with_row_index("row", 0)
        told = rows.filter(~pl.col("tweet").str.contains(r"^(?:@|RT @)")).sort("at", "row", descending=[False, True])
        span = rows["at"].sort()
        lines.append(Line(path.stem, told["at"].to_list(), told["tweet"].to_list(), span[0], span[-1]))
    return lines


def window(lines: Sequence[Line]) -> tuple[datetime, datetime]:
    """Return the span in which all lines are known."""
    return max(line.first for line in lines), min(line.last for line in lines)


def reference(text: str) -> Phase | None:
    """Return what the rule of the README says."""
    folded = unicodedata.normalize("NFC", text).replace("\ufe0f", "").replace("’", "'").lower()
    said = " ".join(folded.split())
    return next((phase for pattern, phase in _RULE if re.search(pattern, said)), None)


def without_symbols(read_phase: Callable[[str], Phase | None]) -> Callable[[str], Phase | None]:
    """Return `read_phase` as it does without the marks that give the answer away."""
    return lambda text: read_phase(_SYMBOLS.sub("", text))


def few_words(text: str) -> Phase | None:
    """Return what four words say: the README's untrained peer."""
    said = text.lower()
    if "rétabli" in said or "régulier" in said:
        return "over"
    return "begins" if "interrompu" in said or "perturbé" in said else None


def scores(lines: Sequence[Line], phase: Callable[[str], Phase | None]) -> Metrics:
    """Return F1 of starts and ends in the span common to all lines, and false starts a day."""
    first, last = window(lines)
    matched, found, true = dict.fromkeys("se", 0), dict.fromkeys("se", 0), dict.fromkeys("se", 0)
    for line in lines:
        truth, ours = line.incidents(reference), line.incidents(without_symbols(phase))
        for which, moment in (("s", _start), ("e", _end)):
            theirs, said = (_within(map(moment, group), first, last) for group in (truth, ours))
            matched[which] += _matches(theirs, said)
            true[which] += len(theirs)
            found[which] += len(said)
    days = (last - first) / timedelta(days=1)
    return {
        "start_f1": 2 * matched["s"] / (true["s"] + found["s"]),
        "end_f1": 2 * matched["e"] / (true["e"] + found["e"]),
        "false_alarms_per_day": (found["s"] - matched["s"]) / days,
    }


def _start(incident: Incident) -> datetime | None:
    return incident.start


def _end(incident: Incident) -> datetime | None:
    return incident.end


def _within(moments: Iterable[datetime | None], first: datetime, last: datetime) -> list[datetime]:
    return sorted(at for at in moments if at is not None and first <= at <= last)


def _matches(true: Sequence[datetime], found: Sequence[datetime]) -> int:
    """Return how many of `found` lie near one of `true`, one to one; both in order."""
    count = left = 0
    for at in found:
        while left < len(true) and true[left] < at - NEAR:
            left += 1
        if left < len(true) and true[left] <= at + NEAR:
            count, left = count + 1, left + 1
    return count
