"""Runs a benchmark: `python -m benchmarks NAME [--data DIR] [--test DIR] [--json FILE]`, or `report`."""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import load, names
from benchmarks.runner import BenchmarkError, Options, Result
from benchmarks.runner.report import FIGURES, Figure, stamp, write_report
from benchmarks.runner.scoreboard import write_scoreboard


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit code: 0 done, 1 the benchmark cannot run, 2 no such benchmark."""
    given = _parser().parse_args(arguments)
    if given.name is None:
        print("\n".join(names()))
        return 0
    if given.name == "report":
        print("\n".join(str(page) for page in (write_report(), write_scoreboard()) if page))
        return 0
    if given.name not in names():
        print(f"There is no benchmark {given.name!r}: choose one of {', '.join(names())}.", file=sys.stderr)
        return 2
    try:
        figure = run(given.name, Options(data=given.data, test=given.test, messages=given.messages))
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 1
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(json.dumps(stamp(figure, given.data, given.test, given.messages), indent=2) + "\n")
    print(json.dumps(figure))
    return 0


def run(name: str, options: Options) -> Figure:
    """Return what the benchmark `name` found, with the seconds that it took."""
    started = time.perf_counter()
    result: Result = load(name).run(options)
    if not result.metrics:
        raise BenchmarkError(f"No file of the benchmark {name!r} was found: name its folder with --data or --test.")
    return {
        "benchmark": name,
        "metrics": {key: _rounded(value) for key, value in result.metrics.items()},
        "n": result.n,
        "seconds": round(time.perf_counter() - started, 2),
        "parameters": dict(result.parameters),
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return value if value is None or isinstance(value, str) else round(float(value), 4)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Compute a published figure again. Without a name, list the benchmarks; `report` writes the pages.",
        epilog=f"Example: python -m benchmarks topics --json {FIGURES}/topics.json",
    )
    parser.add_argument("name", nargs="?")
    parser.add_argument("--data", type=Path, help="folder of the data set (default: ../shared/data/...)")
    parser.add_argument("--test", type=Path, help="score on this other folder of the same layout")
    parser.add_argument("--messages", type=int, help="how many invented messages, where a benchmark makes its own")
    parser.add_argument("--json", type=Path, help="write the figures there too, with date and machine")
    return parser


if __name__ == "__main__":
    sys.exit(main())
