"""One alert: why, and on which messages."""

from graph.rows import Row
from graph.store import query
from signals.standing import standing
from ui.formats import milliseconds
from ui.services.reader import Reader

EVIDENCE = 30
"""Messages shown."""


class Alerts:
    """Answers of the page of an alert."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def detail(self, alert: str) -> Row | None:
        """Return the alert with topic, places, signals (newest first), decisions and `standing`; None if unknown."""
        rows = self._reader.rows("alerte_detail", alert=alert)
        if not rows:
            return None
        found = standing(rows[0], milliseconds(self._reader.now()))
        return rows[0] | {"state": found.state, "standing": found, "parts": []}

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
