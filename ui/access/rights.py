"""The right that each call of a service needs; what is not listed here is refused to everybody."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.users.roles import Right
from ui.services.audit import digest_of

NEEDED: Mapping[str, Right] = {
    "situation.exercise": Right.see,
    "situation.alerts": Right.see,
    "situation.sources": Right.see,
    "situation.topics": Right.see,
    "situation.timeline": Right.see,
    "situation.past": Right.see,
    "situation.hearing": Right.see,
    "situation.knows": Right.see,
    "situation.volume": Right.see,
    "territory.names": Right.see,
    "territory.place": Right.see,
    "territory.choice": Right.see,
    "territory.near": Right.see,
    "territory.groups": Right.see,
    "territory.departements": Right.see,
    "territory.communes": Right.see,
    "territory.hazards": Right.see,
    "network.picture": Right.see,
    "network.graphml": Right.export,
    "pillars.scope": Right.see,
    "pillars.cards": Right.see,
    "pillars.compare": Right.see,
    "pillars.side_by_side": Right.see,
    "pillars.facts": Right.see,
    "pillars.places": Right.see,
    "pillars.communes": Right.see,
    "pillars.services": Right.see,
    "pillars.queries": Right.see,
    "crossings.crossing": Right.see,
    "crossings.behind": Right.see,
    "needs.cells": Right.see,
    "needs.at": Right.see,
    "needs.inside": Right.see,
    "needs.plan": Right.see,
    "needs.review": Right.see,
    "needs.regions": Right.see,
    "needs.people": Right.see,
    "alerts.detail": Right.see,
    "alerts.rumour": Right.see,
    "alerts.evidence": Right.verbatims,
    "alerts.recompute": Right.see,
    "triage.inbox": Right.see,
    "triage.one": Right.see,
    "triage.due": Right.see,
    "triage.last_of": Right.see,
    "triage.decide": Right.decide,
    "triage.decide_each": Right.decide,
    "triage.undo": Right.decide,
    "spread.stances": Right.see,
    "spread.repeated": Right.verbatims,
    "spread.actions": Right.see,
    "spread.again": Right.see,
    "cascades.of": Right.see,
    "entries.clock": Right.see,
    "entries.preview": Right.log,
    "entries.log": Right.log,
    "actions.journal": Right.see,
    "actions.chosen": Right.see,
    "actions.told": Right.see,
    "audit.reads": Right.administer,
    "analyses.library": Right.cypher,
    "analyses.run": Right.cypher,
    "analyses.cancel": Right.cypher,
    "briefs.draft": Right.export,
    "briefs.first": Right.export,
    "briefs.document": Right.export,
    "briefs.take": Right.export,
    "sources.health": Right.see,
    "sources.lanes": Right.see,
    "sources.erased": Right.see,
    "sources.retained": Right.see,
    "sources.reads": Right.see,
    "exercise.scenarios": Right.see,
    "exercise.stage": Right.see,
    "exercise.token": Right.see,
    "exercise.retex": Right.see,
    "exercise.retex_now": Right.train,
    "exercise.start": Right.train,
    "exercise.pause": Right.train,
    "exercise.resume": Right.train,
    "exercise.pace": Right.train,
    "exercise.end": Right.train,
    "exercise.show": Right.train,
    "exercise.inject": Right.train,
    "subscriptions.listed": Right.administer,
    "subscriptions.begin": Right.administer,
    "subscriptions.problems": Right.administer,
    "subscriptions.change": Right.administer,
    "subscriptions.renew": Right.administer,
    "subscriptions.pause": Right.administer,
    "subscriptions.resume": Right.administer,
    "subscriptions.attempt": Right.administer,
    "subscriptions.recent": Right.administer,
    "subscriptions.token": Right.administer,
    "subscriptions.end": Right.administer,
    "subscriptions.going": Right.see,
    "placements.mine": Right.see,
    "placements.put": Right.see,
    "placements.release": Right.see,
    "placements.clear": Right.see,
    "reader.now": Right.see,
}

PAGES: Mapping[str, Right] = {"abonnements": Right.administer, "analyse": Right.cypher, "point": Right.export}
"""The right that a page is for, where that is more than to see; others do not find it in the menu."""

FIGURES = frozenset({"reader.version", "reader.clock", "reader.reachable", "briefs.marking", "sources.prefect"})
"""What is no call and may be looked at by all who are let in."""

INNER = frozenset(
    {
        "reader.poll",
        "reader.rows",
        "reader.knows",
        "reader.frame",
        "reader.ask",
        "reader.cancel",
        "reader.save",
        "reader.through",
        "audit.note",
    }
)
"""Calls between services: no page and no route makes them."""


def subject_of(given: Sequence[Any]) -> str:
    """Return the id of what a call was about: its first argument, or the id of it.

    >>> subject_of(["a|b"]), subject_of([{"id": "x", "text": "…"}]), subject_of([])
    ('a|b', 'x', '')
    """
    first = given[0] if given else ""
    return str(first["id"] if isinstance(first, dict) else first)[:200]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A call that is written down."""

    what: str
    shows: Callable[[Any], bool] = bool
    """Whether an answer shows anything."""
    subject: Callable[[Sequence[Any]], str] = subject_of
    """What the call was about, told from what it was called with; never what people wrote."""


AUDITED: Mapping[str, Recorded] = {
    "alerts.evidence": Recorded("verbatims"),
    "spread.repeated": Recorded("verbatims"),
    "actions.told": Recorded("verbatims", lambda told: bool(told.verbatims)),
    "briefs.draft": Recorded("verbatims", subject=lambda given: "brief"),
    "briefs.take": Recorded("export", subject=lambda given: "brief"),
    "network.graphml": Recorded("export", subject=lambda given: "network"),
    "analyses.run": Recorded("cypher", lambda _: True, subject=lambda given: digest_of(str(given[0]))),
}

WITHOUT_VERBATIMS: Mapping[str, Callable[[Any], Any]] = {
    "actions.told": lambda told: replace(told, verbatims=()),
}
"""What is left of an answer for those who may not read what people wrote."""
