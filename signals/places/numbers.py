"""Départements said by their number, and postcodes."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_FIGURE = re.compile(r"\d")
_MONTHS = "janvier|fevrier|février|mars|avril|mai|juin|juillet|aout|août|septembre|octobre|novembre|decembre|décembre"
_UNITS = (
    r"[eè]me\b|er?\b|%|€|h\b|min|ans?\b|m\b|mm\b|cm\b|km|kg|jours?\b|mois\b|euros?\b|heures?\b|minutes?\b|personnes?\b|fois\b|"
    r"prochains?\b|derniers?\b|premiers?\b|autres?\b|décembre"
)
_CODE = r"(?P<code>2[AaBb]|97[1-46]|0[1-9]|[1-8]\d|9[0-5]|9[.\-–][1-5])"
_END = rf"(?!\w|[ \u00a0]*(?:{_MONTHS}|{_UNITS}|[-/:.]\d|,\d))(?![ .]\d)"
_NO_DAY = r"(?!\s+(?:au|et|ou|à|a|vers|d[eè]s)\s+(?:le\s+)?\d)"
_PEOPLE = (
    r"gendarmes|pompiers|sapeurs|pr[ée]f(?:et|ecture)|habitants|sdis|gens|secteur|police|flics|nouvelles|ceux|r[ée]gion|"
    r"coll[èe]gues|famille|amis"
)
_NUMBERS = (
    # « dans le 21 », « partout dans le 93 », « département 21 », « le département du 67 »
    rf"\b(?:dans (?:tout )?le|d[ée]partement(?: du)?|d[ée]pt?\.?|dpt|\#d[ée]partement) {_CODE}{_END}",
    # « les pompiers du 62 », « je suis du 38 », « qui est du 31 », « nous dans le 62 »
    rf"\b(?:{_PEOPLE}) (?:du |dans le )?{_CODE}{_END}",
    rf"\b(?:suis|est|sommes|viens|habite|vit|vis|vient) (?:du|dans le) {_CODE}"
    r"(?=\s*(?:[.,;:!?)]|et\b|mais\b|ici\b|aussi\b|$))",
    # « le 06 », « du 93 », « le 9-3 »: no day of a month is written so, but for « du 06 au 12 » and « le 07 à 14h »
    rf"\b(?:le|du|au) (?P<code>0[1-9]{_NO_DAY}|9[1-5]|9[.\-–][1-5]|97[1-46]|2[AB]){_END}",
    # « en plein 93 », « ici le 974 »
    rf"\b(?:en plein|ici) (?:le )?(?P<code>3[2-9]|[4-8]\d|9[0-5]|97[1-46]){_END}",
)
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE if at != 3 else 0) for at, pattern in enumerate(_NUMBERS))
_ALSO = re.compile(rf"\s*(?:,|/|et|ou|comme)\s*(?:dans\s)?(?:le\s|du\s)?{_CODE}{_END}", re.IGNORECASE)
_NAMELESS = re.compile(
    r"(?<!\w)(?:à|de|d['’]|vers|près de|commune|village|hameau) ?(?P<name>[A-ZÀ-Þ][\w'’\-]*(?:[ \-][\w'’]+){0,4}) ?"
    r"\((?P<code>2[AB]|97[1-46]|0[1-9]|[1-8]\d|9[0-5])\)"
)
_POSTCODE = re.compile(r"\b(?:code postal|CP|c\.p\.)\s*:?\s*(?P<code>\d{5})\b", re.IGNORECASE)
_INTRODUCED = re.compile(
    rf"(?<![\w.,])(?:au|à|dans le|habite|secteur)\s(?P<code>\d{{5}})(?!\w|[.,]\d|[ \u00a0]*(?:{_UNITS}|\d))"
    r"(?=\s*(?:[.,;:!?)]|et\b|mais\b|ici\b|aussi\b|toujours\b|depuis\b|$))",
    re.IGNORECASE,
)
_MESSAGED = re.compile(r"\b(?:sms|texto|mms|num[ée]ro|envo\w+|transf[ée]r\w+|signal\w+|appel\w*|spam)\b", re.IGNORECASE)
"""Before five figures: a short number, no postcode (« par SMS au 33700 »)."""
_CITY = re.compile(
    r"(?<![\w.,°-])(?P<code>750(?:0[1-9]|1\d|20)|6900[1-9]|130(?:0[1-9]|1[0-6]))(?!\w|[.,]\d|[ \u00a0]*(?:[€%]|euros?))"
)
_REFERENCE = re.compile(r"(?:r[ée]f\w*|dossier|n°|num[ée]ro|commande|facture|ticket|code)[ .:n°]*$", re.IGNORECASE)


class Numbered(NamedTuple):
    """A département or postcode written in figures: `text[start:end]`."""

    code: str
    """`D21`, or the five figures of a postcode."""
    start: int
    end: int


def has_none(text: str) -> bool:
    """Return whether `text` holds no figure at all."""
    return _FIGURE.search(text) is None


def departements(text: str) -> Iterator[Numbered]:
    """Yield the départements that `text` says by number, in order.

    >>> [found.code for found in departements("Dans le 21 comme dans le 9-3, le 06 mars, le 17 ne répond pas")]
    ['D21', 'D93']
    """
    spans: dict[tuple[int, int], str] = {}
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            spans[found.span("code")] = found["code"]
            end = found.end("code")
            while also := _ALSO.match(text, end):
                spans[also.span("code")] = also["code"]
                end = also.end("code")
    for (start, end), code in sorted(spans.items()):
        yield Numbered(f"D{re.sub('[^0-9AB]', '', code.upper())}", start, end)


def beside_names(text: str) -> Iterator[tuple[int, Numbered]]:
    """Yield where a name begins that a département's number follows, and that number: « à Trifouilly (21) »."""
    for found in _NAMELESS.finditer(text) if "(" in text else ():
        yield found.start("name"), Numbered(f"D{found['code']}", found.start("code"), found.end("code"))


def postcodes(text: str) -> Iterator[Numbered]:
    """Yield the postcodes that `text` gives by themselves: « CP 35000 », « au 69100 », « 75013 ».

    >>> [found.code for found in postcodes("CP : 35000, et au 69100. Il reste 21000 dossiers, réf. 75001")]
    ['35000', '69100']
    """
    spans = {found.span("code"): found["code"] for found in _POSTCODE.finditer(text)}
    for found in _INTRODUCED.finditer(text):
        if not _MESSAGED.search(text, max(0, found.start() - 40), found.start()):
            spans[found.span("code")] = found["code"]
    for found in _CITY.finditer(text):
        if not _REFERENCE.search(text, max(0, found.start() - 16), found.start()):
            spans[found.span("code")] = found["code"]
    for (start, end), code in sorted(spans.items()):
        yield Numbered(code, start, end)


def departement_of(postcode: str) -> str:
    """Return the département of a postcode; Corsica is told apart by its third digit."""
    if postcode.startswith("20"):
        return "D2A" if postcode[2] in "01" else "D2B"
    return f"D{postcode[:3] if postcode.startswith('97') else postcode[:2]}"


def communes_of(postcode: str, table: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the codes that a postcode serves by `table`; its département where the table does not know it."""
    return table.get(postcode) or (departement_of(postcode),)
