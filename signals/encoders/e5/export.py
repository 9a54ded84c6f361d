"""Writes multilingual E5-small as a SentenceTransformer folder, offline: `python -m signals.encoders.e5.export DIR`."""

import logging
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from signals.encoders.e5.build import END, PADDING, START, build_tokenizer
from signals.encoders.e5.weights import Weights, read_weights

LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""Our names of a layer's parts, and those of transformers' BERT."""
LENGTH = 512


def export(folder: Path) -> None:
    """Write `folder` (488 MB): mean pooling, unit vectors, the prompts of E5. Needs the extra `transformers`."""
    weights = read_weights()
    folder.mkdir(parents=True, exist_ok=True)
    _bert(weights).save_pretrained(folder)
    _tokenizer(weights).save_pretrained(folder)
    library = import_module("sentence_transformers")
    parts = import_module("sentence_transformers.sentence_transformer.modules")
    modules = [
        parts.Transformer(str(folder), max_seq_length=LENGTH),
        parts.Pooling(weights.shape.hidden, "mean"),
        parts.Normalize(),
    ]
    prompts = {"query": "query: ", "passage": "passage: "}
    library.SentenceTransformer(modules=modules, prompts=prompts, default_prompt_name="query", device="cpu").save(
        str(folder)
    )


def _tokenizer(weights: Weights) -> Any:
    special = {"bos": START, "eos": END, "cls": START, "sep": END, "unk": "<unk>", "pad": PADDING, "mask": "<mask>"}
    return import_module("transformers").PreTrainedTokenizerFast(
        tokenizer_object=build_tokenizer(weights),
        model_max_length=LENGTH,
        **{f"{role}_token": token for role, token in special.items()},
    )


def _bert(weights: Weights) -> Any:
    transformers, shape, state = import_module("transformers"), weights.shape, _state(weights)
    config = transformers.BertConfig(
        vocab_size=len(state["embeddings.word_embeddings.weight"]),
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=len(state["embeddings.position_embeddings.weight"]),
        type_vocab_size=len(state["embeddings.token_type_embeddings.weight"]),
        layer_norm_eps=shape.epsilon,
        pad_token_id=1,
    )
    model = transformers.BertModel(config, add_pooling_layer=False)
    missing = [key for key in model.load_state_dict(state, strict=False).missing_keys if "position_ids" not in key]
    if missing:
        raise ValueError(f"this version of transformers names its parts otherwise: {missing}")
    return model.eval()


def _state(weights: Weights) -> dict[str, Any]:
    """Return the tensors under the names of transformers' BERT."""
    torch, hidden = import_module("torch"), weights.shape.hidden
    state = {
        f"embeddings.{theirs}_embeddings.weight": weights.tensor(f"emb.{ours}", -1, hidden)
        for ours, theirs in {"word": "word", "pos": "position", "type": "token_type"}.items()
    }
    names = {"emb.ln": "embeddings.LayerNorm"} | {
        f"l{index}.{ours}": f"encoder.layer.{index}.{theirs}"
        for index in range(weights.shape.layers)
        for ours, theirs in LAYER.items()
    }
    for ours, theirs in names.items():
        shape = () if ours.endswith("ln") else (weights.shape.feed_forward if ours.endswith("fi") else hidden, -1)
        state[f"{theirs}.weight"] = weights.tensor(f"{ours}.w", *shape)
        state[f"{theirs}.bias"] = weights.tensor(f"{ours}.b")
    return {name: torch.from_numpy(values.copy()) for name, values in state.items()}


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    export(Path(sys.argv[1]))
