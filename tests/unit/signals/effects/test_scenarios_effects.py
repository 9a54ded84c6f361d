"""The denials of the built-in scenarios: the effective one lies in its interval, no other is called effective."""

from pathlib import Path

import pytest

from flows.exercise.folder import load
from flows.exercise.generate import write
from flows.exercise.scenarios import load_plan
from signals.effects.account import verdict_of
from signals.effects.measure import Talk, measure
from signals.effects.series import HOUR, day_shape

DENIALS = {
    "crue-val-fournier": "effect-dementi",
    "rumeur-lente": "effect-dementi-eau",
    "penurie-carburant": "effect-dementi-valbrise",
}


@pytest.mark.parametrize("name", DENIALS)
def test_a_denial_is_measured_as_it_was_told(name: str, tmp_path: Path) -> None:
    """Messages and stances as the scenario tells them: what reading adds to the error is shown by the replays."""
    write(tmp_path / name, plan=load_plan(name))
    scenario = load(tmp_path / name)
    truths = {truth.id: truth for truth in scenario.truths()}
    effect = truths[DENIALS[name]]
    at = next(int(action.at.timestamp() * 1000) for action in scenario.actions() if action.id == effect.action)
    published = {message.id: int(message.published_at.timestamp() * 1000) for message in scenario.messages()}
    spread = [published[id_] for id_, stance in truths[effect.about or ""].stance_of.items() if stance != "deny"]
    hours = range(int(scenario.starts_at.timestamp() * 1000), at, HOUR)
    told = [sum(hour <= one < hour + HOUR for one in published.values()) for hour in hours[-14 * 24 :]]
    talk = Talk(
        at=at,
        until=int(scenario.ends_at.timestamp() * 1000),
        moments=spread,
        day=day_shape(hours[-14 * 24 :], told, [False] * len(told)),
    )

    found = measure(talk, since=int(effect.start.timestamp() * 1000))

    assert found is not None
    assert effect.relative_change is not None
    assert found.low <= effect.relative_change <= found.high
    if effect.relative_change == 0:
        assert verdict_of(found, ()) in {"none", "unclear"}
    else:
        assert found.change < -0.3
