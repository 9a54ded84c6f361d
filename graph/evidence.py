"""What an alert rests on, kept so that anyone can look again: a stored query, its run, and a digest of its answer."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from graph.model import Alert, Evidence
from graph.rows import Row, moment
from graph.store import Also, Ask, Saved, Store, query

READ = "evidence_read"
SEEN = ("id", "text", "at", "author", "value")
"""What a row says that must not change; topics are none of it: a message may change topic, it was seen all the same."""


@dataclass(frozen=True, slots=True)
class Replay:
    """The answer of the stored query today, beside what the run saw."""

    evidence: Evidence
    identical: bool
    messages: int
    """Messages and measures that are there today."""
    authors: int
    missing: int
    """How many of those seen are there no more: erased, or past their retention."""
    changed: int
    """How many of those there were written again since: edited, or counted anew."""
    digest: str

    @property
    def reason(self) -> str:
        """Return the verdict as a French sentence."""
        seen, when = self.evidence.messages, f"{self.evidence.at:%d/%m/%Y à %H:%M} UTC"
        if self.identical:
            return f"Identique : {_french(seen, 'élément')}, comme vus le {when} par {self.evidence.run_id}."
        parts = [f"{_french(self.missing, 'effacé')}"] if self.missing else []
        parts += [f"{_french(self.changed, 'modifié')}"] if self.changed else []
        return f"Différent : {', '.join(parts) or 'autres éléments'} depuis le {when} ({seen} vus, {self.messages} là)."

    @property
    def reason_en(self) -> str:
        """Return the verdict as an English sentence."""
        seen, when = self.evidence.messages, f"{self.evidence.at:%d %b %Y %H:%M} UTC"
        if self.identical:
            return f"Identical: {seen} item{'s' * (seen != 1)}, as seen on {when} by {self.evidence.run_id}."
        parts = [f"{self.missing} erased"] if self.missing else []
        parts += [f"{self.changed} changed"] if self.changed else []
        return f"Different: {', '.join(parts) or 'other items'} since {when} ({seen} seen, {self.messages} there)."


def keeping(alerts: Sequence[Alert], *, as_of: datetime, now: datetime, run_id: str) -> Also:
    """Return what keeps the evidence of `alerts` in the transaction that writes them: one without the other never is.

    The latest run that had an alert cite something else is the one that answers for it.
    """

    def keep(ask: Ask, saved: Saved) -> None:
        rows = []
        for alert in alerts:
            parameters = {"signals": sorted(alert.signal_ids)}
            found = ask(READ, **parameters)
            kept = Evidence(
                id=f"evidence:{alert.id}",
                alert_id=alert.id,
                at=as_of,
                kept_at=now,
                statement=query(READ),
                parameters=json.dumps(parameters),
                messages=len(found),
                authors=_authors(found),
                digest=digest(found),
                run_id=run_id,
            )
            rows.append(asdict(kept))
        ask("evidence_keep", rows=rows)

    return keep


def evidence_of(store: Store, alert: str) -> Evidence | None:
    """Return how to look again at what an alert rests on; None where no run kept it."""
    rows = store.rows("evidence_of", alert=alert)
    return _evidence(rows[0]["evidence"]) if rows else None


def replay(store: Store, alert: str) -> Replay | None:
    """Run the stored query of an alert again, which can only read, and hold the answer against what was seen."""
    kept = evidence_of(store, alert)
    if kept is None:
        return None
    rows = store.read(kept.statement, **json.loads(kept.parameters))
    now = digest(rows)
    missing = max(0, kept.messages - len(rows))
    changed = sum(1 for row in rows if row["changed_at"] and _at(row["changed_at"]) > kept.kept_at)
    return Replay(kept, now == kept.digest, len(rows), _authors(rows), missing, changed, now)


def digest(rows: Iterable[Row]) -> str:
    """Return the SHA-256 of rows, of which only what was seen counts."""
    told = hashlib.sha256()
    for row in rows:
        told.update(json.dumps([row[name] for name in SEEN], ensure_ascii=False, default=str).encode())
        told.update(b"\n")
    return told.hexdigest()


def _authors(rows: Iterable[Row]) -> int:
    return len({row["author"] for row in rows if row["author"]})


def _at(of: Any) -> datetime:
    """Return a moment, of which stored queries give the text, or the moment itself, as they did once."""
    return datetime.fromisoformat(of) if isinstance(of, str) else moment(of)


def _evidence(node: dict[str, Any]) -> Evidence:
    names = Evidence.__dataclass_fields__
    values = {name: value for name, value in node.items() if name in names}
    for name in ("at", "kept_at"):
        values[name] = moment(values[name])
    return Evidence(**values)


def _french(count: int, word: str) -> str:
    return f"{count} {word}{'s' * (count > 1)}"
