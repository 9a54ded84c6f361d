"""What a text points to: hashtags, links, accounts."""

import re
from collections.abc import Iterable

from graph.model import Hashtag, Link
from signals.links import link as link
from signals.text.fold import fold

_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>«»\"“”]+", re.IGNORECASE)
_TRAILING = ".,;:!?…'’*_~|"
_HASHTAG = re.compile(r"(?<![\w&/#])[#＃](\w*[^\W\d_]\w*)")
_HANDLE = re.compile(r"(?<![\w.@/])@(\w[\w-]*(?:\.[\w-]+)*(?:@[\w-]+(?:\.[\w-]+)+)?)")


def hashtags(text: str) -> tuple[Hashtag, ...]:
    """Return the hashtags of `text` in order, each once, case and accents folded; those inside links do not count.

    >>> [tag.id for tag in hashtags("#Crue à #Dijon, #crue n°#1")]
    ['crue', 'dijon']
    """
    found = _HASHTAG.findall(_URL.sub(" ", text))
    return tuple(Hashtag(id=tag) for tag in _once(fold(tag).strip("_") for tag in found))


def links(text: str) -> tuple[Link, ...]:
    """Return the links of `text` in order, each once, normalised.

    >>> links("Lire http://www.exemple.org/crue/?utm_source=x#haut (et www.exemple.org/crue).")
    (Link(id='https://exemple.org/crue', host='exemple.org'),)
    """
    found = (link(_without_tail(address)) for address in _URL.findall(text))
    by_id = {item.id: item for item in found if item is not None}
    return tuple(by_id.values())


def mentions(text: str) -> tuple[str, ...]:
    """Return the handles that `text` addresses, lower case, each once, without `@`; the masked `@user` is nobody.

    >>> mentions("Bravo @Prefet21 et @user, voir Percev@l (@brigade@social.exemple)")
    ('prefet21', 'brigade@social.exemple')
    """
    found = _HANDLE.findall(_URL.sub(" ", text))
    return tuple(handle for handle in _once(map(str.lower, found)) if handle != "user")


def without_links(text: str) -> str:
    """Return `text` without its links."""
    return _URL.sub(" ", text)


def _without_tail(address: str) -> str:
    """Return an address without the punctuation of the sentence around it."""
    while address:
        last = address[-1]
        opening = {")": "(", "]": "[", "}": "{"}.get(last)
        if last not in _TRAILING and (opening is None or address.count(opening) >= address.count(last)):
            break
        address = address[:-1]
    return address


def _once(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(item for item in items if item))
