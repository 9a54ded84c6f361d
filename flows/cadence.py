"""How often what need not be done at every look is done, where one look follows the other."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from graph.store import Store


@dataclass
class Cadence:
    """When a process did what last, by the time of its looks; what was never done is due."""

    _last: dict[str, datetime] = field(default_factory=dict)
    _since: dict[str, datetime] = field(default_factory=dict)

    def due(self, what: str, as_of: datetime, every: timedelta) -> bool:
        """Tell whether `every` has passed since the last time, or time went back; it counts as done then.

        >>> from datetime import UTC
        >>> cadence, noon = Cadence(), datetime(2026, 1, 1, 12, tzinfo=UTC)
        >>> [cadence.due("windows", noon + timedelta(seconds=s), timedelta(seconds=60)) for s in (0, 59, 60, 61, 1)]
        [True, False, True, False, True]
        """
        last = self._last.get(what)
        if last is not None and last <= as_of < last + every:
            return False
        self._last[what] = as_of
        return True

    def missed(self, what: str) -> None:
        """Say that what was due could not be done: it is due again.

        >>> from datetime import UTC
        >>> cadence, noon = Cadence(), datetime(2026, 1, 1, 12, tzinfo=UTC)
        >>> cadence.due("follow", noon, timedelta(seconds=60)), cadence.missed("follow")
        (True, None)
        >>> cadence.due("follow", noon + timedelta(seconds=1), timedelta(seconds=60))
        True
        """
        self._last.pop(what, None)

    def reaching(self, what: str, since: datetime) -> datetime:
        """Return the earliest moment that was asked for since `what` was `caught_up`.

        >>> from datetime import UTC
        >>> cadence, noon = Cadence(), datetime(2026, 1, 1, 12, tzinfo=UTC)
        >>> cadence.reaching("windows", noon) == cadence.reaching("windows", noon + timedelta(hours=1)) == noon
        True
        """
        self._since[what] = min(since, self._since.get(what, since))
        return self._since[what]

    def caught_up(self, what: str) -> None:
        """Forget what was asked for: it is done."""
        self._since.pop(what, None)


_CADENCES: WeakKeyDictionary[Store, Cadence] = WeakKeyDictionary()


def cadence(store: Store) -> Cadence:
    """Return when this process did what in a graph; it goes with the `store`."""
    return _CADENCES.setdefault(store, Cadence())
