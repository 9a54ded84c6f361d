"""The pairs that copies are measured on, and what the measure says of known answers."""

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.duplicates import FILE, OWN
from benchmarks.runner import BenchmarkError
from benchmarks.runner.pairs import TURNED, Pair, read_pairs, scores
from signals.copies.judge import KINDS
from signals.encoders import normalise


def test_the_committed_pairs_are_many_and_mostly_traps() -> None:
    pairs = read_pairs(OWN / FILE)
    kinds = Counter(pair.kind for pair in pairs)
    assert len(pairs) >= 400
    assert all(kinds[kind] >= 40 for kind in KINDS)
    assert sum(pair.kind == "none" and bool(pair.why) for pair in pairs) >= 120
    assert sum(pair.why in TURNED for pair in pairs) >= 120
    assert all((normalise(pair.a) == normalise(pair.b)) == (pair.kind == "exact") for pair in pairs)
    assert len({(pair.a, pair.b) for pair in pairs}) == len(pairs)


def test_no_statement_is_both_tuned_on_and_held_out() -> None:
    rows = [json.loads(line) for line in (OWN / FILE).read_text("utf-8").splitlines()]
    parts = {part: {row["family"] for row in rows if row["part"] == part} for part in ("tune", "held_out")}
    texts = {part: {row[side] for row in rows if row["part"] == part for side in "ab"} for part in parts}
    assert not parts["tune"] & parts["held_out"]
    assert not texts["tune"] & texts["held_out"]


PAIRS = [
    Pair("a", "b", "copy"),
    Pair("c", "d", "copy"),
    Pair("e", "f", "rewording"),
    Pair("g", "h", "none", "negation"),
    Pair("i", "j", "none", "topic"),
    Pair("k", "l", "none", "denial"),
]


def test_scores_of_known_answers() -> None:
    told = {"a": "copy", "c": "none", "e": "copy", "g": "rewording", "i": "copy", "k": "none"}
    metrics = scores(PAIRS, lambda pair: told[pair.a])
    assert metrics["precision.copy"] == pytest.approx(1 / 3)
    assert metrics["recall.copy"] == 0.5
    assert metrics["recall.rewording"] == 0
    assert metrics["precision.any"] == 0.5
    assert metrics["recall.any"] == pytest.approx(2 / 3)
    assert (metrics["negation.errors"], metrics["negation.pairs"]) == (1, 2)
    assert (metrics["none.errors"], metrics["none.pairs"]) == (2, 3)
    assert "recall.translation" not in metrics


def test_a_set_without_reasons_counts_every_trap() -> None:
    pairs = [Pair("a", "b", "none"), Pair("c", "d", "none"), Pair("e", "f", "exact")]
    metrics = scores(pairs, lambda pair: "copy" if pair.a == "a" else "exact")
    assert (metrics["negation.errors"], metrics["negation.pairs"]) == (2, 2)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"a": "x", "b": "y"}, "line 1: kind must be a text"),
        ({"a": "x", "b": "y", "kind": "twin"}, "line 1: kind 'twin' is none of"),
        ({"a": 3, "b": "y", "kind": "copy"}, "line 1: a must be a text"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: dict[str, object], said: str) -> None:
    (tmp_path / FILE).write_text(json.dumps(row))
    with pytest.raises(BenchmarkError, match=said):
        read_pairs(tmp_path / FILE)


def test_what_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"a": "x", "b": "y", "kind": "none"}\nnot json\n')
    with pytest.raises(BenchmarkError, match=r"line 2: it is not one JSON object"):
        read_pairs(tmp_path / FILE)
