"""What stands right beside a name: a département's number, a postcode, an area."""

import re
from collections.abc import Mapping, Sequence

from signals.places import numbers
from signals.places.tokens import Token

_AFTER = re.compile(
    r"[ ,]{0,2}\(?\s?(?:(?P<postcode>\d{5})|(?P<code>2[AaBb]|97[1-46]|\d{2}))\s?(?P<close>\)?)(?![\d\w])"
)
_POSTCODE_BEFORE = re.compile(r"(?<!\d)(\d{5})\s$")
_TOWARDS = frozenset({"en", "dans", "le", "la", "l", "les", "du", "de", "d", "des", "a"})
_CLAUSE_ENDS = frozenset(".!?:;\n…")


def numbered(text: str, start: int, end: int, table: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the place ids that figures beside the name at `start` to `end` stand for; empty without.

    The communes of a postcode by `table` and its département, or the département of two figures.

    >>> numbered("Genlis (21) sous la neige", 0, 6, {})
    ('D21',)
    """
    before = _POSTCODE_BEFORE.search(text, max(0, start - 7), start)
    found = _AFTER.match(text, end)
    if before is not None:
        postcode = before[1]
    elif found is None or (found["code"] and not _is_departement(found, text)):
        return ()
    elif found["code"]:
        return (f"D{found['code'].upper()}",)
    else:
        postcode = found["postcode"]
    return (*numbers.communes_of(postcode, table), numbers.departement_of(postcode))


def is_bracketed(text: str, end: int) -> bool:
    """Return whether a bracket opens right after `end`."""
    return text[end : end + 2].lstrip().startswith("(")


def leads_to(tokens: Sequence[Token], end: int, start: int) -> bool:
    """Return whether only small words stand between a name that ends at `end` and an area that begins at `start`.

    « Rue (Somme) », « Sens, dans l'Yonne », « Saint-Denis de La Réunion ».
    """
    between = [token for token in tokens if end <= token.start < start]
    following = next((token for token in tokens if token.start >= start), None)
    if len(between) > 2 or following is None or not {token.key for token in between} <= _TOWARDS:
        return False
    return all(_CLAUSE_ENDS.isdisjoint(token.gap) for token in (*between, following))


def _is_departement(found: re.Match[str], text: str) -> bool:
    """Return whether two figures after a name are a département: in brackets, or the last word of a clause."""
    if "(" in found[0]:
        return bool(found["close"])
    return found["code"].startswith("97") or text[found.end() : found.end() + 1] in {"", ",", ".", "!", "?", ":"}
