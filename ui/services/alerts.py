"""One alert: why, on which messages, what people decided."""

from datetime import UTC, datetime

from graph.model import Decision
from graph.rows import Row
from graph.store import query
from ui.services.reader import Reader
from ui.services.situation import STATES

ACTS = ("acknowledge", "dismiss", "reopen", "comment")

LONGEST_COMMENT = 2_000
"""Characters."""

EVIDENCE = 30
"""Messages shown."""


class Alerts:
    """Answers of the page of an alert, and the only way to decide on one."""

    def __init__(self, reader: Reader, role: str, author: str = "") -> None:
        self._reader = reader
        self._role, self._author = role, author

    def detail(self, alert: str) -> Row | None:
        """Return the alert with topic, places, signals (newest first), decisions and `state`; None if unknown."""
        rows = self._reader.rows("alerte_detail", alert=alert)
        if not rows:
            return None
        acts = [decision["act"] for decision in rows[0]["decisions"] if decision["act"] != "comment"]
        return rows[0] | {"state": STATES[acts[-1]] if acts else "open"}

    def rumour(self, alert: str) -> Row | None:
        """Return what is claimed about its topic and how that stands, with `claim`; None where nothing is."""
        rows = self._reader.rows("alerte_rumour", alert=alert)
        return rows[0]["rumour"] | {"claim": rows[0]["claim"]} if rows else None

    def evidence(self, alert: str) -> list[Row]:
        """Return the first messages that it rests on; authors are pseudonyms."""
        return self._reader.rows("alerte_evidence", alert=alert, limit=EVIDENCE)

    def recompute(self) -> str:
        """Return the Cypher that counts the numbers of an alert again, given its id as `alert`."""
        return query("alerte_recompute").strip()

    def decide(self, alert: str, act: str, *, comment: str, exercise: bool) -> None:
        """Write a decision, dated by the clock of the exercise or by ours; raise ValueError on an empty comment."""
        comment = comment.strip()[:LONGEST_COMMENT]
        if act not in ACTS or (act == "comment" and not comment):
            raise ValueError(f"nothing to decide: {act!r}")
        at = self._reader.now() if exercise else datetime.now(UTC)
        name = f"{alert}|{at.isoformat()}|{act}"
        signed = {"role": self._role, "author": self._author}
        decision = Decision(id=name, alert_id=alert, at=at, act=act, comment=comment, **signed)
        self._reader.save([decision], now=at)
