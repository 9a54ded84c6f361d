"""The figures of a score: of a whole scenario, and of each thing that is true of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The keys of a score. None: there is nothing to compute it from, which is not 0."""

    sensitivity: float | None = None
    """Share of the truths that want an alert (`ALERTABLE`) and got one; of one truth 1 or 0."""
    precision: float | None = None
    """True alerts / (true + false); benign ones are neither. Only overall."""
    false_alerts_per_day: float | None = None
    """Alerts on nothing true, a day of watch; of a `quiet` truth those in its span and places, a day of it."""
    promised_alerts_per_day: float | None = None
    """False alerts that the budget allows a day of watch. Only overall."""
    benign_alerts_per_day: float | None = None
    """Alerts on an `event_benign` and on no truth that wants one, a day of watch; of one event, a day of it."""
    lead_minutes: float | None = None
    """First alert minus first message (without messages: minus start); overall the median of the truths found."""
    lead_to_denial_minutes: float | None = None
    """Denial minus first alert: positive when the alert came first; overall the median."""
    delay_seconds_p95: float | None = None
    """95th percentile over alerts of first_at minus its newest evidence published by then, on the scenario's clock."""
    sensitivity_one_to_one: float | None = None
    """As `sensitivity`, but each alert is credited to one truth only: as many truths as possible, then as many messages
    of theirs as possible."""
    kind_right: float | None = None
    """Share of the alerts on a truth whose kind fits it (`FITTING`)."""
    topic_purity: float | None = None
    """Share of the messages of the topic that holds most of a truth, published until its end, that are the truth's; of
    `STORIES`; overall the mean."""
    rumour_found: float | None = None
    """Share of the rumours that some `Rumour` holds with an F1 of `HELD` by message, and that was there before the
    denial, or `PROMPT` after the `VOICES`-th author where none came; of one rumour 1 or 0."""
    rumour_precision: float | None = None
    """Messages of the truth among those that spread, deny or question its best `Rumour`'s claim; overall the mean."""
    rumour_recall: float | None = None
    """Messages of that claim among those of the truth; overall the mean."""
    rumour_delay_minutes: float | None = None
    """First message of the truth to its best `Rumour`; overall the median."""
    rumours_false_per_day: float | None = None
    """`Rumour`s whose F1 with every rumour that is true is below `STRANGE`, a day of watch. Only overall."""
    topic_identity: float | None = None
    """Share of a truth's collected messages whose last topic is the commonest one; overall the mean of the truths."""
    topic_id_changes: int | None = None
    """Distinct changes from one topic id to another among a truth's messages; overall the sum."""
    stance_volume_error: float | None = None
    """How far the count of messages that spread a claim (all but those that are told as denying it) lies from the true
    one, as a part of it; of a truth with `stance_of`; overall the mean."""
    gap_precision_at_10: float | None = None
    """Share of the first ten gaps between needs and offer that are true ones (no offer, or a weak one); of the first
    as many as are true where fewer than ten are. Of one such truth 1 or 0."""
    effect_error: float | None = None
    """How far the measured effect of an action lies from its true `relative_change`; overall the mean."""
    effect_coverage: float | None = None
    """Whether its 95 % interval holds the true one, 1 or 0; overall the share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthFigures(Figures):
    """The figures of one truth, and the alerts on it."""

    kind: str
    label: str
    alerts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Figures):
    """The figures of a scenario, and of each of its truths by id."""

    truths: Mapping[str, TruthFigures]

    def as_json(self) -> dict[str, Any]:
        """Return plain values, ready for `json.dumps`."""
        return asdict(self)
