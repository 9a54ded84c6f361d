"""What the graph tells of messages, as frames."""

from datetime import UTC, datetime, timedelta

import polars as pl

from flows.counted import Counted, beside
from flows.counted import _counted as framed
from graph.store import query

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def told() -> Counted:
    """Return three messages, the newest first: one with two topics and two départements, one of nobody, one bare."""
    at = [int((NOON - n * MINUTE).timestamp() * 1_000) for n in range(3)]
    return framed(
        {
            "id": ["m0", "m1", "m2"],
            "author_id": ["a0", "", "a2"],
            "platform": ["mastodon", "partoo", "mastodon"],
            "at": at,
            "source_place": ["21231", "75056", ""],
            "topics": [["t1", "t2"], [], []],
            "places": [["69123", "38185", "R84"], ["R27"], []],
            "copies": [True, False, True],
            "harm": [0.25, -1.0, 0.5],
            "services": [["perceval"], [], ["pharos", "thesee"]],
        }
    )


def test_a_message_is_a_row_for_each_topic_and_departement() -> None:
    frame = told().messages
    assert frame.select("id", "topic_id", "place_id", "first", "copies").rows() == [
        ("m2", None, None, True, True),
        ("m1", None, "D75", True, False),
        ("m0", "t1", "D38", True, True),
        ("m0", "t1", "D69", False, True),
        ("m0", "t2", "D38", False, True),
        ("m0", "t2", "D69", False, True),
    ]
    assert frame["author_id"].to_list()[:2] == ["a2", None]
    assert told().concerns["service_id"].to_list() == ["pharos", "thesee", "perceval"]
    assert (told().size, told().copies) == (3, frozenset({"m0", "m2"}))


def test_what_is_between_begins_with_its_first_moment_and_ends_before_its_last() -> None:
    part = told().between(NOON - 2 * MINUTE, NOON)
    assert part.messages["id"].to_list() == ["m2", "m1"]
    assert part.concerns["id"].to_list() == ["m2", "m2"]
    assert told().between(NOON, NOON).size == 0
    assert told().between(NOON, NOON - MINUTE).size == 0


def test_what_is_taken_out_can_be_laid_beside_the_rest() -> None:
    whole = told()
    rest, dates = whole.without(pl.Series(["m0", "other"]))
    assert (rest.size, rest.concerns["id"].to_list()) == (2, ["m2", "m2"])
    assert dates.to_list() == whole.messages["published_at"].filter(whole.messages["id"] == "m0").to_list()
    kept, dates = whole.without(pl.Series(["other"]))
    assert kept is whole
    assert dates.is_empty()
    again = beside([whole.between(NOON, NOON + MINUTE), rest]).ordered()
    assert again.messages.equals(whole.messages)


def test_what_changed_is_told_as_all_is() -> None:
    every, changed = (query(name).partition("RETURN")[2] for name in ("counted", "counted_changed"))
    assert every == changed
