"""What was alerted, held against what is true of a scenario."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import fmean, median

import numpy as np

from signals.scoring.figures import Score, TruthFigures
from signals.scoring.matching import matches, one_to_one, topics_of
from signals.scoring.record import Raised, Record
from signals.scoring.rumours import best_fit, false_rumours, is_found
from signals.scoring.truths import ALERTABLE, BENIGN, DENY, FITTING, GAPS, QUIET, RUMOUR, STORIES, Truth

FIRST = 10
"""Gaps that are looked at, the first of all."""
DAY = timedelta(days=1)


def score(truths: Iterable[Truth], record: Record) -> Score:
    """Return every figure that alerts, topics, needs, effects and truths allow.

    An alert that matches a truth which wants one is true; else one that matches an `event_benign` is benign; else it is
    false, in a `quiet` span or not.
    """
    truths = list(truths)
    alerts = [alert for alert in record.alerts if record.start <= alert.first_at < record.end]
    matched = {truth.id: [alert for alert in alerts if matches(alert, truth, record)] for truth in truths}
    true = {alert.id for truth in truths if truth.kind in ALERTABLE for alert in matched[truth.id]}
    benign = {alert.id for truth in truths if truth.kind == BENIGN for alert in matched[truth.id]} - true
    false = {alert.id for alert in alerts} - true - benign
    hits = {
        truth.id: [alert for alert in matched[truth.id] if _counts(alert.id, truth, true=true, false=false)]
        for truth in truths
    }
    true_gaps = sum(truth.offer in GAPS for truth in truths)
    wanted = [truth for truth in truths if truth.kind in ALERTABLE]
    own = one_to_one(wanted, hits)
    strange = false_rumours(truths, record)
    figures = {truth.id: _figures(truth, hits[truth.id], record, own) for truth in truths}
    for truth in truths:
        if truth.offer in GAPS:
            listed = float(_is_listed(truth, record, min(FIRST, true_gaps)))
            figures[truth.id] = replace(figures[truth.id], gap_precision_at_10=listed)
    days = (record.end - record.start) / DAY

    def overall(name: str, merge: Callable[[list[float]], float]) -> float | None:
        values = [value for each in figures.values() if (value := getattr(each, name)) is not None]
        return merge(values) if values else None

    changes = overall("topic_id_changes", sum)
    return Score(
        sensitivity=overall("sensitivity", fmean),
        precision=len(true) / len(true | false) if true | false else None,
        false_alerts_per_day=len(false) / days if days > 0 else None,
        promised_alerts_per_day=record.promised_per_day,
        benign_alerts_per_day=len(benign) / days if days > 0 else None,
        lead_minutes=overall("lead_minutes", median),
        lead_to_denial_minutes=overall("lead_to_denial_minutes", median),
        delay_seconds_p95=_delay(alerts, record),
        sensitivity_one_to_one=overall("sensitivity_one_to_one", fmean),
        kind_right=_kind_right(truths, hits),
        topic_purity=overall("topic_purity", fmean),
        rumour_found=overall("rumour_found", fmean),
        rumour_precision=overall("rumour_precision", fmean),
        rumour_recall=overall("rumour_recall", fmean),
        rumour_delay_minutes=overall("rumour_delay_minutes", median),
        rumours_false_per_day=strange / days if strange is not None and days > 0 else None,
        topic_identity=overall("topic_identity", fmean),
        topic_id_changes=None if changes is None else int(changes),
        stance_volume_error=overall("stance_volume_error", fmean),
        effect_error=overall("effect_error", fmean),
        effect_coverage=overall("effect_coverage", fmean),
        gap_precision_at_10=_precision_of_gaps(figures, true_gaps),
        truths=figures,
    )


def _counts(alert_id: str, truth: Truth, *, true: set[str], false: set[str]) -> bool:
    """Return whether a matching alert is counted on this truth: an event's is none that is true, a calm's is false."""
    if truth.kind == QUIET:
        return alert_id in false
    return truth.kind != BENIGN or alert_id not in true


def _figures(truth: Truth, alerts: list[Raised], record: Record, own: set[str]) -> TruthFigures:
    """Return the figures of one truth from the alerts counted on it; `own`: the truths with an alert of their own."""
    wanted = truth.kind in ALERTABLE
    days = (truth.end - truth.start) / DAY
    rate = len(alerts) / days if days > 0 else None
    first = min((alert.first_at for alert in alerts), default=None) if wanted else None
    collected = [message for message in truth.messages if message in record.published]
    began = min((record.published[message] for message in collected), default=truth.start)
    fit = best_fit(truth, record) if truth.kind == RUMOUR else None
    looked = truth.kind == RUMOUR and record.rumours is not None
    return TruthFigures(
        sensitivity=float(bool(alerts)) if wanted else None,
        false_alerts_per_day=rate if truth.kind == QUIET else None,
        benign_alerts_per_day=rate if truth.kind == BENIGN else None,
        lead_minutes=_minutes(began, first),
        lead_to_denial_minutes=_minutes(first, truth.denied_at),
        delay_seconds_p95=_delay(alerts, record) if wanted else None,
        sensitivity_one_to_one=float(truth.id in own) if wanted else None,
        kind_right=_kind_right([truth], {truth.id: alerts}) if wanted else None,
        topic_purity=_purity(truth, collected, record) if truth.kind in STORIES and collected else None,
        rumour_found=float(is_found(truth, fit, record)) if looked else None,
        rumour_precision=fit.precision if fit else 0.0 if looked else None,
        rumour_recall=fit.recall if fit else 0.0 if looked else None,
        rumour_delay_minutes=_minutes(began, fit.rumour.raised_at) if fit else None,
        topic_identity=_identity(collected, record) if collected else None,
        topic_id_changes=_changes(collected, record) if collected else None,
        stance_volume_error=_volume_error(truth, record),
        effect_error=_effect_error(truth, record),
        effect_coverage=_is_covered(truth, record),
        kind=truth.kind,
        label=truth.label,
        alerts=tuple(sorted(alert.id for alert in alerts)),
    )


def _minutes(start: datetime | None, end: datetime | None) -> float | None:
    return None if start is None or end is None else (end - start) / timedelta(minutes=1)


def _delay(alerts: Iterable[Raised], record: Record) -> float | None:
    """Return the 95th percentile of the seconds from the newest message behind each alert to the alert."""
    delays = []
    for alert in alerts:
        known = [record.published[message] for message in alert.evidence if message in record.published]
        newest = max((at for at in known if at <= alert.first_at), default=None)
        if newest is not None:
            delays.append((alert.first_at - newest).total_seconds())
    return float(np.quantile(delays, 0.95)) if delays else None


def _identity(messages: Sequence[str], record: Record) -> float:
    return max(topics_of(messages, record).values(), default=0) / len(messages)


def _purity(truth: Truth, messages: Sequence[str], record: Record) -> float | None:
    """Return which part the truth is of the topic that holds most of it, of what was published until its end."""
    topics = topics_of(messages, record)
    if not topics:
        return None
    topic = max(topics, key=lambda name: (topics[name], name))
    held = {
        name
        for name, ids in record.assignments.items()
        if ids and ids[-1] == topic and name in record.published and record.published[name] <= truth.end
    }
    return len(held & set(messages)) / len(held) if held else None


def _kind_right(truths: Sequence[Truth], hits: Mapping[str, Sequence[Raised]]) -> float | None:
    """Return the share of the alerts on truths whose kind fits one of the truths that they are on."""
    fits: dict[str, bool] = {}
    for truth in truths:
        for alert in hits[truth.id] if truth.kind in ALERTABLE else ():
            fits[alert.id] = fits.get(alert.id, False) or alert.kind in FITTING[truth.kind]
    return fmean(fits.values()) if fits else None


def _changes(messages: Iterable[str], record: Record) -> int:
    steps = (step for message in messages for step in pairwise(record.assignments.get(message, ())))
    return len({(old, new) for old, new in steps if old != new})


def _volume_error(truth: Truth, record: Record) -> float | None:
    """Return how far the messages not told as denying a claim are from those that do not, as a part of these."""
    told = [name for name in truth.stance_of if name in record.published]
    spread = sum(truth.stance_of[name] != DENY for name in told)
    counted = sum(record.stances.get(name) != DENY for name in told)
    return abs(counted - spread) / spread if spread else None


def _effect_error(truth: Truth, record: Record) -> float | None:
    found = record.effects.get(truth.id)
    return None if found is None or truth.relative_change is None else abs(found.change - truth.relative_change)


def _is_covered(truth: Truth, record: Record) -> float | None:
    found = record.effects.get(truth.id)
    return (
        None
        if found is None or truth.relative_change is None
        else float(found.low <= truth.relative_change <= found.high)
    )


def _is_listed(truth: Truth, record: Record, first: int) -> bool:
    """Return whether a gap that is true is among the `first` that were found: of its service, in one of its places."""
    return any(truth.service in gap.services and gap.place in truth.places for gap in record.gaps[:first])


def _precision_of_gaps(figures: Mapping[str, TruthFigures], true_gaps: int) -> float | None:
    if not true_gaps:
        return None
    listed = sum(each.gap_precision_at_10 or 0 for each in figures.values())
    return min(1.0, listed / min(FIRST, true_gaps))
