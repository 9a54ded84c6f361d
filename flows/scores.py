"""How detection did on an exercise, kept in the graph of the exercise."""

from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from flows.exercise.folder import Scenario
from flows.runs import running
from graph import model
from graph.store import Store
from signals.budget import Budget
from signals.scoring import Figures, Score

SCORING = "score"
"""Name of the runs that score."""
WHOLE = "all"
"""Kind of the score of a whole exercise."""
_KEPT = {field.name for field in fields(model.Score)} & {field.name for field in fields(Figures)}


def save_scores(store: Store, score: Score, scenario: Scenario) -> list[model.Score]:
    """Write the figures of an exercise as a whole and of each of its truths, and return them; older ones are gone."""
    with running(store, SCORING, as_of=scenario.ends_at, parameters={"scenario": scenario.name}) as record:
        name, at = scenario.name, scenario.ends_at
        whole = model.Score(
            id=f"score:{name}",
            scenario=name,
            kind=WHOLE,
            label=name,
            at=at,
            run_id=record.id,
            **_figures(score),
        )
        truths = [
            model.Score(
                id=f"score:{name}:{truth}",
                scenario=name,
                truth_id=truth,
                kind=each.kind,
                label=each.label,
                at=at,
                alert_ids=each.alerts,
                run_id=record.id,
                **_figures(each),
            )
            for truth, each in score.truths.items()
        ]
        scores = [whole, *truths]
        store.save(scores, now=datetime.now(UTC))
        store.execute("sweep_scores", scenario=name, run_id=record.id)
        record.counts["scores"] = len(scores)
    return scores


def promised_per_day(budget: Budget) -> float:
    """Return how many false alerts a budget allows a day, all areas together.

    >>> promised_per_day(Budget(alerts=0.2, hours=12, areas={"D21": 0.5}))
    1.4
    """
    return (budget.alerts + sum(budget.areas.values())) * (timedelta(days=1) / timedelta(hours=budget.hours))


def _figures(given: Figures) -> dict[str, Any]:
    """Return what is known of the figures that the graph keeps."""
    return {name: value for name, value in asdict(given).items() if name in _KEPT and value is not None}
