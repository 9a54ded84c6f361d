"""The default encoder: multilingual E5-small through CTranslate2 int8, without torch."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ctranslate2
import numpy as np
from tokenizers import Tokenizer

from signals.encoders import Vectors, encode_distinct
from signals.encoders.e5.build import ensure_built

NAME = "multilingual-e5-small-int8"
PREFIX = "query: "
"""E5 wants a prefix; this one is meant for symmetric uses such as clustering."""
TOKENS = 512
"""Tokens in one pass, padding included, some ten messages; with three times as many a text takes twice as long."""
WINDOW = 510
"""Tokens of a text in one pass, between `<s>` and `</s>`."""
WINDOWS = 4
"""A text counts up to its first 2,040 tokens, about 8,000 characters."""

Window = tuple[int, list[int]]
"""The row of a text, and ids of some of its tokens."""


class Light:
    """Means of the token vectors. CTranslate2 scales each token alone, so a vector does not depend on its batch."""

    name = NAME
    dimension = 384

    def __init__(self, model: Path, threads: int) -> None:
        self._tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
        # each pass has one core: two that share one take a third more of the processor
        self._encoder = ctranslate2.Encoder(
            str(model), device="cpu", compute_type="int8", inter_threads=threads, intra_threads=1
        )
        self._passes = ThreadPoolExecutor(threads, "encoder")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row a text, shape (len(texts), 384); a text over 510 tokens is the mean of its windows."""
        return encode_distinct(texts, self._encode, self.dimension)

    def _encode(self, texts: list[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch([PREFIX + text for text in texts])
        windows = [(row, ids) for row, encoding in enumerate(encodings) for ids in _windows(encoding.ids)]
        # Batches of like length waste no work on padding.
        windows.sort(key=lambda window: len(window[1]))
        sums = np.zeros((len(texts), self.dimension), np.float32)
        batches = list(_batches(windows))
        for batch, found in zip(batches, self._passes.map(self._sums, batches), strict=True):
            for (row, _), vector in zip(batch, found, strict=True):
                sums[row] += vector
        unit: Vectors = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return unit

    def _sums(self, batch: Sequence[Window]) -> list[Vectors]:
        """Return the sum of the token vectors of each window."""
        hidden = np.asarray(self._encoder.forward_batch([ids for _, ids in batch]).last_hidden_state)
        return [tokens[: len(ids)].sum(axis=0) for (_, ids), tokens in zip(batch, hidden, strict=True)]


def _batches(windows: Sequence[Window]) -> Iterator[Sequence[Window]]:
    """Cut windows, the shortest first, into batches of up to `TOKENS`."""
    start = 0
    for end in range(1, len(windows) + 1):
        if end == len(windows) or (end + 1 - start) * len(windows[end][1]) > TOKENS:
            yield windows[start:end]
            start = end


def make(folder: Path) -> Light:
    """Return the encoder, its weights built under `folder` the first time."""
    model = folder / NAME
    ensure_built(model)
    return Light(model, threads=len(os.sched_getaffinity(0)))


def _windows(ids: list[int]) -> Iterator[list[int]]:
    """Cut the ids of a text; each window keeps the `<s>` and `</s>` around it."""
    first, *content, last = ids
    for start in range(0, min(len(content), WINDOW * WINDOWS), WINDOW):
        yield [first, *content[start : start + WINDOW], last]
