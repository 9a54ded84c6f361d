"""Alarm and departures: read in each message as it comes, heard as waves at each look."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from flows.counted import PROBABILITY
from flows.reader import Reader
from graph.model import Place, Signal
from graph.rows import Row
from graph.store import Store
from graph.territory import places
from signals.base import Watch
from signals.encoders import Vectors
from signals.movement.find import LIKELY, course
from signals.panic.around import COURSES, Around
from signals.panic.wave import Departures, Panic
from signals.places.gazetteer import Mention

ROLES = ("named", "origin", "destination")


def stirs(
    reader: Reader, texts: Sequence[str], vectors: Vectors, named: Sequence[Sequence[Mention]]
) -> Iterator[dict[str, Any]]:
    """Yield for each text how likely it shows alarm, tells of harm and that people leave, and where from and where to.

    Nothing (None) where the encoder has no heads for it, or there is no text; no places where it tells of no departure.
    """
    unknown = np.full(len(texts), np.nan, np.float32)
    alarms = reader.alarm(texts, vectors) if reader.alarm else unknown
    moves = reader.moving(texts, vectors) if reader.moving else unknown
    harms = reader.harm(vectors) if reader.harm else unknown
    silent = np.array([not text.strip() for text in texts], np.bool_)
    alarms, moves, harms = (np.where(silent, np.nan, told) for told in (alarms, moves, harms))
    for text, alarm, move, harm, mentions in zip(texts, alarms, moves, harms, named, strict=True):
        way = course(text, mentions) if move >= LIKELY else None
        yield {
            "alarm": None if np.isnan(alarm) else round(float(alarm), 4),
            "moves": None if np.isnan(move) else round(float(move), 4),
            "harm": None if np.isnan(harm) else round(float(harm), 4),
            "leaves": list(way.origins) if way else [],
            "heads_for": list(way.destinations) if way else [],
        }


def crowds(store: Store, watch: Watch) -> list[Signal]:
    """Return the waves of alarm and of departures at `watch.as_of`.

    The cost is that of the messages of the watch that show either.
    """
    rows = store.rows("crowds", since=watch.since, until=watch.as_of, least=LIKELY, probability=PROBABILITY)
    around = Around(_courses(rows), _places(), watch.messages)
    either = _only(watch, [row["id"] for row in rows])
    alarmed = _only(either, [row["id"] for row in rows if row["alarm"] >= LIKELY])
    leaving = _only(either, [row["id"] for row in rows if row["moves"] >= LIKELY])
    return [*Panic().detect(alarmed, around), *Departures().detect(leaving, around)]


def _only(watch: Watch, ids: Collection[str]) -> Watch:
    # who is alarmed does not chat about the weather
    alarmed = watch.messages.filter(pl.col("id").is_in(list(ids)))
    return replace(watch, messages=alarmed, harm=watch.harm.clear())


def _courses(rows: Sequence[Row]) -> pl.DataFrame:
    told = [(row["id"], role, place) for row in rows for role in ROLES for place in row[role]]
    return pl.DataFrame(told, schema=COURSES, orient="row")


@cache
def _places() -> dict[str, Place]:
    return {place.id: place for place in places()}
