"""Put each message behind the first that said the same: `COPY_OF`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from cachetools import LRUCache
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.embeddings import Cache
from flows.nearby import nearby
from flows.reader import Reader
from graph.rows import Row
from graph.store import BATCH, Store
from signals.copies.groups import Found
from signals.copies.judge import Match
from signals.copies.meaning import CALIBRATED, Words
from signals.copies.sense import Sense, sense
from signals.copies.stretch import Said, Stretch
from signals.encoders import text_key
from signals.text.language import language
from signals.text.near import near_key, shape

FEW = 3
"""A text of so few distinct words (« merci à tous ») is nobody's copy: everybody says it."""


KEPT = 30_000
"""Messages whose reading is kept in memory, a few kilobytes each: the same neighbours are met again and again."""
_READ: WeakKeyDictionary[Store, LRUCache[tuple[str, str], Sense]] = WeakKeyDictionary()


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_COPIES_DAYS`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_COPIES_")

    days: float = 30
    """Days between a message and the one that it copies, at most."""
    at_most: int = 20_000
    """Messages that copies with other words are looked for among, before and after: the nearest in time."""


def link_copies(
    store: Store, reader: Reader, ids: Sequence[str], *, run_id: str, settings: Settings | None = None
) -> int:
    """Put messages, whose places are written, behind the first that said the same; return how many copy another.

    Shares (`repost_of`) are no copies and are left to `REPOSTS`. Messages that were here before and belong behind one
    of these, or behind another now, move too; they are written first, so that a kill in between is mended by reading
    the batch again. Time and memory grow with `at_most`, not with what the graph holds.
    """
    settings = settings or Settings()
    read = {row["id"]: row for row in store.rows("copies_read", ids=list(ids)) if row["repost_of"] is None}
    asked = {name: row for name, row in read.items() if len(set(shape(row["text"] or "").stems)) > FEW}
    rows: list[Row] = [{"start": name, "end": None} for name in read.keys() - asked.keys()]
    if asked:
        found = _stretch(store, reader, asked, settings).settle(list(asked))
        rows += [_row(name, one) for name, one in found.items()]
    rows.sort(key=lambda row: (row["start"] in read, row["start"]))
    for start in range(0, len(rows), BATCH):
        store.execute("copies_write", rows=rows[start : start + BATCH], run_id=run_id)
    return sum(row["start"] in read and row["end"] is not None for row in rows)


def _stretch(store: Store, reader: Reader, asked: Mapping[str, Row], settings: Settings) -> Stretch:
    reach = int(timedelta(days=settings.days).total_seconds() * 1_000)
    own = [_own(row) for row in asked.values()]
    earliest, latest = min(row["at"] for row in own), max(row["at"] for row in own)
    keyed = [
        {"id": row["id"], "key": row["key"], "at": row["at"], "since": row["at"] - reach, "until": row["at"] + reach}
        for row in own
    ]
    around = {"since": earliest - reach, "latest": latest, "until": latest + reach}
    known = [
        *nearby(store).read(store, at_most=settings.at_most, **around),
        *store.rows("copies_by_key", rows=keyed),
    ]
    said = list({row["id"]: row for row in [*known, *own]}.values())
    vectors, _ = reader.vectors.load([row["vector_key"] for row in said])
    leads = {name for name, row in asked.items() if row["leads"]}
    keys = {row["id"]: row["vector_key"] for row in known}
    return Stretch(
        [_said(row) for row in said],
        vectors,
        window=reach,
        read=lambda wanted: _senses(store, wanted, keys),
        behind=lambda name: _behind(store, name) if name in leads or name not in asked else (),
        words=_words(reader.vectors) if reader.vectors.space == CALIBRATED else None,
    )


def _own(row: Row) -> Row:
    """Return a message of the batch, whose key and vector are not in the graph yet, as the queries give the others."""
    text = row["text"]
    same = {"first": row["first"], "kind": row["kind"], "score": row["score"]}
    return {
        "id": row["id"],
        "at": row["at"],
        "key": near_key(text),
        "vector_key": text_key(text).hex(),
        **same,
    }


def _said(row: Row) -> Said:
    link = None if row["first"] is None else Match(row["kind"], row["score"])
    return Said(row["id"], row["at"], row["key"], row["first"], link)


def _behind(store: Store, name: str) -> Iterable[Said]:
    return map(_said, store.rows("copies_behind", id=name))


def _senses(store: Store, ids: Collection[str], keys: Mapping[str, str]) -> dict[str, Sense]:
    """Return the readings of messages; those of a text that was read lately (`keys` tell them) are not asked for."""
    read = _READ.setdefault(store, LRUCache(KEPT))
    found = {name: known for name in ids if (key := keys.get(name)) and (known := read.get((name, key)))}
    rest = [name for name in ids if name not in found]
    for row in store.rows("copies_read", ids=rest) if rest else ():
        found[row["id"]] = one = _sense(row)
        if key := keys.get(row["id"]):
            read[row["id"], key] = one
    return found


def _sense(row: Row) -> Sense:
    text = row["text"] or ""
    return sense(text, lang=row["lang"] or language(text), places=row["places"])


@lru_cache(maxsize=2)
def _words(vectors: Cache) -> Words:
    # what is erased must not live on in the words of a file
    return Words(vectors.encode_unkept)


def _row(name: str, found: Found | None) -> dict[str, Any]:
    if found is None:
        return {"start": name, "end": None}
    return {"start": name, "end": found.id, "kind": found.match.kind, "score": found.match.score}
