"""Truths of a scenario about messages that were just told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flows.exercise.clock import stamp
from flows.exercise.script import Row, Script, span_of


def about(script: Script, kind: str, label: str, rows: Sequence[Row], *, id_: str, **more: Any) -> None:
    """Add a truth of `kind` that these messages tell of, in the scenario's zone unless `more` says where."""
    places = more.pop("places", [script.people.zone])
    script.truth(kind, label, span_of(list(rows)), id=id_, places=places, messages=[row["id"] for row in rows], **more)


def rumour(
    script: Script, label: str, told: Mapping[str, Sequence[Row]], *, id_: str, denied_at: datetime | None
) -> None:
    """Add a rumour from its messages by stance; `denied_at` is None where it turns out true."""
    rows = [row for stance in sorted(told) for row in told[stance]]
    stances = {row["id"]: stance for stance in sorted(told) for row in told[stance]}
    denied = {"denied_at": stamp(denied_at)} if denied_at else {}
    about(script, "rumour", label, rows, id_=id_, **denied, stance_of=stances)


def no_effect(script: Script, action: str, about: str, *, label: str, since: datetime) -> None:
    """Add that an action changed nothing in how a rumour spreads."""
    more = {"places": [script.people.zone], "action": action, "about": about, "relative_change": 0.0}
    script.truth("effect", label, (since, script.ends_at), id=f"effect-{action}", **more)


def quiet(script: Script, span: tuple[datetime, datetime], places: Sequence[str], *, id_: str = "quiet") -> None:
    """Add a span and places in which any alert is false."""
    script.truth("quiet", "Rien de particulier", span, id=id_, places=list(places))
