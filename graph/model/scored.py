"""How detection did on an exercise, whose truth is known."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How detection did on an exercise as a whole, or on one thing that is true of it; none: nothing to say it from."""

    id: str
    """`score:SCENARIO`, of one truth `score:SCENARIO:TRUTH`."""
    scenario: str
    """Name of the exercise."""
    truth_id: str | None = None
    """Id of the truth in the scenario; none: the whole exercise."""
    kind: str
    """rumour, panic, movement, incident, silent_wave, coordination, need, effect, event_benign or quiet; all: the whole
    exercise."""
    label: str
    """What is true, in words."""
    at: datetime
    """When the exercise ended, by its own clock."""
    sensitivity: float | None = None
    """Share of what wants an alert that got one; of one truth 1 or 0."""
    precision: float | None = None
    """True alerts / (true + false), of the whole."""
    false_alerts_per_day: float | None = None
    """Alerts on nothing true, a day of watch."""
    promised_alerts_per_day: float | None = None
    """False alerts that the budget allows a day of watch, of the whole."""
    benign_alerts_per_day: float | None = None
    """Alerts on an event that calls for none, a day of watch."""
    lead_minutes: float | None = None
    """First message to first alert; of the whole, the median."""
    lead_to_denial_minutes: float | None = None
    """First alert to denial, positive when the alert came first; of the whole, the median."""
    delay_seconds_p95: float | None = None
    """Newest message cited to alert, on the clock of the exercise, 95th percentile."""
    sensitivity_one_to_one: float | None = None
    """As `sensitivity`, each alert credited to one truth only."""
    kind_right: float | None = None
    """Share of the alerts on what wants one whose kind fits it."""
    topic_purity: float | None = None
    """Share of the topic that holds most of it that is about it."""
    rumour_found: float | None = None
    """Share of the rumours that were followed as such, in time; of one rumour 1 or 0."""
    rumour_precision: float | None = None
    """Messages of the rumour among those of the claim that holds it best."""
    rumour_recall: float | None = None
    """Messages of that claim among those of the rumour."""
    rumour_delay_minutes: float | None = None
    """First message to `Rumour`; of the whole, the median."""
    rumours_false_per_day: float | None = None
    """`Rumour`s that hold no rumour of the exercise, a day of watch, of the whole."""
    topic_identity: float | None = None
    """Share of the messages that are under one topic."""
    topic_id_changes: int | None = None
    """Changes from one topic to another among the messages."""
    stance_volume_error: float | None = None
    """How far the count of messages that spread a claim, denials left out, is from the true one, as a part of it."""
    effect_error: float | None = None
    """How far the measured effect of an action is from its true relative change; of the whole, the mean."""
    effect_coverage: float | None = None
    """Whether its 95 % interval holds the true change, 1 or 0; of the whole, the share."""
    gap_precision_at_10: float | None = None
    """Share of the first ten gaps between needs and offer that are true ones."""
    alert_ids: tuple[str, ...] = ()
    """Ids of the `Alert`s on that truth."""
    run_id: str
    """Id of the `Run` that scored."""
