"""The runner: what it prints, what it refuses, and the page that it writes."""

import json
import sys
from pathlib import Path

import pytest

import benchmarks
from benchmarks.__main__ import main
from benchmarks.runner import Options, cache_folder
from benchmarks.runner.report import write_report
from benchmarks.runner.vectors import Kept
from signals.encoders import Encoder

MODULE = """
from benchmarks.runner import BenchmarkError, Options, Result

def run(options: Options) -> Result:
    folder = options.scored("nowhere", "rows.csv")
    if folder is None:
        return Result({}, 0)
    return Result({"ami": 0.8, "peer.naive.ami": 0.4}, len((folder / "rows.csv").read_text()), {"k": 10})
"""


@pytest.fixture
def invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one benchmark, `made-up`, the only one that the runner sees."""
    (tmp_path / "made_up.py").write_text(MODULE)
    monkeypatch.setattr(benchmarks, "__path__", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "benchmarks.made_up", raising=False)
    (tmp_path / "rows.csv").write_text("four")
    return tmp_path


def test_the_last_line_is_one_json_object(invented: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["made-up", "--data", str(invented), "--json", str(invented / "out" / "made-up.json")]) == 0
    printed = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert list(printed) == ["benchmark", "metrics", "n", "seconds", "parameters"]
    assert printed["benchmark"] == "made-up"
    assert printed["metrics"] == {"ami": 0.8, "peer.naive.ami": 0.4}
    assert (printed["n"], printed["parameters"]) == (4, {"k": 10})
    page = write_report(invented / "out", invented / "page.md").read_text()
    assert "| `ami` | 0.8 | naive 0.4 | 2.00 |" in page
    assert "`python -m benchmarks made-up" in page


def test_a_missing_file_skips_the_part(invented: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["made-up", "--data", str(invented), "--test", str(invented / "elsewhere")]) == 1
    assert "No file of the benchmark 'made-up'" in capsys.readouterr().err


def test_unknown_names_list_the_known_ones(invented: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["typo"]) == 2
    assert "made-up" in capsys.readouterr().err
    assert main([]) == 0
    assert capsys.readouterr().out == "made-up\n"


def test_sets_are_found_by_their_files(tmp_path: Path) -> None:
    (tmp_path / "some-set").mkdir()
    (tmp_path / "some-set" / "rows.csv").touch()
    assert Options(data=tmp_path).train("some-set", "rows.csv") == tmp_path / "some-set"
    assert Options(data=tmp_path / "some-set").train("some-set", "rows.csv") == tmp_path / "some-set"
    assert Options(data=tmp_path).train("some-set", "other.csv") is None
    assert Options(data=tmp_path, test=tmp_path / "empty").scored("some-set", "rows.csv") is None


def test_vectors_are_kept_without_texts(encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = cache_folder() / "encoder"
    monkeypatch.setenv("CYBERIMPACT_CACHE", str(tmp_path))
    (tmp_path / "encoder").symlink_to(real.resolve())
    first = Kept().encode(["le pont est fermé", "la rue est ouverte", "le pont est fermé"])
    assert (first[0] == first[2]).all()
    again = Kept().encode(["la rue est ouverte", "le marché est plein"])
    assert (again[0] == first[1]).all()
    (stored,) = (tmp_path / "benchmarks").iterdir()
    assert b"pont" not in stored.read_bytes()
