"""Heads: fitted, saved, read again; and the one that ships."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from signals.encoders import Encoder
from signals.models import load_head, names
from signals.models.head import Head, fit, read
from signals.models.training import bare, load_recipe
from signals.tone import tone

PRAISE = ["Merci, un accueil formidable", "Bravo aux équipes, c'est superbe", "Je suis ravi, tout est parfait"]
BLAME = ["C'est une honte, rien ne marche", "Accueil odieux, je suis furieux", "Quel désastre, c'est lamentable"]


def invented(classes: int) -> tuple[NDArray[np.float32], list[str]]:
    random = np.random.default_rng(2)
    truth = random.integers(classes, size=300)
    rows = np.eye(16)[truth] + 0.3 * random.normal(size=(300, 16)) + 3
    unit: NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit, [f"class {value}" for value in truth]


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_a_head_learns_and_survives_its_file(classes: int, tmp_path: Path) -> None:
    vectors, truth = invented(classes)
    head = fit(vectors[:200], truth[:200], encoder="invented", strength=10)
    probabilities = head.predict_proba(vectors[200:])
    assert probabilities.shape == (100, classes)
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    assert np.mean(np.array(head.predict(vectors[200:])) == truth[200:]) > 0.9
    head.save(tmp_path / "made-up.npz", {"name": "made-up"})
    again = read(tmp_path / "made-up.npz")
    assert (again.classes, again.encoder) == (head.classes, "invented")
    assert np.allclose(again.predict_proba(vectors), head.predict_proba(vectors), atol=0.01)
    assert json.loads((tmp_path / "made-up.json").read_text()) == {"name": "made-up"}


def test_two_classes_get_the_probabilities_of_the_logistic() -> None:
    vectors, truth = invented(2)
    head = fit(vectors, truth, encoder="invented", strength=1)
    odds = np.log(head.predict_proba(vectors)[:, 1] / head.predict_proba(vectors)[:, 0])
    centred = vectors - head.mean
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    assert np.allclose(odds, centred @ (head.weights[1] - head.weights[0]) + head.bias[1] - head.bias[0], atol=1e-3)


def test_the_tone_that_ships_tells_praise_from_blame(encoder: Encoder) -> None:
    praise, blame = (tone(texts, encoder.encode(texts)) for texts in (PRAISE, BLAME))
    assert praise.shape == (3,)
    assert praise.min() > 0.2
    assert blame.max() < -0.2
    assert np.abs(np.concatenate([praise, blame])).max() <= 1


@pytest.mark.parametrize("name", names())
def test_every_head_has_its_card_and_is_small(name: str, encoder: Encoder) -> None:
    folder = Path(load_head.__wrapped__.__code__.co_filename).parent
    card = json.loads((folder / f"{name}.json").read_text())
    assert {"data", "licence", "split", "figures", "limits"} <= set(card)
    assert (folder / f"{name}.npz").stat().st_size < 50_000
    assert load_head(name).encoder == card["encoder"]


def test_a_recipe_rebuilds_its_head(encoder: Encoder, tmp_path: Path) -> None:
    rows = pl.DataFrame({"text": PRAISE + BLAME + ["Le bus passe à midi", "La réunion est à neuf heures"]})
    marked = rows.with_columns(sentiment=pl.Series(["positive"] * 3 + ["negative"] * 3 + ["neutral"] * 2))
    marked.with_columns(pl.col("text") + " vraiment").write_parquet(tmp_path / "train.parquet")
    for part in ("val", "test"):
        marked.write_parquet(tmp_path / f"{part}.parquet")
    head, card = load_recipe("tone").train(tmp_path, encoder)
    assert isinstance(head, Head)
    assert head.classes == ("negative", "neutral", "positive")
    assert card["figures"]["test"]["macro_f1"] > 0.6


def test_rows_that_differ_by_trifles_are_one() -> None:
    assert bare("Trois jours @user d'ÉCOLOGIE ! http") == bare("trois jours d’écologie http://x.fr/a")


def test_unknown_heads_are_named() -> None:
    with pytest.raises(ValueError, match=r"'panic': choose one of .*tone"):
        load_head("panic")
    with pytest.raises(ValueError, match=r"'panic' to train: choose one of .*tone"):
        load_recipe("panic")
