"""Names of persons, where the words around them say that it is one.

Rules over words, no model: what is masked can be explained, and costs the same whatever a text holds.
"""

import re
from collections.abc import Callable, Iterator

from signals.masking.lexicon import (
    ACRONYM,
    AMBIGUOUS,
    CAPITAL,
    CLOSE_TITLE,
    CLOSING,
    FIRM,
    FIRST,
    INITIAL,
    LEAD,
    LEAD_TO,
    LETTERED,
    NAMED_AFTER,
    NEVER,
    OFFICE,
    PARTICLE,
    PLACE,
    POSSESSIVE,
    RELATION,
    SAYS,
    SOFT_CLOSING,
    TITLE,
    TITLES,
    TOWN,
    UPPER,
    is_public,
)
from signals.masking.spans import Span
from signals.masking.words import Words, read

Rows = tuple[int, int]
"""First row of a name, and the row after its last."""

_TITLE_GAP = re.compile(r"\.?[ \u00a0\u202f]|\. ?")
_COLON = re.compile(r"[ \u00a0]?:[ \u00a0]?")
_SIGNATURE_GAP = re.compile(r"[ ,.;:!\n\r\t\-–—]+")
_LINE_END = re.compile(r"[ \t.!,;]*(?:\n|$)")
_VERBAL = ("er", "ir", "ez", "ait", "ent", "tion")
_AGE = re.compile(r",? \(?\d{1,3} ans\b")


def persons_in(text: str) -> Iterator[Span]:
    """Yield the names of persons: after a title, introduced, related, thanked, signed, or first name and surname."""
    words = read(text)
    if words is None:
        return
    row, last, titles = 0, -1, False
    while row < len(words.kinds):
        found = _found(words, row, last) or _also(words, row, last, titles)
        if found is None:
            row += 1
            continue
        first, row = found
        titles = (titles and first - 2 == last) or words.is_a(first - 1, TITLES)
        last = row - 1
        yield Span(words.starts[first], words.ends[last] + _ends_with_dot(words, last), "person")


def _found(words: Words, row: int, last: int) -> Rows | None:
    """Return the name that the word at `row` announces or begins; `last` is the last row that was found."""
    kind = words.kinds[row]
    if not kind & _BEGINS:
        return None
    for trigger, rule in _RULES:
        if kind & trigger:
            found = rule(words, row)
            if found is not None and found[0] > last:
                return found
    return None


def _also(words: Words, row: int, last: int, titles: bool) -> Rows | None:
    """« Laurence et Dominique », « MM. Roche et Payet »: a name that goes on with the one found at row `last`."""
    if row - 2 != last or last < 0 or not _is_and(words, row - 1) or words.kinds[row] & AMBIGUOUS:
        return None
    if titles or (words.is_a(row, FIRST) and words.is_a(row, CAPITAL)):
        end = words.name(row)
        return (row, end) if end > row else None
    return None


def _titled(words: Words, row: int) -> Rows | None:
    """« Mme Dupont », « l'adjudant-chef Morel », « m. bensaid »; not « M. le maire », « rue du Docteur Roux »."""
    start = row + 1
    close = bool(words.kinds[row] & CLOSE_TITLE)
    if start >= len(words.kinds) or not _TITLE_GAP.fullmatch(words.gap(start)) or _is_named_after(words, row, close):
        return None
    # in capitals « CONSEILLER BANCAIRE » looks like a name
    if not _may_be_mister(words, row) or (words.is_loud and not close):
        return None
    # « gendarme de Blois » comes from there, « M. de Blois » may be called so
    end = words.name(start, link=close)
    if end == start:
        return _small(words, start, any_word=close and len(words.word(row)) < len("madame"))
    first = words.kinds[start]
    if first & (OFFICE | TITLE) or (first & (FIRM | ACRONYM) and not close) or _is_known(words, start, end):
        return None
    return start, end


def _is_named_after(words: Words, row: int, close: bool) -> bool:
    """Tell « rue du Docteur Roux », « lycée Madame de Staël » from « en ligne Mme Dupont », « place de M. Roux »."""
    return words.is_of_place(row) and (not close or words.is_a(row - 1, NAMED_AFTER | OFFICE))


def _may_be_mister(words: Words, row: int) -> bool:
    """Tell « M. » from metres and from a letter, « MM. » from millimetres and « même »."""
    word = words.word(row)
    if word.lower() not in ("m", "mm"):
        return True
    before = words.text[max(0, words.starts[row] - 2) : words.starts[row]]
    if before.strip()[-1:].isdigit() or before.endswith(".") or words.is_a(row - 1, LETTERED):
        return False
    bare = word in ("M", "MM") and not words.is_a(row + 1, FIRM | TOWN | PLACE)
    return bare or words.gap(row + 1).startswith(".")


def _small(words: Words, start: int, *, any_word: bool) -> Rows | None:
    """Return the name written small after a title: any word after « mme », a first name after « monsieur »."""
    kind = words.kinds[start]
    if kind & (NEVER | PARTICLE | OFFICE | TITLE | CLOSE_TITLE | CAPITAL | INITIAL | PLACE | RELATION):
        return None
    if kind & FIRST:
        follows = words.is_a(start + 1, FIRST) and words.gap(start + 1) == " "
        return start, start + 1 + follows
    word = words.word(start)
    # « mme » is « me » with a finger too many before a verb
    return (start, start + 1) if any_word and len(word) > 2 and not word.endswith(_VERBAL) else None


