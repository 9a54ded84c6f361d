"""Whether a message about bad weather tells of harm, from lines written for this project."""

import json
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from signals.encoders import Encoder
from signals.harm import log_odds, only_chat
from signals.models.head import Head, Rows, fit_several
from signals.models.training import STRENGTHS, Card

DATA = "weather"
CLASSES = ("harm",)
GROUP, GROUPS = 5, 2_000
"""Lines of a drawn group, and how many are drawn of each phenomenon."""

Holds = NDArray[np.bool_]
Floats = NDArray[np.float64]


def train(data: Path, encoder: Encoder) -> tuple[Head, Card]:
    """Return the head learned on `train.jsonl`.

    C is that by which harm is told best from chatter about phenomena that the head did not learn from.
    """
    texts, harm, about = read(data / "train.jsonl")
    rows = encoder.encode(texts)
    told = {value: crossed(rows, harm, about, value) for value in STRENGTHS}
    strength = max(STRENGTHS, key=lambda value: float(roc_auc_score(harm, told[value])))
    head = fit_several(rows, harm[:, None], CLASSES, encoder=encoder.name, strength=strength)
    return head, {
        "name": "harm",
        "encoder": encoder.name,
        "data": f"{len(texts)} lines about bad weather, {int(harm.sum())} of them of harm, written for this project",
        "licence": "Apache-2.0, as the project",
        "split": "C and figures: each phenomenon told by what was learned from the others",
        "parameters": {"C": strength},
        "figures": scores(told[strength], harm, about),
        "limits": "lines of one hand in several styles, invented, French but for a few; asked only of topics "
        "that speak of a hazard in force: what it says of other talk means nothing",
    }


def read(path: Path) -> tuple[list[str], Holds, NDArray[np.str_]]:
    """Return the lines of a file, which tell of harm, and what weather each is about."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    harm = np.array([row["harm"] for row in rows], np.bool_)
    return [row["text"] for row in rows], harm, np.array([row["about"] for row in rows])


def crossed(rows: Rows, harm: Holds, about: NDArray[np.str_], strength: float) -> Floats:
    """Return the probability of each row as told from those about other weather."""
    found = np.zeros(len(rows))
    for name in sorted(set(about.tolist())):
        here = about == name
        head = fit_several(rows[~here], harm[~here, None], CLASSES, encoder="", strength=strength)
        found[here] = head.predict_proba(rows[here])[:, 0]
    return found


def scores(told: Floats, harm: Holds, about: NDArray[np.str_]) -> dict[str, float]:
    """Return how well harm is told, and what the log-odds of chatter are: mean, spread within and between phenomena.

    `found_5` and `false_5`: groups of five lines on one phenomenon, of harm and of chatter, that tell of more.
    """
    odds, names = log_odds(told), sorted(set(about.tolist()))
    groups = [odds[~harm & (about == name)] for name in names]
    within = float(np.mean([one.var(ddof=1) for one in groups]))
    noise = float(np.mean([within / one.size for one in groups]))
    means = np.array([one.mean() for one in groups])
    drawn = [_passing([odds[holds & (about == name)] for name in names]) for holds in (harm, ~harm)]
    figures = {
        "auc": float(roc_auc_score(harm, told)),
        "chatter": float(odds[~harm].mean()),
        "within": within**0.5,
        "between": max(0.0, float(means.var(ddof=1)) - noise) ** 0.5,
        f"found_{GROUP}": drawn[0],
        f"false_{GROUP}": drawn[1],
    }
    return {name: round(value, 4) for name, value in figures.items()}


def _passing(groups: list[Floats]) -> float:
    """Return the share of drawn groups of lines, all on one phenomenon, that tell of more than chatter does."""
    draw = np.random.default_rng(0)
    means = np.concatenate([draw.choice(one, (GROUPS, GROUP)).mean(axis=1) for one in groups])
    told = pl.DataFrame({"mean": means}).select(only_chat(pl.col("mean"), pl.lit(GROUP)))
    return 1 - float(told.to_series().cast(pl.Float64).to_numpy().mean())
