"""Alerts on a scenario against its truth: the built-in demo, or `--data DIR`."""

import tempfile
from datetime import timedelta
from pathlib import Path

from benchmarks.runner import Options, Result
from flows.exercise.folder import load
from flows.exercise.generate import write
from flows.replay import replay

MINUTES = 10


def run(options: Options) -> Result:
    """Return the score of a replay through the real flows; keys as in the design, None where there is no such truth."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.test or options.data
        if folder is None:
            folder = Path(scratch) / "demo"
            write(folder)
        result = replay(folder, step=timedelta(minutes=MINUTES))
        name, score = load(folder).name, result.score()
    parameters = {"scenario": name, "minutes": MINUTES, "alerts": len(result.alerts)}
    return Result(score, len(result.published), parameters)
