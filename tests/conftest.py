"""Parts that many tests share."""

import os
from pathlib import Path

import pytest

from signals.encoders import Encoder, load_encoder


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The light encoder, built once on this machine."""
    cache = Path(os.environ.get("CYBERIMPACT_CACHE", "~/.cache/cyberimpact")).expanduser()
    return load_encoder("light", cache / "encoder")
