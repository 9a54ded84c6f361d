"""How soon something is heard: five crises (T6), incidents of the Paris metro (RATP), rumours in threads (PHEME).

T6 and PHEME use the burst detector as shipped; the budget of T6 was chosen on its background hours alone, so that they
bring no more than one false alarm a day, with the shipped budget halved after a run that brought 1.01. The lexicon of
incidents is not strictly untrained: its author knew the rule of the silver standard and some two dozen messages of the
metro, saw the scored figures between three rounds of corrections, of which the last rested on earlier messages alone.
"""

from pathlib import Path

import polars as pl

from benchmarks.runner import Metrics, Options, Result, crisis_stream, metro, prefixed, threads
from signals.detectors.burst import Burst
from signals.incidents.phases import phase_of


def run(options: Options) -> Result:
    """Return delays and false-alarm rates of each set that is there, with the peers of their READMEs."""
    metrics: Metrics = {}
    rows = 0
    crises = options.scored("crises-crisislex-t6", crisis_stream.FILE)
    if crises is not None and crisis_stream.fits(crises):
        metrics |= crisis_stream.scores(crises)
        rows += _rows(crises, crisis_stream.FILE)
    lines = options.scored("incidents-ratp", metro.LINES[0])
    if lines is not None:
        told = metro.read(lines)
        metrics |= prefixed("ratp", metro.scores(told, phase_of))
        metrics |= prefixed("peer.four-words.ratp", metro.scores(told, metro.few_words))
        rows += _rows(lines, *(file for file in metro.LINES if (lines / file).is_file()))
    rumours = options.scored("rumours-pheme", threads.FILES[0])
    if rumours is not None:
        metrics |= threads.scores(rumours)
        rows += _rows(rumours, *threads.FILES)
    detector = Burst()
    parameters = {"window_minutes": detector.window_minutes, "alpha": detector.alpha, "share": detector.share}
    return Result(metrics, rows, parameters)


def _rows(folder: Path, *files: str) -> int:
    """Return how many rows the files of a folder have."""
    return sum(pl.scan_parquet(folder / file).select(pl.len()).collect().item() for file in files)
