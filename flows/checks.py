"""Joins messages to the published checks of their claim: `SAME_CLAIM_AS`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any

from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.embeddings import Cache
from flows.reader import Reader
from graph.rows import Row
from graph.schema import CHECKED, FACT_CHECK, SAME_CLAIM
from graph.store import Store
from signals.checks import likeness
from signals.checks.match import FLOOR, Checks, Same
from signals.copies.meaning import CALIBRATED, Words
from signals.copies.sense import Sense, sense
from signals.encoders import text_key
from signals.links import link
from signals.text.language import language

CHUNK = 500
"""Messages held against all new checks at a time: memory grows with `CHUNK` x checks."""


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_CHECKS_DAYS`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_CHECKS_")

    days: float = 30
    """Days before now whose messages a new check is held against."""
    messages: int = 50_000
    """Messages that new checks are held against, at most: the latest."""
    at_most: int = 20_000
    """Published checks that messages are held against, at most: the newest."""


@dataclass(frozen=True)
class Known:
    """The checks of the graph, ready to be found."""

    rows: Sequence[Row]
    reader: Reader

    @cached_property
    def pages(self) -> Mapping[str, list[str]]:
        """The ids of the checks by the address of their page."""
        found: dict[str, list[str]] = {}
        for row in self.rows:
            if page := _page(row):
                found.setdefault(page, []).append(row["id"])
        return found

    @cached_property
    def checks(self) -> Checks | None:
        """The claims; None in a vector space in which closeness means nothing to us."""
        if self.reader.vectors.space != CALIBRATED:
            return None
        return Checks(
            [row["id"] for row in self.rows],
            self._claim,
            self.reader.published.encode([row["claim"] for row in self.rows]),
            _words(self.reader.vectors),
            self.reader.vectors.encode_unkept,
            likeness.shipped(),
        )

    def _claim(self, index: int) -> Sense:
        return _sense(self.reader, self.rows[index]["claim"])


def link_messages(store: Store, reader: Reader, ids: Sequence[str], *, run_id: str) -> int:
    """Join messages, whose places and links are written, to the checks of their claim; return how many relationships.

    What was found before and is not found now is removed. A message that links to the page of a check is joined to it
    whatever it says (`how: link`, score 1), else by what it says (`how: meaning`, score: a probability).
    """
    known = _known(store, reader)
    found = list(_same(store, reader, ids, known)) if known.rows else []
    store.relate(SAME_CLAIM, found, run_id=run_id, scope=ids)
    return len(found)


def link_checks(store: Store, reader: Reader, *, as_of: datetime, run_id: str, batch: int = 1_000) -> int:
    """Hold new and changed checks against recent messages; return how many relationships these messages have now.

    Only the messages that may be concerned are read again, against all checks. A kill before the end leaves the checks
    on the queue, and doing it twice changes nothing.
    """
    settings = Settings()
    pending = store.rows("checks_pending", limit=settings.at_most)
    if not pending:
        return 0
    span = {"since": as_of - timedelta(days=settings.days), "until": as_of}
    ids = _concerned(store, reader, pending, store.rows("checks_messages", limit=settings.messages, **span))
    count = 0
    for start in range(0, len(ids), batch):
        count += link_messages(store, reader, ids[start : start + batch], run_id=run_id)
    done = [{"id": row["id"], "vector_key": text_key(row["claim"]).hex()} for row in pending]
    store.complete(FACT_CHECK, CHECKED, done)
    return count


def _concerned(store: Store, reader: Reader, pending: Sequence[Row], messages: Sequence[Row]) -> list[str]:
    """Return the messages that new checks may be joined to, or may have to leave, in order."""
    pages = [page for row in pending if (page := _page(row))]
    found = {row["id"] for row in store.rows("checks_concerned", ids=[row["id"] for row in pending], pages=pages)}
    if reader.vectors.space == CALIBRATED:
        claims = reader.published.encode([row["claim"] for row in pending])
        for start in range(0, len(messages), CHUNK):
            part = messages[start : start + CHUNK]
            vectors, _ = reader.vectors.load([row["key"] for row in part])
            close = (vectors @ claims.T).max(axis=1) >= FLOOR
            found |= {row["id"] for row, is_close in zip(part, close.tolist(), strict=True) if is_close}
    return sorted(found)


def _same(store: Store, reader: Reader, ids: Sequence[str], known: Known) -> Iterator[dict[str, Any]]:
    rows = store.rows("checks_read", ids=list(ids))
    texts = [row["text"] or "" for row in rows]
    meant: Iterable[Sequence[Same]] = [()] * len(rows)
    if known.checks is not None:
        meant = known.checks.same(texts, reader.vectors.encode(texts), [row["places"] for row in rows])
    for row, several in zip(rows, meant, strict=True):
        scores = {one.check_id: (round(one.score, 4), "meaning") for one in several}
        scores |= {check: (1.0, "link") for page in row["links"] for check in known.pages.get(page, ())}
        yield from (
            {"start": row["id"], "end": check, "score": score, "how": how} for check, (score, how) in scores.items()
        )


def _page(row: Row) -> str | None:
    found = link(row["url"]) if row["url"] else None
    return found.id if found else None


def _known(store: Store, reader: Reader) -> Known:
    (version,) = store.rows("checks_version")
    return _read(store, reader, version["n"], version["changed"], Settings().at_most)


@lru_cache(maxsize=1)
def _read(store: Store, reader: Reader, count: int, changed: str | None, at_most: int) -> Known:
    """Return the checks; read again only when their number or the last of their changes is another."""
    return Known(store.rows("checks_known", limit=at_most) if count else [], reader)


@lru_cache(maxsize=4_096)
def _sense(reader: Reader, claim: str) -> Sense:
    places = {mention.place_id for mention in reader.gazetteer.find(claim)}
    return sense(claim, lang=language(claim), places=places)


@lru_cache(maxsize=2)
def _words(vectors: Cache) -> Words:
    # what is erased must not live on in the words of a file
    return Words(vectors.encode_unkept)
