"""False places in ordinary French messages: real texts that stay where they are, only judgements are kept."""

import json
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import polars as pl

from benchmarks.runner import SHARED
from benchmarks.runner.placing import COUNTRY
from signals.places.gazetteer import Gazetteer

REVIEWED = Path("tests/data/places/reviewed.json")
"""Digests of the mentions that a reader found right, by set. A mention that nobody has judged counts as false."""


def ordinary(gazetteer: Gazetteer, shared: Path = SHARED) -> tuple[int, int]:
    """Return how many false places were found, and in how many messages: 0 and 0 where the sets are not there.

    The sets: all experiences of `services-publics-plus`, all tweets of `perception-xlmt-fr` and of `emotion-mlma-fr`.
    """
    right = set(json.loads(REVIEWED.read_text())["right"]) if REVIEWED.is_file() else set()
    wrong = count = 0
    for text in texts(shared):
        count += 1
        found = {mention.place_id for mention in gazetteer.find(text)} - {COUNTRY}
        wrong += sum(digest(text, place_id) not in right for place_id in found)
    return wrong, count


def texts(shared: Path = SHARED) -> Iterator[str]:
    """Yield the ordinary messages of the sets that are there."""
    experiences = shared / "services-publics-plus" / "export-experiences.csv"
    if experiences.is_file():
        rows = pl.read_csv(experiences, separator=";", infer_schema=False, truncate_ragged_lines=True)
        yield from rows["Description"].drop_nulls()
    for path in sorted((shared / "perception-xlmt-fr").glob("*.parquet")):
        yield from pl.read_parquet(path)["text"]
    tweets = shared / "emotion-mlma-fr" / "messages.parquet"
    if tweets.is_file():
        yield from pl.read_parquet(tweets)["tweet"]


def digest(text: str, place_id: str) -> str:
    """Return eight figures that stand for a place in a text, from which neither can be read."""
    return blake2b(f"{place_id} {text}".encode(), digest_size=4).hexdigest()
