"""When a host may be asked: one ledger of slots, which all workers and machines share.

Each request reserves the next free slot of its host and waits for it, so that workers take turns in the order in which
they came, however many there are (virtual scheduling, ITU-T I.371, known as GCRA). A host that asks for patience
(`Retry-After`, `X-RateLimit-Remaining: 0`) is left alone by everybody until the moment that it named.

`flows.web` does all this for whoever uses its client. Another library takes its turn itself:

    pace.turn("mastodon.example", every=1.0)
    ...
    pace.heard("mastodon.example", response.status_code, response.headers)
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.errors import SourceUnavailable
from flows.slots import GraphSlots, Slot, Slots, SlotsFailed, SqliteSlots
from graph import home
from graph.store import Store

LONGEST = 86_400.0
"""Seconds for which a host can close itself: an absurd header must not silence a source for ever."""
QUOTAS = ("x-ratelimit", "ratelimit", "x-rate-limit")
"""Beginnings of the headers that tell what is left of a quota: `-remaining` and `-reset`."""
UNIX_TIME = 1_000_000_000
"""A number of seconds beyond is a moment, counted from 1970."""

log = logging.getLogger(__name__)


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_PACE_EVERY`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_PACE_")

    every: float = 0.1
    """Seconds between two requests to one host, of all workers together."""
    burst: int = 10
    """Requests that may go at once after a rest."""
    hosts: dict[str, float] = {}
    """Seconds between two requests by host, as JSON, where a host wants more."""
    file: Path | None = None
    """Ledger of commands that have no graph at hand; none: in the cache."""


@dataclass
class Pace:
    """The ledger in use, and what was heard since."""

    slots: Slots
    answers: int = 0
    """Good answers, those included that nothing changed."""


_pace: ContextVar[Pace | None] = ContextVar("pace", default=None)


@contextmanager
def shared(store: Store) -> Iterator[Pace]:
    """Keep the ledger in the graph for the length of a `with` block: whoever writes there shares it."""
    pace = Pace(GraphSlots(store))
    token = _pace.set(pace)
    try:
        yield pace
    finally:
        _pace.reset(token)


def current() -> Pace:
    """Return the ledger of the block at hand; outside of any, that of this machine."""
    return _pace.get() or Pace(SqliteSlots(Settings().file or home.cache() / "pace.sqlite"))


def turn(
    host: str,
    *,
    every: float | None = None,
    patience: float = 10.0,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Wait for the next slot of `host`; raise `SourceUnavailable` when that would take longer than `patience` seconds.

    `every` is how many seconds lie between two slots, by default what the settings say of the host.
    """
    settings = Settings()
    slot = Slot(host, settings.hosts.get(host, settings.every if every is None else every), settings.burst, patience)
    slots = current().slots
    try:
        while wait := slots.reserve(slot):
            if wait > patience:
                raise SourceUnavailable(f"{host} is to be left alone: try again in {wait:.0f} s.", retry_after=wait)
            sleep(wait)
            # while we slept the host may have asked everybody for patience
            if not slots.closed(host):
                return
    except SlotsFailed as error:
        log.warning("no pace between workers: %s", error)


def heard(host: str, status: int, headers: Mapping[str, str]) -> None:
    """Note an answer: a host that asks for patience is closed to all workers until then."""
    pace = current()
    good = status < 400
    pace.answers += good
    wait = seconds_asked(status, headers, datetime.now(UTC))
    if wait:
        try:
            pace.slots.close(host, min(wait, LONGEST))
        except SlotsFailed as error:
            log.warning("no pace between workers: %s", error)


def seconds_asked(status: int, headers: Mapping[str, str], now: datetime) -> float:
    """Return for how many seconds an answer asks to be left alone.

    `Retry-After` where the answer is none (RFC 9110, 10.2.3), the reset of a quota of which nothing is left: GitHub's
    and Bluesky's seconds since 1970, Mastodon's ISO 8601, the seconds of the IETF's draft.

    >>> now = datetime(2026, 3, 1, tzinfo=UTC)
    >>> seconds_asked(429, {"retry-after": "30"}, now)
    30.0
    >>> seconds_asked(200, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-03-01T00:05:00.000Z"}, now)
    300.0
    >>> seconds_asked(200, {"x-ratelimit-remaining": "12", "x-ratelimit-reset": "1800000000"}, now)
    0.0
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    asked = seconds_to_wait(lowered.get("retry-after"), now) or 0.0 if status >= 400 else 0.0
    for name in QUOTAS:
        if lowered.get(f"{name}-remaining", "").strip() == "0":
            asked = max(asked, seconds_to_wait(lowered.get(f"{name}-reset"), now) or 0.0)
    return asked


def seconds_to_wait(header: str | None, now: datetime) -> float | None:
    """Return the seconds of a `Retry-After` header (RFC 9110, 10.2.3: seconds or a date), None when it says nothing.

    Quotas say when they begin anew (`X-RateLimit-Reset`) in seconds, as seconds of Unix time or as an ISO 8601 date.

    >>> now = datetime(2026, 11, 24, 10, tzinfo=UTC)
    >>> seconds_to_wait("Tue, 24 Nov 2026 10:01:00 GMT", now), seconds_to_wait("2026-11-25 00:00:00+00:00", now)
    (60.0, 50400.0)
    """
    if header is None:
        return None
    if header.strip().isdecimal():
        seconds = float(header)
        return seconds if seconds < UNIX_TIME else max(0.0, seconds - now.timestamp())
    moment = _date(header.strip())
    if moment is None:
        return None
    return max(0.0, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now.timestamp())


def _date(text: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(text)
        except ValueError:
            continue
    return None
