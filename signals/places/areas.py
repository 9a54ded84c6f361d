"""Whether the name of a département or région is meant, and départements said by their number."""

import re
from collections.abc import Iterator

from signals.places import words
from signals.places.context import Setting
from signals.places.names import Candidate

_MONTHS = "janvier|fevrier|février|mars|avril|mai|juin|juillet|aout|août|septembre|octobre|novembre|decembre|décembre"
_CODE = r"(?P<code>2[AaBb]|97[1-46]|0[1-9]|[1-8]\d|9[0-5]|9[.\-–][1-5])"
_END = (
    rf"(?!\w|[ \u00a0]*(?:{_MONTHS}|[eè]me\b|%|€|h\b|min|ans?\b|m\b|km|jours?\b|mois\b|euros?\b|[/:.]\d|,\d))(?![ .]\d)"
)
_NUMBERS = (
    # « dans le 21 », « gendarmes du 21 », « département 21 »
    re.compile(
        rf"\b(?:dans (?:tout )?le|partout dans le|d[ée]partement(?: du)?|d[ée]pt?\.?|dpt) {_CODE}{_END}", re.IGNORECASE
    ),
    re.compile(
        rf"\b(?:gendarmes|pompiers|pr[ée]f(?:et|ecture)|habitants|sdis|gens|secteur) (?:du )?{_CODE}{_END}",
        re.IGNORECASE,
    ),
    # « le 06 », « du 93 », « le 9-3 »: no day of a month is written so
    re.compile(rf"\b(?:le|du|au) (?P<code>0[1-9]|9[1-5]|9[.\-–][1-5]|97[1-46]|2[AB]){_END}"),
)
_POSTCODE = re.compile(r"\b(?:code postal|CP|c\.p\.)\s*:?\s*(?P<code>\d{5})\b", re.IGNORECASE)


def numbers(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield départements that `text` says by number or postcode: id, start, end.

    >>> [id_ for id_, _, _ in numbers("Dans le 21 comme dans le 9-3, le 06 mars, le 17 ne répond pas")]
    ['D21', 'D93']
    """
    if not any(char.isdigit() for char in text):
        return
    codes = {found.span("code"): found["code"] for pattern in _NUMBERS for found in pattern.finditer(text)}
    for (start, end), code in sorted(codes.items()):
        yield f"D{re.sub('[^0-9AB]', '', code.upper())}", start, end
    for found in _POSTCODE.finditer(text):
        yield departement_of(found["code"]), found.start("code"), found.end("code")


def departement_of(postcode: str) -> str:
    """Return the département of a postcode; Corsica is told apart by its third digit."""
    if postcode.startswith("20"):
        return "D2A" if postcode[2] in "01" else "D2B"
    return f"D{postcode[:3] if postcode.startswith('97') else postcode[:2]}"


def is_inside(name: Candidate, setting: Setting) -> bool:
    """Return whether the words around say that something lies in an area rather than at a town.

    « en Isère », « dans le Var », « la préfecture de la Somme », « Rue (Somme) ».
    """
    before, second = setting.key(name.first - 1), setting.key(name.first - 2)
    if "(" in setting.gap(name.first) and setting.gap(name.last).lstrip().startswith(")"):
        return True
    if before in {"en", "dans"} or (second == "dans" and before in words.LINKING):
        return True
    return setting.noun_before(name.first) in words.SAID_BY


def is_tagged(name: Candidate, setting: Setting) -> bool:
    """Return whether a name stands in a hashtag."""
    return setting.tokens[name.last - 1].is_tag


def is_area(name: Candidate, setting: Setting) -> tuple[float, str]:
    """Return the probability that a name means the département or région that bears it, and the reason."""
    if " " in name.name:
        return 0.95, "area"
    inside, head = is_inside(name, setting), setting.tokens[name.last - 1]
    if name.name in words.AREAS:
        return (0.9 if head.word.isupper() and setting.has_case else 0.0), "area"
    if name.name in words.RIVERS:
        return _is_departement(name, setting, inside=inside), "area"
    if name.name == "reunion" and not (name.lead == "la" and head.is_capital and setting.has_case):
        return 0.0, "word"
    if _is_written(name, setting):
        return (0.9 if inside or head.is_capital else 0.6), "area"
    return (0.6 if inside else 0.0), "area"


def _is_departement(name: Candidate, setting: Setting, *, inside: bool) -> float:
    """Return the probability that a name of a river or a point of the compass means its département."""
    if _is_water(name, setting) or not _is_written(name, setting):
        return 0.0
    if inside:
        return 0.85
    return 0.6 if is_tagged(name, setting) and name.name not in words.COMMON else 0.0


def _is_written(name: Candidate, setting: Setting) -> bool:
    """Return whether a name has the capital that a name has here."""
    head = setting.tokens[name.last - 1]
    return head.is_capital or head.is_tag or not setting.has_case


def _is_water(name: Candidate, setting: Setting) -> bool:
    """Return whether a name rather means the river, the sea or the point of the compass."""
    if name.name == "nord" and setting.key(name.last) in {"de", "du", "des", "d", "est", "ouest"}:
        return True
    return bool(setting.keys & words.WATER) and setting.key(name.first - 1) != "en"
