"""A message and what it speaks to: the claim, and the message that it answers."""

import re
from dataclasses import dataclass

from signals.text.entities import without_links

STANCES = ("support", "deny", "query", "comment")
"""SDQC of RumourEval (Derczynski et al., 2017): support, deny, query, comment."""

_SHARED = re.compile(r"\bRT\s+@\w+\s*:?.*$|[“\"]\s*@\w+\s*:.*?(?:[”\"]|$)", re.DOTALL)
_QUOTED = re.compile(r"«[^»]{12,}»|“[^”]{12,}”|\"[^\"]{12,}\"")
_HANDLE = re.compile(r"@\w[\w.-]*")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message, seen as speaking to a claim."""

    text: str
    claim: str = ""
    """What is said to be so: the text itself where it is what others answer; empty where nothing is known."""
    parent: str = ""
    """The message that it answers; empty where it answers none."""

    @property
    def answers(self) -> bool:
        """Tell whether it answers another message."""
        return bool(self.parent)

    @property
    def states(self) -> bool:
        """Tell whether it is itself what the claim was taken from."""
        return not self.parent and bool(self.claim) and self.text == self.claim


def own_words(text: str) -> str:
    """Return what the author adds to what is shared or quoted; all of it where nothing is added.

    >>> own_words("« Le pont s'est effondré » : non, j'y suis")
    ": non, j'y suis"
    >>> own_words("RT @user: le pont s'est effondré")
    "RT : le pont s'est effondré"
    """
    bare = without_links(text)
    own = _HANDLE.sub("", _QUOTED.sub(" ", _SHARED.sub(" ", bare))).strip()
    return own if re.search(r"\w", own) else _HANDLE.sub("", bare).strip()


def quotes(text: str) -> bool:
    """Tell whether a text shares or quotes another."""
    return bool(_SHARED.search(text) or _QUOTED.search(text))
