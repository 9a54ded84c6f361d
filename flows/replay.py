"""Run a scenario through the real flows into a graph of its own, and hold the alerts against its truth."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flows import play
from flows.budget import budget_of
from flows.effects import actions, effect_of
from flows.enrich import Progress
from flows.exercise.blackout import Blackout
from flows.exercise.folder import Scenario, load
from flows.reader import reader
from flows.scores import promised_per_day, save_scores
from flows.sources import load as load_source
from flows.watch import watch_once
from graph.rows import moment
from graph.store import Store, connect
from graph.territory import places
from signals.effects.account import Account
from signals.scoring import Changed, Gap, Raised, Record, Score, ScoredRumour, score

LOOK_BACK = timedelta(days=3)
"""How long before the crisis a message may be whose topic is followed at every look."""


@dataclass
class Replay:
    """What happened while the scenario was watched."""

    scenario: Scenario
    step: timedelta
    alerts: list[dict[str, Any]] = field(default_factory=list)
    published: dict[str, datetime] = field(default_factory=dict)
    assignments: dict[str, list[str]] = field(default_factory=dict)
    blind: dict[datetime, list[str]] = field(default_factory=dict)
    """Platforms that each look knew that it could not hear."""
    hours: dict[datetime, bool] = field(default_factory=dict)
    """Whether each hour was marked as blind, at the end."""
    stances: dict[str, str] = field(default_factory=dict)
    """The stance that each message was given, at the end."""
    effects: dict[str, Account] = field(default_factory=dict)
    """The account of each action whose effect is told by a truth, by the truth's id, at the end."""
    gaps: list[Gap] = field(default_factory=list)
    """Gaps between needs and offer by département, the largest first, at the end."""
    raised: dict[str, datetime] = field(default_factory=dict)
    """The look at which each `Rumour` was first there."""
    rumours: list[ScoredRumour] = field(default_factory=list)
    """The rumours and the messages of their claims, at the end."""
    authors: dict[str, str] = field(default_factory=dict)
    """Who wrote each message."""

    def note(self, store: Store, now: datetime, since: datetime) -> None:
        """Remember which topic each message published from `since` has now, and which rumours are there."""
        for row in store.rows("replay_rumour_ids"):
            self.raised.setdefault(row["id"], now)
        for row in store.rows("replay_assignments", since=since, until=now):
            known = self.assignments.setdefault(row["id"], [])
            if row["topic_id"] and (not known or known[-1] != row["topic_id"]):
                known.append(row["topic_id"])
        self.blind[now] = [row["platform"] for row in store.rows("outages", since=now, until=now)]

    def end(self, store: Store) -> None:
        """Remember what the graph holds when the scenario is over."""
        self.alerts = store.rows("replay_alerts")
        self.hours = {moment(row["hour"]): row["blind"] for row in store.rows("replay_hours")}
        self.stances = {row["id"]: row["stance"] for row in store.rows("replay_stances")}
        self.effects = self._effects(store)
        self.gaps = [Gap(frozenset(row["services"]), row["place"]) for row in store.rows("replay_gaps")]
        self.rumours = [
            ScoredRumour(row["id"], self.raised.get(row["id"], self.scenario.ends_at), frozenset(row["messages"]))
            for row in store.rows("replay_rumours")
        ]
        messages = list(self.scenario.messages())
        self.published = {message.id: message.published_at for message in messages}
        self.authors = {message.id: message.author_id for message in messages if message.author_id}

    def _effects(self, store: Store) -> dict[str, Account]:
        """Measure each effect that is told, from when it is told to begin."""
        now = self.scenario.ends_at
        done = {action["id"]: action for action in actions(store, until=now)}
        return {
            truth.id: effect_of(store, done[truth.action], as_of=now, since=truth.start)
            for truth in self.scenario.truths()
            if truth.kind == "effect" and truth.action in done
        }

    def figures(self) -> Score:
        """Return every figure, of the whole and of each truth."""
        raised = [
            Raised(
                id=alert["id"],
                kind=alert["kind"],
                first_at=moment(alert["first_at"]),
                last_at=moment(alert["last_at"]),
                evidence=frozenset(name for cited in alert["evidence"] for name in cited),
                places=tuple(alert["places"] or ()),
                topic_id=alert["topic_id"],
            )
            for alert in self.alerts
        ]
        record = Record(
            alerts=raised,
            published=self.published,
            assignments=self.assignments,
            places={place.id: place for place in places()},
            start=self.scenario.crisis_at,
            end=self.scenario.ends_at,
            stances=self.stances,
            promised_per_day=promised_per_day(budget_of()),
            effects={
                name: Changed(found.effect.change, found.effect.low, found.effect.high)
                for name, found in self.effects.items()
                if found.effect
            },
            gaps=self.gaps,
            rumours=self.rumours,
            authors=self.authors,
        )
        return score(self.scenario.truths(), record)

    def score(self) -> dict[str, Any]:
        """Return the figures as one JSON object."""
        return self.figures().as_json()

    def beyond(self, other: "Replay") -> list[str]:
        """Return the alerts that `other`, a replay of the same scenario, would not have raised.

        An alert is the same thing when most of what it cites was cited, or was about a topic with an alert, there.
        """
        topics = {alert["topic_id"] for alert in other.alerts}
        known = {name for alert in other.alerts for cited in alert["evidence"] for name in cited}
        known |= {name for name, found in other.assignments.items() if not topics.isdisjoint(found)}
        cited = {alert["id"]: {name for names in alert["evidence"] for name in names} for alert in self.alerts}
        return [name for name, messages in cited.items() if 2 * len(messages & known) < len(messages)]


