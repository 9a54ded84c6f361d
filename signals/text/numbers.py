"""The numbers of a text, in figures or in words, French or English, each written one way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from signals.text.fold import fold

_SIMPLE = {
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11,
    "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30,
    "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80, "nonante": 90,
    "dizaine": 10, "dizaines": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "centaine": 100, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_FACTORS = {
    "cent": 100, "cents": 100, "hundred": 100, "hundreds": 100, "mille": 1_000, "milliers": 1_000, "millier": 1_000,
    "thousand": 1_000, "thousands": 1_000, "million": 1_000_000, "millions": 1_000_000,
}  # fmt: skip
FIGURES = frozenset({*_SIMPLE, *_FACTORS})
"""Words that are numbers (folded)."""

_UNITS = {
    "hour": "h heure heures hour hours hr hrs", "minute": "min mn minute minutes mins", "day": "jour jours day days",
    "week": "semaine semaines week weeks", "month": "mois month months", "year": "an ans annee annees year years",
    "euro": "€ euro euros eur", "percent": "% percent", "metre": "m metre metres meter meters",
    "kilometre": "km kilometre kilometres kilometer kilometers", "centimetre": "cm centimetre centimetres",
    "dead": "mort morts morte mortes deces tues tue victimes dead deaths killed",
    "hurt": "blesse blesses injured hurt wounded",
    "missing": "disparu disparus disparues missing introuvable introuvables", "ill": "malade malades ill sick",
}  # fmt: skip
UNITS = {word: unit for unit, words in _UNITS.items() for word in words.split()}
"""Word or sign beside a number -> what it counts."""

_CLOCK = r"(?<![\w.,])(?P<hour>\d{1,2}) ?(?:h|heures?|:)(?: ?(?P<minutes>[0-5]\d))(?!\d)"
_ENGLISH_CLOCK = r"(?<![\w.,])(?P<en>\d{1,2})(?:[:.](?P<en_minutes>[0-5]\d))? ?(?P<half>a\.?m\b\.?|p\.?m\b\.?)"
_FIGURES = r"(?<![\w.,])(?P<figures>\d{1,3}(?:[ .,]\d{3})+(?![\d])|\d+(?:[.,]\d{1,2}(?!\d))?)"
_WORDS = "|".join(sorted(FIGURES, key=len, reverse=True))
_SPELLED = rf"\b(?P<spelled>(?:{_WORDS})(?:[ -](?:et |and )?(?:{_WORDS}))*(?: et une?| ?-(?:un|une|one))?)\b"
_NOON = r"\b(?:a |at )?(?P<noon>midi|noon|minuit|midnight)\b"
_MEASURES = "|".join(word for word in UNITS if len(word) > 2 and UNITS[word] not in ("dead", "hurt", "missing", "ill"))
_ONE = rf"\b(?P<one>une?|one|an?)(?=[ -](?:{_MEASURES})\b)"
_NUMBER = re.compile("|".join((_ENGLISH_CLOCK, _CLOCK, _FIGURES, _SPELLED, _NOON, _ONE)))
_BESIDE = re.compile(r"[ -]?(€|%|[a-z]+)")
_COUNTED_BEFORE = re.compile(r"(€|\beuros?) ?$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text: `folded[start:end]` in the folded text."""

    value: str
    """In figures: `2400`, `3.9`; an hour of the day with its minutes as `21:30`."""
    unit: str
    """What it counts where that is known (`euro`, `hour`, `dead`), else empty."""
    start: int
    end: int


def numbers(text: str) -> list[Number]:
    """Return the numbers of `text` in order; « un », « une » and "one" only count beside a measure.

    Approximate figures count as what they say (« une quinzaine » is 15), and 9 pm is 21 hours. Names such as A6 or
    R2-D2 are no numbers.

    >>> [(number.value, number.unit) for number in numbers("Deux mille quatre cents euros volés à 21h, 3,90 € rendus")]
    [('2400', 'euro'), ('21', 'hour'), ('3.9', 'euro')]
    """
    return list(find(fold(text)))


def find(folded: str) -> Iterator[Number]:
    """Yield the numbers of a text that is folded already."""
    for match in _NUMBER.finditer(folded):
        value, unit = _value(match)
        yield Number(value, unit or _unit(folded, match), match.start(), match.end())


def _value(match: re.Match[str]) -> tuple[str, str]:
    if match["hour"]:
        return _clock(int(match["hour"]), match["minutes"]), "hour"
    if match["en"]:
        hour = int(match["en"]) % 12 + (12 if match["half"].startswith("p") else 0)
        return _clock(hour, match["en_minutes"]), "hour"
    if match["noon"]:
        return ("12" if match["noon"] in ("midi", "noon") else "0"), "hour"
    if match["spelled"]:
        return str(_sum(re.split(r"[ -]", match["spelled"]))), ""
    return ("1" if match["one"] else _figures(match["figures"])), ""


def _clock(hour: int, minutes: str | None) -> str:
    return f"{hour}:{minutes}" if minutes and minutes != "00" else str(hour)


def _figures(text: str) -> str:
    """Return figures without thousands separators, with a decimal point and no idle zeros."""
    whole = re.fullmatch(r"\d{1,3}(?:[ .,]\d{3})+", text)
    plain = re.sub(r"[ .,]", "", text) if whole else text.replace(",", ".")
    before, _, after = plain.partition(".")
    decimals = after.rstrip("0")
    return (before.lstrip("0") or "0") + (f".{decimals}" if decimals else "")


def _sum(words: list[str]) -> int:
    """Return what number words say together: quatre-vingt-dix, deux mille trois cents, a hundred and five."""
    total = part = 0
    for word in words:
        factor = _FACTORS.get(word)
        if factor is None:
            value = _SIMPLE.get(word, 1 if word in ("un", "une", "one") else 0)
            part = part * 20 if value == 20 and part == 4 else part + value
        elif factor == 100:
            part = max(1, part) * factor
        else:
            total, part = total + max(1, part) * factor, 0
    return total + part


def _unit(folded: str, match: re.Match[str]) -> str:
    after = _BESIDE.match(folded, match.end())
    if after and after[1] in UNITS:
        return UNITS[after[1]]
    before = _COUNTED_BEFORE.search(folded, max(0, match.start() - 8), match.start())
    return "euro" if before else ""
