"""What the institution did, entered at the screen: held against the same rules as `cyberimpact log`."""

from datetime import UTC, datetime, timedelta
from importlib.metadata import version

from graph.model import Action
from graph.rows import moment
from graph.territory import places
from signals.entries import Clock, Desk, Done, entry, filed, recorded, run_of, same
from signals.text.kept import mask, readable
from ui.services.reader import Reader

AROUND = timedelta(hours=2)
LOOKED_AT = 50
"""Entries near in time that are held against a new one."""


class Withdrawn(Exception):
    """The same entry was taken back before."""


class Entries:
    """The only way to log an action from the app."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def clock(self) -> Clock:
        """Return when something is written: by the wall, and by the data where they are those of an exercise."""
        now = datetime.now(UTC)
        exercise = bool(self._reader.rows("situation_exercise")[0]["exercise"])
        return Clock(now, self._reader.now() if exercise and self._reader.clock else now)

    def preview(self, done: Done) -> Action:
        """Return an action as it would be kept, its texts masked; raise `EntryRefused`."""
        return self._record(done, self.clock())

    def log(self, done: Done) -> tuple[Action, bool]:
        """Save an action; return it, and whether it is new: the same within an hour is entered once.

        Raises `EntryRefused`, or `Withdrawn` when it was taken back before.
        """
        clock = self.clock()
        record = self._record(done, clock)
        if self._reader.rows("erased_among", ids=[record.id]):
            raise Withdrawn(record.id)
        known = same(record, self._near(record))
        if isinstance(known, Action):
            return known, False
        run = run_of("log", record.id, clock=clock, version=version("cyberimpact"))
        self._reader.save(filed(record, run), now=clock.now)
        return record, True

    def _record(self, done: Done, clock: Clock) -> Action:
        desk = Desk(
            now=clock.as_of,
            places={place.id for place in places()},
            services=frozenset(),
            mask=lambda text: mask(readable(text)[0]),
        )
        record = entry(done, desk)
        if not isinstance(record, Action):
            raise TypeError(type(record).__name__)
        return record

    def _near(self, record: Action) -> list[Action]:
        bounds = {"since": record.at - AROUND, "until": record.at + AROUND}
        rows = self._reader.rows("journal_entries", id=None, limit=LOOKED_AT, **bounds)
        found = [recorded(row["entered"], row["node"], moment(row["at"])) for row in rows if row["entered"] == "action"]
        return [one for one in found if isinstance(one, Action)]
