"""The statements that a message makes or wonders about, without what is said around them."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from signals.text.entities import without_links

SHORTEST = 4
"""Words below which a sentence states nothing by itself."""

_ENDS = re.compile(r"(?<=[.!?…])\s+|\n+")
_AROUND = ' \t"«»“”—–-•*'


def statements(text: str) -> list[str]:
    """Return the sentences of `text` that may state something; a question about a statement becomes the statement.

    >>> statements("Je tremble. C'est vrai que le barrage a cédé ?")
    ['le barrage a cédé']
    """
    found = (_bare(sentence) for sentence in _ENDS.split(without_links(text)))
    return [sentence for sentence in found if len(sentence.split()) >= SHORTEST]


def _bare(sentence: str) -> str:
    before, after = _frames()
    known = None
    while sentence != known:
        known = sentence
        sentence = after.sub("", before.sub("", sentence.strip(_AROUND)))
    return sentence.rstrip(" ?!.…").strip()


@cache
def _frames() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what may stand before a statement, and what after it."""
    tables = tomllib.loads(files(__package__).joinpath("frames.toml").read_text("utf-8"))
    before, after = ("|".join(tables[name]) for name in ("before", "after"))
    return (
        re.compile(rf"^(?:{before})[\s:,!–-]*", re.IGNORECASE),
        re.compile(rf"[\s,;:–-]+(?:{after})[\s?!.…]*$", re.IGNORECASE),
    )
