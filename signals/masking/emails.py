"""E-mail addresses, also those written so that machines do not see them."""

import re
from collections.abc import Iterator

from signals.masking.spans import Span

_EMAIL = re.compile(r"(?<![\w.+@-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++(?!@)")
_AT = r"(?:\s?[\[({<]\s?(?:at|arobase?|arobas|@|chez)\s?[\])}>]\s?|\s(?:arobase?|arobas)\s)"
_DOT = r"(?:\.|\s?[\[({<]\s?(?:dot|point|\.)\s?[\])}>]\s?|\s(?:dot|point)\s(?=\w{2,6}\b))"
_HIDDEN = re.compile(rf"(?<![\w.+@-])[\w.+-]{{1,64}}+{_AT}[\w-]{{1,63}}+(?:{_DOT}[\w-]{{1,63}}+){{1,4}}", re.IGNORECASE)
_OPENERS = "[({<"

_STATE = re.compile(r"@(?:[\w-]+\.)*gouv\.fr$", re.IGNORECASE)
_ROLE = re.compile(
    r"^(?:contact|accueil|info|infos|presse|communication|standard|secretariat|courrier|cnil|dpo|rgpd|signalement|assistance"
    r"|support|no-?reply|ne-?pas-?repondre|pref|prefecture|sp|ddt|ddtm|dreal|sidpc|sdis|mairie|cob|bta|bp|cert|cert-fr)"
    r"(?:[.-][\w.-]+)?@",
    re.IGNORECASE,
)


def emails_in(text: str) -> Iterator[Span]:
    """Yield e-mail addresses; those of an office of the State (« contact@….gouv.fr ») are public and stay."""
    for found in _EMAIL.finditer(text) if "@" in text else ():
        address = found[0].rstrip(".")
        if not is_public(address):
            yield Span(found.start(), found.start() + len(address), "email")
    if "rob" in text.lower() or any(opener in text for opener in _OPENERS):
        for found in _HIDDEN.finditer(text):
            yield Span(*found.span(), "email")


def is_public(address: str) -> bool:
    """Tell whether an address is that of an office of the State.

    >>> is_public("contact@exemple.gouv.fr"), is_public("jean.dupont@exemple.gouv.fr"), is_public("contact@exemple.fr")
    (True, False, False)
    """
    return _STATE.search(address) is not None and _ROLE.match(address) is not None
