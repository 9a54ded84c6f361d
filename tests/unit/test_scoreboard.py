"""The page of how detection did on the scenarios: by scenario, by kind and one by one."""

import json
from pathlib import Path
from typing import Any

from benchmarks.runner.scoreboard import write_scoreboard
from signals.scoring import Score, TruthFigures


def truth(kind: str, *alerts: str, wanted: bool = True, **figures: float) -> TruthFigures:
    found = float(bool(alerts)) if wanted else None
    return TruthFigures(kind=kind, label=f"un {kind}", alerts=alerts, sensitivity=found, **figures)  # type: ignore[arg-type]


DAM: dict[str, Any] = {
    "lead_minutes": 20, "lead_to_denial_minutes": 70, "stance_volume_error": 0.021, "sensitivity_one_to_one": 1,
    "topic_purity": 0.25, "rumour_found": 0, "rumour_precision": 0.9, "rumour_recall": 0.5, "rumour_delay_minutes": 40,
}  # fmt: skip
SCORES = {
    "crue": Score(
        sensitivity=0.5,
        precision=0.75,
        false_alerts_per_day=1,
        promised_alerts_per_day=0.4,
        topic_purity=0.3,
        truths={
            "dam": truth("rumour", "a", "b", **DAM),
            "fear": truth("panic"),
        },
    ),
    "derby": Score(
        truths={
            "match": truth("event_benign", "c", wanted=False, topic_identity=0.9),
            "water": truth("rumour", "d", lead_minutes=40, rumour_found=1, topic_purity=0.35),
        }
    ),
}


def written(folder: Path, metrics: dict[str, Any]) -> Path:
    figure = {"command": "python -m benchmarks replay", "date": "2026-03-14", "machine": "2 cores", "metrics": metrics}
    (folder / "replay.json").write_text(json.dumps(figure))
    return folder / "replay.json"


def test_what_was_found_of_what_was_planted(tmp_path: Path) -> None:
    figures = written(tmp_path, {"scenarios": {name: score.as_json() for name, score in SCORES.items()}})
    page = write_scoreboard(figures, tmp_path / "page.md")
    assert page is not None
    lines = page.read_text().splitlines()
    assert "| `crue` | 1 / 2 | 1 / 1 | 0 / 1 | 0.75 | 1.00 | 0.40 | – | – | – | – | – | 0.30 | – | – |" in lines
    assert "| `derby` | 1 / 1 | – | 1 / 1 | – | – | – | – | – | – | – | – | – | – | – |" in lines
    assert "| `rumour` | 2 / 2 | 1 / 1 | 30 | 70 | – | 0.30 |" in lines
    assert "| `panic` | 0 / 1 | – | – | – | – | – |" in lines
    assert "| `event_benign` | 1 / 0 | – | – | – | 0.90 | – |" in lines
    assert "| `crue` | `rumour` | un rumour (`dam`) | 2 | 20 | 70 | – | 0.25 | – | 0.90 | 0.50 | 40 | 0.021 |" in lines


def test_without_several_scenarios_there_is_no_page(tmp_path: Path) -> None:
    assert write_scoreboard(tmp_path / "replay.json", tmp_path / "page.md") is None
    assert write_scoreboard(written(tmp_path, {"sensitivity": 1.0}), tmp_path / "page.md") is None
    assert not (tmp_path / "page.md").exists()
