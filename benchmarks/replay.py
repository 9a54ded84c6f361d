"""Alerts on scenarios against their truth: every built-in one, or `--data DIR`.

Nothing is learned from a scenario; texts and truths are drawn with seed 2026 and were written before they were scored.
`CYBERIMPACT_REPLAY_SCENARIOS` (names, commas between) and `CYBERIMPACT_REPLAY_MINUTES` choose some of them, and another
time between two looks.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.runner import BenchmarkError, Options, Result
from flows.exercise.folder import load
from flows.exercise.generate import write
from flows.exercise.scenarios import load_plan, names
from flows.replay import Replay, replay

MINUTES = 10
"""Between two looks at a scenario that is not built in."""
MEANS = (
    "sensitivity",
    "sensitivity_one_to_one",
    "kind_right",
    "rumour_found",
    "rumour_precision",
    "rumour_recall",
    "stance_volume_error",
    "topic_identity",
    "topic_purity",
    "gap_precision_at_10",
    "effect_error",
    "effect_coverage",
)
MEDIANS = ("lead_minutes", "lead_to_denial_minutes", "rumour_delay_minutes")
RATES = ("false_alerts_per_day", "promised_alerts_per_day", "benign_alerts_per_day", "rumours_false_per_day")
SHOWN = (
    "sensitivity", "sensitivity_one_to_one", "kind_right", "precision", *RATES, "lead_minutes", "topic_identity",
    "topic_purity", "rumour_found", "rumour_precision", "rumour_recall", "stance_volume_error", "effect_error",
)  # fmt: skip
"""Figures of each scenario that have a line of their own."""

Score = Mapping[str, Any]


def run(options: Options) -> Result:
    """Return the score of a replay through the real flows; keys as in the design, None where there is no such truth.

    Over all built-in scenarios: all truths count alike, and so do all days of watch; precision is the mean of those
    with a true or a false alert. Each scenario has its own beside, whole under `scenarios`.
    """
    folder = options.test or options.data
    if folder is not None:
        one = replay(folder, step=timedelta(minutes=MINUTES))
        parameters = {"scenario": load(folder).name, "minutes": MINUTES, "alerts": len(one.alerts)}
        return Result(one.score(), len(one.published), parameters)
    looks = _looks()
    played = {name: _replayed(name, step) for name, step in looks.items()}
    told = {name: one for name, (one, _) in played.items()}
    scores = {name: score for name, (_, score) in played.items()}
    metrics = pooled(list(scores.values()), [_days(one) for one in told.values()])
    metrics |= {
        f"{name}.{key}": score[key] for name, score in scores.items() for key in SHOWN if score[key] is not None
    }
    metrics["scenarios"] = scores
    minutes = {name: step / timedelta(minutes=1) for name, step in looks.items()}
    alerts = {name: len(one.alerts) for name, one in told.items()}
    return Result(metrics, sum(len(one.published) for one in told.values()), {"minutes": minutes, "alerts": alerts})


def _looks() -> dict[str, timedelta]:
    """Return the time between two looks of each scenario to play."""
    chosen = os.environ.get("CYBERIMPACT_REPLAY_SCENARIOS", "")
    known = names()
    wanted = [name.strip() for name in chosen.split(",")] if chosen else list(known)
    if unknown := sorted(set(wanted) - set(known)):
        raise BenchmarkError(f"no scenario {', '.join(unknown)}; there are {', '.join(known)}")
    minutes = os.environ.get("CYBERIMPACT_REPLAY_MINUTES", "")
    if minutes and not minutes.isdecimal():
        raise BenchmarkError(f"CYBERIMPACT_REPLAY_MINUTES is {minutes!r}; whole minutes are wanted")
    return {name: timedelta(minutes=int(minutes)) if minutes else load_plan(name).step for name in wanted}


def _replayed(name: str, step: timedelta) -> tuple[Replay, Score]:
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / name
        write(folder, plan=load_plan(name))
        told = replay(folder, step=step)
        return told, told.score()


def _days(one: Replay) -> float:
    return (one.scenario.ends_at - one.scenario.crisis_at) / timedelta(days=1)


def pooled(scores: Sequence[Score], days: Sequence[float]) -> dict[str, Any]:
    """Return the figures of several scenarios together: truths count alike, and so do days of watch.

    >>> truths = [{"a": {"sensitivity": 1.0}, "b": {"sensitivity": 0.0}}, {"c": {"sensitivity": 1.0}}]
    >>> scores = [{"truths": truth, "false_alerts_per_day": rate} for truth, rate in zip(truths, (1.0, 4.0))]
    >>> found = pooled(scores, [1.0, 0.5])
    >>> round(found["sensitivity"], 2), found["false_alerts_per_day"], found["lead_minutes"]
    (0.67, 2.0, None)
    """
    truths = [truth for score in scores for truth in score["truths"].values()]

    def known(name: str) -> list[float]:
        return [truth[name] for truth in truths if truth.get(name) is not None]

    figures: dict[str, Any] = {name: fmean(known(name)) if known(name) else None for name in MEANS}
    figures |= {name: median(known(name)) if known(name) else None for name in MEDIANS}
    figures["precision"] = _precision(scores)
    for name in RATES:
        rates = [
            (score[name] * span, span) for score, span in zip(scores, days, strict=True) if score.get(name) is not None
        ]
        figures[name] = sum(n for n, _ in rates) / sum(span for _, span in rates) if rates else None
    return figures


def _precision(scores: Sequence[Score]) -> float | None:
    """Return the mean precision of the scenarios in which there was an alert that is true or false."""
    known = [score["precision"] for score in scores if score.get("precision") is not None]
    return fmean(known) if known else None
