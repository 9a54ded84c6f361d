"""Bank accounts, payment cards and social security numbers, told by their check digits."""

import re
from collections.abc import Iterator

from signals.masking.spans import Span

_IBAN = re.compile(r"(?<![\w#@])[A-Za-z]{2}\d{2}(?=[ \u00a0-]?[A-Za-z0-9])")
_JOIN = " \u00a0\u202f-."
_LENGTHS = {
    country: int(length)
    for length, countries in {
        "15": "NO", "16": "BE", "18": "DK FI FO GL NL", "19": "MK SI", "20": "AT BA EE KZ LT LU XK",
        "21": "CH HR LI LV", "22": "BG BH CR DE GB GE IE ME RS", "23": "AE GI IL IQ TL",
        "24": "AD CZ ES MD PK RO SA SE SK TN",
        "25": "PT ST", "26": "IS TR", "27": "FR GR IT MC MR SM", "28": "AL AZ BY CY DO GT HU LB PL SV",
        "29": "BR EG PS QA UA", "30": "JO KW MU", "31": "MT SC", "32": "LC",
    }.items()
    for country in countries.split()
}  # fmt: skip
"""Characters of an IBAN by country (ISO 13616 registry)."""

_CARD = re.compile(r"(?<![\w#@.,+])[2-6]\d{3}(?:[ \u00a0\u202f.-]?\d){9,15}+(?![\w])")
_CARD_START = re.compile(r"4\d{15}|5[0-9]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6\d{15}|3[068]\d{12}|4\d{12}")

_SPACE = r"[ \u00a0\u202f.]?"
_NIR = re.compile(
    rf"(?<![\w#@])([1278]){_SPACE}(\d{{2}}){_SPACE}(0[1-9]|1[0-2]|[2-9]\d){_SPACE}(\d{{2}}|2[ABab])"
    rf"{_SPACE}(\d{{3}}){_SPACE}(\d{{3}})(?:{_SPACE}[/-]?{_SPACE}(\d{{2}}))?(?!\w)"
)
_SECURITY = re.compile(r"s[ée]cu|\bnir\b|\binsee\b", re.IGNORECASE)


def accounts_in(text: str) -> Iterator[Span]:
    """Yield IBANs (ISO 7064 mod 97-10), card numbers (Luhn, ISO/IEC 7812) and French social security numbers (NIR)."""
    for found in _IBAN.finditer(text):
        end = _iban_end(text, found.start())
        if end:
            yield Span(found.start(), end, "iban")
    for found in _NIR.finditer(text):
        if _is_nir(found, text):
            yield Span(*found.span(), "nir")
    for found in _CARD.finditer(text):
        digits = "".join(filter(str.isdecimal, found[0]))
        if _CARD_START.fullmatch(digits) and is_luhn(digits):
            yield Span(*found.span(), "card")


def _iban_end(text: str, start: int) -> int:
    """Return where the IBAN that starts here ends, 0 when it is none."""
    length = _LENGTHS.get(text[start : start + 2].upper(), 0)
    kept = ""
    end = start
    while len(kept) < length and end < len(text):
        char = text[end]
        if char.isascii() and char.isalnum():
            kept += char.upper()
        elif char not in _JOIN:
            return 0
        end += 1
    ends = not text[end : end + 1].isalnum()
    whole = length and len(kept) == length and ends
    return end if whole and int("".join(str(int(char, 36)) for char in kept[4:] + kept[:4])) % 97 == 1 else 0


def _is_nir(found: re.Match[str], text: str) -> bool:
    *parts, key = found.groups()
    if key is None:
        return _SECURITY.search(text, max(0, found.start() - 40), found.start()) is not None
    # Corsica counts as 19 and 18 (INSEE)
    number = "".join(parts).upper().replace("2A", "19").replace("2B", "18")
    return 97 - int(number) % 97 == int(key)


def is_luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of the others.

    >>> is_luhn("4111111111111111"), is_luhn("4111111111111112")
    (True, False)
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0
