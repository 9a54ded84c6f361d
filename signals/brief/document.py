"""A document before it is HTML, PDF or ODT: headings, sentences, tables, quotes and pictures."""

from dataclasses import dataclass

from signals.brief.drawing import Picture


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; `level` 2 for a part, 3 for an entry of one."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `kind` is plain, soft (said beside) or lead (said first)."""

    text: str
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """Sentences of equal rank."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a message, and what is told of it."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads; the first cell names its row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...] = ()
    """Which columns hold numbers; none given: no column."""

    def is_numeric(self, column: int) -> bool:
        return column < len(self.numeric) and self.numeric[column]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with what it shows, in words."""

    picture: Picture
    caption: str


Block = Heading | Text | Bullets | Quote | Table | Figure


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document in one language."""

    lang: str
    title: str
    subtitle: str
    marking: str
    """Printed at the head and the foot of each page; empty: none."""
    exercise: str
    """EXERCICE, printed across each page; empty outside exercises."""
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    """Said in small print at the end."""
