"""The sentence-transformers encoder agrees with the light one; needs the extra `transformers`."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from signals.encoders import Encoder, EncoderError, load_encoder

TEXTS = [
    "Le pont de Saint-Just est fermé ce soir",
    "Je n'arrive pas à déposer ma pré-plainte en ligne",
    "The river is rising fast near the station",
    "Merci aux gendarmes pour leur accueil !",
    "🚨 coupure d'eau dans tout le quartier",
]


@pytest.mark.extras
def test_both_libraries_say_the_same(encoder: Encoder, tmp_path: Path) -> None:
    from signals.encoders.e5.export import export

    export(tmp_path / "e5")
    other = load_encoder("sentence-transformers", tmp_path / "e5")
    assert other.dimension == encoder.dimension
    assert other.name != encoder.name
    cosines = (other.encode(TEXTS) * encoder.encode(TEXTS)).sum(axis=1)
    assert np.all(cosines > 0.998), cosines


@pytest.mark.extras
def test_a_model_that_is_not_here_is_not_fetched(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="download it"):
        load_encoder("sentence-transformers", tmp_path / "nowhere")


@pytest.mark.skipif(importlib.util.find_spec("sentence_transformers") is not None, reason="the extra is installed")
def test_a_missing_extra_is_said_in_one_sentence() -> None:
    with pytest.raises(EncoderError, match=r"pip install 'cyberimpact\[transformers\]'"):
        load_encoder("sentence-transformers", Path("owner/model"))
