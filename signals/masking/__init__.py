"""What a text says of persons, found and replaced: numbers, addresses, plates, names.

Pure and linear in the length of the text. The gate masks every text with it before anything is saved; the app may mask
what is typed into it. `docs/benchmarks/masking.json` says how well it does, by kind.
"""

import re
from collections.abc import Iterator

from signals.masking.accounts import accounts_in
from signals.masking.addresses import addresses_in
from signals.masking.emails import emails_in
from signals.masking.persons import persons_in
from signals.masking.phones import phones_in
from signals.masking.plates import plates_in
from signals.masking.spans import PLACEHOLDER, PLACEHOLDERS, Span, apart, replaced

__all__ = ["PLACEHOLDER", "PLACEHOLDERS", "Span", "find", "mask"]

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>«»]+")
_DIGIT = re.compile(r"\d")
FEWEST = 8
"""Digits of a telephone number abroad; no account has fewer."""
PASSES = 4
"""What is masked changes what stands beside it; more passes have never found more."""


def find(text: str) -> list[Span]:
    """Return the passages of `text` that say something of a person, in order and apart.

    >>> [span.kind for span in find("Mme Dupont, 12 rue des Lilas, 06 39 98 12 34")]
    ['person', 'address', 'phone']
    """
    return apart(_candidates(text), len(text))


def mask(text: str) -> str:
    """Return `text` with a readable placeholder for each passage that says something of a person.

    Masking twice changes nothing more. Places, hashtags, links and public numbers stay.

    >>> mask("Mme Dupont habite 12 bis rue des Lilas à Dijon, tél. 06 39 98 12 34. Urgence : le 17.")
    'Mme [nom] habite [adresse] à Dijon, tél. [téléphone]. Urgence : le 17.'
    """
    for _ in range(PASSES):
        spans = find(text)
        if not spans:
            break
        text = replaced(text, spans)
    return text


def _candidates(text: str) -> Iterator[Span]:
    """Yield what may go, the surest first; addresses of pages only hold e-mails."""
    yield from emails_in(text)
    if "://" in text or "www." in text:
        text = _LINK.sub(lambda found: found[0] if "wa.me/" in found[0] else " " * len(found[0]), text)
    digits = len(_DIGIT.findall(text))
    if digits >= FEWEST:
        yield from accounts_in(text)
        yield from phones_in(text)
    if digits >= 3:
        yield from plates_in(text)
    if digits:
        yield from addresses_in(text)
    yield from persons_in(text)
