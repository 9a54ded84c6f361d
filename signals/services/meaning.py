"""The need that a text describes without naming a service: a head on the shared vectors, learned on examples."""

import json
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from signals.encoders import Vectors
from signals.models import load_head
from signals.models.head import Head, fit
from signals.services.catalogue import Catalogue

NONE = "none"
"""The class of what calls for no service of the catalogue."""

STRENGTH, BALANCED = 100.0, 0.5
"""Chosen by five folds on the examples: likelihood, and recall of a need that has few of them."""

Encode = Callable[[Sequence[str]], Vectors]


def needs_head(known: Catalogue, encode: Encode, *, encoder: str) -> Head:
    """Return the head of the needs of `known`: the one that ships when it was learned on these examples.

    Any other catalogue, or encoder, has its own learned: a few seconds the first time, one with cached vectors.
    """
    if encoder == _shipped()["encoder"] and known.digest == _shipped()["examples"]:
        return load_head("need")
    return learn(known, encode, encoder=encoder)


def learn(known: Catalogue, encode: Encode, *, encoder: str) -> Head:
    """Return a head learned on the examples of `known`; its classes are the needs and `none`."""
    said = [(text, code) for code, texts in known.examples.items() for text in texts]
    said += [(text, NONE) for text in known.elsewhere]
    texts, classes = zip(*said, strict=True)
    return fit(encode(texts), classes, encoder=encoder, strength=STRENGTH, balanced=BALANCED)


@cache
def _shipped() -> dict[str, str]:
    card = json.loads(files("signals.models").joinpath("need.json").read_text("utf-8"))
    return {"encoder": card["encoder"], "examples": card["parameters"]["examples"]}
