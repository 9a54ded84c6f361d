"""Municipal arrondissements: « Lyon 3e », « 12e arrondissement de Paris », « Paris XVIIIe »."""

import re

CITIES = {"75056": (75100, 20), "69123": (69380, 9), "13055": (13200, 16)}
"""City -> its code of arrondissement 0 and their number."""

_AFTER = re.compile(
    r"[ ,]{0,2}\(?(?:(?P<number>\d{1,2})\s?(?:e|è|er|[eè]me|i[eè]me)\b(?!\s*(?:jour|fois|place|rang|mois|année))"
    r"|(?P<roman>[IVX]{1,5})(?:e|è|er|[eè]me)\b"
    r"|(?P<bare>\d{1,2})(?=\s*(?:[.,;:!?)]|$)))",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?P<number>\d{1,2})\s?(?:e|er|[eè]me)\s+(?:(?:arrondissement|arrdt|arr\.?)\s+)?(?:de|à|d['’]|a)\s+$",
    re.IGNORECASE,
)
_ROMAN = {"I": 1, "V": 5, "X": 10}


def arrondissement(text: str, start: int, end: int, city: str) -> str | None:
    """Return the code of the arrondissement that `text` numbers beside the name of `city` at `start` to `end`, or None.

    >>> arrondissement("Incendie à Lyon 3e", 11, 15, "69123")
    '69383'
    >>> arrondissement("Dijon 3e", 0, 5, "21231") is None
    True
    """
    if city not in CITIES:
        return None
    base, count = CITIES[city]
    if found := _AFTER.match(text, end):
        number = _roman(found["roman"]) if found["roman"] else int(found["number"] or found["bare"])
    elif found := _BEFORE.search(text, 0, start):
        number = int(found["number"])
    else:
        return None
    return str(base + number) if 1 <= number <= count else None


def _roman(text: str) -> int:
    """Return the value of a small roman number; 0 where it is none."""
    values = [_ROMAN.get(char, 0) for char in text.upper()]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
