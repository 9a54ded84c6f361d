"""Write a built-in scenario as a folder."""

import json
import logging
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from flows.exercise.clock import stamp
from flows.exercise.plan import Plan
from flows.exercise.scenarios import load_plan
from flows.exercise.script import Row
from graph import home

DEMO = "crue-val-fournier"
STEP = timedelta(minutes=10)
"""Time between two looks at a scenario that is not built in."""

log = logging.getLogger(__name__)


def prepared(scenario: str) -> tuple[Path, timedelta]:
    """Return the folder of a scenario, written if it is the name of a built-in one, and the time between two looks."""
    if Path(scenario).is_dir():
        return Path(scenario), STEP
    plan, folder = load_plan(scenario), home.home() / "scenarios" / scenario
    write(folder, plan=plan)
    return folder, plan.step


def write(folder: Path, seed: int = 2026, *, plan: Plan | None = None) -> None:
    """Write `plan` (none: the demo) into `folder`, made if need be; the same seed gives the same bytes."""
    plan = plan or load_plan(DEMO)
    script = plan.compose(seed)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scenario.toml").write_text(plan.header(), "utf-8")
    outages = [
        {"platform": name, "from": stamp(start), "to": stamp(end)} for name, (start, end) in script.blind.items()
    ]
    _write(folder / "messages.jsonl", sorted(script.messages, key=lambda row: (row["published_at"], row["id"])))
    _write(
        folder / "measures.jsonl", sorted(script.measures, key=lambda row: (row["to"], row["service"], row["place"]))
    )
    _write(folder / "hazards.jsonl", sorted(script.hazards, key=lambda row: row["from"]))
    _write(folder / "actions.jsonl", sorted(script.actions, key=lambda row: row["at"]))
    _write(folder / "outages.jsonl", outages)
    _write(folder / "truth.jsonl", script.truths)
    log.info("%d messages, %d measures, %d truths", len(script.messages), len(script.measures), len(script.truths))


def _write(path: Path, rows: Sequence[Row]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
