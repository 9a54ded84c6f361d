"""Registration plates of French vehicles."""

import re
from collections.abc import Iterator

from signals.masking.spans import Span

_L = "A-HJ-NP-TV-Z"
_SIV = re.compile(
    rf"(?<![\w#@-])(?:(?!SS)[{_L}]{{2}}([ -]?)\d{{3}}\1(?!SS)[{_L}]{{2}}"
    rf"|[{_L.lower()}]{{2}}-\d{{3}}-[{_L.lower()}]{{2}})(?![\w-])"
)
"""Since 2009, as AB-123-CD: no I, O nor U, never SS (arrêté du 9 février 2009)."""
_FNI = re.compile(
    rf"(?<![\w#@,.-])\d{{1,4}}([ -]?)([{_L}]{{2,3}})\1(0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-6])(?![\w%,.]\d|\w)"
)
"""Before, as 1234 AB 21: a number, letters, the département."""
_NOT_LETTERS = (
    "KM CM MM DM KG MG ML CL DL HL GHZ MHZ KHZ HZ KW MW GW CV CH HT TTC BP CS AM PM FF NB PR KF MD GB MB "
    "KB TB PC CD TGV TER RER BT DT GR KN HP DB PT PP NM PH LED HD FPS BPM XP LVL DPS JPG PNG PDF CSV XLS "
    "ZAC ZA RN RD PK MN SEC MS HS AN ANS HAB PERS RDC CHF GBP AED MAD TND EN DE ET LA LE LES DES SE NE TE "
    "CE"
)
_UNITS = frozenset(_NOT_LETTERS.split())
"""What stands between two numbers without being a plate."""


def plates_in(text: str) -> Iterator[Span]:
    """Yield registration plates, today's (SIV) and those before 2009 (FNI)."""
    for found in _SIV.finditer(text):
        yield Span(*found.span(), "plate")
    for found in _FNI.finditer(text):
        if found[2] not in _UNITS:
            yield Span(*found.span(), "plate")
