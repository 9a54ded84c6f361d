"""Why no effect can be read: what is too early is told apart from what never can be."""

from dataclasses import replace

import pytest

from signals.effects.account import verdict_of
from signals.effects.lack import SOUGHT, Lack, lack
from signals.effects.measure import LEAST_BEFORE, NEAREST, Talk, measure
from signals.effects.series import HOUR, MINUTE
from tests.acted import AT, WEEK, steady

CALM = steady(0.0)
WIDTH = HOUR  # three days of talk: hours


def until(moment: int, talk: Talk = CALM) -> Talk:
    """Return what is known of the talk at a moment."""
    return replace(talk, until=moment, moments=[one for one in talk.moments if one <= moment])


@pytest.mark.parametrize("minutes", [-5, 0, 1, 59, 61, 359])
def test_what_was_done_a_moment_ago_says_from_when_on(minutes: int) -> None:
    assert lack(until(AT + minutes * MINUTE)) == Lack("time", AT + NEAREST * WIDTH, WIDTH)


def test_from_then_on_an_effect_can_be_read() -> None:
    talk = until(AT + NEAREST * WIDTH)

    assert lack(talk) is None
    effect = measure(talk)
    assert effect is not None
    assert effect.until - effect.since == NEAREST * WIDTH
    assert verdict_of(effect, ()) != "unknown"


def test_a_topic_is_looked_for_for_two_days() -> None:
    unanswered = replace(CALM, moments=[])

    assert lack(replace(unanswered, until=AT + SOUGHT - 1), has_topic=False) == Lack("sought", AT + HOUR)
    assert lack(replace(unanswered, until=AT + SOUGHT), has_topic=False) == Lack("topic")


def test_nobody_speaks_of_it() -> None:
    assert lack(replace(CALM, moments=[])) == Lack("topic")


def test_its_topic_had_just_appeared() -> None:
    young = Talk(at=AT, until=AT + MINUTE, moments=[AT - 40 * MINUTE + n * MINUTE // 2 for n in range(80)], day=WEEK)

    assert lack(young) == Lack("young")
    assert lack(replace(young, moments=[AT - 61 * MINUTE, *young.moments])) == Lack("time", AT + HOUR, 10 * MINUTE)


def test_too_few_messages_came_before_it() -> None:
    later = [one for one in CALM.moments if one >= AT]
    before = [one for one in CALM.moments if one < AT]

    assert lack(replace(CALM, moments=before[-LEAST_BEFORE + 1 :] + later)) == Lack("few")
    assert lack(replace(CALM, moments=before[-LEAST_BEFORE:] + later)) is None


def test_nothing_was_heard_since() -> None:
    deaf = replace(CALM, blind=[(AT - HOUR, CALM.until)])

    assert lack(deaf) == Lack("deaf")
    assert measure(deaf) is None
