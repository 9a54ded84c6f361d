"""Benchmarks on labelled messages: what they need, and how a bare cosine is given its best threshold."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks import claims, intents
from benchmarks.runner import BenchmarkError, Options, Result
from signals.checks.training import Pair


@pytest.mark.parametrize(("run", "missing"), [(intents.run, "train.jsonl"), (claims.run, "pairs.jsonl")])
def test_a_missing_file_is_named(run: Callable[[Options], Result], missing: str, tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match=f"{missing} is missing: give a folder"):
        run(Options(data=tmp_path))


def test_a_peer_gets_the_threshold_that_is_best_for_it() -> None:
    said = [(0.9, True, False), (0.8, True, False), (0.7, False, False), (0.9, True, True), (0.75, False, True)]
    pairs = [Pair("m", "c", same=same, kind="x", family=1, held_out=held_out) for _, same, held_out in said]
    found = claims._thresholded(np.array([value for value, _, _ in said]), pairs)
    assert found == {"precision": 1.0, "recall": 1.0}
