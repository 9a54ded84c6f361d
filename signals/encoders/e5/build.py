"""Writes the CTranslate2 int8 folder of multilingual E5-small, once and whole."""

import fcntl
import shutil
import tempfile
from pathlib import Path

import numpy as np
from ctranslate2.specs import common_spec, transformer_spec
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from signals.encoders.e5.weights import Weights, read_weights

START, PADDING, END = "<s>", "<pad>", "</s>"


def ensure_built(folder: Path) -> None:
    """Make `folder` hold the model (135 MB, 5 CPU seconds the first time). It is complete as soon as it exists.

    It is built under another name and renamed, and one process at a time: a killed build leaves nothing that looks
    like a model, and processes that start together build once.
    """
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f".{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            _build_and_rename(folder)


def build_tokenizer(weights: Weights) -> Tokenizer:
    """Return the XLM-R tokenizer: NFKC, a `▁` before each word, `<s>` and `</s>` around the text."""
    tokenizer = Tokenizer(models.Unigram(weights.pieces, unk_id=weights.unknown))
    # The stubs of tokenizers declare these attributes without setters.
    parts = {
        "normalizer": normalizers.Sequence(
            [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
        ),
        "pre_tokenizer": pre_tokenizers.Sequence(
            [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
        ),
        "post_processor": processors.TemplateProcessing(
            single=f"{START} $A {END}", special_tokens=[(START, 0), (END, 2)]
        ),
    }
    for name, part in parts.items():
        setattr(tokenizer, name, part)
    return tokenizer


def _build_and_rename(folder: Path) -> None:
    # We hold the lock, so what lies here was left by a build that was killed.
    for left in folder.parent.glob(f".{folder.name}-*"):
        shutil.rmtree(left)
    building = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    weights = read_weights()
    build_tokenizer(weights).save(str(building / "tokenizer.json"), pretty=False)
    _model(weights).save(str(building))
    building.rename(folder)


def _model(weights: Weights) -> transformer_spec.TransformerEncoderModelSpec:
    shape = weights.shape
    encoder = transformer_spec.TransformerEncoderSpec(
        shape.layers,
        shape.heads,
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
    )
    # A BERT: no multiplication by the root of the size, positions from 0, and the type is always the first.
    encoder.scale_embeddings = False
    encoder.embeddings[0].weight = weights.tensor("emb.word", -1, shape.hidden)
    types = weights.tensor("emb.type", -1, shape.hidden)
    encoder.position_encodings.encodings = weights.tensor("emb.pos", -1, shape.hidden) + types[0]
    _fill_norm(encoder.layernorm_embedding, weights, "emb.ln")
    for index, layer in enumerate(encoder.layer):
        _fill_layer(layer, weights, f"l{index}.")
    model = transformer_spec.TransformerEncoderModelSpec(encoder, pooling_layer=False)
    unnamed = (f"<extra{index}>" for index in range(shape.vocabulary - len(weights.pieces)))
    model.register_vocabulary([*(piece for piece, _ in weights.pieces), *unnamed])
    model.config.layer_norm_epsilon = shape.epsilon
    model.validate()
    model.optimize("int8")
    return model


def _fill_layer(layer: transformer_spec.TransformerEncoderLayerSpec, weights: Weights, prefix: str) -> None:
    hidden, attention = weights.shape.hidden, layer.self_attention
    _fill_linear(attention.linear[0], weights, hidden, [f"{prefix}{part}" for part in "qkv"])
    _fill_linear(attention.linear[1], weights, hidden, [f"{prefix}ao"])
    _fill_norm(attention.layer_norm, weights, f"{prefix}aln")
    _fill_linear(layer.ffn.linear_0, weights, weights.shape.feed_forward, [f"{prefix}fi"])
    _fill_linear(layer.ffn.linear_1, weights, hidden, [f"{prefix}fo"])
    _fill_norm(layer.ffn.layer_norm, weights, f"{prefix}oln")


def _fill_linear(spec: common_spec.LinearSpec, weights: Weights, rows: int, names: list[str]) -> None:
    spec.weight = np.concatenate([weights.tensor(f"{name}.w", rows, -1) for name in names])
    spec.bias = np.concatenate([weights.tensor(f"{name}.b") for name in names])


def _fill_norm(spec: common_spec.LayerNormSpec, weights: Weights, name: str) -> None:
    spec.gamma = weights.tensor(f"{name}.w")
    spec.beta = weights.tensor(f"{name}.b")
