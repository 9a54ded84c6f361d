"""Pins add up to rules, in any order, and later ones win."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

from graph.model import Pin
from signals.topics.pins import Rules, rules

START = datetime(2026, 3, 1, tzinfo=UTC)


def pin(number: int, topic: str, act: str, **given: object) -> Pin:
    at = START + timedelta(minutes=number)
    return Pin(id=f"p{number}", topic_id=topic, at=at, role="analyste", act=act, **given)  # type: ignore[arg-type]


def test_merges_are_followed_to_their_end() -> None:
    pins = [pin(1, "a", "merge", other_id="b"), pin(2, "b", "merge", other_id="c")]
    assert rules(pins).apply(["m1", "m2", "m3"], ["a", "b", "d"]) == ["c", "c", "d"]
    assert rules(pins).hands.together == {"c"}


def test_merges_in_a_circle_end() -> None:
    found = rules([pin(1, "a", "merge", other_id="b"), pin(2, "b", "merge", other_id="a")])
    assert found.apply(["m"], ["a"])[0] in {"a", "b"}


def test_a_split_keeps_its_messages_whatever_a_clustering_says() -> None:
    found = rules([pin(1, "a", "split", other_id="n", label="Fausse alerte", message_ids=("m2",))])
    assert found.apply(["m1", "m2"], ["a", "a"]) == ["a", "n"]
    assert found.hands.apart == {frozenset("an")}
    assert found.labels == {"n": "Fausse alerte"}


def test_a_merge_after_a_split_takes_it_back() -> None:
    pins = [pin(1, "a", "split", other_id="n", message_ids=("m2",)), pin(2, "n", "merge", other_id="a")]
    assert rules(pins).apply(["m2"], ["n"]) == ["a"]
    assert rules(pins).apart == frozenset()


def test_messages_are_kept_out_of_one_topic_only_and_topics_left_out_whole() -> None:
    found = rules([pin(1, "a", "exclude", message_ids=("m1",)), pin(2, "spam", "exclude")])
    assert found.apply(["m1", "m1", "m2"], ["a", "b", "a"]) == ["", "b", "a"]
    assert found.excluded == {"spam"}


def test_the_last_label_holds_in_any_order_and_a_release_ends_a_pin() -> None:
    pins = [
        pin(1, "a", "label", label="un"),
        pin(2, "a", "label", label="deux"),
        pin(3, "b", "merge", other_id="a"),
        pin(4, "b", "release", other_id="p3"),
    ]
    for order in permutations(pins):
        assert rules(order).labels == {"a": "deux"}
        assert rules(order).heirs == {}
    assert rules([]) == Rules()
