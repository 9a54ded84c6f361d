"""What reading messages needs, made once a process: encoder and its cache, gazetteer, tone."""

from dataclasses import dataclass
from functools import cache as once

from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.embeddings import Cache
from graph import home
from graph.territory import places
from signals.encoders import load_encoder
from signals.models import Head, load_head
from signals.places import Gazetteer


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
    tone: Head | None
    """None with an encoder that the shipped head was not trained on."""


@once
def reader() -> Reader:
    """Return the reader of this process; a second or two, and half a minute on a machine's first day."""
    name = Settings().name
    encoder = load_encoder(name, home.cache() / "encoder")
    cache = Cache(home.cache() / "vectors", encoder)
    return Reader(cache, Gazetteer(places()), load_head("tone") if name == "light" else None)
