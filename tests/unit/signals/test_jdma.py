"""« Je donne mon avis » by hand: answers of several days through the collector's scores, to the decimal."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from flows.jdma.scores import Answers, answered, scores
from flows.measures import part
from signals.indicators import Value, by_id
from tests.facts import facts, measure

Day = dict[tuple[str, str, str], int]
YES, NO = ("contact_reached", "good", "Oui"), ("contact_reached", "bad", "Non")


def sat(good: int, medium: int, bad: int) -> Day:
    return {("satisfaction", "good", "Très bien"): good, ("satisfaction", "medium", "Moyen"): medium,
            ("satisfaction", "bad", "Pas bien"): bad}  # fmt: skip


def five(code: str, *counts: int) -> Day:
    names = ("very_good", "good", "medium", "bad", "very_bad", "neutral")
    return {(code, name, name): n for name, n in zip(names, counts, strict=False)}


def rows(days: list[Day], *, with_answers: bool = True) -> Iterator[tuple[Any, ...]]:
    """Yield the measures that the source keeps of each day."""
    for day, counts in enumerate(days):
        answers: Answers = Counter({answer: n for answer, n in counts.items() if n})
        for score in scores(answers):
            yield measure(score.metric, score.value, score.n, day=day, source="je-donne-mon-avis")
        for question, answer, n in answered(answers) if with_answers else ():
            yield measure(part(question, "answer", answer), n, day=day, source="je-donne-mon-avis")


TABLE = [
    # 7 × 10 + 2 × 5 + 3 × 0 = 80 over 12
    ("jdma_satisfaction", [sat(4, 1, 1), sat(3, 1, 2)], 80 / 12, 12),
    ("jdma_satisfaction", [sat(0, 0, 3)], 0.0, 3),
    ("jdma_satisfaction", [sat(0, 1, 0)], 5.0, 1),
    ("jdma_satisfaction", [sat(1, 0, 0), {}, sat(100, 0, 99)], 1010 / 200, 200),
    # 10 + 7.5 × 2 + 5 × 3 + 2.5 × 4 + 0 × 5 = 50 over 15
    ("jdma_clarity", [five("comprehension", 1, 2, 3, 4, 5)], 50 / 15, 15),
    ("jdma_clarity", [five("comprehension", 1), five("comprehension", 0, 0, 0, 0, 1)], 5.0, 2),
    ("jdma_help_reached", [{YES: 17, NO: 3}, {YES: 0, NO: 4}], 17 / 24, 24),
    ("jdma_help_reached", [{NO: 1}], 0.0, 1),
    # « ne se prononce pas » counts for nothing among the marks and for one in n: (10 + 7.5) / 3
    ("jdma_help_effective", [five("contact_satisfaction", 1, 1, 0, 0, 0, 1)], 17.5 / 3, 3),
    # 10 × 2 + 2.5 × 1 over 3 marks and 5 not reached
    ("jdma_contact", [five("contact_satisfaction", 2, 0, 0, 1), {YES: 3, NO: 5}], 22.5 / 8, 8),
    ("jdma_contact", [{NO: 2}], 0.0, 2),
]


def computed(name: str, days: list[Day], **more: bool) -> Value | None:
    return by_id()[name].compute(facts(measures=list(rows(days, **more))))


@pytest.mark.parametrize(("name", "days", "value", "n"), TABLE, ids=[f"{row[0]} {row[3]}" for row in TABLE])
def test_several_days_are_one_score(name: str, days: list[Day], value: float, n: int) -> None:
    found = computed(name, days)
    assert found is not None
    assert found.value == pytest.approx(value, abs=1e-12)
    assert found.n == n
    assert found.interval is not None
    assert found.interval[0] <= found.value <= found.interval[1]


@pytest.mark.parametrize(("name", "days", "value", "n"), TABLE, ids=[f"{row[0]} {row[3]}" for row in TABLE])
def test_days_of_which_only_the_scores_were_kept_say_the_same(name: str, days: list[Day], value: float, n: int) -> None:
    found = computed(name, days, with_answers=False)
    assert found is not None
    assert found.value == pytest.approx(value, abs=1e-9)
    assert found.n == n
    assert (found.interval is None) == (by_id()[name].unit == "score"), "a mean alone does not say how sure it is"


@pytest.mark.parametrize("name", [name for name in by_id() if name.startswith("jdma_")])
def test_without_answers_there_is_no_score(name: str) -> None:
    assert computed(name, []) is None
    assert computed(name, [{("easy", "good", "Oui"): 3}, {}]) is None


def test_nobody_reached_says_nothing_of_the_help_itself() -> None:
    assert computed("jdma_help_effective", [{NO: 2}]) is None


def test_autonomy_is_over_opinions() -> None:
    days = [measure("autonomy", value, n, source="je-donne-mon-avis") for value, n in ((0.75, 4), (0.0, 1))]
    found = by_id()["jdma_autonomy"].compute(facts(measures=days))
    assert found is not None
    assert (found.value, found.n) == (0.6, 5)


def test_scores_of_other_services_are_not_mixed_in() -> None:
    both = [*rows([sat(1, 0, 0)]), measure("satisfaction", 2.0, 99, service="17cyber")]
    found = by_id()["jdma_satisfaction"].compute(facts(measures=both))
    other = by_id()["measured_satisfaction"].compute(facts(measures=both))
    assert found is not None
    assert other is not None
    assert (found.value, found.n, other.value, other.n) == (10.0, 1, 2.0, 99)


LABELS = [(4.9, "Pas bien"), (5.0, "Moyen"), (7.9, "Moyen"), (8.0, "Bien"), (10.0, "Bien")]
REACHED = [(0.69, "Faible"), (0.70, "Moyen"), (0.84, "Moyen"), (0.85, "Optimal"), (1.0, "Optimal")]


@pytest.mark.parametrize(("value", "label"), LABELS)
def test_marks_are_labelled_as_the_platform_does(value: float, label: str) -> None:
    for name in ("jdma_satisfaction", "jdma_clarity", "jdma_help_effective", "jdma_contact"):
        found = by_id()[name].label(value)
        assert found is not None
        assert found.fr == label


@pytest.mark.parametrize(("value", "label"), REACHED)
def test_reached_is_labelled_as_the_platform_does(value: float, label: str) -> None:
    found = by_id()["jdma_help_reached"].label(value)
    assert found is not None
    assert found.fr == label
    assert by_id()["jdma_autonomy"].label(value) is None
