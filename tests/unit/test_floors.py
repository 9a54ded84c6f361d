"""Published figures keep the bounds of `benchmarks/floors.toml`."""

import json
from pathlib import Path

import pytest

from benchmarks.runner.floors import FLOORS, Floor, falls, published, read
from benchmarks.runner.report import FIGURES
from tests.integration.test_scenarios import PLAYED

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / FIGURES).glob("*.json"))
FLOOR = Floor("topics", ("ami", "subsets.*.ami"), "the peer has .74", least=0.9)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_published_figures_keep_their_bounds(path: Path) -> None:
    figure = json.loads(path.read_text())
    fallen = list(falls(read(ROOT / FLOORS), figure["benchmark"], figure["metrics"]))
    assert not fallen, f"{figure['date']}, commit {figure.get('commit', 'unknown')}: " + "; ".join(fallen)


def test_every_bound_is_of_a_benchmark_or_of_scenarios_that_are_played_again() -> None:
    known = {json.loads(path.read_text())["benchmark"] for path in FILES}
    others = {floor.benchmark for floor in read(ROOT / FLOORS)} - known
    assert others == {f"replay-30/{name}" for name in PLAYED}


def test_a_figure_that_falls_is_named() -> None:
    metrics = {"ami": 0.85, "subsets.4.ami": 0.95, "peer.hdbscan.ami": 0.74}
    assert list(falls([FLOOR], "topics", metrics)) == [
        "topics: 'ami' is 0.85, at least 0.9 is wanted: the peer has .74"
    ]
    assert list(falls([FLOOR], "topics", metrics | {"ami": 0.9})) == []


def test_a_figure_that_is_no_number_falls() -> None:
    assert FLOOR.fall(float("nan")).startswith("is nan")


def test_a_figure_without_a_bound_and_a_bound_without_a_figure_are_named() -> None:
    assert list(falls([FLOOR], "topics", {"ami": 0.95, "ari": 0.8})) == [
        "topics: no figure is named 'subsets.*.ami', as benchmarks/floors.toml says",
        "topics: 'ari' has no bound in benchmarks/floors.toml",
    ]


def test_parts_and_peers_are_no_published_figures() -> None:
    assert published({"ami": 1, "peer.a.ami": 0.5, "scenarios": {"a": 1}, "lead": None}) == {"ami": 1.0}


@pytest.mark.parametrize(
    "entry",
    [
        '[[floor]]\nbenchmark = "topics"\nfigures = ["ami"]\nwhy = "nothing is asked"',
        '[[unbounded]]\nbenchmark = "topics"\nfigures = ["ami"]\nwhy = "asked"\nleast = 0.9',
        '[[floor]]\nbenchmark = "topics"\nfigures = ["ami"]\nwhy = " "\nleast = 0.9',
        '[[floor]]\nbenchmark = "topics"\nfigures = ["ami"]\nleast = 0.9',
        '[[floor]]\nbenchmark = "topics"\nfigures = ["ami"]\nwhy = "typo"\nleats = 0.9',
    ],
)
def test_an_entry_that_says_nothing_is_refused(entry: str, tmp_path: Path) -> None:
    (tmp_path / "floors.toml").write_text(entry)
    with pytest.raises(ValueError, match="bound"):
        read(tmp_path / "floors.toml")
