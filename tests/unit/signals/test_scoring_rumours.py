"""Rumours, alerts of their own and purity, held against small invented truths, each figure computed by hand."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from signals.scoring import Raised, Record, Score, ScoredRumour, Truth, score

START = datetime(2026, 11, 20, tzinfo=UTC)
DAM = tuple(f"d{n}" for n in range(10))
FLOOD = tuple(f"f{n}" for n in range(10))


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def truth(name: str, kind: str, messages: tuple[str, ...], denied: float | None = None) -> Truth:
    return Truth(
        id=name, kind=kind, label=name, start=at(0), end=at(20), messages=messages,
        denied_at=None if denied is None else at(denied),
    )  # fmt: skip


PUBLISHED = {name: at(n) for n, name in enumerate(DAM)} | {name: at(n) for n, name in enumerate(FLOOD)}
RUMOUR, EVENT = truth("dam", "rumour", DAM, denied=5), truth("flood", "incident", FLOOD)


def alert(name: str, evidence: tuple[str, ...], kind: str = "burst") -> Raised:
    return Raised(id=name, kind=kind, first_at=at(2), last_at=at(3), evidence=frozenset(evidence))


def scored(
    *,
    truths: tuple[Truth, ...] = (RUMOUR, EVENT),
    alerts: tuple[Raised, ...] = (),
    topics: Mapping[str, tuple[str, ...]] | None = None,
    rumours: tuple[ScoredRumour, ...] | None = (),
    authors: Mapping[str, str] | None = None,
) -> Score:
    assignments = {name: [topic] for topic, held in (topics or {}).items() for name in held}
    return score(
        truths,
        Record(
            alerts=alerts, published=PUBLISHED, assignments=assignments, places={}, start=at(0), end=at(24),
            rumours=rumours, authors=authors or {},
        ),
    )  # fmt: skip


def test_one_alert_on_two_truths_is_credited_to_one() -> None:
    both = alert("a", (*DAM[:5], *FLOOD[:5]))
    found = scored(alerts=(both,))
    assert found.sensitivity == 1
    assert found.sensitivity_one_to_one == 0.5
    found = scored(alerts=(both, alert("b", FLOOD)))
    assert found.sensitivity_one_to_one == 1
    assert found.truths["dam"].sensitivity_one_to_one == 1


def test_the_kind_of_an_alert_fits_one_of_its_truths() -> None:
    found = scored(alerts=(alert("a", DAM), alert("b", DAM, kind="rumour"), alert("c", FLOOD, kind="panic")))
    assert found.kind_right == pytest.approx(1 / 3)
    assert found.truths["dam"].kind_right == 0.5
    assert scored().kind_right is None


def test_a_topic_of_everything_is_not_pure() -> None:
    merged = scored(topics={"t": (*DAM, *FLOOD)})
    assert (merged.topic_identity, merged.topic_purity) == (1, 0.5)
    parted = scored(topics={"t": DAM, "u": FLOOD})
    assert (parted.topic_identity, parted.topic_purity) == (1, 1)


CASES = {
    "held before the denial": (ScoredRumour("r", at(4), frozenset(DAM)), 1, 1, 1, 0, 240),
    "held after the denial": (ScoredRumour("r", at(6), frozenset(DAM)), 0, 1, 1, 0, 360),
    "held by half": (ScoredRumour("r", at(4), frozenset(DAM[:5])), 0, 1, 0.5, 0, 240),
    "with the event": (ScoredRumour("r", at(4), frozenset((*DAM, *FLOOD))), 0, 0.5, 1, 0, 240),
    "the event alone": (ScoredRumour("r", at(4), frozenset(FLOOD)), 0, 0, 0, 1, None),
}


@pytest.mark.parametrize("name", CASES)
def test_a_rumour_is_held_by_message_and_in_time(name: str) -> None:
    rumour, held, precision, recall, false, delay = CASES[name]
    found = scored(rumours=(rumour,))
    assert (found.rumour_found, found.rumour_precision, found.rumour_recall) == (held, precision, recall)
    assert found.rumours_false_per_day == false
    assert found.rumour_delay_minutes == delay


def test_a_rumour_that_nobody_denies_is_held_an_hour_after_its_twentieth_author() -> None:
    many = tuple(f"m{n}" for n in range(30))
    published = {name: at(n / 10) for n, name in enumerate(many)}
    authors = {name: f"a{n // 2 if n < 20 else n}" for n, name in enumerate(many)}  # 10 authors, then one a message
    undenied = truth("water", "rumour", many)

    def held(hours: float) -> float | None:
        rumours = (ScoredRumour("r", at(hours), frozenset(many)),)
        record = Record(
            alerts=(), published=published, assignments={}, places={}, start=at(0), end=at(24), rumours=rumours,
            authors=authors,
        )  # fmt: skip
        return score([undenied], record).rumour_found

    assert held(2.9 + 0.95) == 1  # the 20th author speaks at 2.9
    assert held(2.9 + 1.05) == 0


def test_nothing_is_said_of_rumours_where_nobody_looked() -> None:
    found = scored(rumours=None)
    assert found.rumour_found is found.rumour_precision is found.rumours_false_per_day is None
    assert scored().rumour_found == 0
