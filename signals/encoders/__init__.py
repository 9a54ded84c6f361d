"""One encoder of texts a file. Each module exposes `make(folder) -> Encoder`; discovery does the rest."""

import unicodedata
from collections.abc import Callable, Sequence
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Unit rows, shape (texts, dimension)."""


class EncoderError(Exception):
    """An encoder cannot be used. The message says what is missing and what to do."""


class Encoder(Protocol):
    """Turns texts into unit vectors; a text's vector depends on nothing but the text."""

    @property
    def name(self) -> str:
        """Name the vector space: vectors of two names cannot be compared, so it belongs in a cache's key."""
        ...

    @property
    def dimension(self) -> int:
        """Return the length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row a text, in order, shape (len(texts), dimension)."""
        ...


def names() -> list[str]:
    """Return the names of all encoders, `-` for `_`, in order."""
    return sorted(found.name.replace("_", "-") for found in iter_modules(__path__) if not found.ispkg)


def load_encoder(name: str, folder: Path) -> Encoder:
    """Return the encoder `name` with its weights in `folder`; an `EncoderError` says why it cannot be had."""
    if name not in names():
        raise EncoderError(f"There is no encoder {name!r}: choose one of {', '.join(names())}.")
    encoder: Encoder = import_module(f"{__name__}.{name.replace('-', '_')}").make(folder)
    return encoder


def normalise(text: str) -> str:
    """Return `text` in NFKC with blanks folded: what is encoded, and what `text_key` hashes."""
    return " ".join(unicodedata.normalize("NFKC", text).encode(errors="replace").decode().split())


def text_key(text: str) -> bytes:
    """Return the 16 bytes under which the vector of `text` is cached (BLAKE2b of the normalised text)."""
    return blake2b(normalise(text).encode(), digest_size=16).digest()


def encode_distinct(texts: Sequence[str], encode: Callable[[list[str]], Vectors], dimension: int) -> Vectors:
    """Return one row a text, each distinct normalised text passed to `encode` once: reposts are free."""
    places: dict[str, int] = {}
    rows = [places.setdefault(normalise(text), len(places)) for text in texts]
    if not rows:
        return np.empty((0, dimension), np.float32)
    return encode(list(places))[rows]
