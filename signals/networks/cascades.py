"""Cascades: what answers and reposts made of each first message, as trees; sizes and shapes, no author."""

from collections.abc import Iterable, Mapping

import polars as pl

CASCADES = pl.Schema(
    {
        "root": pl.String(),
        "size": pl.Int64(),
        "depth": pl.Int64(),
        "breadth": pl.Int64(),
        "virality": pl.Float64(),
        "first_at": pl.Datetime("us", "UTC"),
        "last_at": pl.Datetime("us", "UTC"),
    }
)
"""One row a cascade of two messages or more, the largest first. `depth`: steps from the root to the farthest message;
`breadth`: most messages at one depth; `virality`: mean steps between two messages, under 2 for a broadcast."""


def cascades(messages: pl.DataFrame) -> pl.DataFrame:
    """Return the cascades of `messages`: id, parent (the message that it answers or reposts; null: none) and at.

    A parent that is not among the messages is the root of what hangs on it, and counts. A message that would answer
    itself, in however many steps, begins a cascade of its own: its earliest message is the root. Cost: linear.

    References
    ----------
    Goel, Anderson, Hofman and Watts (2016), The structural virality of online diffusion. Management Science 62(1).

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> at = datetime(2026, 3, 14, tzinfo=UTC)
    >>> rows = [("a", None, at), ("b", "a", at), ("c", "a", at), ("d", "c", at), ("alone", None, at)]
    >>> found = cascades(pl.DataFrame(rows, schema=["id", "parent", "at"], orient="row"))
    >>> found.select("root", "size", "depth", "breadth").rows(), round(found["virality"][0], 2)
    ([('a', 4, 2, 2)], 1.67)
    """
    rows = (
        messages.select("id", "parent", "at").sort("at", "id", "parent").unique("id", keep="first", maintain_order=True)
    )
    at = dict(zip(rows["id"], rows["at"], strict=True))
    parents = _trees({name: parent for name, parent in zip(rows["id"], rows["parent"], strict=True) if parent})
    children: dict[str, list[str]] = {}
    for name, parent in parents.items():
        children.setdefault(parent, []).append(name)
    found = [_cascade(root, children, at) for root in children if root not in parents]
    return pl.DataFrame(found, schema=CASCADES, orient="row").sort("size", "root", descending=[True, False])


def _trees(parents: Mapping[str, str]) -> dict[str, str]:
    """Return the parents without circles: in each, the link of the message that comes first in `parents` is cut."""
    kept, rank = dict(parents), {name: n for n, name in enumerate(parents)}
    settled: set[str] = set()
    for name in parents:
        path: list[str] = []
        seen: set[str] = set()
        step: str | None = name
        while step is not None and step not in settled and step not in seen:
            path.append(step)
            seen.add(step)
            step = kept.get(step)
        if step is not None and step in seen:
            del kept[min(path[path.index(step) :], key=rank.__getitem__)]
        settled |= seen
    return kept


def _cascade(root: str, children: Mapping[str, Iterable[str]], at: Mapping[str, object]) -> tuple[object, ...]:
    level, order, depth, breadth = [root], [root], 0, 1
    while level := [child for name in level for child in children.get(name, ())]:
        depth, breadth = depth + 1, max(breadth, len(level))
        order += level
    times = sorted(at[name] for name in order if name in at)  # type: ignore[type-var]
    return root, len(order), depth, breadth, _virality(order, children), times[0], times[-1]


def _virality(order: list[str], children: Mapping[str, Iterable[str]]) -> float:
    """Return the mean distance between two messages of a tree: each link is crossed by below x (all - below) pairs."""
    count, below = len(order), dict.fromkeys(order, 1)
    crossed = 0
    for name in reversed(order):
        for child in children.get(name, ()):
            below[name] += below[child]
            crossed += below[child] * (count - below[child])
    return 2 * crossed / (count * (count - 1))
