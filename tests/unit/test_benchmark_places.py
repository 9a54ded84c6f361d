"""The benchmark of places: rules of its score, unknown codes, ordinary messages, spans (invented rows)."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from benchmarks import places as benchmark
from benchmarks.runner import BenchmarkError, Options, ordinary
from benchmarks.runner.idrisi import idrisi
from benchmarks.runner.placing import departements_of, places_of
from graph.territory import places
from signals.places.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("codes", "expected", "by_departement"),
    [
        (["75112"], {"75056"}, {"75056"}),
        (["D75"], {"75056"}, {"75056"}),
        (["11339", "D11", "R76"], {"11339"}, {"D11"}),
        (["R04"], {"D974"}, {"D974"}),
        (["38544", "38185"], {"38544", "38185"}, {"D38"}),
        (["R53", "21231"], {"R53", "21231"}, {"R53", "D21"}),
        (["FR"], set(), set()),
        ([], set(), set()),
    ],
)
def test_rules_of_the_score(codes: list[str], expected: set[str], by_departement: set[str]) -> None:
    assert places_of(codes) == expected
    assert {code for code in departements_of(codes)} == {"D75" if code == "75056" else code for code in by_departement}


def _write(folder: Path, rows: Sequence[dict[str, Any]], name: str = "cases.jsonl") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return folder


CASES = [
    {"text": "Incendie à Dijon", "expected": ["21231"]},
    {"text": "Accident à Saint-Denis", "source_place": "D974", "expected": ["97411"]},
    {"text": "rue de Rennes à boucher", "expected": []},
    {"text": "Bonjour à tous", "expected": []},
    {"text": "Incendie à Lyon", "expected": ["13055"]},
]


@pytest.mark.parametrize("option", ["data", "test"])
def test_a_folder_of_cases_is_scored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    monkeypatch.setattr(benchmark, "ordinary", lambda _: (1, 98))
    folder = _write(tmp_path, CASES)
    result = benchmark.run(Options(data=folder) if option == "data" else Options(test=folder))
    metrics = result.metrics
    assert metrics["commune_accuracy"] == pytest.approx(4 / 5)
    assert metrics["departement_accuracy"] == pytest.approx(4 / 5)
    assert metrics["precision"] == pytest.approx(2 / 3)
    assert metrics["recall"] == pytest.approx(2 / 3)
    assert metrics["cases.false_per_1000"] == 0
    assert metrics["false_per_1000"] == pytest.approx(10)
    assert metrics["peer.longest-match.cases.false_per_1000"] == pytest.approx(500)
    assert metrics["messages_per_second"] > 0
    assert "held_out.commune_accuracy" not in metrics
    assert result.n == 5


def test_an_unknown_code_is_named(tmp_path: Path) -> None:
    folder = _write(tmp_path, [{"text": "À Dijon", "expected": ["21999"]}])
    with pytest.raises(BenchmarkError, match="line 1: no place has the code '21999'"):
        benchmark.run(Options(data=folder))


def test_the_committed_cases_keep_a_part_apart() -> None:
    cases = list(benchmark.read(benchmark.COMMITTED))
    assert len(cases) >= 300
    assert sum(case.trap is not None for case in cases) >= 150
    assert 0.25 < sum(case.is_held_out for case in cases) / len(cases) < 0.45
    assert len({(case.text, case.source_place) for case in cases}) == len(cases)


def test_an_unjudged_place_in_an_ordinary_message_counts_as_false(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "perception-xlmt-fr"
    folder.mkdir()
    texts = ["Incendie à Dijon", "Incendie à Lyon", "Bonjour, partout en France"]
    pl.DataFrame({"text": texts}).write_parquet(folder / "test.parquet")
    reviewed = tmp_path / "reviewed.json"
    reviewed.write_text(json.dumps({"right": [ordinary.digest("Incendie à Dijon", "21231")]}))
    monkeypatch.setattr(ordinary, "REVIEWED", reviewed)
    assert ordinary.ordinary(Gazetteer(places()), tmp_path) == (1, 3)
    assert ordinary.ordinary(Gazetteer(places()), tmp_path / "elsewhere") == (0, 0)


def test_spans_are_learned_and_scored_elsewhere(tmp_path: Path) -> None:
    def tweet(number: int, text: str, name: str) -> dict[str, Any]:
        start = text.index(name)
        mention = {"text": name, "start_offset": start, "end_offset": start + len(name)}
        return {"tweet_id": str(number), "text": text, "location_mentions": [mention]}

    towns = ["Paris", "Kerala", "Chico", "Nairobi", "Quito"]
    rows = [tweet(at, f"Floods in {town} kill many people", town) for at, town in enumerate(towns * 8)]
    train = _write(tmp_path / "train" / "places-idrisi", rows, "dev.jsonl")
    test = _write(tmp_path / "test", [tweet(1, "Floods in Lima kill many people", "Lima")], "dev.jsonl")
    gazetteer = Gazetteer(places())
    metrics, count = idrisi(Options(data=train.parent, test=test), gazetteer)
    assert count == 1
    assert metrics["idrisi.span_f1"] == 1
    assert metrics["idrisi.unseen_recall"] == 1
    assert metrics["peer.dictionary.idrisi.span_f1"] == 0
    assert idrisi(Options(data=tmp_path / "nowhere"), gazetteer) == ({}, 0)
