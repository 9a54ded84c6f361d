"""What messages say of a claim that circulates: who told them, that it is hidden, to pass it on, whether it is true."""

from collections.abc import Mapping

from signals.rumours.text import settled
from signals.text.cues import load_cues, spaced

CUES = load_cues("signals.rumours", "circulation.toml")
SHARE = 0.06
"""Share of a topic's messages that must show a kind of cue for that kind to count whole. In the built-in scenarios
rumours show four to six kinds, the events that they feed on less than two, everyday talk at most two."""


def circulation(text: str) -> list[str]:
    """Return the kinds of cues that `text` shows, in the order of `circulation.toml`.

    >>> circulation("Un ami gendarme m'a dit que le pont a cédé, faites tourner !")
    ['hearsay', 'relay']
    >>> circulation("Train supprimé ce matin, encore")
    []
    """
    return [name for name, shown in zip(CUES.names, CUES.shown(spaced(settled(text))), strict=True) if shown]


def kinds(counts: Mapping[str, int], messages: int) -> float:
    """Return how many kinds of cues the messages of a topic show, each up to 1, in [0, 6]; `counts` is by kind.

    >>> kinds({"hearsay": 9, "verify": 3}, 100)
    1.5
    """
    if not messages:
        return 0.0
    return sum(min(1.0, counts.get(name, 0) / messages / SHARE) for name in CUES.names)
