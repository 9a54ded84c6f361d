"""How an author writes a sentence down: case, accents, abbreviations, slips, emojis; and how copies differ."""

import re
import unicodedata
from random import Random

from flows.exercise.people import Author

_SHORT = (
    (r"\bquelqu'un\b", "qqn"),
    (r"\bbeaucoup\b", "bcp"),
    (r"\btoujours\b", "tjrs"),
    (r"\bparce que\b", "pcq"),
    (r"\bs'il vous plaît\b", "svp"),
    (r"\bc'est\b", "c"),
    (r"\bpourquoi\b", "pk"),
    (r"\brendez-vous\b", "rdv"),
    (r"\bgendarmerie\b", "gend"),
    (r"\bje ne\b", "je"),
    (r"\bne (\w+) pas\b", r"\1 pas"),
    (r"\bjours\b", "j"),
    (r"\bminutes\b", "min"),
    (r"\bheures?\b", "h"),
)
_GRAVE = ("😰", "😢", "🙏", "😨", "👀", "😡", "⚠️")
_EMOJIS = ("😅", "🙂", "😡", "🙄", "👍", "🤷", "😂", "❤️", "🙏", "👀", "😴", "🌧️", "☀️", "💪")
_ENDS = (" 👇", " 🙏", " !!", " (vu ailleurs)", " à lire", " ⬇️", " je relaie", " important")


def write(text: str, author: Author, rng: Random, *, grave: bool = False) -> str:
    """Return `text` as `author` would have typed it; nobody smiles at what is `grave`."""
    if author.short:
        for long, short in _SHORT:
            text = re.sub(long, short, text)
    if rng.random() < author.typo:
        text = _slip(text, rng)
    if author.bare:
        text = without_accents(text)
    if author.lower:
        text = text.lower()
    if rng.random() < author.emoji:
        text = f"{text} {rng.choice(_GRAVE if grave else _EMOJIS)}"
    return text


def copy(text: str, rng: Random) -> str:
    """Return `text` passed on: the same words, other trimmings."""
    change = rng.randrange(5)
    if change == 0:
        return text + rng.choice(_ENDS)
    if change == 1:
        return text.rstrip(" .!…") + "."
    if change == 2:
        return text.upper() if len(text) < 140 else text
    if change == 3:
        return f"{text} https://relais.example/p/{rng.randrange(10**6)}?utm_source=partage"
    return rng.choice(("Je relaie : ", "Via un ami : ", "À lire : ", "+1 ")) + text


def without_accents(text: str) -> str:
    """Return `text` with accents taken away."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _slip(text: str, rng: Random) -> str:
    at = rng.randrange(1, max(2, len(text) - 2))
    if not text[at : at + 2].isalpha():
        return text
    swapped = text[at + 1] + text[at]
    return rng.choice(
        (text[:at] + swapped + text[at + 2 :], text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:])
    )
