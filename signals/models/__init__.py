"""Small heads on the shared vectors. Each ships as `NAME.npz` with its card `NAME.json`; `NAME.py` rebuilds it."""

from functools import cache
from pathlib import Path

from signals.models.head import Head, read


def names() -> list[str]:
    """Return the names of the heads that ship with the package, in order."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.npz"))


@cache
def load_head(name: str) -> Head:
    """Return the head `name`; a ValueError lists the known ones."""
    if name not in names():
        raise ValueError(f"there is no head {name!r}: choose one of {', '.join(names())}")
    return read(Path(__file__).with_name(f"{name}.npz"))
