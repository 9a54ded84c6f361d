"""What a reader sees of HTML fragments: plain text, paragraph by paragraph, and where the links lead."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "pre"})
_UNSEEN = frozenset({"script", "style", "template", "noscript", "iframe", "svg"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.addresses: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _UNSEEN
        if tag == "a":
            self._follow(dict(attrs))
        if tag == "br":
            self.parts.append("\n")
        self._break(tag)

    def _follow(self, named: dict[str, str | None]) -> None:
        kinds = set((named.get("class") or "").split())
        if named.get("href") and not kinds & {"mention", "hashtag", "u-url"}:
            self.addresses.append(str(named["href"]))

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _UNSEEN))
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            # line ends of the source are spaces to a reader
            self.parts.append(re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n\n")


def addresses(html: str) -> list[str]:
    """Return where the links of an HTML fragment lead, those of mentions and hashtags left out.

    >>> addresses('<a class="u-url mention" href="https://s.exemple/@a">@a</a> <a href="https://exemple.fr/b">ici</a>')
    ['https://exemple.fr/b']
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.addresses


def plain_text(html: str) -> str:
    """Return the text of an HTML fragment; text without tags comes out as it is, entities resolved.

    >>> plain_text("<p>L&#39;eau monte<br>vite</p><p>À <b>Dijon</b></p>").splitlines()
    ["L'eau monte", 'vite', '', 'À Dijon']
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = re.sub(r" *\n *", "\n", "".join(reader.parts))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" {2,}", " ", text)).strip()
