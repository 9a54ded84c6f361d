"""Say what a rumour claims, who spreads it and what became of it."""

import re
from collections.abc import Mapping
from itertools import dropwhile
from typing import Any
from unicodedata import category

from signals.rumours.circulation import circulation
from signals.rumours.text import settled
from signals.wording import counted

STATES = {
    "new": ("Rumeur possible", "Possible rumour"),
    "qualifying": ("Rumeur à vérifier", "Rumour being checked"),
    "denied": ("Rumeur démentie", "Denied rumour"),
    "false": ("Rumeur fausse", "False rumour"),
    "true": ("Information confirmée", "Confirmed claim"),
}
"""How a title calls a claim, French and English, by the state of its rumour."""
LONGEST = 90
"""Characters of a claim in a title."""
APPEALS = frozenset({"relay", "secrecy", "verify"})
"""Cues of circulation that say nothing of what happened."""
OPENING = 2
"""Words of a clause before a colon that only call for attention, at most: « Urgent : »."""
SHORTEST = 5
"""Words of what is left of a message: less would no longer be known as a quotation where the message is erased
(`signals.masking.quotes`)."""

_PICTURE_PARTS = "\u200d\ufe0f"
"""What joins pictures and chooses how they look."""

_TAGS = re.compile(r"(?:\s*#\w+)+\s*$")
_CLAUSE = re.compile(r"(?<=[,;.!?…:])\s+")


def titled(claim: str, state: str, *, french: bool) -> str:
    """Return the title of a rumour: its state, then the claim, cut at a word.

    >>> titled("Le barrage du Val-Fournier a cédé !", "denied", french=True)
    'Rumeur démentie : « Le barrage du Val-Fournier a cédé »'
    """
    name = STATES.get(state, STATES["new"])[0 if french else 1]
    said = stated(claim)
    if len(said) > LONGEST:
        said = f"{said[:LONGEST].rpartition(' ')[0]}…"
    return f"{name} : « {said} »" if french else f'{name}: "{said}"'


def stated(claim: str) -> str:
    """Return what a message claims: without links, pictures, tags at its end, and calls for attention or to pass it on.

    >>> stated("URGENT : le barrage du Val-Fournier a cédé, Dijon sous l'eau à 14 h, partagez avant suppression 👇")
    "Le barrage du Val-Fournier a cédé, Dijon sous l'eau à 14 h"
    """
    whole = _bare(_TAGS.sub("", settled(_without_pictures(claim))))
    clauses = list(dropwhile(_is_opening, _CLAUSE.split(whole)))
    while len(clauses) > 1 and _is_appeal(clauses[-1]):
        clauses.pop()
    while len(clauses) > 1 and _is_appeal(clauses[0]):
        clauses.pop(0)
    said = _bare(" ".join(clauses))
    said = said if len(said.split()) >= SHORTEST else whole or _bare(claim)
    return said[:1].upper() + said[1:]


def _without_pictures(text: str) -> str:
    return "".join(" " if (category(sign) == "So" and sign != "°") or sign in _PICTURE_PARTS else sign for sign in text)


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(" .!?…:;,")


def _is_opening(clause: str) -> bool:
    return clause.endswith(":") and len(clause.rstrip(" :").split()) <= OPENING


def _is_appeal(clause: str) -> bool:
    shown = set(circulation(clause))
    return bool(shown) and shown <= APPEALS


def spread_of(rumour: Mapping[str, Any], claim: str, *, french: bool) -> str:
    """Return in a sentence how many authors spread the claim, how many messages ask about it and deny it.

    `rumour` has `authors`, `queries` and `denials`, counted since its first message.

    >>> spread_of({"authors": 23, "queries": 5, "denials": 1}, "Le pont a cédé !", french=True)
    '23 auteurs font circuler « Le pont a cédé » ; 5 messages demandent si c’est vrai, 1 message le dément.'
    """
    said = stated(claim)
    asking, denying = rumour["queries"], rumour["denials"]
    if french:
        asks, denies = "demandent" if asking > 1 else "demande", "démentent" if denying > 1 else "dément"
        return (
            f"{counted(rumour['authors'], 'auteur')} font circuler « {said} » ; "
            f"{counted(asking, 'message')} {asks} si c’est vrai, {counted(denying, 'message')} le {denies}."
        )
    return (
        f'{counted(rumour["authors"], "author")} spread "{said}"; {counted(asking, "message")} '
        f"ask whether it is true, {counted(denying, 'message')} deny it."
    )
