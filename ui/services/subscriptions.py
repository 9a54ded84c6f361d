"""Who is told of alerts: subscribed, changed, paused, tried and ended by the administration; how it goes, for all."""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime

from graph import home
from graph.model import Subscription
from graph.rows import Row
from graph.subscriptions import kept
from graph.subscriptions.reach import AddressRefused, shown
from graph.subscriptions.sealed import new_id
from graph.subscriptions.settings import Settings
from graph.territory import places
from signals.announce.seal import shown_secret
from signals.announce.trial import trial
from signals.announce.wish import Wish, WishRefused, granted
from signals.entries import Problem, Words
from ui.formats import milliseconds
from ui.services.reader import Reader, Unreachable

LAST = 8
"""Deliveries shown of each subscription."""

REFUSED: dict[str, str] = {
    "web": "ce n’est pas l’adresse d’un webhook : en donner une comme https://hooks.exemple.fr/alertes",
    "mailbox": "ce n’est pas une boîte aux lettres : en donner une comme cellule@exemple.gouv.fr",
    "host": "serveur non autorisé : {} ; l’exploitation de la plateforme peut l’ajouter",
    "domain": "domaine non autorisé : {} ; l’exploitation de la plateforme peut l’ajouter",
}
"""Why an address is refused, in French."""


class Subscriptions:
    """Answers of the interface for programs and of the pages; `role` signs what is subscribed."""

    def __init__(self, reader: Reader, role: str) -> None:
        self._reader, self._role = reader, role

    def listed(self) -> list[Row]:
        """Return the subscriptions that were not ended, with how sending goes; never where to."""
        return self._reader.through(kept.listed)

    def begin(self, wish: Wish) -> tuple[Row, str]:
        """Subscribe somebody, and return the subscription with the secret that signs its webhooks, shown this once.

        Raises `WishRefused` with all that cannot be, an address that the deployer did not allow among it.
        """
        now = datetime.now(UTC)
        made = self._granted(wish, new_id(), since=self._since(now))
        sealed = self._reader.through(lambda store: kept.begin(store, home.home(), made, wish.address, now=now))
        return self._one(made.id), shown_secret(sealed.key) if made.channel == "webhook" else ""

    def change(self, subscription: str, wish: Wish) -> tuple[Row, str]:
        """Keep a subscription as it is wanted now; an empty address stays what it was.

        Returns it with the secret of a new address, shown this once. Raises `WishRefused`, or `NoSubscription`.
        """
        now, old = datetime.now(UTC), self._one(subscription)
        made = self._granted(wish, subscription, since=old["since"], before=old)
        sealed = self._reader.through(lambda store: kept.change(store, home.home(), made, wish.address, now=now))
        secret = shown_secret(sealed.key) if sealed and made.channel == "webhook" else ""
        return self._one(subscription), secret

    def problems(self, wish: Wish, subscription: str = "") -> list[Problem]:
        """Return what of a wish cannot be, for a new subscription or a change of one; nothing is kept."""
        before = self._one(subscription) if subscription else None
        try:
            self._granted(wish, new_id(), since=datetime.now(UTC), before=before)
        except WishRefused as error:
            return list(error.problems)
        return []

    def renew(self, subscription: str) -> str:
        """Return a new secret for the webhooks of a subscription, shown this once; the old one signs no more."""
        self._one(subscription)
        return shown_secret(kept.renew(home.home(), subscription).key)

    def pause(self, subscription: str) -> None:
        """Send nothing to a subscription until it goes on; raise `NoSubscription`."""
        now = datetime.now(UTC)
        self._reader.through(lambda store: kept.pause(store, subscription, now=now))

    def resume(self, subscription: str) -> None:
        """Let a subscription go on, with what is heard from now on; raise `NoSubscription`."""
        since = self._since(datetime.now(UTC))
        self._reader.through(lambda store: kept.resume(store, subscription, since=since))

    def attempt(self, subscription: str) -> bool:
        """Have an invented alert sent, unless one is on its way; tell whether it was asked for anew."""
        if any(row["kind"] == "trial" and _waits(row) for row in self.recent().get(subscription, [])):
            return False
        now = datetime.now(UTC)
        body = json.dumps(trial(milliseconds(now)), ensure_ascii=False)
        self._reader.through(lambda store: kept.ask_trial(store, subscription, body, now=now))
        return True

    def end(self, subscription: str) -> None:
        """End a subscription; raise `NoSubscription`."""
        now = datetime.now(UTC)
        self._reader.through(lambda store: kept.end(store, home.home(), subscription, now=now))

    def recent(self) -> Mapping[str, list[Row]]:
        """Return the last deliveries of each subscription, the latest first: what they tell, and whether it arrived."""
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self._reader.through(lambda store: store.rows("deliveries_last", limit=LAST)):
            found[row["subscription"]].append(row)
        return found

    def token(self) -> str:
        """Return what changes when something was sent or failed; the same while the graph does not answer."""
        try:
            return str(self._reader.through(lambda store: store.rows("deliveries_going"))[0]["going"])
        except Unreachable:
            return ""

    def going(self) -> list[Row]:
        """Return how sending to each goes, those in trouble first: name, channel, sent, pending, failures, moments."""
        names = ("id", "name", "channel", "severity", "digest", "sent", "pending", "failures", "last_why")
        rows = [
            {name: row[name] for name in names}
            | {name: row[name] and milliseconds(row[name]) for name in ("last_sent_at", "next_at", "paused_at")}
            for row in self.listed()
        ]
        return sorted(rows, key=lambda row: (not row["failures"], row["name"].lower()))

    def _one(self, subscription: str) -> Row:
        found = next((row for row in self.listed() if row["id"] == subscription), None)
        if found is None:
            raise kept.NoSubscription(f"there is no subscription {subscription}")
        return found

    def _since(self, now: datetime) -> datetime:
        """Return the moment from which alerts are told: by the clock of the data in an exercise."""
        exercise = bool(self._reader.rows("situation_exercise")[0]["exercise"])
        return self._reader.now() if exercise and self._reader.clock else now

    def _granted(self, wish: Wish, name: str, *, since: datetime, before: Row | None = None) -> Subscription:
        """Return the record of a wish; raise `WishRefused` with the problems of all fields."""
        visible, problems = before["shown"] if before else "", []
        if wish.channel in ("webhook", "mail") and (wish.address or not before):
            try:
                visible = shown(wish.channel, wish.address, Settings())
            except AddressRefused as error:
                problems.append(Problem("address", Words(REFUSED[error.why].format(error.what), str(error))))
        known = {one.id for one in places()}
        try:
            made = granted(wish, name=name, since=since, role=self._role, places=known, shown=lambda *_: visible)
        except WishRefused as error:
            raise WishRefused((*error.problems, *problems)) from None
        if problems:
            raise WishRefused(problems)
        return made


def _waits(row: Row) -> bool:
    return row["sent_at"] is None and row["failed_at"] is None
