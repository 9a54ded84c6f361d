"""Read what came in: language, tags, links, places, services, intents, near-duplicate key, tone, vector."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from flows.catalogue import current, offer_services
from flows.checks import link_checks, link_messages
from flows.copies import link_copies
from flows.crowds import stirs
from flows.positions import positions
from flows.reader import Reader
from flows.runs import running
from graph.rows import Row
from graph.schema import CONCERNS_SERVICE, ENRICHED, LINKED_IN_TEXT, MENTIONS_PLACE, MESSAGE, TAGGED_IN_TEXT
from graph.store import Store
from signals.encoders import Vectors, text_key
from signals.intents import INTENTS, held
from signals.places.gazetteer import Mention
from signals.services.find import Found
from signals.text.entities import hashtags, links
from signals.text.kept import names_a_person
from signals.text.language import language
from signals.text.near import near_key

Progress = Callable[[str], None]

COUNTRY = "FR"
BATCH = 1_000
"""Messages read between two writes: what a kill makes us read again."""


def enrich_pending(store: Store, reader: Reader, *, as_of: datetime, progress: Progress | None = None) -> Counter[str]:
    """Read every message of the queue, and return how many messages, places and services were found."""
    found: Counter[str] = Counter()
    batch = store.rows("pending", limit=BATCH)
    if not batch and not store.rows("checks_pending", limit=1):
        return found
    offer_services(store)
    with running(store, "enrich", as_of=as_of) as record:
        while batch:
            found += _enrich(store, reader, batch, run_id=record.id, now=as_of)
            record.counts = found
            if progress:
                progress(f"read {found['messages']} messages")
            batch = store.rows("pending", limit=BATCH)
        found["checked"] += link_checks(store, reader, as_of=as_of, run_id=record.id)
        record.counts = found
    return found


def _enrich(store: Store, reader: Reader, batch: Sequence[Row], *, run_id: str, now: datetime) -> Counter[str]:
    ids = [row["id"] for row in batch]
    texts = [row["text"] or "" for row in batch]
    vectors = reader.vectors.encode(texts)
    tones = reader.tone(texts, vectors) if reader.tone else [None] * len(batch)
    intents = _intents(reader, texts, vectors)
    named = [reader.gazetteer.find(row["text"] or "", source_place=row["place_id"]) for row in batch]
    places = [place for row, found in zip(batch, named, strict=True) for place in _places(row, found)]
    concerned = reader.services(current()).find(texts, vectors, [row["service_ids"] or () for row in batch])
    services = [service for row, found in zip(batch, concerned, strict=True) for service in _services(row, found)]
    store.relate(MENTIONS_PLACE, places, run_id=run_id, scope=ids)
    store.relate(CONCERNS_SERVICE, services, run_id=run_id, scope=ids)
    tags = [
        {"start": row["id"], "end": tag.id} for row, text in zip(batch, texts, strict=True) for tag in hashtags(text)
    ]
    # under its one address a link may lead to a person where the gate, which saw another, could not tell
    pointed = {
        row["id"]: [link for link in links(text) if not names_a_person(link.id)]
        for row, text in zip(batch, texts, strict=True)
    }
    store.save((link for several in pointed.values() for link in several), now=now)
    linked = [{"start": name, "end": link.id} for name, several in pointed.items() for link in several]
    store.relate(TAGGED_IN_TEXT, tags, run_id=run_id, scope=ids)
    store.relate(LINKED_IN_TEXT, linked, run_id=run_id, scope=ids)
    copies = link_copies(store, reader, ids, run_id=run_id)
    checked = link_messages(store, reader, ids, run_id=run_id)
    # last: what it sets takes the message off the queue
    stirred, stood = stirs(reader, texts, vectors, named), positions(reader, batch, texts, vectors)
    read = zip(batch, tones, intents, stirred, stood, strict=True)
    rows = [_properties(row, tone) | wanted | stir | stand for row, tone, wanted, stir, stand in read]
    store.complete(MESSAGE, ENRICHED, rows)
    return Counter(messages=len(batch), places=len(places), services=len(services), copies=copies, checked=checked)


def _properties(row: Row, tone: float | None) -> dict[str, Any]:
    text = row["text"] or ""
    said = bool(text.strip())  # stars alone have no words to judge, nor a topic
    return {
        "id": row["id"],
        "lang": row["lang"] or language(text),
        "near_key": near_key(text),
        "tone": None if tone is None or not said else round(float(tone), 4),
        "vector_key": text_key(text).hex() if said else None,
    }


def _places(row: Row, found: Sequence[Mention]) -> list[dict[str, Any]]:
    """Return the places that a message names, each by its likeliest mention.

    The country is left out: it tells no area from another, and would hide the place that the source gives.
    """
    best: dict[str, dict[str, Any]] = {}
    for mention in found:
        known = best.get(mention.place_id)
        if mention.place_id == COUNTRY:
            continue
        if known is None or mention.probability > known["probability"]:
            best[mention.place_id] = {
                "start": row["id"],
                "end": mention.place_id,
                "probability": round(mention.probability, 4),
                "surface": mention.surface,
                "reason": mention.reason,
                "choice": mention.choice,
            }
    return list(best.values())


def _services(row: Row, found: Sequence[Found]) -> list[dict[str, Any]]:
    return [
        {
            "start": row["id"],
            "end": one.service_id,
            "probability": round(one.probability, 4),
            "how": one.how,
            "need": one.need,
        }
        for one in found
    ]


def _intents(reader: Reader, texts: Sequence[str], vectors: Vectors) -> Iterator[dict[str, Any]]:
    """Yield what the author of each text wants; nothing where the encoder has no head for it, or there is no text."""
    probabilities = reader.intents(texts, vectors) if reader.intents else [None] * len(texts)
    for text, row in zip(texts, probabilities, strict=True):
        if row is None or not text.strip():
            yield {"intent": None, "intent_probability": None, "intents": []}
        else:
            best = int(row.argmax())
            yield {"intent": INTENTS[best], "intent_probability": round(float(row[best]), 4), "intents": held(row)}
