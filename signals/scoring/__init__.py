"""Hold what was alerted against what is true of a scenario (`score`), and match single alerts to truths (`matches`)."""

from signals.scoring.figures import Figures, Score, TruthFigures
from signals.scoring.matching import main_topic, matches
from signals.scoring.record import Changed, Gap, Raised, Record, ScoredRumour
from signals.scoring.scorer import score
from signals.scoring.truths import ALERTABLE, BENIGN, QUIET, Truth

__all__ = [
    "ALERTABLE", "BENIGN", "QUIET", "Changed", "Figures", "Gap", "Raised", "Record", "Score", "ScoredRumour", "Truth",
    "TruthFigures", "main_topic", "matches", "score",
]  # fmt: skip
