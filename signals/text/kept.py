"""Texts as they may be kept: readable characters, nothing that says who somebody is, a bounded length."""

import re
import unicodedata
from collections.abc import Iterable

from signals.masking import mask as without_persons
from signals.masking.emails import is_public as is_public_address

LIMIT = 20_000
"""Characters; what is longer is cut there (an essay's start says what it is about)."""
PLACEHOLDER = "@user"
REPLACEMENT = "\ufffd"

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# direction marks, zero-width spaces, tags; not the joiners, which scripts and emojis need
_INVISIBLE = re.compile(
    "[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_AT_SIGNS = str.maketrans("＠﹫", "@@")

# a name may hide combining accents and joiners; the possessive loops keep hostile texts linear
_NAME = r"\w[\w\u0300-\u036f\u200c\u200d]*+(?:[.-]++\w[\w\u0300-\u036f\u200c\u200d]*+)*+"
_HANDLE_OF_SERVER = re.compile(r"(?<![\w.+@-])[\w.+-]++(?:@[\w-]++)+(?:\.[\w-]++)++")
_HANDLE = re.compile(rf"(?<![\w@])@++[\u200c\u200d\ufe0f]*+{_NAME}(?:@++{_NAME})*+")
_PLACE_ON_A_MAP = re.compile(r"@-?\d+\.\d+,")
_PROFILE = re.compile(
    r"(?<![\w.-])((?:www\.|m\.|fr\.|old\.)?(?:(?:twitter|x|instagram|tiktok|facebook)\.com|threads\.(?:net|com)"
    r"|bsky\.app/profile|linkedin\.com/in|snapchat\.com/add|reddit\.com/(?:u|user))/)"
    r"(?!(?:hashtag|search|explore|events|groups|watch|reel|p|i|share|sharer)\b)[@\w.-]*\w"
    r"|(/users/)[@\w.-]*\w",
    re.IGNORECASE,
)

_DID = re.compile(r"(?<!\w)did:(?:plc|web|key):[\w.:%-]*\w")
"""Decentralised identifiers (W3C): the name of an account in the AT Protocol."""


def readable(text: str) -> tuple[str, int]:
    """Return the text composed (NFC), with LF line ends, without what cannot be read; and how much was damaged."""
    if text.isascii() and text.isprintable():
        return text, 0
    if text.isprintable():
        # none of what is removed below is printable
        return unicodedata.normalize("NFC", text), text.count(REPLACEMENT)
    for end in ("\r\n", "\r", "\u2028", "\u2029"):
        text = text.replace(end, "\n")
    text = _SURROGATE.sub(REPLACEMENT, text)
    text, controls = _CONTROL.subn("", text)
    lost = text.count(REPLACEMENT) + controls
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text)), lost


def mask(text: str, known: Iterable[str] = ()) -> str:
    """Return the text without handles, profile links and what `signals.masking` finds of persons.

    `known` names go wherever an @ leads to them.

    >>> mask("Merci @Camille, et @leo.b@exemple.org ! Percev@l : https://x.com/camille/status/1", ["leo.b@exemple.org"])
    'Merci @user, et @user ! Percev@l : https://x.com/@user/status/1'
    >>> mask("M. Dupont, 06 39 98 12 34")
    'M. [nom], [téléphone]'
    """
    return mask_handles(without_persons(_plain_at(text)), known)


def mask_handles(text: str, known: Iterable[str] = ()) -> str:
    """Return the text with handles and profile links replaced; names of persons, firms and places stay."""
    text = _plain_at(text)
    if "did:" in text:
        text = _DID.sub(PLACEHOLDER, text)
    if "/" in text:
        text = _PROFILE.sub(_mask_profile, text)
    if "@" not in text:
        return text
    text = _HANDLE_OF_SERVER.sub(_mask_handle, text)
    lowered = text.lower()
    for name in known:
        for form in (name, name.partition("@")[0]):
            if form and form != PLACEHOLDER[1:] and f"@{form}".lower() in lowered:
                text = re.sub(rf"@{re.escape(form)}(?!\w)", PLACEHOLDER, text, flags=re.IGNORECASE)
    return _HANDLE.sub(PLACEHOLDER, text)


def _plain_at(text: str) -> str:
    return text.translate(_AT_SIGNS) if "＠" in text or "﹫" in text else text


def _mask_handle(found: re.Match[str]) -> str:
    return found[0] if is_public_address(found[0]) else PLACEHOLDER


def cut(text: str) -> str:
    """Return the text, at most `LIMIT` characters of it, ended by an ellipsis where it was longer."""
    if len(text) <= LIMIT:
        return text
    head = text[: LIMIT - 10]
    # a cut through `@user` would leave another handle behind
    return mask(head.rpartition(" ")[0] if " " in head[-200:] else head) + "…"


def names_a_person(url: str) -> bool:
    """Return whether an address leads to a person's page or says a handle.

    >>> names_a_person("https://social.exemple/@camille/12"), names_a_person("https://www.lemonde.fr/a")
    (True, False)
    """
    return "@" in _PLACE_ON_A_MAP.sub("", url) or any(shape.search(url) for shape in (_PROFILE, _DID))


def _mask_profile(found: re.Match[str]) -> str:
    return f"{found[1] or found[2]}{PLACEHOLDER}"
