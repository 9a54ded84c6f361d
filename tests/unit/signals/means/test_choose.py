"""Means go where they reach most, within what there is, and through institutions alone."""

from dataclasses import fields
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.means.choose import RESOURCES, Budget, Plan, Unserved, choose, network_of
from signals.means.relays import KINDS, NotAnInstitution, Relay

GAPS = [
    Unserved("vote-by-proxy", "D21", "D21", 400.0),
    Unserved("vote-by-proxy", "21231", "D21", 300.0),
    Unserved("cyber-help", "D48", "D48", 90.0),
    Unserved("file-complaint", "D48", "D48", 20.0),
]


def test_largest_gap_comes_first() -> None:
    plan = choose(GAPS, Budget(hours=40))

    assert plan.steps[0].need == "vote-by-proxy"
    assert plan.steps[0].relay.place_id == "D21"
    assert plan.total == 810


def test_each_step_adds_less_for_the_same_people() -> None:
    gaps = [Unserved("vote-by-proxy", "D21", "D21", 400.0)]
    plan = choose(gaps, Budget())
    gains = [step.gain for step in plan.steps]

    assert gains[0] > gains[-1] > 0
    assert plan.covered == pytest.approx(sum(gains))
    assert plan.covered < 400


def test_nothing_is_spent_beyond_the_budget() -> None:
    budget = Budget(hours=9, euros=300, posts=3)
    plan = choose(GAPS, budget)

    assert plan.steps
    assert all(getattr(plan.spent, name) <= getattr(budget, name) for name in RESOURCES)


@pytest.mark.parametrize("budget", [Budget(hours=0), Budget(hours=0.5, posts=0)])
def test_without_means_nothing_is_done(budget: Budget) -> None:
    assert choose(GAPS, budget).steps == ()
    assert choose([], Budget()).share is None


def test_a_town_hall_serves_its_commune_and_no_other() -> None:
    network = network_of(GAPS)

    assert set(network.successors((Relay("mairie", "21231"), "vote-by-proxy"))) == {("vote-by-proxy", "21231")}
    assert set(network.successors((Relay("brigade", "D21"), "vote-by-proxy"))) == {
        ("vote-by-proxy", "D21"), ("vote-by-proxy", "21231"),
    }  # fmt: skip
    assert not [move for move in network if isinstance(move[0], Relay) and move[0] == Relay("mairie", "D21")]


@pytest.mark.parametrize("kind", ["person", "influencer", "mastodon:3f2a", "Jeanne Dupont", ""])
def test_a_person_is_never_a_relay(kind: str) -> None:
    with pytest.raises(NotAnInstitution):
        Relay(kind, "D21")


def test_a_plan_has_no_room_for_a_name() -> None:
    assert [field.name for field in fields(Relay)] == ["kind", "place_id"]
    plan = choose(GAPS, Budget())
    known = {gap.place_id for gap in GAPS} | {gap.within for gap in GAPS}

    assert {step.relay.kind for step in plan.steps} <= set(KINDS)
    assert {step.relay.place_id for step in plan.steps} <= known
    assert Relay("mairie", "21231").title("Dijon") == ("Mairie, Dijon", "Town hall, Dijon")


def best(gaps: list[Unserved], actions: int) -> float:
    """Return what the best set of so many actions covers, all tried."""
    network = network_of(gaps)
    moves = [node for node in network if not network.nodes[node].get("is_demand")]
    covered = 0.0
    for chosen in combinations(moves, actions):
        left = {node: data["demands"] for node, data in network.nodes(data=True) if data.get("is_demand")}
        before = sum(left.values())
        for move in chosen:
            for _, target, data in network.out_edges(move, data=True):
                left[target] *= 1 - data["reach"]
        covered = max(covered, before - sum(left.values()))
    return covered


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 500), min_size=2, max_size=3), st.integers(1, 3))
def test_greedy_keeps_its_bound(demands: list[float], actions: int) -> None:
    gaps = [Unserved(f"need-{number}", "D21", "D21", value) for number, value in enumerate(demands)]
    plan = choose(gaps, Budget(), most=actions)

    assert plan.covered >= (1 - 1 / 2.718281828) * best(gaps, actions) - 1e-6


def test_same_gaps_in_another_order_give_the_same_plan() -> None:
    plans: list[Plan] = [choose(gaps, Budget(hours=30, euros=900)) for gaps in (GAPS, GAPS[::-1])]

    assert [(step.relay, step.need) for step in plans[0].steps] == [(step.relay, step.need) for step in plans[1].steps]
