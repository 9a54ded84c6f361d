"""Where a user put the things of the network by hand: theirs alone, from one session to the next."""

from datetime import UTC, datetime
from hashlib import blake2b
from math import isfinite

from graph.model import Placement
from ui.services.reader import Reader

FAR = 10.0
"""How far from the middle a thing may be put by hand; the picture itself reaches to about 1."""
MOST = 500
"""Things of one user that are looked at, those put somewhere last."""
LONGEST = 200

Spot = tuple[float, float]


def is_possible(thing: str, x: float, y: float) -> bool:
    """Tell whether a thing can be put somewhere.

    >>> is_possible("topic:a", 0.5, -3), is_possible("topic:a", float("nan"), 0), is_possible("topic:a", 11, 0)
    (True, False, False)
    """
    return 0 < len(thing) <= LONGEST and all(isfinite(value) and abs(value) <= FAR for value in (x, y))


class Placements:
    """What was put where; `owner` is the pseudonym of who asks."""

    def __init__(self, reader: Reader, owner: str = "") -> None:
        self._reader, self._owner = reader, owner

    def mine(self) -> dict[str, Spot]:
        """Return the places by id of the thing."""
        rows = self._reader.through(lambda store: store.rows("placements", owner=self._owner, limit=MOST))
        return {row["thing"]: (row["x"], row["y"]) for row in rows}

    def put(self, thing: str, x: float, y: float) -> bool:
        """Keep where a thing was put; tell whether it can be there."""
        if not is_possible(thing, x, y):
            return False
        now, name = datetime.now(UTC), blake2b(f"{self._owner}|{thing}".encode(), digest_size=16).hexdigest()
        record = Placement(id=name, owner=self._owner, thing_id=thing, x=x, y=y, at=now)
        self._reader.through(lambda store: store.save([record], now=now))
        return True

    def release(self, thing: str) -> None:
        """Give a thing its place back."""
        if thing:
            self._clear(thing)

    def clear(self) -> None:
        """Give all things their places back."""
        self._clear("")

    def _clear(self, thing: str) -> None:
        self._reader.through(lambda store: store.execute("placements_clear", owner=self._owner, thing=thing))
