"""An address as one of the ways to write it: https, no `www.`, no tracking, no wrapper, no fragment."""

import re
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from graph.model import Link
from signals.links.hosts import public_host
from signals.links.rules import rules

WRAPPED_AT_MOST = 3
"""Wrappers in wrappers that are opened."""

_SCHEME = re.compile(r"^([a-z][a-z0-9+-]*):(?!\d)", re.IGNORECASE)
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_MASKED = re.compile(r"/(?:@|%40)user(?=[/?]|$)")
_APPLICATION = "!"
"""Fragments that begin with it choose a page, the others a place on it."""
_BYTES = "surrogateescape"
"""Bytes that are no UTF-8 stay what they were."""


@lru_cache(maxsize=4096)
def link(address: str) -> Link | None:
    """Return the page that an address leads to, under its one address; None where it is no public page.

    RFC 3986 (6.2) says what may be normalised without asking the server; beyond it go what `rules.toml` knows of sites.
    Short links keep their own address: only the network knows where they lead.

    >>> link("http://m.lemonde.fr/a/?utm_source=x#haut")
    Link(id='https://lemonde.fr/a', host='lemonde.fr')
    >>> link("https://l.facebook.com/l.php?u=https%3A%2F%2Fyoutu.be%2Fabc").id
    'https://youtube.com/watch?v=abc'
    """
    return _link(address, WRAPPED_AT_MOST)


def _link(address: str, wrappers: int) -> Link | None:
    parts = _split(address.strip().replace("&amp;", "&"))
    if parts is None:
        return None
    try:
        host, port = public_host(parts.hostname), parts.port
    except ValueError:
        return None
    if host is None:
        return None
    page = f"{host}{parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")
    inner = _unwrapped(page) if wrappers else None
    if inner is not None and (found := _link(inner, wrappers - 1)) is not None:
        return found
    for pattern, replacement in rules().rewrites:
        page = pattern.sub(replacement, page)
    before, _, query = page.partition("?")
    host, _, path = before.partition("/")
    id_ = _id(host if port in (None, 80, 443) else f"{host}:{port}", path, query, parts.fragment)
    return None if _MASKED.search(id_) else Link(id=id_, host=host)


def _split(address: str) -> SplitResult | None:
    """Return the parts of a web address; None where it is another kind of address, or none."""
    scheme = _SCHEME.match(address)
    if scheme is None:
        address = f"https://{address.removeprefix('//')}"
    elif scheme[1].lower() not in {"http", "https"}:
        return None
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _unwrapped(page: str) -> str | None:
    """Return the address that `page` only leads on to; None where it is a page by itself."""
    for pattern in rules().wrapped:
        if found := pattern.search(page):
            return found[1]
    for pattern in rules().quoted:
        if found := pattern.search(page):
            return unquote(found[1])
    return None


def _id(host: str, path: str, query: str, fragment: str) -> str:
    asked = _asked(host.partition(":")[0], query)
    found = f"https://{host}" + "".join(f"/{segment}" for segment in _segments(path, is_asked=bool(asked)))
    if asked:
        found += f"?{urlencode(asked, errors=_BYTES)}"
    return f"{found}#{fragment}" if fragment.startswith(_APPLICATION) else found


def _asked(host: str, query: str) -> list[tuple[str, str]]:
    """Return the parameters that choose the page, by name; those of one name keep their order."""
    given = parse_qsl(query, keep_blank_values=True, errors=_BYTES)
    followed = (rules().tracking, rules().parameters.get(host))
    kept = [
        (normalize("NFC", name), normalize("NFC", value))
        for name, value in given
        if not any(pattern and pattern.fullmatch(name) for pattern in followed)
    ]
    return sorted(kept, key=lambda parameter: parameter[0])


def _segments(path: str, *, is_asked: bool) -> list[str]:
    """Return the segments of a path, percent-encoded in one way, without index pages and AMP variants."""
    found: list[str] = []
    for segment in _SESSION.sub("", path).split("/"):
        plain = normalize("NFC", unquote(segment, errors=_BYTES))
        if plain == "..":
            found = found[:-1]
        elif plain not in {"", "."}:
            found.append(plain)
    found = _without_amp(found)
    names = rules()
    if found and (names.index.fullmatch(found[-1]) or (not is_asked and names.program.fullmatch(found[-1]))):
        found.pop()
    return [quote(segment, safe=":@!$&'()*+,;=~-._", errors=_BYTES) for segment in found]


def _without_amp(segments: list[str]) -> list[str]:
    if len(segments) > 1 and segments[0] == "amp":
        segments = segments[1:]
    if segments and segments[-1] == "amp":
        segments = segments[:-1]
    if segments:
        segments = [*segments[:-1], re.sub(r"(?<=.)\.amp(?=\.html?$|$)", "", segments[-1])]
    return segments
