"""Telephone numbers as people write them in France; those of public services are no person's."""

import re
from collections.abc import Iterator

from phonenumbers import NumberParseException, is_possible_number, is_valid_number, parse

from signals.masking.spans import Span

_BETWEEN = r"[ \t\u00a0\u202f.\-/()_]"
_RUN = re.compile(rf"(?<![\w#@])\(?(?:\+ ?\(?\d|[\dO])(?:{_BETWEEN}{{0,3}}\d)*+")
"""Digits with what may stand between them; a letter O may stand for the first zero."""
_WHATSAPP = re.compile(r"(?<=wa\.me/)\+?\d{8,15}(?!\d)")
_DIGITS = re.compile(r"\d+")
_GOES_ON = re.compile(r"[\w%°€@]|[,:]\d| ?(?:€|euros?\b)")

_SHAPES = frozenset(
    {(2, 2, 2, 2, 2), (10,), (2, 4, 4), (2, 8), (4, 6), (4, 2, 2, 2), (4, 3, 3), (1,) * 10, (3, 3, 4), (2, 2, 3, 3),
     (1, 1, 2, 2, 2, 2), (2, 3, 3, 2), (2, 2, 2, 4), (2, 4, 2, 2)}
)  # fmt: skip
"""How the ten digits are grouped; a date with an hour (`06/12/2024 10`) is none of them."""
_NATIONAL = re.compile(r"0[1-79]\d{8}")
_CRISTAL = "09693"
"""Numbers of customer services (ARCEP); 08 and short numbers are services too, and are not looked for."""
_DRAWN = re.compile(
    r"(?:gagnants?|tirage|loto|combinaison|d[ée]partements?|codes?)\W{0,3}(?:\w+\W{0,3})?$", re.IGNORECASE
)
_PUBLIC = frozenset({"0149274927", "0153715371", "0140054848", "0180523376", "0144494450", "0970811060"})
"""The ministry of the interior, the prefecture of police, the poison centre of Paris, France Victimes, …"""


def phones_in(text: str) -> Iterator[Span]:
    """Yield telephone numbers: national, overseas and international, whatever stands between their digits."""
    for found in _WHATSAPP.finditer(text):
        yield Span(*found.span(), "phone")
    for found in _RUN.finditer(text):
        run = found[0]
        if sum(map(str.isdigit, run)) >= 8 and not _GOES_ON.match(text, found.end()):
            yield from _in_run(text, run, found.start())


def _in_run(text: str, run: str, start: int) -> Iterator[Span]:
    if _is_international(run):
        yield Span(start + _of_sentence(run), start + len(run), "phone")
        return
    groups = [(found.start(), found.end()) for found in _DIGITS.finditer(run)]
    if run.startswith(("O", "(O")) and groups:
        groups[0] = (run.index("O"), groups[0][1])
    numbers = list(_numbers(run, groups))
    # a run that is not made of whole numbers is something else: a code, a range, a draw
    if sum(count for *_, count in numbers) == len(groups) and not _DRAWN.search(text, max(0, start - 40), start):
        for first, last, digits, _ in numbers:
            if digits not in _PUBLIC and not digits.startswith(_CRISTAL):
                first -= run[first - 1 : first] == "("
                yield Span(start + first + _of_sentence(run[first:last]), start + last, "phone")


def _of_sentence(number: str) -> int:
    """Return how many signs before a number are not its own: a parenthesis that closes behind it, or never.

    >>> _of_sentence("(06 39 98 12 34"), _of_sentence("(0)6 39 98 12 34"), _of_sentence("(+33 (0)6 39 98 12 34")
    (1, 0, 1)
    """
    return int(number.startswith("(") and number.count("(") > number.count(")"))


def _numbers(run: str, groups: list[tuple[int, int]]) -> Iterator[tuple[int, int, str, int]]:
    """Yield start, end, digits and number of groups of each national number that the run begins with."""
    row = 0
    while row < len(groups):
        digits, taken = "", 0
        while row + taken < len(groups) and len(digits) < 10:
            first, last = groups[row + taken]
            digits += run[first:last].replace("O", "0")
            taken += 1
        lengths = tuple(last - first for first, last in groups[row : row + taken])
        whole = _NATIONAL.fullmatch(digits) and lengths in _SHAPES
        if not whole:
            extra = _bare_international(run, groups[row:])
            if not extra:
                return
            taken, digits = extra, "".join(run[first:last] for first, last in groups[row : row + extra])
        yield groups[row][0], groups[row + taken - 1][1], digits, taken
        row += taken


def _bare_international(run: str, groups: list[tuple[int, int]]) -> int:
    """Return of how many groups a French mobile number with 33 and without its plus is made, 0 when there is none."""
    for count in (1, 6):
        digits = "".join(run[first:last] for first, last in groups[:count])
        if len(groups) >= count and len(digits) == 11 and digits.startswith(("336", "337")):
            return count
    return 0


def _is_international(run: str) -> bool:
    prefix = run.lstrip("(")
    if not prefix.startswith(("+", "00")):
        return False
    digits = "".join(_DIGITS.findall(run.replace("(0)", "")))
    number = f"+{digits.removeprefix('00')}" if prefix.startswith("00") else f"+{digits}"
    if not 8 <= len(number) - 1 <= 15:
        return False
    try:
        parsed = parse(number)
    except NumberParseException:
        return False
    # two zeros may begin anything, a plus hardly; French numbers are known by their length
    sure = prefix.startswith("+") or number.startswith("+33")
    return is_possible_number(parsed) if sure else is_valid_number(parsed)
