"""Passages that have to go, and what stands there instead."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

PLACEHOLDERS = {
    "phone": "[téléphone]",
    "email": "[e-mail]",
    "iban": "[IBAN]",
    "card": "[carte]",
    "nir": "[n° de sécu]",
    "plate": "[plaque]",
    "address": "[adresse]",
    "person": "[nom]",
}
"""What a reader sees, by kind of passage. Not « personne », which negates to all that reads words."""

PLACEHOLDER = re.compile("|".join(re.escape(text) for text in PLACEHOLDERS.values()))
"""Any of them: no word of whoever wrote the text."""


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` says something of a person."""

    start: int
    end: int
    kind: str
    """A key of `PLACEHOLDERS`."""


def apart(spans: Iterable[Span], length: int) -> list[Span]:
    """Return the spans of a text of `length` in order, without those that overlap an earlier one of `spans`."""
    taken = bytearray(length)
    kept: list[Span] = []
    for span in spans:
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def replaced(text: str, spans: Iterable[Span]) -> str:
    """Return `text` with each of `spans`, which are apart and in order, replaced by its placeholder."""
    parts, end = [], 0
    for span in spans:
        parts += [text[end : span.start], PLACEHOLDERS[span.kind]]
        end = span.end
    return "".join([*parts, text[end:]])
