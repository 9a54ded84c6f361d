"""What a reader sees of HTML fragments: plain text, paragraph by paragraph, and where the links lead.

Written here because the standard library's parser needs minutes for 60 kB of `<a <a <a` and stumbles over `<![`. Each
expression below ends at the next `<`, so that time grows with the text and no faster.
"""

import html
import re
from collections.abc import Iterator

_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*+)((?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)>""")
_DECLARATION = re.compile(r"<[!?][^<>]*+>?")
_ATTRIBUTE = re.compile(r"""(?<![\w-])(href|class)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE)
_ENDLESS_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{8,}+;?")

_BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "pre"})
_UNSEEN = frozenset({"script", "style", "template", "noscript", "iframe", "svg"})
_NO_LINK = frozenset({"mention", "hashtag", "u-url"})


def plain_text(fragment: str) -> str:
    """Return the text of an HTML fragment; text without tags comes out as it is, entities resolved.

    >>> plain_text("<p>L&#39;eau monte<br>vite</p><p>À <b>Dijon</b></p>").splitlines()
    ["L'eau monte", 'vite', '', 'À Dijon']
    """
    text = re.sub(" {2,}", " ", "".join(_seen(fragment)))
    return re.sub("\n{3,}", "\n\n", re.sub(" ?\n ?", "\n", text)).strip()


def addresses(fragment: str) -> list[str]:
    """Return where the links of an HTML fragment lead, those of mentions and hashtags left out.

    >>> addresses('<a class="u-url mention" href="https://s.exemple/@a">@a</a> <a href="https://exemple.fr/b">ici</a>')
    ['https://exemple.fr/b']
    """
    found = []
    for tag in _TAG.finditer(_without_comments(fragment)):
        if tag[2].lower() == "a" and not tag[1]:
            named = {name.lower(): _resolved(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag[3])}
            if named.get("href") and not _NO_LINK & set(named.get("class", "").split()):
                found.append(named["href"])
    return found


def _seen(fragment: str) -> Iterator[str]:
    """Yield the pieces of text that are shown, and the breaks between them."""
    fragment = _without_comments(fragment)
    hidden, place = "", 0
    for tag in _TAG.finditer(fragment):
        closing, name = tag[1], tag[2].lower()
        if not hidden:
            yield _shown(fragment[place : tag.start()])
            yield "\n" if name == "br" else "\n\n" if name in _BLOCKS else ""
        place = tag.end()
        if hidden == name and closing:
            hidden = ""
        elif not hidden and not closing and name in _UNSEEN:
            hidden = name
    if not hidden:
        yield _shown(fragment[place:])


def _shown(piece: str) -> str:
    # line ends of the source are spaces to a reader
    return re.sub(r"\s+", " ", _resolved(_DECLARATION.sub(" ", piece)))


def _resolved(piece: str) -> str:
    return html.unescape(_ENDLESS_NUMBER.sub("\ufffd", piece)) if "&" in piece else piece


def _without_comments(fragment: str) -> str:
    first, *others = fragment.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)
