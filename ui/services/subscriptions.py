"""Who is told of alerts: subscribed and ended by the administration; how sending goes, for everybody."""

from datetime import UTC, datetime

from graph import home
from graph.rows import Row
from graph.subscriptions import kept
from graph.subscriptions.reach import shown
from graph.subscriptions.sealed import new_id
from graph.subscriptions.settings import Settings
from graph.territory import places
from signals.announce.seal import shown_secret
from signals.announce.wish import Wish, granted
from ui.formats import milliseconds
from ui.services.reader import Reader


class Subscriptions:
    """Answers of the interface for programs and of the page of sources; `role` signs what is subscribed."""

    def __init__(self, reader: Reader, role: str) -> None:
        self._reader, self._role = reader, role

    def listed(self) -> list[Row]:
        """Return the subscriptions that were not ended, with how sending goes; never where to."""
        return self._reader.through(kept.listed)

    def begin(self, wish: Wish) -> tuple[Row, str]:
        """Subscribe somebody, and return the subscription with the secret that signs its webhooks, shown this once.

        Raises `WishRefused`, or `AddressRefused` for an address that the deployer did not allow.
        """
        now, settings = datetime.now(UTC), Settings()
        exercise = bool(self._reader.rows("situation_exercise")[0]["exercise"])
        made = granted(
            wish, name=new_id(), since=self._reader.now() if exercise and self._reader.clock else now, role=self._role,
            places={one.id for one in places()}, shown=lambda channel, to: shown(channel, to, settings),
        )  # fmt: skip
        sealed = self._reader.through(lambda store: kept.begin(store, home.home(), made, wish.address, now=now))
        row = next(row for row in self.listed() if row["id"] == made.id)
        return row, shown_secret(sealed.key) if made.channel == "webhook" else ""

    def end(self, subscription: str) -> None:
        """End a subscription; raise `NoSubscription`."""
        now = datetime.now(UTC)
        self._reader.through(lambda store: kept.end(store, home.home(), subscription, now=now))

    def going(self) -> list[Row]:
        """Return how sending to each goes, those in trouble first: name, channel, sent, pending, failures, moments."""
        names = ("id", "name", "channel", "severity", "digest", "sent", "pending", "failures", "last_why")
        rows = [
            {name: row[name] for name in names}
            | {name: row[name] and milliseconds(row[name]) for name in ("last_sent_at", "next_at")}
            for row in self.listed()
        ]
        return sorted(rows, key=lambda row: (not row["failures"], row["name"].lower()))
