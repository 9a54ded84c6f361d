"""What a source takes back before it is saved is never saved, and takes with it what came for it alone."""

from datetime import UTC, datetime
from typing import Any

import pytest

from flows.batch import Batch
from flows.gate import Removal
from flows.sources import Refusal
from graph.model import Account, Cursor, Hashtag, Link, Measure, Message

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


def message(name: str, **more: Any) -> Message:
    given = {"author_id": "m:leo"} | more
    return Message(id=name, source_id="m", platform="m", kind="post", text="x", published_at=NOW, **given)


def filled(*records: object) -> Batch:
    batch = Batch()
    for record in records:
        batch.add(record)
    return batch


LEO, ANA = (Account(id=f"m:{name}", platform="m") for name in ("leo", "ana"))
TAG, SHARED, LINK = Hashtag(id="alone"), Hashtag(id="shared"), Link(id="https://exemple.org/a", host="exemple.org")
MEASURE = Measure(
    id="s|D21|visits|a|b", service_id="s", place_id="D21", metric="visits", start=NOW, end=NOW, value=1, source_id="m"
)
CURSOR = Cursor(id="m", value="7")
ONE = message("m:1", hashtags=("alone", "shared"), links=(LINK.id,))
TWO = message("m:2", author_id="m:ana", hashtags=("shared",), reply_to="m:1")

TAKEN = [
    ("a message", Removal("message", ("m:1",), "t"), [SHARED, ANA, TWO, MEASURE, CURSOR], True),
    ("under its other id", Removal("message", ("m:1", "m:keyed"), "t"), [SHARED, ANA, TWO, MEASURE, CURSOR], True),
    ("an account", Removal("account", ("m:leo", "m:old"), "t"), [SHARED, ANA, TWO, MEASURE, CURSOR], True),
    (
        "somebody else",
        Removal("account", ("m:zoe",), "t"),
        [TAG, SHARED, LINK, LEO, ONE, ANA, TWO, MEASURE, CURSOR],
        False,
    ),
]


@pytest.mark.parametrize(("removal", "kept", "seen"), [case[1:] for case in TAKEN], ids=[case[0] for case in TAKEN])
def test_what_is_taken_back_goes_with_what_came_for_it(removal: Removal, kept: list[object], seen: bool) -> None:
    batch = filled(TAG, SHARED, LINK, LEO, ONE, ANA, TWO, MEASURE, CURSOR, removal)
    assert batch.records == kept
    assert [one.seen for one in batch.removals] == [seen]
    assert len(batch) == len(kept) + 1


def test_what_shares_it_goes_too() -> None:
    batch = filled(LEO, ONE, ANA, message("m:3", author_id="m:ana", repost_of="m:1"), Removal("message", ("m:1",), "t"))
    assert batch.records == []


def test_what_comes_after_is_another_matter() -> None:
    batch = filled(Removal("message", ("m:1",), "t"), LEO, ONE)
    assert batch.records == [LEO, ONE]
    assert not batch.removals[0].seen


def test_what_was_erased_once_is_spared_and_answers_lose_it() -> None:
    batch = filled(TAG, SHARED, LINK, LEO, ONE, ANA, TWO, MEASURE)
    assert batch.spare({"m:1"}) == 1
    assert batch.records == [SHARED, ANA, message("m:2", author_id="m:ana", hashtags=("shared",)), MEASURE]
    assert batch.spare(set()) == 0


def test_refusals_are_counted() -> None:
    batch = filled(Refusal("bad-date", "x"), Refusal("bad-date", "y"))
    assert (batch.refused, len(batch), batch.records) == ({"bad-date": 2}, 2, [])
