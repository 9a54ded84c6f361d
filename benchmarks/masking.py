"""Passages that say something of a person: found, missed and imagined, by kind; beside libphonenumber's own search."""

import csv
import json
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from phonenumbers import Leniency, PhoneNumberMatcher

from benchmarks.runner import Metrics, Options, Result, prefixed
from flows.exercise.generate import write
from signals.masking import PLACEHOLDERS, Span, find

CASES = Path(__file__).parents[1] / "tests" / "data" / "masking"
REAL = ("services-publics-plus", "export-experiences.csv")
MARK = re.compile(r"\{(\w+)\|([^}]*)\}")
SPEED_PASSES = 5


@dataclass(frozen=True)
class Case:
    """A sentence, and the passages of it that have to go."""

    text: str
    spans: tuple[Span, ...]
    held: bool
    """Written before the masking and never looked at since."""


def run(options: Options) -> Result:
    """Return precision, recall and what leaks, on all cases and on those held out; MB of UTF-8 a second.

    A passage is found when one of its kind overlaps it; `leaked` is the share of its characters that stay all the same.
    """
    folder = options.scored("masking", "cases.jsonl") or (
        CASES if options.data is None and options.test is None else None
    )
    if folder is None:
        return Result({}, 0)
    cases = load(folder / "cases.jsonl")
    held = [case for case in cases if case.held]
    metrics = scores(cases, find) | (prefixed("held", scores(held, find)) if held else {})
    metrics |= prefixed("peer.libphonenumber", _of_kind(scores(cases, _by_library), "phone"))
    metrics |= _speed([case.text for case in cases], Options().train(*REAL))
    return Result(metrics, len(cases), {"held": len(held), "speed_passes": SPEED_PASSES})


def load(path: Path) -> list[Case]:
    """Read cases: one JSON object a line, `marked` with `{kind|passage}`, and `held`."""
    return [_case(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _case(row: dict[str, object]) -> Case:
    marked, text, end = str(row["marked"]), "", 0
    spans = []
    for found in MARK.finditer(marked):
        text += marked[end : found.start()]
        spans.append(Span(len(text), len(text) + len(found[2]), found[1]))
        text += found[2]
        end = found.end()
    return Case(text + marked[end:], tuple(spans), bool(row.get("held", False)))


def scores(cases: Iterable[Case], finder: Callable[[str], Iterable[Span]]) -> Metrics:
    """Return `KIND.precision`, `KIND.recall`, the same of all kinds, `leaked` and `traps_untouched`."""
    found, missed, imagined = Counter[str](), Counter[str](), Counter[str]()
    characters = leaked = traps = untouched = 0
    for case in cases:
        spans = list(finder(case.text))
        for wanted in case.spans:
            (found if any(_meet(wanted, span) for span in spans) else missed)[wanted.kind] += 1
            characters += wanted.end - wanted.start
            leaked += _left(wanted, spans)
        imagined.update(span.kind for span in spans if not any(_meet(wanted, span) for wanted in case.spans))
        traps += not case.spans
        untouched += not case.spans and not spans
    metrics: Metrics = {}
    for kind in PLACEHOLDERS:
        metrics |= prefixed(kind, _rates(found[kind], missed[kind], imagined[kind]))
    metrics |= _rates(found.total(), missed.total(), imagined.total())
    return metrics | {"leaked": leaked / max(1, characters), "traps_untouched": untouched / max(1, traps)}


def _meet(wanted: Span, span: Span) -> bool:
    return wanted.kind == span.kind and wanted.start < span.end and span.start < wanted.end


def _left(wanted: Span, spans: Sequence[Span]) -> int:
    covered = {place for span in spans for place in range(span.start, span.end)}
    return sum(place not in covered for place in range(wanted.start, wanted.end))


def _rates(found: int, missed: int, imagined: int) -> Metrics:
    return {
        "precision": found / (found + imagined) if found + imagined else 1.0,
        "recall": found / (found + missed) if found + missed else 1.0,
    }


def _of_kind(metrics: Metrics, kind: str) -> Metrics:
    return {name: value for name, value in metrics.items() if name.startswith(f"{kind}.")}


def _by_library(text: str) -> Iterator[Span]:
    """Yield what libphonenumber finds by itself, at its most lenient."""
    for found in PhoneNumberMatcher(text, "FR", leniency=Leniency.POSSIBLE):
        yield Span(found.start, found.end, "phone")


def _speed(cases: Sequence[str], real: Path | None) -> Metrics:
    """Return MB a second of the cases (two in five name somebody), of an exercise and of real experiences."""
    ordinary = list(_exercise())
    metrics = {"cases.mb_per_second": _rate(cases, find), "exercise.mb_per_second": _rate(ordinary, find)}
    size = sum(len(text.encode()) for text in ordinary) / len(ordinary)
    metrics["exercise.messages_per_second"] = metrics["exercise.mb_per_second"] * 1e6 / size
    metrics["peer.libphonenumber.cases.mb_per_second"] = _rate(cases, lambda text: list(_by_library(text)))
    if real is not None:
        metrics["real.mb_per_second"] = _rate(list(_experiences(real / REAL[1])), find)
    return metrics


def _rate(texts: Sequence[str], finder: Callable[[str], object]) -> float:
    size = sum(len(text.encode()) for text in texts)
    best = float("inf")
    for _ in range(SPEED_PASSES):
        began = time.process_time()
        for text in texts:
            finder(text)
        best = min(best, time.process_time() - began)
    return size / 1e6 / best


def _exercise() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
        for line in (Path(folder) / "messages.jsonl").read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]


def _experiences(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            yield row["Description"] or ""
