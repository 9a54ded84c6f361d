"""Published checks of claims: what they concluded, and which messages say the same claim."""

from signals.checks.verdicts import VERDICTS, verdict

__all__ = ["VERDICTS", "verdict"]
