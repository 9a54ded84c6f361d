"""Crowd movements told in texts: how likely, where from and where to."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signals.encoders import Vectors
from signals.models import load_head
from signals.movement.cues import features
from signals.movement.roles import Named, roles
from signals.text.fold import fold_in_place

LIKELY = 0.5
"""From here on a text tells of a movement."""


@dataclass(frozen=True, slots=True)
class Course:
    """The places of a movement, by official code."""

    origins: tuple[str, ...]
    destinations: tuple[str, ...]


def moving(texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    """Return how likely each text tells that people leave, or are told to leave, now; shape (n,), in [0, 1].

    `vectors` are those of the light encoder.
    """
    if not texts:
        return np.zeros(0, np.float32)
    return np.asarray(load_head("movement").predict_proba(features(texts, vectors))[:, 0], np.float32)


def course(text: str, places: Sequence[Named]) -> Course:
    """Return where people come from and go to in a text that tells of a movement, among the `places` that it names.

    >>> from collections import namedtuple
    >>> Place = namedtuple("Place", "place_id start end")
    >>> course("Tout le monde quitte Dijon pour Talant !", [Place("21231", 21, 26), Place("21617", 32, 38)])
    Course(origins=('21231',), destinations=('21617',))
    """
    found = roles(fold_in_place(text), sorted(places, key=lambda place: place.start))
    return Course(
        tuple(code for code, role in found.items() if role == "origin"),
        tuple(code for code, role in found.items() if role == "destination"),
    )
