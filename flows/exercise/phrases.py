"""Sentences with slots: `{slot}` takes one of its fillings, `[a|b|]` one of its branches, both may nest."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from random import Random

Filling = Callable[[], str]

_SLOT = re.compile(r"\{(\w+)\}")
_BRANCHES = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Theme:
    """What people say about one matter, as sentence patterns, by kind of message."""

    name: str
    label: str
    weight: float
    """Share of everyday talk."""
    grave: bool
    service: str | None
    hashtags: tuple[str, ...]
    patterns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """posts, replies, articles, experiences_bad, experiences_good, reviews_bad, reviews_good."""
    slots: Mapping[str, Sequence[str]] = field(default_factory=dict)


def load(folder: str, name: str) -> Theme:
    """Return the theme `name` of the package's `folder` (themes or stories)."""
    table = tomllib.loads(files(__package__).joinpath(folder, f"{name}.toml").read_text("utf-8"))
    return Theme(
        name=name,
        label=table["label"],
        weight=table.get("weight", 0),
        grave=table.get("grave", False),
        service=table.get("service"),
        hashtags=tuple(table.get("hashtags", ())),
        patterns={key: value for key, value in table.items() if isinstance(value, list) and key != "hashtags"},
        slots=table.get("slots", {}),
    )


@cache
def everyday() -> tuple[Theme, ...]:
    """Return the themes of everyday talk, by name."""
    found = sorted(path.name for path in files(__package__).joinpath("themes").iterdir())
    return tuple(load("themes", name.removesuffix(".toml")) for name in found if name.endswith(".toml"))


@cache
def _shared() -> Mapping[str, Sequence[str]]:
    return load("stories", "phrases").slots


def compose(theme: Theme, kind: str, rng: Random, fillings: Mapping[str, Filling]) -> str:
    """Return a sentence of `theme` for `kind` of message; `fillings` gives what depends on the writer and the moment.

    Raise KeyError when a pattern names an unknown slot.
    """

    def fill(match: re.Match[str]) -> str:
        name = match.group(1)
        choices = theme.slots.get(name) or _shared().get(name)
        return rng.choice(choices) if choices is not None else fillings[name]()

    text = rng.choice(theme.patterns[kind])
    while _SLOT.search(text) or _BRANCHES.search(text):
        text = _SLOT.sub(fill, text)
        text = _BRANCHES.sub(lambda match: rng.choice(match.group(1).split("|")), text)
    return _tidy(text)


def slots_of(pattern: str) -> list[str]:
    """Return the names of the slots of a pattern."""
    return _SLOT.findall(pattern)


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r" ([.,…])", r"\1", text)
    text = re.sub(r"([?!….])(?:[.,] ?)+(?=\s|$)", r"\1", text)
    return re.sub(r"(^|[.!?] )([a-zà-ÿ])", lambda match: match.group(1) + match.group(2).upper(), text)
