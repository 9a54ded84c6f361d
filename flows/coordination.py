"""Look for accounts that share together, now and then, among what was shared in the last hours."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import polars as pl
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.runs import running
from graph.model import Signal
from graph.rows import Row, moment
from graph.schema import COORDINATES_WITH
from graph.store import Store
from signals.base import Watch
from signals.coordination.find import Coordination, Group
from signals.coordination.occasions import SHARES
from signals.coordination.signal import signals_of

LOOKING = "coordination"
"""Name of the runs that look for it."""
KNOWN = ("institution", "press", "bot")
"""Kinds of accounts that say who they are: several of them relay one text by their office."""
TAGS = 2
"""Tags of one message that are a choice of its own: one tag alone is everybody's."""


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_COORDINATION_HOURS`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_COORDINATION_")

    hours: float = 48
    """Hours of shares that are looked through."""
    at_most: int = 100_000
    """Messages looked through where more were published: the newest."""
    every_minutes: float = 10
    """Minutes between two looks."""


def coordinated(store: Store, watch: Watch, *, settings: Settings | None = None) -> list[Signal]:
    """Return a signal for each group that shared together lately; none before it is time to look again.

    The cost is that of the messages of the last hours, `at_most` of them, whatever the graph holds.
    """
    settings = settings or Settings()
    last = store.rows("last_run", flow=LOOKING)
    if last and watch.as_of - moment(last[0]["as_of"]) < timedelta(minutes=settings.every_minutes):
        return []
    with running(store, LOOKING, as_of=watch.as_of, parameters=settings.model_dump()) as record:
        shares = _shares(store, watch.as_of, settings)
        finder = Coordination()
        findings = finder.find(shares)
        _tie(store, findings.groups, run_id=record.id, now=watch.as_of)
        found = list(signals_of(findings, watch.messages, settings=finder, as_of=watch.as_of))
        record.counts |= {"shares": len(shares), "occasions": findings.occasions, "groups": len(findings.groups)}
    return found


def _tie(store: Store, groups: Iterable[Group], *, run_id: str, now: datetime) -> None:
    """Write who was found together now; ties of others stay, with the moment at which they were last seen."""
    rows = [
        {"start": start, "end": end, "met": tie.met, "expected": tie.expected, "p_value": tie.p_value, "at": now}
        for group in groups
        for tie in group.ties
        for start, end in [sorted(tie.names)]
    ]
    accounts = sorted({name for group in groups for name in group.accounts})
    store.relate(COORDINATES_WITH, rows, run_id=run_id, scope=accounts)


def _shares(store: Store, until: datetime, settings: Settings) -> pl.DataFrame:
    since = until - timedelta(hours=settings.hours)
    read = store.rows("shares", since=since, until=until, limit=settings.at_most, known=list(KNOWN))
    rows = [
        (row["account_id"], kind, key, row["at"], row["message_id"]) for row in read for kind, key in things_of(row)
    ]
    frame = pl.DataFrame(rows, schema=SHARES | {"at": pl.Int64()}, orient="row")
    return frame.with_columns(pl.from_epoch("at", time_unit="ms").dt.replace_time_zone("UTC").dt.cast_time_unit("us"))


def things_of(row: Row) -> Iterator[tuple[str, str]]:
    """Yield what a message shares, kind and key: what it reposts, its links, the text that it copies, its tags."""
    if row["repost"]:
        yield "repost", row["repost"]
        return
    for link in row["link"]:
        yield "link", link
    if row["first"] or row["copied"]:
        yield "copy", row["first"][0] if row["first"] else row["message_id"]
    if len(row["hashtags"]) >= TAGS:
        yield "hashtags", " ".join(sorted(row["hashtags"]))
