"""What persons rule on rumours: kept for good, and followed at the next look."""

from datetime import UTC, datetime

from graph.model import Ruling
from graph.store import Ask, Saved, Store

LONGEST = 500
"""Characters of a comment."""


class RulingRefused(ValueError):
    """A ruling cannot be kept; the message says why and what can be done."""


def rule(store: Store, ruling: Ruling, *, states: tuple[str, ...]) -> Ruling:
    """Keep what a person ruled on a rumour; `states` are those that may be ruled. The rumour moves at once."""
    if not ruling.role.strip():
        raise RulingRefused("say in what role you decide: --role veille")
    if ruling.state not in states:
        raise RulingRefused(f"{ruling.state} is no state to rule: choose one of {', '.join(states)}")
    if len(ruling.comment) > LONGEST:
        raise RulingRefused(f"a comment has {LONGEST} characters at most, this one has {len(ruling.comment)}")
    if not store.rows("rumour_rulings", rumour=ruling.rumour_id):
        raise RulingRefused(f"there is no rumour {ruling.rumour_id}: `cyberimpact rumour list` shows them")

    def move(ask: Ask, saved: Saved) -> None:
        ask("rumour_ruled", rumour=ruling.rumour_id, state=ruling.state, at=ruling.at)

    store.save_together([ruling], now=datetime.now(UTC), also=move)
    return ruling
