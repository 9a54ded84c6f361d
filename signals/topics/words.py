"""The words of messages that tell of a topic."""

import re
from collections.abc import Iterator
from pathlib import Path

from signals.masking.spans import PLACEHOLDER

STOP_WORDS = frozenset(
    word
    for line in Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
NOISE = re.compile(rf"https?://\S+|www\.\S+|@[\w.@-]+|&\w+;|{PLACEHOLDER.pattern}")
"""Addresses, handles, leftovers of HTML and what stands for a name or a number."""
WORD = re.compile(r"[^\W\d_][\w-]*[^\W_]")


def words(text: str) -> Iterator[str]:
    """Yield the telling words of `text`, lower case, accents kept.

    >>> list(words("RT @user L'école d'Évry est fermée, dit M. [nom] ! https://t.co/x #Évacuation"))
    ['école', 'évry', 'fermée', 'évacuation']
    """
    for word in WORD.findall(NOISE.sub(" ", text.replace("’", "'")).lower()):
        if word not in STOP_WORDS:
            yield word
