"""Say what a rumour claims, who spreads it and what became of it."""

from collections.abc import Mapping
from typing import Any

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


def titled(claim: str, state: str, *, french: bool) -> str:
    """Return the title of a rumour: its state, then the claim, cut at a word.

    >>> titled("Le barrage du Val-Fournier a cédé !", "denied", french=True)
    'Rumeur démentie : « Le barrage du Val-Fournier a cédé »'
    """
    name = STATES.get(state, STATES["new"])[0 if french else 1]
    said = claim.strip(" .!?…:;,")
    if len(said) > LONGEST:
        said = f"{said[:LONGEST].rpartition(' ')[0]}…"
    return f"{name} : « {said} »" if french else f'{name}: "{said}"'


def spread_of(rumour: Mapping[str, Any], claim: str, *, french: bool) -> str:
    """Return in a sentence how many authors spread the claim, how many messages ask about it and deny it.

    `rumour` has `authors`, `queries` and `denials`, counted since its first message.

    >>> spread_of({"authors": 23, "queries": 5, "denials": 1}, "Le pont a cédé !", french=True)
    '23 auteurs font circuler « Le pont a cédé » ; 5 messages demandent si c’est vrai, 1 message le dément.'
    """
    said = claim.strip(" .!?…:;,")
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