def _named(words: Words, row: int) -> Rows | None:
    """« Jean Dupont », « DUPONT Jean », « Sophie B. », « Clara, 16 ans »; not « lycée Jean Moulin »."""
    if not words.kinds[row] & CAPITAL or words.kinds[row] & ACRONYM or words.is_loud or words.is_tag(row):
        return None
    if words.is_of_place(row) or (words.is_a(row - 1, ACRONYM) and words.gap(row) == " "):
        return None
    end = words.name(row)
    if end > row + 1:
        surname = words.kinds[end - 1]
        return None if surname & (TOWN | FIRM | PLACE) or _is_known(words, row, end) else (row, end)
    if _is_reversed(words, row):
        return row - 1, row + 1
    return (row, row + 1) if _stands_alone(words, row) else None


def _is_reversed(words: Words, row: int) -> bool:
    """Tell whether a surname in capitals stands before the first name."""
    before = row - 1
    return (
        words.is_a(before, UPPER)
        and words.gap(row) == " "
        and not words.kinds[row] & UPPER
        and not words.kinds[before] & (NEVER | ACRONYM | PLACE | TITLE | FIRM | TOWN)
        and words.ends[before] - words.starts[before] > 2
        and not words.is_of_place(before)
    )


def _stands_alone(words: Words, row: int) -> bool:
    """Tell whether a first name without surname is somebody: thanked, introduced, related, of an age."""
    if words.kinds[row] & AMBIGUOUS:
        return False
    if _AGE.match(words.text, words.ends[row]):
        return True
    gap = words.gap(row) if row else ""
    if words.is_a(row - 1, RELATION) and words.is_a(row - 2, POSSESSIVE):
        return gap in (" ", ", ")
    if words.is_a(row + 2, FIRST) and _is_and(words, row + 1) and words.name(row + 2) > row + 3:
        return True
    signs = words.is_a(row - 1, CLOSING | SOFT_CLOSING) and _SIGNATURE_GAP.fullmatch(gap) is not None
    return _leads(words, row) or (signs and _ends_line(words, row + 1))


def _leads(words: Words, row: int) -> bool:
    gap = words.gap(row) if row else ""
    if words.is_a(row - 1, LEAD):
        return gap in (" ", ", ", " : ", ": ")
    if gap != " " or row < 2:
        return False
    before = words.word(row - 1).lower()
    if before in ("à", "a", "de", "d"):
        return words.is_a(row - 2, LEAD_TO)
    # « c'est Manon »
    return before == "est" and words.word(row - 2).lower() == "c"


def _is_and(words: Words, row: int) -> bool:
    return words.word(row).lower() in ("et", "ou") and words.gap(row) == " "


def _initialled(words: Words, row: int) -> Rows | None:
    """« J. Martin »; not « ligne B. Travaux »."""
    if words.is_loud or words.is_a(row - 1, LETTERED) or words.is_of_place(row) or words.kinds[row] & CLOSE_TITLE:
        return None
    end = words.name(row)
    if end == row + 2 and words.gap(row + 1) in (". ", ".") and not words.kinds[row + 1] & (INITIAL | PLACE | TOWN):
        return row, end
    return None


def _introduced(words: Words, row: int) -> Rows | None:
    """« je m'appelle Nadia Cherif », « mon nom : Lopez », « je soussigné Philippe Aubert », « signé : A. Leroux »."""
    word, start = words.word(row).lower(), row + 1
    if word == "nom" and words.is_a(row - 1, POSSESSIVE) and start < len(words.kinds) and words.word(start) == "est":
        start += 1
    elif word.startswith(("nom", "sign")) and not word.startswith("nomm"):
        if start >= len(words.kinds) or not _COLON.fullmatch(words.gap(start)):
            return None
    elif not word.startswith("sous") and not (
        row and words.word(row - 1).lower() in ("m", "me", "s", "se", "t", "faire")
    ):
        return None
    if start >= len(words.kinds):
        return None
    end = words.name(start)
    if end > start:
        return None if _is_known(words, start, end) else (start, end)
    return _small(words, start, any_word=False)


def _signed(words: Words, row: int) -> Rows | None:
    """« Cordialement, Dupont »; not « Cordialement, la mairie »."""
    start = row + 1
    if start >= len(words.kinds) or not _SIGNATURE_GAP.fullmatch(words.gap(start)):
        return None
    end = words.name(start)
    if (
        end == start
        or words.gap(start) == " "
        or not _ends_line(words, end)
        or words.kinds[start] & (PLACE | FIRM | TOWN | OFFICE)
    ):
        return None
    given = any(words.is_a(row, FIRST | INITIAL) for row in range(start, end))
    # « ARC », « New York City » sign as well
    return (start, end) if given or (end - start < 3 and not words.kinds[start] & UPPER) else None


def _ends_line(words: Words, end: int) -> bool:
    """Tell whether nothing but punctuation stands between the row before `end` and the end of its line."""
    return _LINE_END.match(words.text, words.ends[end - 1]) is not None


def _is_known(words: Words, first: int, end: int) -> bool:
    return is_public([words.word(row) for row in range(first, end)])


def _ends_with_dot(words: Words, row: int) -> int:
    """Return 1 where the dot after an initial belongs to the name."""
    return int(words.kinds[row] & INITIAL != 0 and words.text[words.ends[row] : words.ends[row] + 1] == ".")


_RULES: tuple[tuple[int, Callable[[Words, int], Rows | None]], ...] = (
    (TITLE | CLOSE_TITLE, _titled),
    (SAYS, _introduced),
    (CLOSING, _signed),
    (FIRST, _named),
    (INITIAL, _initialled),
)
_BEGINS = TITLE | CLOSE_TITLE | SAYS | CLOSING | FIRST | INITIAL
"""What a rule looks at."""
