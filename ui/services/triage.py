"""The inbox of a watch: alerts by where they stand, and the only way to decide on them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from graph.rows import Row
from signals.standing import SEVERITIES, Standing, counting, standing
from ui.formats import milliseconds
from ui.services.acts import Act, ActRefused, Overtaken, undoing, unless_overtaken
from ui.services.reader import Reader, Unreachable

KEPT = timedelta(days=30)
"""An alert without a signal for so long has left the inbox."""
MOST = 1_000
"""Alerts read, those of the highest rank."""

BOXES = {
    "open": ("open",),
    "acknowledged": ("acknowledged",),
    "snoozed": ("snoozed",),
    "treated": ("closed", "dismissed"),
}
"""Boxes of the inbox, with the states that they hold."""


class Triage:
    """Answers of the page Veille; `role` and `author` sign what is decided."""

    def __init__(self, reader: Reader, role: str, author: str = "") -> None:
        self._reader = reader
        self._signed = {"role": role, "author": author}

    def inbox(self) -> list[Row]:
        """Return the alerts by rank, each with its `standing` and the `parts` that were merged into it."""
        if self._reader.clock is None:
            return []
        rows = self._rows()
        now = milliseconds(self._reader.now())
        return sorted(_heads(rows, now), key=lambda row: (-row["score"], -row["last_at"], row["id"]))

    def one(self, alert: str) -> Row | None:
        """Return an alert of the inbox, that which holds it where it was merged; None if there is none."""
        rows = self.inbox()
        return next((row for row in rows if alert in (row["id"], *(part["id"] for part in row["parts"]))), None)

    def due(self) -> int:
        """Return how many of the alerts put aside for a time are due: a change calls for another look."""
        if self._reader.clock is None:
            return 0
        now = milliseconds(self._reader.now())
        try:
            decisions = [row for alert in self._rows() for row in alert["decisions"]]
        except Unreachable:
            return 0
        return sum(row["until"] is not None and row["until"] <= now for row in decisions)

    def decide(self, act: Act) -> tuple[str, ...]:
        """Write what somebody does to alerts and to what was merged into them, all or nothing; return the decisions.

        Raises `ActRefused` for what means nothing, `Overtaken` when somebody decided on one of them in between.
        """
        act = act.checked()
        known = {row["id"]: row for row in self.inbox()} | self._parts()
        if not set(act.on) | ({act.into} if act.into else set()) <= known.keys():
            raise ActRefused("alert")
        seen, taken = dict(act.on), [known[name] for name in act.on if name != act.into]
        for alert in [*taken] if act.name != "comment" else ():
            taken += alert["parts"]
            seen |= {part["id"]: part["standing"].seen for part in alert["parts"]}
        at = self._at(taken)
        decisions = [act.decision(alert, at=at, **self._signed) for alert in taken]
        also = None if act.name == "comment" else unless_overtaken(seen, decisions)
        self._reader.save(decisions, now=at, also=also)
        return tuple(decision.id for decision in decisions)

    def decide_each(self, act: Act) -> tuple[tuple[str, ...], dict[str, Row | None]]:
        """Write what somebody does to those of the alerts that nobody decided on in between, in one go.

        Returns the decisions, and for each alert that was left as it is what was decided on it; None: it is gone.
        """
        known = {row["id"]: row for row in self.inbox()} | self._parts()
        late: dict[str, Row | None] = {name: None for name in act.on if name not in known}
        while left := {name: seen for name, seen in act.on.items() if name not in late}:
            try:
                return self.decide(replace(act, on=left)), late
            except Overtaken as error:
                heads = {part["id"]: name for name in left for part in known[name]["parts"]}
                late |= {heads.get(name, name): by for name, by in error.late.items()}
        return (), late

    def undo(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Take decisions back, all or nothing, and return what was written; `Overtaken` where somebody decided since.

        Nothing is removed: each is followed by a decision that takes it back.
        """
        wanted = set(ids)
        found = [(alert, row) for alert in self._rows() for row in counting(alert["decisions"]) if row["id"] in wanted]
        if not found:
            raise ActRefused("alert")
        at = self._at(alert for alert, _ in found)
        decisions = [undoing(row, alert["id"], at=at, **self._signed) for alert, row in found]
        seen = {alert["id"]: row["id"] for alert, row in found}
        self._reader.save(decisions, now=at, also=unless_overtaken(seen, decisions))
        return tuple(decision.id for decision in decisions)

    def last_of(self, alert: Row) -> tuple[str, ...]:
        """Return the last decisions on an alert and on its parts that can be taken back, empty where there are none."""
        last = _last(alert)
        if last is None:
            return ()
        beside = [_last(part) for part in alert["parts"]]
        return (
            last["id"],
            *(row["id"] for row in beside if row and (row["at"], row["act"]) == (last["at"], last["act"])),
        )

    def _rows(self) -> list[Row]:
        since = (self._reader.clock or datetime.now(UTC)) - KEPT
        return self._reader.rows("veille_alerts", since=since, limit=MOST)

    def _parts(self) -> dict[str, Row]:
        return {part["id"]: part | {"parts": []} for row in self.inbox() for part in row["parts"]}

    def _at(self, alerts: Iterable[Row]) -> datetime:
        """Return when something is decided: after all that was, though the clock of an exercise starts with the app."""
        exercise = bool(self._reader.rows("situation_exercise")[0]["exercise"])
        now = self._reader.now() if exercise else datetime.now(UTC)
        last = max((row["at"] for alert in alerts for row in alert["decisions"]), default=0)
        return max(now, datetime.fromtimestamp(last / 1000, UTC) + timedelta(milliseconds=1))


def _last(alert: Row) -> Row | None:
    last = next((row for row in reversed(alert["decisions"]) if row["act"] != "comment"), None)
    return None if last is None or last["act"] == "undo" else last


def _heads(rows: list[Row], now: int) -> Iterable[Row]:
    """Yield the alerts that were not merged into another that is there; what was merged counts for its head."""
    alone = {row["id"]: standing(row, now) for row in rows}
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if alone[row["id"]].into in alone:
            parts[alone[row["id"]].into].append(row | {"standing": alone[row["id"]]})
    for row in rows:
        if alone[row["id"]].into in alone:
            continue
        held = parts[row["id"]]
        yield _together(row, held) | {"standing": _standing(row, held, now), "parts": held}


def _together(row: Row, parts: list[Row]) -> Row:
    every = [row, *parts]
    return row | {
        "severity": max((one["severity"] for one in every), key=SEVERITIES.index),
        "score": max(one["score"] for one in every),
        "volume": max((one["volume"] or 0.0 for one in every), default=0.0),
        "signals": sum(one["signals"] for one in every),
        "first_at": min(one["first_at"] for one in every),
        "last_at": max(one["last_at"] for one in every),
    }


def _standing(row: Row, parts: list[Row], now: int) -> Standing:
    return standing(_together(row, parts), now)
