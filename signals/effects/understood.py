"""Whether an instruction was understood: what was asked after it, where, in which language, about which sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from signals.encoders import Vectors
from signals.intervals import Interval, wilson

FEWEST = 5
"""Messages, and authors, under which a cell is not shown."""
NEAR = 0.8
"""Cosine from which a question is taken to be about a sentence; the shared encoder puts unrelated texts at 0.7."""
SENTENCE = re.compile(r"(?<=[.!?…;])\s+")
SHORTEST = 12
"""Characters: « DÉMENTI. » is no sentence that can confuse."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Questions of a place or language."""

    name: str
    asked: int
    messages: int
    interval: Interval


@dataclass(frozen=True, slots=True)
class Understood:
    """Questions after an action, as a share of what was said of its topic; None: nothing was said."""

    asked: int
    askers: int
    """Authors of the questions."""
    messages: int
    share: float | None
    interval: Interval | None
    share_before: float | None
    """The same in as long a time before it."""
    places: tuple[Cell, ...] = ()
    languages: tuple[Cell, ...] = ()
    hidden: int = 0
    """Cells with too few messages or authors to be shown."""
    sentence: int | None = None
    """The sentence of its text, from 0, that most questions are about."""
    about: int = 0
    """Questions about that sentence."""


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, those too short to say something joined to the next.

    >>> sentences("DÉMENTI. Le barrage tient. Restez chez vous ; réservez le 17 aux urgences !")
    ['DÉMENTI. Le barrage tient.', 'Restez chez vous ;', 'réservez le 17 aux urgences !']
    """
    found: list[str] = []
    for part in SENTENCE.split(text.strip()):
        if found and len(found[-1]) < SHORTEST:
            found[-1] = f"{found[-1]} {part}"
        elif part:
            found.append(part)
    return found


def nearest(questions: Vectors, told: Vectors) -> list[tuple[int, float]]:
    """Return for each question the sentence that it is about, -1 for none, and the cosine; rows are unit vectors."""
    if not len(questions) or not len(told):
        return [(-1, 0.0)] * len(questions)
    cosines = questions @ told.T
    best = cosines.argmax(axis=1)
    top = cosines[np.arange(len(best)), best]
    return [(int(one) if value >= NEAR else -1, float(value)) for one, value in zip(best, top, strict=True)]


def understood(talk: pl.DataFrame, *, at: int, until: int) -> Understood:
    """Return what was asked from `at` to `until` (milliseconds) in a frame of schema `facts.TALK`."""
    after = talk.filter(pl.col("at").is_between(at, until, closed="left"))
    before = talk.filter(pl.col("at").is_between(2 * at - until, at, closed="left"))
    asked, told = int(after["asks"].sum()), after.height
    places, few = _cells(after.filter(pl.col("place") != ""), "place")
    languages, fewer = _cells(after.filter(pl.col("lang") != ""), "lang")
    about = after.filter(pl.col("asks") & (pl.col("sentence") >= 0)).group_by("sentence").agg(
        n=pl.len(), authors=pl.col("author").n_unique()
    ).filter(pl.min_horizontal("n", "authors") >= FEWEST).sort("n", "sentence", descending=[True, False])  # fmt: skip
    return Understood(
        asked=asked,
        askers=after.filter("asks")["author"].n_unique(),
        messages=told,
        share=asked / told if told else None,
        interval=wilson(asked, told) if told else None,
        share_before=float(before["asks"].mean()) if before.height else None,  # type: ignore[arg-type]
        places=places,
        languages=languages,
        hidden=few + fewer,
        sentence=int(about["sentence"][0]) if about.height else None,
        about=int(about["n"][0]) if about.height else 0,
    )


def _cells(told: pl.DataFrame, by: str) -> tuple[tuple[Cell, ...], int]:
    """Return the cells that may be shown, those with most questions first, and how many may not."""
    cells = told.group_by(by).agg(n=pl.len(), asked=pl.col("asks").sum(), authors=pl.col("author").n_unique())
    shown = cells.filter(pl.min_horizontal("n", "authors") >= FEWEST).sort("asked", by, descending=[True, False])
    rows: Sequence[tuple[str, int, int]] = shown.select(by, "asked", "n").rows()
    return tuple(Cell(name, asked, n, wilson(asked, n)) for name, asked, n in rows), cells.height - shown.height
