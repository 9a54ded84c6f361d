"""What users ask for, set against what is offered."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What users of a place ask for, set against the services that answer it, over some days; 95 % bounds beside.

    Of a place that is hardly heard, or where fewer than five messages or authors spoke, the figures of the demand are
    none: unknown, not calm. What is offered is public, and stands wherever a sign of it was measured.
    """

    id: str
    """`need|place|days`."""
    need: str
    """Code of the need in the catalogue."""
    label: str
    """What it is called, in French."""
    label_en: str
    """The same in English."""
    place_id: str
    """Id of the `Place`."""
    days: int
    """Days up to `at` that are counted."""
    at: datetime
    """The moment that it speaks of."""
    status: str
    """shown; few: fewer than five messages or authors; unknown: the place is hardly heard."""
    messages: int | None = None
    """Messages that ask, complain, report or want advice."""
    authors: int | None = None
    """Distinct authors of these."""
    questions: int | None = None
    """Messages that ask; one may want several things."""
    complaints: int | None = None
    """Messages that complain."""
    reports: int | None = None
    """Messages that report a fact."""
    advice: int | None = None
    """Messages that ask what to do."""
    coverage: float
    """How well the place is heard, 1 as the country is."""
    demand: float | None = None
    """Demands a month of 100,000 inhabitants, were they heard as the country is."""
    demand_low: float | None = None
    """Lower bound of `demand`, 95 %."""
    demand_high: float | None = None
    """Upper bound of `demand`, 95 %."""
    ratio: float | None = None
    """The same, times what is usual in the country."""
    ratio_low: float | None = None
    """Lower bound of `ratio`, 95 %."""
    ratio_high: float | None = None
    """Upper bound of `ratio`, 95 %."""
    offer: float | None = None
    """Share of the demand that is served, in [0, 1]."""
    offer_low: float | None = None
    """Lower bound of `offer`, 95 %."""
    offer_high: float | None = None
    """Upper bound of `offer`, 95 %."""
    offer_n: float = 0.0
    """Answers and events that `offer` rests on; 0: nothing tells of it."""
    gap: float | None = None
    """`ratio` x (1 - `offer`): 1 is what is usual in the country, not served at all."""
    gap_low: float | None = None
    """Lower bound of `gap`, 95 %."""
    gap_high: float | None = None
    """Upper bound of `gap`, 95 %."""
    unmet: float | None = None
    """Demands a month in the place that are not served, were it heard as the country is."""
    use: float | None = None
    """Visits, contacts and reports of the services, times what is usual."""
    idle: float | None = None
    """Share of the offer that waits for users, in [0, 1]."""
    idle_low: float | None = None
    """Lower bound of `idle`, 95 %."""
    idle_high: float | None = None
    """Upper bound of `idle`, 95 %."""
    advised: str | None = None
    """create, open, reinforce, clarify, promote, retire or keep; none: nothing can be advised."""
    reason: str = ""
    """One French sentence."""
    reason_en: str = ""
    """The same in English."""
    service_ids: tuple[str, ...] = ()
    """Ids of the `Service`s that answer it first of all."""
    topic_ids: tuple[str, ...] = ()
    """Ids of the `Topic`s that most of its messages are about, where five authors or more are."""
    run_id: str
    """Id of the `Run` that computed it."""
