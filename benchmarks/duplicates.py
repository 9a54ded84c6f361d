"""Copies, rewordings, translations: told from denials on labelled pairs, and what they cost up to a million texts."""

from collections.abc import Callable
from math import log10
from pathlib import Path

from benchmarks.runner import Metrics, Options, Result, prefixed
from benchmarks.runner.growth import apart, copies, exact_meanings, meanings, peer_copies
from benchmarks.runner.pairs import Pair, Told, best_threshold, read_pairs, scores

OWN = Path(__file__).parents[1] / "tests" / "data" / "duplicates"
"""Our own pairs: invented, written before anything was tuned on them."""
FILE = "pairs.jsonl"
SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
SMALLER = ("10k", "100k")
"""Sizes of the peers, and of the search among vectors, which enrichment only ever does among some ten thousand."""


def run(options: Options) -> Result:
    """Return the figures of the pairs (of the held-out part, where the set is split) and of the time."""
    given = options.data or options.test
    folder = options.scored("duplicates", FILE) if given else OWN
    if folder is None:
        return Result({}, 0)
    pairs = read_pairs(folder / FILE)
    tuned, scored = _parts(pairs)
    told = Told(pairs)
    threshold = best_threshold(told, tuned or scored)
    metrics: dict[str, object] = dict(scores(scored, told.ours))
    metrics |= prefixed("peer.d3lta-recipe", scores(scored, lambda pair: told.recipe(pair, threshold)))
    metrics |= _growth()
    if tuned:
        metrics["tune"] = scores(tuned, told.ours)
    parameters = {"pairs": len(pairs), "scored": len(scored), "d3lta_recipe_cosine": round(threshold, 4)}
    return Result(metrics, len(pairs), parameters)


def _parts(pairs: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Return what was tuned on and what is scored: all of it, where the set is not split."""
    held_out = [pair for pair in pairs if pair.part == "held_out"]
    return ([pair for pair in pairs if pair.part == "tune"], held_out) if held_out else ([], pairs)


def _growth() -> Metrics:
    metrics = _sized("", copies, list(SIZES))
    metrics |= _sized("peer.datasketch.", peer_copies, list(SMALLER))
    metrics |= _sized("meaning.", meanings, list(SMALLER))
    metrics |= _sized("peer.exact.meaning.", exact_meanings, list(SMALLER))
    metrics["growth"] = log10(metrics["cpu_seconds_1m"] / metrics["cpu_seconds_100k"])
    for track in ("meaning.", "peer.exact.meaning.", "peer.datasketch."):
        metrics[f"{track}growth"] = log10(metrics[f"{track}cpu_seconds_100k"] / metrics[f"{track}cpu_seconds_10k"])
    return metrics


def _sized(track: str, measure: Callable[[int], Metrics], sizes: list[str]) -> Metrics:
    return {f"{track}{name}_{size}": value for size in sizes for name, value in apart(measure, SIZES[size]).items()}
