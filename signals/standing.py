"""Where an alert stands, told from what people decided on it: nothing is stored but the decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]

STATES = {
    "acknowledge": "acknowledged",
    "assign": "acknowledged",
    "snooze": "snoozed",
    "close": "closed",
    "dismiss": "dismissed",
    "reopen": "open",
}
"""State of an alert after an act; other acts leave it where it is."""

ORDER = ("open", "acknowledged", "snoozed", "closed", "dismissed")
SEVERITIES = ("faible", "moderee", "forte", "critique")

TWICE = 2.0
"""An alert that was put aside comes back when its strongest signal passes so many times what it was."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of an alert."""

    state: str = "open"
    seen: str = ""
    """Id of the last decision that is no comment: what the next act is made on."""
    back: str = ""
    """Why an alert that was put aside is to be treated again: severity, volume or time."""
    given_to: str = ""
    verdict: str = ""
    into: str = ""
    """Id of the alert that it was merged into."""
    by: Row | None = None
    """The decision that brought it there."""


def counting(decisions: Sequence[Row]) -> list[Row]:
    """Return the decisions that count, oldest first: neither comments, nor undone, nor undoing.

    >>> rows = [{"id": "1", "act": "dismiss"}, {"id": "2", "act": "undo", "undoes_id": "1"}]
    >>> counting(rows)
    []
    """
    undone = {row["undoes_id"] for row in decisions if row["act"] == "undo"}
    return [row for row in decisions if row["act"] not in ("comment", "undo") and row["id"] not in undone]


def standing(alert: Row, now: int) -> Standing:
    """Return where an alert stands; it holds `decisions` (oldest first), `severity` and `volume`.

    >>> put = {"id": "1", "act": "snooze", "severity": "forte", "volume": 30.0, "until": None}
    >>> alert = {"decisions": [put], "severity": "forte", "volume": 59.0}
    >>> standing(alert, 0).state, standing(alert | {"volume": 60.0}, 0).back
    ('snoozed', 'volume')
    """
    last = [row["id"] for row in alert["decisions"] if row["act"] != "comment"]
    state, given_to, verdict, into = "open", "", "", ""
    by: Row | None = None
    for row in counting(alert["decisions"]):
        act = row["act"]
        if act == "merge":
            into = row["into_id"]
        elif act == "split":
            into = ""
        elif act in STATES:
            state, by, verdict = STATES[act], row, row.get("verdict") or ""
            given_to = row["given_to"] if act == "assign" else "" if act == "reopen" else given_to
    back = _back(by, alert, now) if by is not None and state == "snoozed" else ""
    return Standing(
        "open" if back else state, last[-1] if last else "", back=back, given_to=given_to, verdict=verdict, into=into,
        by=by,
    )  # fmt: skip


def _back(put: Row, alert: Row, now: int) -> str:
    """Return why an alert is no longer put aside, empty while it is."""
    if SEVERITIES.index(alert["severity"]) > SEVERITIES.index(put["severity"]):
        return "severity"
    if put["volume"] and (alert["volume"] or 0) >= TWICE * put["volume"]:
        return "volume"
    return "time" if put["until"] is not None and put["until"] <= now else ""
