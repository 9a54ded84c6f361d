"""How soon something is heard: five crises (T6), incidents of the Paris metro (RATP), rumours in threads (PHEME).

T6 and PHEME use the burst detector as shipped; the budget of T6 was chosen on its background hours alone, so that they
bring no more than one false alarm a day, and nothing was chosen on what comes after them. The French lexicon of
incidents was written without the rows of the metro, then corrected once on messages before the span that is scored.
"""

from benchmarks.runner import Metrics, Options, Result, crisis_stream, metro, prefixed, threads
from signals.detectors.burst import Burst
from signals.incidents.phases import phase_of


def run(options: Options) -> Result:
    """Return delays and false-alarm rates of each set that is there, with the peers of their READMEs."""
    metrics: Metrics = {}
    crises = options.scored("crises-crisislex-t6", crisis_stream.FILE)
    if crises is not None and crisis_stream.fits(crises):
        metrics |= crisis_stream.scores(crises)
    lines = options.scored("incidents-ratp", metro.LINES[0])
    if lines is not None:
        told = metro.read(lines)
        metrics |= prefixed("ratp", metro.scores(told, phase_of))
        metrics |= prefixed("peer.four-words.ratp", metro.scores(told, metro.few_words))
    rumours = options.scored("rumours-pheme", threads.FILES[0])
    if rumours is not None:
        metrics |= threads.scores(rumours)
    detector = Burst()
    parameters = {"window_minutes": detector.window_minutes, "alpha": detector.alpha, "share": detector.share}
    return Result(metrics, len(metrics), parameters)
