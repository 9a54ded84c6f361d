"""Vectors of texts, kept between runs: hashes and numbers only, never a text."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.runner import cache_folder
from signals.encoders import Vectors, load_encoder, text_key

STEP = 2048
"""Texts encoded between two savings: a run that is cut off loses no more."""


class Kept:
    """The light encoder, whose vectors are kept between runs."""

    def __init__(self) -> None:
        self._encoder = load_encoder("light", cache_folder() / "encoder")
        self.name = self._encoder.name
        self.dimension = self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row a text, shape (len(texts), dimension), encoding only what no run has encoded yet."""
        path = cache_folder() / "benchmarks" / f"{self.name}.npz"
        known = _read(path)
        keys = [text_key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        for start in range(0, len(missing), STEP):
            part = list(missing.items())[start : start + STEP]
            known.update(zip([key for key, _ in part], self._encoder.encode([text for _, text in part]), strict=True))
            _write(path, known)
        return np.stack([known[key] for key in keys]) if keys else np.empty((0, self.dimension), np.float32)


def _read(path: Path) -> dict[bytes, NDArray[np.float32]]:
    if not path.is_file():
        return {}
    with np.load(path) as stored:
        return dict(zip((row.tobytes() for row in stored["keys"]), stored["vectors"].astype(np.float32), strict=True))


def _write(path: Path, known: dict[bytes, NDArray[np.float32]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = np.frombuffer(b"".join(known), np.uint8).reshape(len(known), -1)
    written = path.with_suffix(".writing.npz")
    np.savez(written, keys=keys, vectors=np.stack(list(known.values())))
    written.replace(path)
