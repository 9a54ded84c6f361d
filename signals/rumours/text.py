"""What a message shows of a rumour by itself: its words without what editions add, and cues."""

import html
import re

from signals.text.cues import load_cues, spaced
from signals.text.entities import without_links

CUES = load_cues("signals.rumours", "cues.toml")
LONG = 30
"""Words from which a message counts as long."""

_DROPPED = re.compile(r"\bHTTPURL\b|@\w+|:[a-z0-9_+-]{2,}:|^\s*RT\b\s*:?", re.IGNORECASE)
_PARTS = re.compile(r" (n't|'(?:s|re|ve|ll|d|m)\b|[.,;:!?…)\]»”])")
_OPENS = re.compile(r"([(\[«“#]) ")


def settled(text: str) -> str:
    """Return `text` without links, handles, named emojis and the blanks that tokenisers leave.

    >>> settled("RT @USER : They do n't know , police say :cross_mark: HTTPURL")
    ": They don't know, police say"
    """
    bare = _DROPPED.sub(" ", without_links(html.unescape(text)))
    return " ".join(_OPENS.sub(r"\1", _PARTS.sub(r"\1", " ".join(bare.split()))).split())


def names() -> tuple[str, ...]:
    """Return the names of the cues, in order."""
    return (*CUES.names, "quotes", "digits", "tags", "length")


def cues(text: str) -> list[float]:
    """Return how much `text` shows of each cue, in [0, 1].

    >>> shown = dict(zip(names(), cues("Selon un témoin, deux hommes armés auraient pris 3 otages"), strict=True))
    >>> [name for name, value in shown.items() if value == 1]
    ['attributes', 'hedges', 'counts', 'harm', 'digits']
    """
    plain = settled(text)
    words = spaced(plain)
    return [
        *map(float, CUES.shown(words)),
        float(bool(re.search(r"[«“\"][^»”\"]{8,}[»”\"]", plain))),
        float(bool(re.search(r"\d", plain))),
        min(plain.count("#") / 3, 1.0),
        min(len(words.split()) / LONG, 1.0),
    ]
