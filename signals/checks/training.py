"""Learns how probably two statements are one claim, from pairs written for this project."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from signals.checks.likeness import FEATURES, Likeness, features
from signals.checks.match import Checks
from signals.checks.statement import statements
from signals.copies.guard import differs
from signals.copies.meaning import CALIBRATED, Words
from signals.copies.sense import sense
from signals.encoders import Encoder
from signals.models.scores import calibration_error
from signals.text.language import language

STRENGTH = 1.0
PRECISE = 0.9
"""Precision that the threshold is chosen for, on families of pairs left out."""

Card = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """A message and the claim of a check, and whether they are one claim."""

    message: str
    claim: str
    same: bool
    kind: str
    family: int
    held_out: bool


def read(path: Path) -> list[Pair]:
    """Return the pairs of a file."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [
        Pair(row["message"], row["claim"], row["same"], row["kind"], row["family"], row["part"] == "held out")
        for row in rows
    ]


def train(pairs: Sequence[Pair], encoder: Encoder) -> tuple[Likeness, Card]:
    """Return the likeness learned on the pairs that are not held out, and its card, figures on the others included."""
    if encoder.name != CALIBRATED:
        raise ValueError(f"the guards are calibrated in {CALIBRATED}, not in {encoder.name}")
    learned = [pair for pair in pairs if not pair.held_out]
    rows, kept = _rows(learned, encoder)
    truth, families = (np.array([getattr(learned[index], name) for index in kept]) for name in ("same", "family"))
    left_out = np.zeros(len(kept))
    for family in np.unique(families):
        rest = families != family
        left_out[~rest] = _fit(rows[rest], truth[rest]).predict_proba(rows[~rest])[:, 1]
    model = _fit(rows, truth)
    likeness = Likeness(
        tuple(float(weight) for weight in model.coef_[0].round(4)),
        float(model.intercept_[0].round(4)),
        _threshold(left_out, truth),
    )
    return likeness, {
        "name": "same_claim",
        "encoder": encoder.name,
        "data": "pairs of messages and claims of checks, French and English, written for this project",
        "licence": "Apache-2.0, as the project",
        "split": f"{len(learned)} pairs of {len(set(families))} claims; held out: {len(pairs) - len(learned)} pairs of "
        "other claims, learned from by nobody",
        "weights": dict(zip(FEATURES, likeness.weights, strict=True)),
        "bias": likeness.bias,
        "threshold": likeness.threshold,
        "figures": scores(likeness, pairs, encoder) | {"ece_left_out": round(calibration_error(left_out, truth), 4)},
        "limits": "French and English; half of the pairs are traps: in a stream most messages make no checked claim",
    }


def scores(likeness: Likeness, pairs: Sequence[Pair], encoder: Encoder) -> dict[str, float]:
    """Return precision and recall on the pairs held out, and the share of the traps of each kind that passed."""
    held_out = [pair for pair in pairs if pair.held_out]
    claims = sorted({pair.claim for pair in held_out})
    checks = prepare(claims, encoder, likeness)
    texts = [pair.message for pair in held_out]
    found = checks.same(texts, encoder.encode(texts))
    joined = np.array(
        [pair.claim in {one.check_id for one in one_text} for pair, one_text in zip(held_out, found, strict=True)]
    )
    truth = np.array([pair.same for pair in held_out])
    strays = sum(one.check_id != pair.claim for pair, several in zip(held_out, found, strict=True) for one in several)
    figures = {
        "precision": float(truth[joined].mean()) if joined.any() else 0.0,
        "recall": float(joined[truth].mean()),
        "joined_to_another_claim": strays / len(held_out),
    }
    for kind in sorted({pair.kind for pair in held_out if not pair.same}):
        of_kind = np.array([pair.kind == kind and not pair.same for pair in held_out])
        figures[f"passed.{kind}"] = float(joined[of_kind].mean())
    return {name: round(value, 4) for name, value in figures.items()}


def prepare(claims: Sequence[str], encoder: Encoder, likeness: Likeness) -> Checks:
    """Return claims, their own ids, ready to be found in messages."""
    senses = [sense(claim, lang=language(claim)) for claim in claims]
    return Checks(claims, senses.__getitem__, encoder.encode(claims), Words(encoder.encode), encoder.encode, likeness)


def _rows(pairs: Sequence[Pair], encoder: Encoder) -> tuple[NDArray[np.float64], list[int]]:
    """Return the features of the nearest statement of each pair, and which pairs nothing sets apart."""
    words, found, kept = Words(encoder.encode), [], []
    for index, pair in enumerate(pairs):
        (vector,), sentences = encoder.encode([pair.claim]), statements(pair.message)
        cosines = encoder.encode(sentences) @ vector
        best = int(cosines.argmax())
        said, claim = (sense(text, lang=language(text)) for text in (sentences[best], pair.claim))
        if differs(said, claim) is None:
            found.append(features(said, claim, words.close(said, claim, float(cosines[best]))))
            kept.append(index)
    return np.array(found), kept


def _fit(rows: NDArray[np.float64], truth: NDArray[np.bool_]) -> LogisticRegression:
    """Return a regression on features brought to one scale, its weights told in the features' own."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    model = LogisticRegression(C=STRENGTH).fit((rows - mean) / spread, truth)
    model.coef_ = model.coef_ / spread
    model.intercept_ = model.intercept_ - model.coef_ @ mean
    return model


def _threshold(probabilities: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    """Return the lowest probability, in steps of 0.05, from which pairs left out are joined precisely enough."""
    for step in range(8, 20):
        joined = probabilities >= step / 20
        if joined.any() and truth[joined].mean() >= PRECISE:
            return step / 20
    return 1.0
