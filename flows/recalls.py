"""Find the earlier rumour that a new one recalls."""

from collections.abc import Sequence
from dataclasses import replace

from flows.reader import Reader
from graph.model import Rumour
from graph.rows import Row, moment, native
from graph.store import Store
from signals.checks import likeness
from signals.checks.match import Checks
from signals.copies.meaning import CALIBRATED, Words
from signals.copies.sense import Sense, sense
from signals.rumours.recall import Past, placeless, recalled
from signals.text.language import language

PAST = 1_000
"""Earlier rumours that are looked through, the newest."""


def recalling(store: Store, reader: Reader, rumour: Rumour, claim: str) -> Rumour:
    """Return a new rumour with the earlier one that it recalls: of the same topic, or of the same claim elsewhere."""
    rows = store.rows("rumours_past", before=rumour.first_at, limit=PAST)
    past = next((row for row in rows if row["rumour"]["topic_id"] == rumour.topic_id), None)
    past = past or _same(reader, claim, rows)
    if past is None:
        return rumour
    french, english = recalled(_past(past), now=rumour.state_at)
    return replace(rumour, recalls_id=past["rumour"]["id"], recalled=french, recalled_en=english)


def _same(reader: Reader, claim: str, rows: Sequence[Row]) -> Row | None:
    """Return the earlier rumour that claims the same, wherever it was; None in a space that we know nothing of."""
    if not rows or reader.vectors.space != CALIBRATED:
        return None
    encode = reader.vectors.encode_unkept  # what is erased must not live on in the vectors of a file
    texts = [placeless(row["claim"], reader.gazetteer.find) for row in rows]
    ids = [str(index) for index in range(len(rows))]
    known = Checks(ids, lambda index: _sense(texts[index]), encode(texts), Words(encode), encode, likeness.shipped())
    said = placeless(claim, reader.gazetteer.find)
    (found,) = known.same([said], encode([said]))
    return rows[int(found[0].check_id)] if found else None


def _sense(text: str) -> Sense:
    return sense(text, lang=language(text), places=())


def _past(row: Row) -> Past:
    old = row["rumour"]
    return Past(
        id=old["id"],
        claim=row["claim"],
        first_at=moment(old["first_at"]),
        last_at=moment(old["last_at"]),
        verdict=old["verdict"] or "",
        denied_at=native(old["denied_at"]),
        after_denial=old["after_denial"],
        places=tuple(name for name in row["places"] if name),
    )
