"""Acts on alerts as decisions: what may be done, and what makes an act fail rather than overwrite another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from graph.model import Decision
from graph.rows import Row
from graph.store import Also, Ask, Saved
from signals.standing import STATES
from signals.text.kept import mask, readable

ACTS = (*STATES, "comment", "merge", "split")
VERDICTS = ("real", "false", "expected")
HOURS = (1, 4, 12)
"""For how long an alert may be put aside, at most; without it, until it escalates."""

LONGEST_COMMENT = 2_000
"""Characters."""
LONGEST_NAME = 60
"""Characters of the role that an alert is given to."""
MOST = 200
"""Alerts of one act."""


class ActRefused(ValueError):
    """An act cannot be done as it was asked; `why` is a short code: act, comment, verdict, given_to, alert, many."""

    def __init__(self, why: str) -> None:
        super().__init__(f"nothing to decide: {why}")
        self.why = why


class Overtaken(Exception):
    """Somebody decided on an alert since it was seen; nothing was written."""

    def __init__(self, late: Mapping[str, Row | None]) -> None:
        self.late = late
        """Their decision on each such alert: role, act, at; None where it is gone."""
        self.alert, self.by = next(iter(late.items()))
        super().__init__(self.alert)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody does to alerts, as it was asked."""

    name: str
    on: Mapping[str, str]
    """Id of each alert -> `Standing.seen` of it when it was on screen."""
    comment: str = ""
    given_to: str = ""
    verdict: str = ""
    hours: int | None = None
    into: str = ""

    def checked(self) -> "Act":
        """Return the act with its words masked and cut; raise `ActRefused` where it means nothing."""
        comment, given_to = (_kept(text) for text in (self.comment, self.given_to))
        faults = {
            "act": self.name not in ACTS,
            "alert": not self.on,
            "many": len(self.on) > MOST,
            "comment": self.name == "comment" and not comment,
            "verdict": self.name == "close" and self.verdict not in VERDICTS,
            "given_to": self.name == "assign" and not given_to,
            "hours": self.hours is not None and self.hours not in HOURS,
            "into": self.name == "merge" and (not self.into or set(self.on) <= {self.into}),
        }
        why = next((name for name, wrong in faults.items() if wrong), "")
        if why:
            raise ActRefused(why)
        return Act(
            name=self.name, on=self.on, comment=comment[:LONGEST_COMMENT], given_to=given_to[:LONGEST_NAME],
            verdict=self.verdict if self.name == "close" else "", hours=self.hours, into=self.into,
        )  # fmt: skip

    def decision(self, alert: Row, *, at: datetime, role: str, author: str) -> Decision:
        """Return the decision that does it to one alert."""
        aside = self.name == "snooze"
        return Decision(
            id=f"{alert['id']}|{at.isoformat()}|{self.name}",
            alert_id=alert["id"],
            at=at,
            role=role,
            author=author,
            act=self.name,
            comment=self.comment,
            given_to=self.given_to if self.name == "assign" else "",
            verdict=self.verdict,
            severity=alert["severity"] if aside else "",
            volume=alert["volume"] if aside else None,
            until=at + timedelta(hours=self.hours) if aside and self.hours else None,
            into_id=self.into if self.name == "merge" else None,
        )


def undoing(decision: Row, alert: str, *, at: datetime, role: str, author: str) -> Decision:
    """Return the decision that takes another back."""
    name, undoes = f"{alert}|{at.isoformat()}|undo", decision["id"]
    return Decision(id=name, alert_id=alert, at=at, role=role, author=author, act="undo", undoes_id=undoes)


def unless_overtaken(seen: Mapping[str, str], ours: Sequence[Decision]) -> Also:
    """Return what makes a transaction fail when somebody decided on one of the alerts since it was `seen`.

    The alerts are locked first: of two people who act at once, the second waits, then sees what the first did.
    """
    ids = [decision.id for decision in ours]

    def check(ask: Ask, _: Saved) -> None:
        found = {row["alert"]: row["by"] for row in ask("decisions_last", alerts=sorted(seen), ours=ids)}
        late = {
            alert: found.get(alert)
            for alert, last in seen.items()
            if alert not in found or ((found[alert] or {}).get("id") or "") != last
        }
        if late:
            raise Overtaken(late)

    return check


def _kept(text: str) -> str:
    return mask(readable(text)[0].strip())
