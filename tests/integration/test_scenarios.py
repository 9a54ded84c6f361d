"""Two built-in scenarios through the real flows: figures keep their bounds, and what is calm stays calm."""

from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.replay import SHOWN
from benchmarks.runner.floors import falls, read
from flows.exercise.generate import write
from flows.exercise.scenarios import load_plan
from flows.play import drop_graph
from flows.replay import Replay, replay
from graph.console import Answer
from graph.library import library
from graph.rows import Row
from graph.store import connect

pytestmark = pytest.mark.neo4j

PLAYED = ("campagne-fraude", "crue-val-fournier")
"""The demo and a short one; `python -m benchmarks replay` plays every one."""
STEP = timedelta(minutes=30)
"""Between two looks."""
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


def played(name: str, folder: Path) -> tuple[Replay, dict[str | None, Row], dict[str, Answer]]:
    """Return the replay of a scenario, the scores that its graph holds, by truth, and what analysts' queries give."""
    plan = load_plan(name)
    write(folder, plan=plan)
    try:
        told = replay(folder, step=STEP, keep=True, scored=True)
        with connect(f"replay-{name}") as store:
            scores = {row["score"].get("truth_id"): row["score"] for row in store.rows("scores")}
            answers = {query.name: store.ask(query.text, query.defaults()) for query in library().values()}
            return told, scores, answers
    finally:
        drop_graph(f"replay-{name}")


@pytest.mark.parametrize("name", PLAYED)
def test_figures_keep_their_bounds_and_calm_stays_calm(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CYBERIMPACT_NEEDS_EVERY_MINUTES", COMPARED)
    told, kept, answers = played(name, tmp_path / name)

    score = told.score()

    truths = score["truths"]
    figures = {key: score[key] for key in SHOWN if score[key] is not None}
    assert not list(falls(read(), f"replay-30/{name}", figures)), [alert["title"] for alert in told.alerts]
    assert score["false_alerts_per_day"] <= score["promised_alerts_per_day"], [alert["title"] for alert in told.alerts]
    assert {truth["false_alerts_per_day"] for truth in truths.values() if truth["kind"] == "quiet"} <= {0.0}
    assert kept.pop(None)["sensitivity"] == score["sensitivity"]
    assert {id_: one.get("lead_minutes") for id_, one in kept.items()} == {
        id_: truth["lead_minutes"] for id_, truth in truths.items()
    }
    assert {query.name: answers[query.name].columns for query in library().values()} == {
        query.name: query.columns for query in library().values()
    }
    if name == "campagne-fraude":
        assert {query for query, answer in answers.items() if not answer.rows} <= ABSENT
