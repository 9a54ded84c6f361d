"""Any SentenceTransformer model of the deployer (extra `transformers`)."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from signals.encoders import EncoderError, Vectors, encode_distinct


class SentenceTransformers:
    """A model that was loaded by the sentence-transformers library."""

    def __init__(self, name: str, model: Any) -> None:
        self.name = name
        self.dimension = int(model.get_embedding_dimension())
        self._model = model

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row a text, in order; the model's own default prompt is put before each."""
        return encode_distinct(texts, self._encode, self.dimension)

    def _encode(self, texts: list[str]) -> Vectors:
        rows = self._model.encode(texts, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
        return np.asarray(rows, np.float32)


def make(folder: Path) -> SentenceTransformers:
    """Return the model in a folder, or of an id (`Path("owner/model")`) downloaded before: nothing is fetched."""
    try:
        library = import_module("sentence_transformers")
    except ModuleNotFoundError as error:
        raise EncoderError("sentence-transformers is missing: pip install 'cyberimpact[transformers]'.") from error
    try:
        model = library.SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except OSError as error:
        raise EncoderError(f"There is no model {str(folder)!r} here: download it, then name its folder.") from error
    return SentenceTransformers(f"sentence-transformers:{folder.name}", model)
