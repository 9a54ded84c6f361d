"""What of a history has been read: an unbroken stretch of days, made longer at both ends, the newest first."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `since` to `until`, both of them included."""

    since: date
    until: date

    @staticmethod
    def load(value: str | None) -> "Stretch | None":
        """Return the stretch of a cursor; a cursor that is not ours means that nothing was read."""
        try:
            known = json.loads(value or "{}")
            found = Stretch(date.fromisoformat(known["since"]), date.fromisoformat(known["until"]))
        except (ValueError, KeyError, TypeError):
            return None
        return found if found.since <= found.until else None

    def dump(self) -> str:
        """Return the cursor of a stretch.

        >>> Stretch.load(Stretch(date(2026, 11, 1), date(2026, 11, 3)).dump())
        Stretch(since=datetime.date(2026, 11, 1), until=datetime.date(2026, 11, 3))
        """
        return json.dumps({"since": self.since.isoformat(), "until": self.until.isoformat()})


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """How far back there is something to read, and in what pieces."""

    first: date
    """The oldest day."""
    lookback: timedelta
    """How long after a day what is said of it may still change."""
    step: timedelta
    """The longest piece that is read at once."""

    def pieces(self, known: Stretch | None, today: date) -> Iterator[tuple[Stretch, Stretch]]:
        """Yield each piece to read, and what is known once it was: what is recent, then back to the first day.

        >>> history = History(first=date(2026, 1, 1), lookback=timedelta(days=7), step=timedelta(days=200))
        >>> for piece, _ in history.pieces(None, date(2026, 11, 25)):
        ...     print(piece.since, piece.until)
        2026-11-18 2026-11-25
        2026-05-02 2026-11-17
        2026-01-01 2026-05-01
        """
        begin = max(self.first, min(known.until if known else today, today) - self.lookback)
        since = min(known.since, begin) if known else begin
        while begin <= today:
            # after a long absence piece by piece towards today, so that the stretch never has a hole
            end = min(today, begin + self.step)
            yield Stretch(begin, end), Stretch(since, end)
            begin = end + DAY
        while since > self.first:
            piece = Stretch(max(self.first, since - self.step), since - DAY)
            since = piece.since
            yield piece, Stretch(since, today)