def replay(
    directory: Path,
    *,
    step: timedelta,
    keep: bool = False,
    scored: bool = False,
    progress: Progress | None = None,
    blackout: Blackout | None = None,
) -> Replay:
    """Watch the scenario in `directory` from its crisis to its end, one look every `step`; never in the live graph.

    A `blackout` is played on top of it. The graph goes afterwards, unless it is to `keep`; `scored`: the figures stand
    in it.
    """
    say = progress or (lambda line: None)
    scenario = load(directory)
    name = "replay-" + re.sub(r"[^a-z0-9]+", "-", scenario.name.lower()).strip("-")
    play.drop_graph(name)
    try:
        with connect(name) as store:
            play.load_history(scenario, directory, name, progress=say)
            result = watch(store, directory, step=step, progress=say, blackout=blackout)
            if scored:
                save_scores(store, result.figures(), scenario)
    finally:
        if not keep:
            play.drop_graph(name)
    return result


def watch(
    store: Store,
    directory: Path,
    *,
    step: timedelta,
    progress: Progress | None = None,
    blackout: Blackout | None = None,
) -> Replay:
    """Return what a graph that is at the crisis of a scenario tells of it, one look every `step` up to its end."""
    scenario = load(directory)
    result = Replay(scenario, step)
    result.note(store, scenario.crisis_at, scenario.starts_at)
    for now in play.ticks(scenario.crisis_at, scenario.ends_at, step):
        source = load_source("scenario", folder=directory, until=now)
        heard = source if blackout is None else blackout.over(source, now)
        _, found, failures = watch_once(store, reader(), [heard], now=now)
        _raise(failures, blackout, now)
        result.note(store, now, scenario.crisis_at - LOOK_BACK)
        if progress is not None:
            progress(f"{now:%d %H:%M}  " + ", ".join(f"{count} {what}" for what, count in sorted(found.items())))
    result.note(store, scenario.ends_at, scenario.starts_at)
    result.end(store)
    return result


def _raise(failures: Sequence[Exception], blackout: Blackout | None, now: datetime) -> None:
    """Raise the failure of a look, unless it was wanted."""
    if failures and not (blackout and blackout.fails(now)):
        raise failures[0]
