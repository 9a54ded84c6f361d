"""The scenario of an exercise as it is played: a copy that leaves denials to the cell, and takes what is injected."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from flows.exercise import style
from flows.exercise.folder import Scenario, load
from flows.exercise.parse import message_id
from graph.exercise import Inject
from signals.scoring import BENIGN, Truth

DENIAL = "denial"
EXPECTED = "rumour"
"""Kind of the truth of an inject of which an alert is expected."""


def stage(source: Path, target: Path) -> Scenario:
    """Copy a scenario to be played; what the cell is there for, to deny, is left to it."""
    scenario = load(source)
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    actions = target / "actions.jsonl"
    if actions.exists():
        kept = [line for line in actions.read_text("utf-8").splitlines() if line and not _is_left(line, scenario)]
        actions.write_text("".join(f"{line}\n" for line in kept), "utf-8")
    return replace(scenario, folder=target)


def _is_left(line: str, scenario: Scenario) -> bool:
    row = json.loads(line)
    at = datetime.fromisoformat(row["at"])
    return row["kind"] == DENIAL and at.astimezone(scenario.crisis_at.tzinfo) >= scenario.crisis_at


def truths_of(scenario: Scenario) -> list[dict[str, Any]]:
    """Return what is true of a scenario as plain values."""
    return [plain(truth) for truth in scenario.truths()]


def plain(truth: Truth) -> dict[str, Any]:
    """Return a truth as plain values; `signals.retex.truth_of` reads them."""
    row = asdict(truth)
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}


def say(inject: Inject, folder: Path, span: tuple[datetime, datetime]) -> Truth:
    """Add the messages of an inject to a scenario, over `span`; return what is true of it. Again changes nothing."""
    rows = list(_rows(inject, span))
    path = folder / "messages.jsonl"
    known = path.read_text("utf-8") if path.exists() else ""
    fresh = [row for row in rows if f'"{row["id"]}"' not in known]
    with path.open("a", encoding="utf-8") as file:
        file.write("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in fresh))
    return Truth(
        id=f"inject-{inject.id}",
        kind=EXPECTED if inject.is_expected else BENIGN,
        label=inject.text,
        start=span[0],
        end=span[1] + timedelta(hours=6),
        places=(inject.place,) if inject.place else (),
        messages=tuple(message_id(row["platform"], row["id"]) for row in rows),
    )


def _rows(inject: Inject, span: tuple[datetime, datetime]) -> Iterator[dict[str, Any]]:
    start, end = span
    # Not for secrets: the same inject is said in the same words, also when a kill makes us say it again.
    rng = Random(inject.id)  # noqa: S311
    for index in range(inject.accounts):
        at = start + (end - start) * ((index + 1) / (inject.accounts + 1))
        row = {
            "id": f"{inject.platform}:inject-{inject.id}-{index}",
            "platform": inject.platform,
            "kind": "article" if inject.platform == "rss" else "post",
            "text": inject.text if index == 0 else style.copy(inject.text, rng),
            "lang": "fr",
            "published_at": at.isoformat(),
            "author": f"exercice-{inject.id}-{index}",
        }
        yield row | ({"place": inject.place} if inject.place else {})


def with_truth(truths: Sequence[dict[str, Any]], truth: Truth) -> list[dict[str, Any]]:
    """Return truths with one more, in the place of the one of its id."""
    return [*(row for row in truths if row["id"] != truth.id), plain(truth)]
