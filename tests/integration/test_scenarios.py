"""Short built-in scenarios through the real flows: what is planted is found, and what is calm stays calm."""

from pathlib import Path

import pytest

from flows.exercise.generate import write
from flows.exercise.scenarios import load_plan
from flows.play import drop_graph
from flows.replay import Replay, replay
from graph.console import Answer
from graph.library import library
from graph.rows import Row
from graph.store import connect
from signals.scoring import ALERTABLE

pytestmark = pytest.mark.neo4j

PLAYED = ("campagne-fraude",)
"""Those that are short, and in which all that is planted is found; `python -m benchmarks replay` plays every one."""
ABSENT = frozenset(
    {
        "action_course", "actions_answered", "actions_journal", "alert_decisions", "checked_claims",
        "contacts_by_category", "denials_and_spread", "hazards_and_talk", "outages", "reports_by_day",
        "reports_by_departement", "rumour_first", "rumour_places", "rumour_spread", "rumours_open", "rumours_returned",
        "talk_and_reports",
    }
)  # fmt: skip
"""Queries of the library that a campaign of fraud gives nothing for: no rumour, no action, no hazard, no count of a
day; the graph of `test_queries` has them."""
COMPARED = "1440"
"""Minutes between two comparisons of needs: the campaign is about none, and `test_needs` has them."""
LOOKS = 12
"""Looks at most, for the sake of time; fewer than the plan asks for make alerts later, not fewer."""


def played(name: str, folder: Path) -> tuple[Replay, dict[str | None, Row], dict[str, Answer]]:
    """Return the replay of a scenario, the scores that its graph holds, by truth, and what analysts' queries give."""
    plan = load_plan(name)
    write(folder, plan=plan)
    try:
        step = max(plan.step, (plan.ends_at - plan.crisis_at) / LOOKS)
        told = replay(folder, step=step, keep=True, scored=True)
        with connect(f"replay-{name}") as store:
            scores = {row["score"].get("truth_id"): row["score"] for row in store.rows("scores")}
            answers = {query.name: store.ask(query.text, query.defaults()) for query in library().values()}
            return told, scores, answers
    finally:
        drop_graph(f"replay-{name}")


@pytest.mark.parametrize("name", PLAYED)
def test_what_is_planted_is_found_and_calm_stays_calm(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CYBERIMPACT_NEEDS_EVERY_MINUTES", COMPARED)
    told, kept, answers = played(name, tmp_path / name)

    score = told.score()

    truths = score["truths"]
    wanted = {id_: truth["sensitivity"] for id_, truth in truths.items() if truth["kind"] in ALERTABLE}
    missed = {id_ for id_, found in wanted.items() if not found}
    assert not missed, [alert["title"] for alert in told.alerts]
    assert score["false_alerts_per_day"] <= score["promised_alerts_per_day"], [alert["title"] for alert in told.alerts]
    assert {truth["false_alerts_per_day"] for truth in truths.values() if truth["kind"] == "quiet"} <= {0.0}
    assert kept.pop(None)["sensitivity"] == score["sensitivity"]
    assert {id_: one.get("lead_minutes") for id_, one in kept.items()} == {
        id_: truth["lead_minutes"] for id_, truth in truths.items()
    }
    assert {query.name: answers[query.name].columns for query in library().values()} == {
        query.name: query.columns for query in library().values()
    }
    assert {query for query, answer in answers.items() if not answer.rows} <= ABSENT
