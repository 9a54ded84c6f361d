"""What reading messages needs, made once a process: encoder and its cache, gazetteer, tone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache as once

import numpy as np
from numpy.typing import NDArray
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.embeddings import Cache
from graph import home
from graph.territory import former_names, places, postcodes
from signals.encoders import Vectors, load_encoder
from signals.models import tone
from signals.places.gazetteer import Gazetteer


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_ENCODER_NAME`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_ENCODER_")

    name: str = "light"
    """Encoder of texts: light, or sentence-transformers (an extra)."""


@dataclass(frozen=True)
class Reader:
    """The parts that turn a text into vector, tone and places."""

    vectors: Cache
    gazetteer: Gazetteer
    tone: Callable[[Vectors], NDArray[np.float32]] | None
    """Tone of vectors in [-1, 1]; None with an encoder that the shipped head was not trained on."""


@once
def reader() -> Reader:
    """Return the reader of this process; a second or two, and half a minute on a machine's first day."""
    name = Settings().name
    encoder = load_encoder(name, home.cache() / "encoder")
    cache = Cache(home.cache() / "vectors", encoder)
    return Reader(cache, Gazetteer(places(), former_names(), postcodes()), tone if name == "light" else None)
