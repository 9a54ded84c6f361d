"""What follows from alerts and actions: the account of the budget, what answers what, rumours. It moves in minutes."""

from collections import Counter
from datetime import UTC, datetime

from flows.answers import address, questions
from flows.budget import budget_of, save_account
from flows.claims import take_stances
from flows.reader import Reader
from flows.rumours import follow
from flows.runs import running
from graph.model import Rumour
from graph.store import Store

FOLLOWING = "follow"
"""Name of the runs that follow."""


def follow_up(store: Store, reader: Reader, as_of: datetime) -> Counter[str]:
    """Bring it up to `as_of`, and return how many of each there are: a job of a `Background`, or part of a look.

    Claims are read again where markedly more was said: that takes a model, and seconds.
    """
    with running(store, FOLLOWING, as_of=as_of) as record:
        save_account(store, budget_of(), as_of=as_of, run_id=record.id)
        found = Counter(addressed=address(store, reader, as_of=as_of, run_id=record.id))
        found["asked"] = questions(store, reader, as_of=as_of, run_id=record.id)
        followed = follow(store, reader, as_of=as_of, run_id=record.id)
        store.save(followed, now=datetime.now(UTC))
        rumours = [one for one in followed if isinstance(one, Rumour)]
        found["rumours"] = len(rumours)
        found["stances"] = take_stances(store, rumours, as_of=as_of, run_id=record.id)
        record.counts |= found
    return found
