"""What we hear and on what terms: health of each source, outages, what was refused, erased, read."""

import json
from collections import Counter
from dataclasses import dataclass

from graph.rows import Row
from ui.formats import milliseconds
from ui.services.reader import Reader
from ui.services.span import Span
from ui.settings import Settings

DAY = 86_400_000
"""Milliseconds."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A source, or a platform as a whole, with the times in which it could not be heard."""

    name: str
    outages: list[Row]


class Sources:
    """Answers of the page of sources."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @property
    def prefect(self) -> str:
        """Return the address of Prefect's page, empty where the deployer gave none."""
        return Settings().prefect

    def health(self, span: Span) -> list[Row]:
        """Return the sources, those in trouble first, with `health`, `reasons` and `per_day` (None: not counted)."""
        now, blind = milliseconds(span.until), self._blind(span)
        rows = []
        for row in self._reader.rows("sources_health", since=span.since, until=span.until):
            is_blind = row["name"] in blind or row["platform"] in blind
            failed = bool(row["failures"]) or (
                row["last_run_at"] is not None and (row["last_success_at"] or 0) < row["last_run_at"]
            )
            heard = row["last_success_at"] or row["read"]
            counted = row["counted_from"]
            days = 0.0 if counted is None else (now - counted) / DAY
            rows.append(
                row
                | {
                    "health": "blind" if is_blind else "failed" if failed else "well" if heard else "never",
                    "reasons": Counter(json.loads(row["refusals"])),
                    "per_day": row["arrived"] / days if days > 0 else None,
                    "silent": None if row["last_message_at"] is None else max(0, now - row["last_message_at"]),
                }
            )
        order = ("blind", "failed", "never", "well")
        return sorted(rows, key=lambda row: (order.index(row["health"]), row["name"].lower()))

    def lanes(self, span: Span) -> list[Lane]:
        """Return what could not be heard in a period, by source; those still silent first."""
        names: dict[str, list[str]] = {}
        for row in self._reader.rows("sources_health", since=span.since, until=span.until):
            names.setdefault(row["platform"], []).append(row["name"])
        lanes: dict[str, list[Row]] = {}
        for row in self._reader.rows("sources_outages", since=span.since, until=span.until):
            of_platform = names.get(row["platform"], [])
            told = of_platform[0] if len(of_platform) == 1 else row["platform"]
            lanes.setdefault(row["source"] or told, []).append(row)
        found = [Lane(name, rows) for name, rows in lanes.items()]
        return sorted(found, key=lambda lane: (lane.outages[-1]["end"] is not None, lane.name.lower()))

    def erased(self, span: Span) -> list[Row]:
        """Return how much was erased in a period, by kind and reason."""
        return self._reader.rows("sources_erased", since=span.since, until=span.until)

    def retained(self, span: Span) -> Row | None:
        """Return when retention last ran before the end of a period, with what it removed; None: never."""
        rows = self._reader.rows("sources_retained", until=span.until)
        return rows[0] | {"removed": json.loads(rows[0]["counts"] or "{}")} if rows else None

    def reads(self, span: Span) -> list[Row]:
        """Return what was read word for word, taken out or asked in a period, by role."""
        return self._reader.rows("sources_reads", since=span.since, until=span.until)

    def _blind(self, span: Span) -> set[str]:
        now = milliseconds(span.until)
        rows = self._reader.rows("sources_outages", since=span.since, until=span.until)
        return {row["source"] or row["platform"] for row in rows if row["end"] is None or row["end"] > now}
