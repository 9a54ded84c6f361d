"""The scores of « Je donne mon avis », by the formulas of its public code (`get-observatoire-stats.ts`, DISIC).

Its interface gives the answers counted; what it shows to administrations is computed from them. We keep its formulas to
the letter, but for one thing: without an answer there is no score, where its code has 0.

The answers themselves are kept as parts of their question: what a mean cannot say, how sure it is, they can. The
autonomy of users is over distinct reviews, and the interface counts ticks, of which a review may have several: it comes
from exports, see `flows.jdma.autonomy`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Answers = Counter[tuple[str, str, str]]
"""How many answers there are to a question, by its code, by what the answer intends, by its text."""

FIELDS = ("satisfaction", "comprehension", "contact_reached", "contact_satisfaction")
"""Codes of the questions that the scores rest on."""

THREE = {"good": 10.0, "medium": 5.0}
FIVE = {"very_good": 10.0, "good": 7.5, "medium": 5.0, "bad": 2.5}
YES, NO = "Oui", "Non"


@dataclass(frozen=True, slots=True)
class Score:
    """One score: out of ten, or a share for `contact_reached`; `n` answers that it rests on."""

    metric: str
    value: float
    n: int


def scores(answers: Answers) -> Iterator[Score]:
    """Yield the scores that have answers.

    >>> answers = Counter({("satisfaction", "good", "Très bien"): 3, ("satisfaction", "bad", "Pas bien"): 1})
    >>> list(scores(answers))
    [Score(metric='satisfaction', value=7.5, n=4)]
    """
    asked = {code: _of(answers, code) for code in FIELDS}
    no = answers_saying(answers, "contact_reached", NO)
    helped = asked["contact_satisfaction"]
    marks = {
        "satisfaction": (_marks(asked["satisfaction"], THREE), asked["satisfaction"].total()),
        "comprehension": (_marks(asked["comprehension"], FIVE), asked["comprehension"].total()),
        "contact_reached": (answers_saying(answers, "contact_reached", YES), asked["contact_reached"].total()),
        "contact_satisfaction": (_marks(helped, FIVE), helped.total()),
        # who reached nobody got no help: a zero among the marks
        "contact_overall": (_marks(helped, FIVE), helped.total() + no),
    }
    for metric, (total, n) in marks.items():
        if n:
            yield Score(metric, total / n, n)


def answered(answers: Answers) -> Iterator[tuple[str, str, int]]:
    """Yield question, answer and how often it was given: marks by what they intend, reached or not by what they say.

    >>> list(answered(Counter({("contact_reached", "good", "Oui"): 2, ("satisfaction", "bad", "Pas bien"): 1})))
    [('contact_reached', 'Oui', 2), ('satisfaction', 'bad', 1)]
    """
    counted: Counter[tuple[str, str]] = Counter()
    for (code, intention, text), n in answers.items():
        if code in FIELDS:
            counted[code, text if code == "contact_reached" else intention] += n
    yield from ((code, answer, n) for (code, answer), n in sorted(counted.items()) if n)


def answers_saying(answers: Answers, code: str, text: str) -> int:
    """Return how many answers to a question have a text."""
    return sum(n for (asked, _, said), n in answers.items() if (asked, said) == (code, text))


def _of(answers: Answers, code: str) -> Counter[str]:
    """Return how many answers to a question intend what."""
    counted: Counter[str] = Counter()
    for (asked, intention, _), n in answers.items():
        if asked == code:
            counted[intention] += n
    return counted


def _marks(counted: Counter[str], marks: Mapping[str, float]) -> float:
    return sum(marks.get(intention, 0.0) * n for intention, n in counted.items())
