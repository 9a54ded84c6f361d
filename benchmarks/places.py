"""Places named in French messages: right ones, false ones, spans in IDRISI, messages a second.

Cases are invented, one JSON object a line: `{"text", "source_place"?, "expected": [codes], "trap"?}`.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from benchmarks.runner import BenchmarkError, Metrics, Options, Result, prefixed
from benchmarks.runner.idrisi import idrisi
from benchmarks.runner.ordinary import ordinary
from benchmarks.runner.placing import departements_of, known, places_of
from graph.territory import former_names, places, postcodes
from signals.places.gazetteer import Gazetteer
from signals.places.names import candidates, tree
from signals.places.tokens import tokens

COMMITTED = Path("tests/data/places")
FOLDS = 3
"""A case whose crc is a multiple of it was never looked at while tuning."""
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Case:
    """A message, what its source says of where it is, and the places that it names."""

    text: str
    source_place: str | None
    expected: tuple[str, ...]
    trap: str | None = None

    @property
    def is_held_out(self) -> bool:
        return crc32(self.text.encode()) % FOLDS == 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found in a case: codes, and how probable each was said to be."""

    case: Case
    found: tuple[tuple[str, float], ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.found)


Finder = Callable[[str, str | None], Sequence[tuple[str, float]]]


def run(options: Options) -> Result:
    """Return the figures of the cases (committed ones by default) and, where its file is, of IDRISI."""
    folder = _cases_folder(options)
    cases = list(read(folder)) if folder else []
    gazetteer = Gazetteer(places(), former_names(), postcodes())
    metrics: Metrics = _cases_metrics(gazetteer, cases, is_committed=folder == COMMITTED) if cases else {}
    spans, rows = idrisi(options, gazetteer)
    parameters = {
        "cases": len(cases),
        "held_out": f"crc32(text) % {FOLDS} == 0",
        "ordinary": "services-publics-plus, perception-xlmt-fr, emotion-mlma-fr; unjudged places count as false",
        "idrisi": f"{rows} tweets, {'--test' if options.test else 'five folds'}",
    }
    return Result(metrics | spans, len(cases) + rows, parameters)


