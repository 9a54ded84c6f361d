"""What reading messages needs, made once a process: encoder and its cache, gazetteer, tone, intents, services."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache as once
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.embeddings import Cache
from graph import home
from graph.territory import former_names, places, postcodes
from signals.crisis.related import related
from signals.encoders import Vectors, load_encoder
from signals.harm import harm
from signals.intents import intents
from signals.movement.find import moving
from signals.panic.alarm import alarm
from signals.places.gazetteer import Gazetteer
from signals.services.catalogue import Catalogue
from signals.services.find import Finder, finder
from signals.stance import Exchange, Stance, stances
from signals.stance.features import Encode
from signals.tone import tone


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_ENCODER_NAME`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_ENCODER_")

    name: str = "light"
    """Encoder of texts: light, or sentence-transformers (an extra)."""


@dataclass(frozen=True)
class Reader:
    """The parts that turn a text into vector, tone, intents and places."""

    vectors: Cache
    gazetteer: Gazetteer
    tone: Callable[[Sequence[str], Vectors], NDArray[np.float32]] | None
    """Tone of texts in [-1, 1]; None with an encoder that the shipped head was not trained on."""
    intents: Callable[[Sequence[str], Vectors], NDArray[np.float32]] | None = None
    """Probabilities of `signals.intents.INTENTS`; None as for the tone."""
    moving: Callable[[Sequence[str], Vectors], NDArray[np.float32]] | None = None
    """How likely texts tell that people leave; None as for the tone."""
    alarm: Callable[[Sequence[str], Vectors], NDArray[np.float32]] | None = None
    """How likely texts show alarm; None as for the tone."""
    harm: Callable[[Vectors], NDArray[np.float32]] | None = None
    """How likely texts about bad weather tell of harm; None as for the tone."""
    related: Callable[[Sequence[str], Vectors], NDArray[np.float32]] | None = None
    """How likely texts speak of a crisis; None as for the tone."""
    stances: Callable[[Sequence[Exchange], Encode], list[Stance]] | None = None
    """Where messages stand to what they answer or pass on; None as for the tone."""
    own: Cache | None = None
    """Keeps the vectors of texts that are nobody's message; none: they lie with those of the messages."""

    @property
    def published(self) -> Cache:
        """Return what encodes published texts: examples of the catalogue, claims of checks."""
        return self.own or self.vectors

    def services(self, known: Catalogue) -> Finder:
        """Return what finds the services of a catalogue in messages; learned once for each catalogue and encoder."""
        return _finder(known, self.published)


@once
def reader() -> Reader:
    """Return the reader of this process; a second or two, and half a minute on a machine's first day."""
    name = Settings().name
    encoder = load_encoder(name, home.cache() / "encoder")
    cache = Cache(home.cache() / "vectors", encoder)
    gazetteer = Gazetteer(places(), former_names(), postcodes())
    own = Cache(home.cache() / "published", encoder)
    if name == "light":
        return Reader(cache, gazetteer, tone, intents, moving, alarm, harm, related, stances, own)
    return Reader(cache, gazetteer, None, own=own)


@lru_cache(maxsize=2)
def _finder(known: Catalogue, vectors: Cache) -> Finder:
    return finder(known, vectors.encode, encoder=vectors.space)
