"""What a message of a service says of an incident: that it began, that things resume, that it is over."""

import re
from typing import Literal

from signals.text.fold import fold

Phase = Literal["begins", "resumes", "over"]

_CAUSE = r"(?:incident|panne|coupure|intervention|perturbation|blocage|probleme)s?"
_FLOW = r"(?:trafic|circulation|service|site|situation|ligne|station|route|reseau)"
_WELL = r"(?:normal|regulier|reguliere|fluide|habituel)\w*"
_ILL = r"(?:interromp|perturb|ralenti|ferme|bloque|suspend|en panne|indisponib|inaccessib|hors service|coupe)"
_DAY = r"\d{1,2}(?:er)? (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
_HOPED = r"(?:prevu|estime|attendu|envisage|espere)"


def _any(*parts: str) -> re.Pattern[str]:
    """Return a pattern that finds any of `parts` at the beginning of a word."""
    return re.compile(rf"\b(?:{'|'.join(parts)})")


PLANNED = _any(
    r"travaux\b", r"maintenance programmee", r"greves?\b", r"mouvements? socia", r"preavis\b", r"previsions?\b",
    r"prochainement\b", r"demain\b", r"week-?end", r"toute la (?:journee|semaine|nuit)\b", r"a (?:partir|compter) d",
    r"des le\b", r"du \d{1,2} au\b", rf"(?:les?|jusqu'au) {_DAY}\b", r"pensez\b", r"rappel\b", r"conseils?\b",
    r"n'oubliez pas\b", r"obligatoire\b", r"bonne (?:nuit|journee|soiree)\b",
)  # fmt: skip
"""Announced or advised, not happening."""

FORECAST = _any(
    rf"(?:reprise|retour|retablissement|reouverture|resolution|fin)\b[^.!?]{{0,60}}?\b{_HOPED}[^.!?]*",
    rf"{_HOPED}e?s? (?:vers|pour|a|avant)\b[^.!?]*",
)
"""An end that is hoped for is none."""

OVER = _any(
    r"retabli(?!ssement)", r"redevenue?s?\b", r"rouver", r"re-?ouver(?!ture)", r"remis\w* en service",
    rf"retour a (?:la normale|une? (?:{_FLOW}|\w+ {_WELL}))", r"revien\w+ a la normale", r"revenue?s? a la normale",
    rf"{_FLOW} (?:\w+ ){{0,3}}?{_WELL}", r"fonctionne\w* (?:de nouveau|a nouveau|normalement)",
    rf"(?:de|a) nouveau\b(?!\W+(?:\w+\W+)?{_ILL})",
)  # fmt: skip
"""What users need is back; the end of a cause is not yet the end of what it does to them."""

RESUMES = _any(
    rf"fin (?:d'|de l'|des? |du ){_CAUSE}", rf"{_CAUSE} (?:\w+ ){{0,3}}?(?:termine|resolu|repare)", r"repar[ea]",
    r"repren", r"repris\b", r"repart", r"redemarr", r"progressivement\b", r"ameliore", r"retour progressif",
    r"en cours de (?:retablissement|resolution|reparation)",
)  # fmt: skip

HOPED = _any(r"reprises?\b", r"reouverture")
"""Resumes too, unless something has just begun: then it is when it will be over."""

BEGINS = _any(
    r"interromp", r"interrupti", r"perturb", r"ralenti", r"a l'arret", r"suspen", r"bloqu", r"blocage", r"fermee?s?\b",
    r"fermeture", r"pannes?\b", r"indisponib", r"inaccessib", r"hors service", r"coupee?s?\b", r"coupures?\b",
    r"dysfonctionn", r"non desserv", r"non marqu", r"ne (?:fonctionne|circule|marque|dessert|repond)",
    r"n'(?:est|sont) (?:pas|plus)\b", r"stationne", r"immobilise", r"retards?\b", r"sature", r"evacu", r"devie",
)  # fmt: skip

_CLOCK = re.compile(r"\b\d{1,2}\s?(?:h|:)\s?\d{2}\b")


def phase_of(text: str) -> Phase | None:
    """Return what a message says of an incident, None: nothing.

    >>> [phase_of(text) for text in (
    ...     "08h12 : le trafic est interrompu (panne électrique). Reprise estimée vers 9h",
    ...     "[Panne électrique] le trafic reprend progressivement",
    ...     "Panne électrique : le trafic est rétabli",
    ...     "Le site sera fermé du 3 au 5 mai pour travaux")]
    ['begins', 'resumes', 'over', None]
    """
    said = FORECAST.sub(" ", " ".join(_CLOCK.sub(" ", fold(text)).split()))
    if PLANNED.search(said):
        return None
    if OVER.search(said):
        return "over"
    if RESUMES.search(said):
        return "resumes"
    if BEGINS.search(said):
        return "begins"
    return "resumes" if HOPED.search(said) else None
