"""What an action changed, as the graph tells it."""

from datetime import datetime

from graph.rows import Row
from graph.store import Store
from signals.effects.account import Account, account
from signals.effects.facts import facts, questions

ALL = 10_000
"""Actions that are listed."""


def actions(store: Store, *, until: datetime) -> list[Row]:
    """Return what was done before a moment, newest first, with topic and places."""
    return store.rows("actions_journal", until=until, limit=ALL)


def effect_of(store: Store, action: Row, *, as_of: datetime, since: datetime | None = None) -> Account:
    """Return the account of one of `actions`, as it stands at `as_of`; `since` as in `signals.effects.measure`."""
    answers = [store.rows(name, **given) for name, given in questions(action, as_of)]
    start = None if since is None else int(since.timestamp() * 1000)
    return account(facts(action, as_of, answers), since=start)