def read(folder: Path) -> Iterator[Case]:
    """Yield the cases of `cases.jsonl` in `folder`."""
    for number, line in enumerate((folder / "cases.jsonl").read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        row = json.loads(line)
        unknown = [code for code in row["expected"] if code not in known()]
        if unknown:
            raise BenchmarkError(f"{folder}/cases.jsonl, line {number}: no place has the code {unknown[0]!r}.")
        yield Case(row["text"], row.get("source_place"), tuple(row["expected"]), row.get("trap"))


def _cases_folder(options: Options) -> Path | None:
    if options.data is None and options.test is None:
        return COMMITTED
    return options.scored("places", "cases.jsonl")


def _cases_metrics(gazetteer: Gazetteer, cases: Sequence[Case], *, is_committed: bool) -> Metrics:
    def ours(text: str, source: str | None) -> list[tuple[str, float]]:
        return [(mention.place_id, mention.probability) for mention in gazetteer.find(text, source)]

    answers = _answer(ours, cases)
    metrics = scores(answers) | _certainty(answers)
    wrong, count = ordinary(gazetteer)
    metrics |= {
        "false_per_1000": _false_per_1000(answers, wrong, count),
        "cases.false_per_1000": _false_per_1000(answers, 0, 0),
        "messages_per_second": _speed(ours, cases),
    }
    if count:
        metrics["ordinary.false_per_1000"] = 1000 * wrong / count
        metrics["ordinary.messages"] = float(count)
    if is_committed:
        for part, is_held_out in (("tuned", False), ("held_out", True)):
            some = [answer for answer in answers if answer.case.is_held_out is is_held_out]
            false = {"false_per_1000": _false_per_1000(some, 0, 0)}
            metrics |= prefixed(part, scores(some) | _certainty(some) | false)
        metrics |= prefixed("traps", scores([answer for answer in answers if answer.case.trap]))
    peer = _answer(_longest_match(), cases)
    peers = scores(peer) | {"cases.false_per_1000": _false_per_1000(peer, 0, 0)}
    return metrics | prefixed("peer.longest-match", peers)


def _answer(find: Finder, cases: Sequence[Case]) -> list[Answer]:
    return [Answer(case, tuple(find(case.text, case.source_place))) for case in cases]


def scores(answers: Sequence[Answer]) -> Metrics:
    """Return the share of cases whose set of places is the expected one, and precision and recall of places."""
    pairs = [(places_of(answer.codes), places_of(answer.case.expected)) for answer in answers]
    right = sum(len(found & expected) for found, expected in pairs)
    return {
        "commune_accuracy": sum(found == expected for found, expected in pairs) / len(pairs),
        "departement_accuracy": sum(
            departements_of(answer.codes) == departements_of(answer.case.expected) for answer in answers
        )
        / len(pairs),
        "precision": right / max(1, sum(len(found) for found, _ in pairs)),
        "recall": right / max(1, sum(len(expected) for _, expected in pairs)),
    }


def _false_per_1000(answers: Sequence[Answer], wrong: int, count: int) -> float:
    """Return false places per 1,000 messages: cases that name none, and `wrong` in `count` ordinary messages."""
    without = [answer for answer in answers if not answer.case.expected]
    false = sum(len(places_of(answer.codes)) for answer in without)
    return 1000 * (false + wrong) / max(1, len(without) + count)


def _judged(answers: Sequence[Answer]) -> list[tuple[float, bool]]:
    """Return the probability of each place found and whether it was expected; larger areas of it count as right."""
    judged = []
    for answer in answers:
        expected = places_of(answer.case.expected)
        for code, probability in answer.found:
            if alone := places_of([code]):
                judged.append((probability, places_of([*expected, *alone]) == expected))
    return judged


def _certainty(answers: Sequence[Answer]) -> Metrics:
    """Return how far the probabilities are from the truth."""
    return {"brier": _brier(answers), "calibration_error": _calibration_error(answers)}


def _brier(answers: Sequence[Answer]) -> float:
    """Return the mean squared distance between a probability and the truth."""
    judged = _judged(answers)
    return sum((probability - is_right) ** 2 for probability, is_right in judged) / max(1, len(judged))


def _calibration_error(answers: Sequence[Answer], bins: int = 5) -> float:
    """Return the expected calibration error over `bins` of equal width between 0.5 and 1."""
    judged = _judged(answers)
    parts: dict[int, list[tuple[float, bool]]] = {}
    for probability, is_right in judged:
        parts.setdefault(min(bins - 1, int((probability - 0.5) * 2 * bins)), []).append((probability, is_right))
    gaps = [abs(sum(p for p, _ in part) - sum(is_right for _, is_right in part)) for part in parts.values()]
    return sum(gaps) / max(1, len(judged))


def _speed(find: Finder, cases: Sequence[Case]) -> float:
    """Return messages a second of processor time of one core, the caches warm."""
    started = time.process_time()
    for _ in range(ROUNDS):
        _answer(find, cases)
    return ROUNDS * len(cases) / (time.process_time() - started)


def _longest_match() -> Finder:
    """Return the peer: the longest official name written with a capital, the most populous of namesakes."""
    by_id = known()
    names = tree(by_id.values(), idioms=())

    def find(text: str, _: str | None) -> list[tuple[str, float]]:
        words = tokens(text)
        found = []
        for name in candidates(names, words):
            if words[name.last - 1].is_capital:
                namesakes = [by_id[naming.place_id] for naming in name.namings if naming.kind == "official"]
                if namesakes:
                    found.append((max(namesakes, key=lambda place: place.population or 0).id, 1.0))
        return found

    return find
