"""Rumours move by rule and by hand: what persons ruled stands, silence ends, contradictions settle nothing."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from signals.rumours.states import BY_HAND, SILENCE, STATES, Situation, state_of

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


def at(**known: object) -> tuple[str, str, str]:
    return state_of(Situation(**{"as_of": NOW, "last_at": NOW - timedelta(hours=1)} | known))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "state", "why"),
    [
        ({}, "new", "alert"),
        ({"acknowledged": True}, "qualifying", "decision"),
        ({"acknowledged": True, "denied": True}, "denied", "denial"),
        ({"denied": True, "checks": {"misleading": 2}}, "false", "check"),
        ({"denied": True, "checks": {"true": 1}}, "true", "check"),
        ({"checks": {"true": 1, "false": 1}}, "new", "alert"),
        ({"checks": {"unproven": 3, "other": 1}}, "new", "alert"),
        ({"checks": {"true": 1}, "ruled": "false"}, "false", "person"),
        ({"denied": True, "ruled": "none"}, "denied", "denial"),
        ({"last_at": NOW - SILENCE}, "extinct", "silence"),
        ({"last_at": NOW - SILENCE, "ruled": "qualifying"}, "extinct", "silence"),
    ],
)
def test_what_is_known_makes_the_state(known: dict[str, object], state: str, why: str) -> None:
    assert at(**known)[:2] == (state, why)


def test_what_it_turned_out_to_be_outlives_it() -> None:
    assert at(last_at=NOW - SILENCE, ruled="false") == ("extinct", "silence", "false")
    assert at(last_at=NOW - SILENCE, checks={"true": 1}) == ("extinct", "silence", "true")


def test_who_ruled_it_over_is_overruled_by_those_who_go_on() -> None:
    assert at(ruled="extinct", ruled_at=NOW)[0] == "extinct"
    assert at(ruled="extinct", ruled_at=NOW - timedelta(hours=2))[0] == "new"


def test_every_situation_has_a_state() -> None:
    for ruled, denied, taken in product(BY_HAND, (False, True), (False, True)):
        name, why, verdict = at(ruled=ruled, denied=denied, acknowledged=taken)
        assert name in STATES
        assert why in {"alert", "decision", "denial", "check", "person", "silence"}
        assert verdict in {"", "false", "true"}
