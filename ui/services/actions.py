"""What the institution did, and what each action changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from graph.rows import Row
from signals.effects.account import Account, account
from signals.effects.facts import facts, questions
from signals.effects.understood import FEWEST, sentences
from ui.services.reader import Reader, Unreachable

LISTED = 200
"""Actions of the journal, the latest."""
MOST = 2_000
"""Actions among which those of a territory are looked for, the latest."""
VERBATIMS = 6
"""Questions shown of an action."""
KEPT = 50
"""Accounts kept in memory."""


@dataclass(frozen=True, slots=True)
class Told:
    """An action with what it changed."""

    action: Row
    account: Account
    sentence: str
    """The sentence of its text that most questions are about; empty: none."""
    verbatims: tuple[Row, ...]


class Actions:
    """Answers of the page of actions; an account is made once for each version of the data."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._made: dict[tuple[str, str], Told] = {}
        self._lock = Lock()

    def journal(self, most: int = LISTED) -> list[Row]:
        """Return what was done, newest first, with topic and places."""
        now = self._reader.clock
        return [] if now is None else self._reader.rows("actions_journal", until=now, limit=most)

    def chosen(self, action: str, rows: Sequence[Row]) -> Row | None:
        """Return an action by its id; empty or unknown: the latest that speaks of a topic, else the latest."""
        by_id = next((row for row in rows if row["id"] == action), None)
        return by_id or next((row for row in rows if row["topic"]), rows[0] if rows else None)

    def told(self, action: Row) -> Told:
        """Return what an action changed."""
        key = (self._reader.version, action["id"])
        with self._lock:
            if key not in self._made:
                self._made[key] = self._read(action)
                if len(self._made) > KEPT:
                    del self._made[next(iter(self._made))]
            return self._made[key]

    def _read(self, action: Row) -> Told:
        now = self._reader.clock
        if now is None:
            raise Unreachable("clock")
        answers = [self._reader.rows(name, **given) for name, given in questions(action, now)]
        found = account(facts(action, now, answers))
        asked = found.understood
        parts = sentences(action["text"])
        sentence = parts[asked.sentence] if asked.sentence is not None and asked.sentence < len(parts) else ""
        shown = asked.asked >= FEWEST and asked.askers >= FEWEST
        rows = self._reader.rows("actions_verbatims", action=action["id"], until=now, limit=VERBATIMS) if shown else []
        return Told(action, found, sentence, tuple(rows))
