"""What is known of sites and of followers, read from `rules.toml` once."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules, compiled."""

    tracking: Pattern
    """Parameters to drop on any site."""
    parameters: Mapping[str, Pattern]
    """Parameters to drop by host."""
    index: Pattern
    program: Pattern
    """File names that mean their folder; `program` only where nothing is asked."""
    wrapped: Sequence[Pattern]
    quoted: Sequence[Pattern]
    """Addresses that hold another one in their first group; `quoted` ones percent-encoded."""
    rewrites: Sequence[tuple[Pattern, str]]


@cache
def rules() -> Rules:
    """Return the rules that ship."""
    tables = tomllib.loads(files(__package__).joinpath("rules.toml").read_text("utf-8"))
    return Rules(
        tracking=_any(tables["tracking"]),
        parameters={host: _any(patterns) for host, patterns in tables["parameters"].items()},
        index=re.compile(tables["index"], re.IGNORECASE),
        program=re.compile(tables["program"], re.IGNORECASE),
        wrapped=[re.compile(pattern) for pattern in tables["wrapped"]],
        quoted=[re.compile(pattern) for pattern in tables["quoted"]],
        rewrites=[(re.compile(pattern), replacement) for pattern, replacement in tables["rewrites"]],
    )


def _any(patterns: Iterable[str]) -> Pattern:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
