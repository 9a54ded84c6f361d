"""Whether the rumours that are true of a scenario were found as such: each held against its best `Rumour`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from signals.scoring.record import Record, ScoredRumour
from signals.scoring.truths import RUMOUR, Truth

HELD = 0.8
"""F1 by message from which a rumour is held by a claim."""
STRANGE = 0.3
"""F1 with every true rumour below which a `Rumour` is a false one."""
VOICES = 20
"""Authors after whom a rumour that nobody denies should be there,"""
PROMPT = timedelta(minutes=60)
"""and how soon after."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a claim holds a rumour, by message."""

    rumour: ScoredRumour
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def best_fit(truth: Truth, record: Record) -> Fit | None:
    """Return the `Rumour` that holds a true rumour best; None where none shares a message with it, or nobody looked."""
    fits = [fit for one in record.rumours or () if (fit := _fit(one, truth)).f1 > 0]
    return max(fits, key=lambda fit: (fit.f1, fit.rumour.id), default=None)


def is_found(truth: Truth, fit: Fit | None, record: Record) -> bool:
    """Return whether a true rumour was held, and in time."""
    if fit is None or fit.f1 < HELD:
        return False
    limit = truth.denied_at or _prompt(truth, record)
    return limit is None or fit.rumour.raised_at < limit


def false_rumours(truths: Sequence[Truth], record: Record) -> int | None:
    """Return how many `Rumour`s of the watch hold no true rumour; None where nobody looked."""
    if record.rumours is None:
        return None
    true = [truth for truth in truths if truth.kind == RUMOUR]
    own = [one for one in record.rumours if record.start <= one.raised_at < record.end]
    return sum(all(_fit(one, truth).f1 < STRANGE for truth in true) for one in own)


def _fit(rumour: ScoredRumour, truth: Truth) -> Fit:
    shared = len(rumour.messages & set(truth.messages))
    return Fit(rumour, shared / max(1, len(rumour.messages)), shared / max(1, len(truth.messages)))


def _prompt(truth: Truth, record: Record) -> datetime | None:
    """Return `PROMPT` after the `VOICES`-th author of a rumour; None where fewer spoke."""
    authors: set[str] = set()
    for message in sorted(set(truth.messages) & record.published.keys(), key=lambda name: record.published[name]):
        authors.add(record.authors.get(message, message))
        if len(authors) == VOICES:
            return record.published[message] + PROMPT
    return None
