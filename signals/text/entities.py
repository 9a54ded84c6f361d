"""What a text points to: hashtags, links, accounts."""

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from graph.model import Hashtag, Link
from signals.text.fold import fold

TRACKING = re.compile(
    r"utm_.*|mtm_.*|pk_.*|at_(?:medium|campaign|custom\d?|link.*|format|ptr.*|bbc.*)|hsa_.*|_?hs(?:enc|mi|ctatracking)"
    r"|(?:fb|g|dc|msc|y|tw|tt)clid|[gw]braid|mc_[ce]id|igshi?d?|xtor|xts|xtref|ref_(?:src|url)|ref|cmpid|ito|cid"
    r"|wt_.*|_ga|_gl|__twitter_impression|spm|si|feature|sms_ss|rss|partage|origine?|source",
    re.IGNORECASE,
)
"""Parameters that say how somebody came to a page, not which page it is."""

_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>«»\"“”]+", re.IGNORECASE)
_TRAILING = ".,;:!?…'’*_~|"
_HASHTAG = re.compile(r"(?<![\w&/#])[#＃](\w*[^\W\d_]\w*)")
_HANDLE = re.compile(r"(?<![\w.@/])@(\w[\w-]*(?:\.[\w-]+)*(?:@[\w-]+(?:\.[\w-]+)+)?)")
_ENTRANCE = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_SHORT_VIDEO = "youtu.be"


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


def link(address: str) -> Link | None:
    """Return an address as one of the ways to write it: https, no `www.` or `m.`, no tracking, no fragment.

    None where it has no public host.
    """
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        port = parts.port
    except ValueError:
        return None
    host = _host(parts)
    if host is None:
        return None
    path = re.sub("/{2,}", "/", quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._")).rstrip("/")
    asked = sorted((name, value) for name, value in parse_qsl(parts.query) if not TRACKING.fullmatch(name))
    if host == _SHORT_VIDEO and path.count("/") == 1:
        host, path, asked = "youtube.com", "/watch", [("v", path[1:]), *asked]
    where = host if port in (None, 80, 443) else f"{host}:{port}"
    return Link(id=f"https://{where}{path}" + (f"?{urlencode(asked)}" if asked else ""), host=host)


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


def _host(parts: SplitResult) -> str | None:
    host = (parts.hostname or "").rstrip(".")
    if "xn--" in host:
        try:
            host = host.encode("ascii").decode("idna")
        except UnicodeError:
            return None
    host = _ENTRANCE.sub("", host)
    return host if "." in host and not host.startswith(".") else None


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
