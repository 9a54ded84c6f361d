"""One sentence, French and English, that says why a need stands where it stands, and what to do about it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from signals.needs import advice
from signals.needs.offer import WEAK_SIGN

ADVICE: Mapping[str, tuple[str, str]] = {
    advice.CREATE: ("Créer", "Create"),
    advice.OPEN: ("Ouvrir ici aussi", "Open here too"),
    advice.REINFORCE: ("Renforcer", "Reinforce"),
    advice.CLARIFY: ("Clarifier", "Clarify"),
    advice.PROMOTE: ("Faire connaître", "Promote"),
    advice.RETIRE: ("Retirer ou regrouper", "Retire or merge"),
    advice.KEEP: ("Ne rien changer", "Keep"),
}
WHY: Mapping[str, tuple[str, str]] = {
    advice.CREATE: ("aucun service du catalogue n’y répond", "no service of the catalogue answers it"),
    advice.OPEN: (
        "la demande est plus forte qu’ailleurs et rien n’indique une offre ici",
        "demand is stronger than elsewhere and nothing tells of an offer here",
    ),
    advice.REINFORCE: ("l’offre répond mal, et l’on s’en plaint", "the offer serves badly, and people complain"),
    advice.CLARIFY: (
        "l’offre répond mal, et l’on demande surtout comment faire",
        "the offer serves badly, and people mostly ask how to",
    ),
    advice.PROMOTE: (
        "l’offre est bonne, mais on la cherche ou on ne s’en sert pas",
        "the offer is good, yet people look for it or do not use it",
    ),
    advice.RETIRE: ("presque personne ne demande ni n’utilise cette offre", "hardly anybody wants or uses this offer"),
    advice.KEEP: ("la demande et l’offre se répondent", "demand and offer match"),
}


class Sentence(NamedTuple):
    """The same in French and English."""

    fr: str
    en: str


def explain(cell: Mapping[str, Any], names: Mapping[str, str]) -> Sentence:
    """Return why a cell (a row of `frames.CELLS`) stands where it stands; `names`: its `place`, its need in `fr`, `en`.

    >>> cell = {"status": "few", "coverage": 0.8, "offer": 0.5, "offer_n": 0.0, "advised": None}
    >>> explain(cell, {"fr": "Voter par procuration", "en": "Vote by proxy", "place": "Lozère"}).en
    'Vote by proxy, Lozère: fewer than 5 messages or 5 authors, nothing can be told of the demand.'
    """
    match cell["status"]:
        case "unknown":
            heard = f"{100 * cell['coverage']:.0f}"
            return Sentence(
                f"{names['fr']}, {names['place']} : trop peu entendu ({heard} % de l’écoute du pays) pour conclure ; "
                "ce n’est pas du calme.",
                f"{names['en']}, {names['place']}: hardly heard ({heard}% of what the country is) so nothing is "
                "known; this is not calm.",
            )
        case "few":
            return Sentence(
                f"{names['fr']}, {names['place']} : moins de 5 messages ou de 5 auteurs, rien ne peut être dit "
                "de la demande.",
                f"{names['en']}, {names['place']}: fewer than 5 messages or 5 authors, nothing can be told of the "
                "demand.",
            )
        case _:
            return _shown(cell, names)


def _shown(cell: Mapping[str, Any], names: Mapping[str, str]) -> Sentence:
    ratio, low, high = (_times(cell[name]) for name in ("ratio", "ratio_low", "ratio_high"))
    fr, en = WHY[cell["advised"]]
    word_fr, word_en = ADVICE[cell["advised"]]
    offer_fr, offer_en = _offered(cell)
    return Sentence(
        f"{names['fr']}, {names['place']} : demande {ratio.replace('.', ',')} fois l’habituelle "
        f"({low.replace('.', ',')} à {high.replace('.', ',')}), {cell['messages']} messages de {cell['authors']} "
        f"auteurs ; {offer_fr}. {word_fr} : {fr}.",
        f"{names['en']}, {names['place']}: demand {ratio} times the usual ({low} to {high}), {cell['messages']} "
        f"messages by {cell['authors']} authors; {offer_en}. {word_en}: {en}.",
    )


def _times(ratio: float) -> str:
    return f"{ratio:.1f}" if ratio < 10 else f"{ratio:.0f}"


def _offered(cell: Mapping[str, Any]) -> tuple[str, str]:
    if cell["offer_n"] < WEAK_SIGN:
        return "offre inconnue : aucun signe mesuré", "offer unknown: no sign of it was measured"
    share, low, high = (f"{100 * cell[name]:.0f}" for name in ("offer", "offer_low", "offer_high"))
    return (
        f"servie à {share} % ({low} à {high} %)",
        f"{share}% of it served ({low} to {high}%)",
    )
