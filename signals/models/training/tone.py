"""The tone of a French message, from the tweets of DEFT 2017 as XLM-T cut them."""

from pathlib import Path

import polars as pl
from sklearn.metrics import f1_score

from signals.encoders import Encoder
from signals.models.head import Head, fit
from signals.models.training import STRENGTHS, Card, bare

DATA = "perception-xlmt-fr"
TONES = ("negative", "neutral", "positive")


def train(data: Path, encoder: Encoder) -> tuple[Head, Card]:
    """Return the head (negative, neutral, positive) learned on `train`, its C chosen on `val`, measured on `test`."""
    rows, val, test = (pl.read_parquet(data / f"{part}.parquet") for part in ("train", "val", "test"))
    head, strength = learn(rows, val, test, encoder)
    figures = {"val": scores(head, val, encoder), "test": scores(head, test, encoder)}
    return head, {
        "name": "tone",
        "encoder": encoder.name,
        "data": "perception-xlmt-fr: French tweets of DEFT 2017 (Benamara et al. 2017), as XLM-T cut them (2022)",
        "licence": "weights only, no text; XLM-T is Apache-2.0, DEFT 2017 was given for research",
        "split": f"official: {len(rows)} rows of train, less those that stand in val or test; C chosen on val",
        "parameters": {"C": strength},
        "figures": figures,
        "limits": "tone of tweets on ecology and energy, classes balanced by construction: "
        "check it on your own messages before reading a share as a share of people",
    }


def learn(rows: pl.DataFrame, val: pl.DataFrame, test: pl.DataFrame, encoder: Encoder) -> tuple[Head, float]:
    """Return the head and its C, chosen on `val`; rows whose text stands in `val` or `test` are not learned from."""
    kept = _without(rows, [*val["text"], *test["text"]])
    vectors = encoder.encode(kept["text"].to_list())
    heads = {
        strength: fit(vectors, kept["sentiment"].to_list(), encoder=encoder.name, strength=strength)
        for strength in STRENGTHS
    }
    strength = max(STRENGTHS, key=lambda value: scores(heads[value], val, encoder)["macro_f1"])
    return heads[strength], strength


def scores(head: Head, rows: pl.DataFrame, encoder: Encoder) -> dict[str, float]:
    """Return the macro-F1 of the three tones on `rows`, and the F1 of negative."""
    predicted = head.predict(encoder.encode(rows["text"].to_list()))
    negative, *_ = by_tone = f1_score(rows["sentiment"], predicted, average=None, labels=list(TONES))
    return {"macro_f1": round(float(by_tone.mean()), 4), "negative_f1": round(float(negative), 4)}


def _without(rows: pl.DataFrame, texts: list[str]) -> pl.DataFrame:
    """Return `rows` but those that stand in `texts` too."""
    seen = {bare(text) for text in texts}
    return rows.filter(pl.Series([bare(text) not in seen for text in rows["text"]], dtype=pl.Boolean))
