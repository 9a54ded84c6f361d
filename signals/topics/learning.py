"""Learns the space of topics from labelled events and from translations."""

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from signals.encoders import Encoder
from signals.topics.neighbours import centred, nearest
from signals.topics.space import Rows, Space, fit

CRISES = ("2012_Sandy_Hurricane", "2013_Oklahoma_Tornado")
"""Events of CrisisLexT6 that are not in CrisisLexT26, on which topics are measured."""
PER_EVENT = 500
UNSEEN = 60
"""Texts an event on which the space is measured."""
SEED = 1
TRANSLATIONS = Path(__file__).with_name("translations.toml")

Part = tuple[Rows, NDArray[np.intp]]


def train(data: Path, encoder: Encoder) -> tuple[Space, dict[str, Any]]:
    """Return the space learned on the data sets in `data`, and its card."""
    crises, rumours, translated = parts = (_crises(data, encoder), _rumours(data, encoder), translations(encoder))
    half = translated[1] % 2 == 0
    learned, unseen = ((translated[0][side], translated[1][side] // 2) for side in (half, ~half))
    space = fit(parts, encoder.name)
    figures = {
        "crises-crisislex-t26, 22 events": purity(space, _unseen(data, encoder)),
        "rumours-pheme, learned without it": purity(fit([crises, translated], encoder.name), rumours),
        "crises-crisislex-t6, learned without it": purity(fit([rumours, translated], encoder.name), crises),
        "translations, learned on the other half": purity(fit([crises, rumours, learned], encoder.name), unseen, k=5),
    }
    return space, {
        "name": "space",
        "encoder": encoder.name,
        "data": f"crises-crisislex-t6 ({', '.join(CRISES)}: on topic), rumours-pheme (roots of four events), at most "
        f"{PER_EVENT} distinct texts an event; translations.toml: {len(np.unique(translated[1]))} invented sentences "
        "in six languages",
        "licence": "weights only, no text of the data sets; the sentences are ours",
        "split": "none of these events is in crises-crisislex-t26, on which the benchmark `topics` is measured",
        "parameters": {"axes": len(space.scales), "per_event": PER_EVENT, "seed": SEED},
        "figures": figures,
        "limits": "the events were told in English; that other languages fall together rests on the translations. "
        "Figures: share of the ten nearest messages (five translations) that are of the same class, as the encoder "
        "has them and in the space",
    }


def translations(encoder: Encoder) -> Part:
    """Return the vectors of the invented sentences, the six languages of one being a class."""
    sentences = tomllib.loads(TRANSLATIONS.read_text(encoding="utf-8"))["sentence"]
    classes = np.repeat(np.arange(len(sentences)), [len(sentence) for sentence in sentences])
    return encoder.encode([text for sentence in sentences for text in sentence.values()]), classes


def purity(space: Space, part: Part, k: int = 10) -> dict[str, float]:
    """Return the share of the `k` nearest rows that are of the class of the row, before and in the space."""
    vectors, classes = part

    def share(rows: Rows) -> float:
        return round(float((classes[nearest(rows, k)[0]] == classes[:, None]).mean()), 4)

    return {"encoder": share(centred(vectors)), "space": share(centred(space.place(vectors)))}


def _crises(data: Path, encoder: Encoder) -> Part:
    rows = pl.read_parquet(data / "crises-crisislex-t6" / "messages.parquet")
    return _events(rows.filter(pl.col("event").is_in(CRISES), pl.col("on_topic")), encoder)


def _rumours(data: Path, encoder: Encoder) -> Part:
    return _events(pl.read_parquet(data / "rumours-pheme" / "roots.parquet"), encoder)


def _unseen(data: Path, encoder: Encoder) -> Part:
    rows = pl.read_parquet(data / "crises-crisislex-t26" / "messages.parquet")
    related = rows.filter(pl.col("informativeness").str.starts_with("Related"))
    return _events(related, encoder, at_most=UNSEEN)


def _events(rows: pl.DataFrame, encoder: Encoder, at_most: int = PER_EVENT) -> Part:
    distinct = rows.unique("text", keep="first", maintain_order=True)
    parts = distinct.partition_by("event", maintain_order=True)
    drawn = [part.sample(min(at_most, len(part)), seed=SEED)["text"].to_list() for part in parts]
    classes = np.repeat(np.arange(len(drawn)), [len(texts) for texts in drawn])
    return encoder.encode([text for texts in drawn for text in texts]), classes
