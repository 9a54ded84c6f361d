"""Short built-in scenarios through the real flows: what is planted is found, and what is calm stays calm."""

from pathlib import Path

import pytest

from flows.exercise.generate import write
from flows.exercise.scenarios import load_plan
from flows.replay import Replay, replay
from signals.scoring import ALERTABLE

pytestmark = pytest.mark.neo4j

PLAYED = ("campagne-fraude",)
"""Those that are short, and in which all that is planted is found; `python -m benchmarks replay` plays every one."""
LOOKS = 24
"""Looks at most, for the sake of time; fewer than the plan asks for make alerts later, not fewer."""
BUDGET = 2.0
"""False alerts a day: what the default budget promises (1 in 12 hours)."""


def played(name: str, folder: Path) -> Replay:
    plan = load_plan(name)
    write(folder, plan=plan)
    return replay(folder, step=max(plan.step, (plan.ends_at - plan.crisis_at) / LOOKS))


@pytest.mark.parametrize("name", PLAYED)
def test_what_is_planted_is_found_and_calm_stays_calm(name: str, tmp_path: Path) -> None:
    told = played(name, tmp_path / name)

    score = told.score()

    truths = score["truths"]
    wanted = {id_: truth["sensitivity"] for id_, truth in truths.items() if truth["kind"] in ALERTABLE}
    missed = {id_ for id_, found in wanted.items() if not found}
    assert not missed, [alert["title"] for alert in told.alerts]
    assert score["false_alerts_per_day"] <= BUDGET, [alert["title"] for alert in told.alerts]
    assert {truth["false_alerts_per_day"] for truth in truths.values() if truth["kind"] == "quiet"} <= {0.0}
