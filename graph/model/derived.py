"""What the platform concludes: rebuilt by runs, stamped with `run_id`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Messages close in meaning; the id is stable over time."""

    id: str
    label: str
    """A few words that set it apart, for a person."""
    keywords: tuple[str, ...] = ()
    """Words that set it apart, strongest first."""
    size: int
    """Messages about it in the window of the run."""
    centroid: tuple[float, ...]
    """Unit vector, in the space of topics of the encoder of the run."""
    first_at: datetime
    """Its earliest message."""
    last_at: datetime
    """Its latest message in the window of the run."""
    excluded: bool = False
    """A person left it out: it keeps its messages, and nothing is heard about it."""
    event: float | None = None
    """How far its messages tell of an event that calls for no alert (a match, a show, a strike), in [0, 1]; none:
    unknown."""
    run_id: str
    """Id of the `Run` that last renewed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Messages of one hour by topic and place, with what was expected; what charts read."""

    id: str
    """`topic|place|hour`; topic `*` means all."""
    topic_id: str
    """Id of the `Topic`; `*` means all messages."""
    place_id: str
    """Id of the `Place`."""
    hour: datetime
    """Start of the hour."""
    n: int
    """Messages heard."""
    authors: int
    """Distinct authors."""
    expected: float | None = None
    """Mean of the predictive distribution; None where there is no baseline."""
    upper: float | None = None
    """Its 97.5 % quantile."""
    blind: bool = False
    """An outage covers the hour: `n` is a lower bound."""
    run_id: str
    """Id of the `Run` that counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A dated, scored, evidenced observation by one detector.

    `at` is when it could have been known; `score` in [0, 1] is its strength as this detector sees it.
    """

    id: str
    kind: str
    """The detector: burst, novelty, growth, silent_wave, …"""
    at: datetime
    """When it could have been known."""
    score: float
    """Strength as this detector sees it, in [0, 1]."""
    reason: str
    """One French sentence."""
    reason_en: str
    """The same in English."""
    evidence: tuple[str, ...]
    """Ids of messages that it rests on (the first 50)."""
    measures: tuple[str, ...] = ()
    """Ids of the `Measure`s that it rests on."""
    topic_id: str | None = None
    """Id of the `Topic` that it speaks of."""
    place_id: str | None = None
    """Id of the `Place` that it speaks of."""
    observed: float
    """What was counted in the window: authors, or reports."""
    expected: float
    """Mean of the predictive distribution."""
    upper: float
    """Bound of the predictive distribution that `observed` passed."""
    p_value: float
    """Probability of as many, or more, by chance."""
    authors: int
    """Distinct authors in the window."""
    parameters: str = "{}"
    """JSON object: the detector's settings."""
    run_id: str = ""
    """Id of the `Run` that heard it."""

    def __post_init__(self) -> None:
        if not 0 <= self.score <= 1:
            raise ValueError(f"score must lie in [0, 1], got {self.score}")
        if not self.evidence and not self.measures:
            raise ValueError("a signal must cite at least one message or measure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Signals of one cause, ranked for a person. Its state is the last `Decision`, `open` before."""

    id: str
    kind: str
    """Kind of its strongest signal."""
    severity: str
    """faible, moderee, forte or critique."""
    title: str
    """French, as a person would say it."""
    title_en: str
    """The same in English."""
    reason: str
    """Why, in French: counts, expectation."""
    reason_en: str
    """The same in English."""
    score: float
    """Rank: severity x speed x confidence, in [0, 1]."""
    first_at: datetime
    """Its first signal."""
    last_at: datetime
    """Its latest signal."""
    signal_ids: tuple[str, ...]
    """Ids of the `Signal`s that raised it."""
    topic_id: str | None = None
    """Id of the `Topic` that it speaks of."""
    place_ids: tuple[str, ...] = ()
    """Ids of the `Place`s that it covers."""
    run_id: str = ""
    """Id of the `Run` that last renewed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How many false alerts a watch may bring in an area, and how many alerts it brought."""

    id: str
    """Code of the area."""
    place_id: str
    """Id of the `Place`; FR: all that has no budget of its own."""
    promised: float
    """False alerts a watch, at most, on average."""
    hours: float
    """Hours of a watch."""
    watches: float
    """Watches that the two figures below rest on, at most those of four weeks."""
    raised: float
    """Alerts a watch: no more can have been false."""
    dismissed: float
    """Alerts a watch that a person dismissed."""
    run_id: str
    """Id of the `Run` that counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided on an alert: never overwritten, only followed by another."""

    id: str
    alert_id: str
    """Id of the `Alert` decided on."""
    at: datetime
    """When it was decided."""
    role: str
    """Role (never the name) of who decided."""
    author: str = ""
    """Keyed pseudonym of who decided, or their login where the deployer sets so; empty: nobody logged in."""
    act: str
    """acknowledge, assign, snooze, close, dismiss, reopen, merge, split, undo or comment."""
    comment: str = ""
    """Why, in their words."""
    given_to: str = ""
    """Role that looks after it from then on (assign)."""
    verdict: str = ""
    """How it ended (close): real, false or expected. A false alarm is dismissed."""
    severity: str = ""
    """Its severity when it was put aside (snooze): it comes back when that rises."""
    volume: float | None = None
    """Its strongest signal then: it comes back at twice that."""
    until: datetime | None = None
    """When it comes back whatever happens (snooze)."""
    into_id: str | None = None
    """Id of the `Alert` that stands for it (merge)."""
    undoes_id: str | None = None
    """Id of the `Decision` that it takes back (undo)."""
