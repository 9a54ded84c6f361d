"""What audience tools count of our sites, whichever tool it is: the same sites, days and metrics for all of them."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_settings import BaseSettings

from flows.errors import SourceBroken, SourceError, SourceRefused, together
from flows.measures import COUNTRY, local_day, part
from flows.sources import Checkpoint, Refusal
from flows.web import Limits
from graph.model import Measure
from signals.text.kept import names_a_person

VISITS = "visits"
VISITORS = "unique_visitors"
PAGE_VIEWS = "page_views"
ORIGINS = ("direct", "search", "website", "social", "campaign", "other")
"""Where visits come from, as parts of `visits`."""

LONGEST_PATH = 200
"""Characters of the address of a page that has a count of its own."""
_NUMBERS = re.compile(r"\d{5,}")


class Site(BaseModel):
    """One site of an audience tool. `"brigade-numerique"` alone stands for `{"service": "brigade-numerique"}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    service: str
    """The service that the whole site is."""
    place: str = COUNTRY
    """The place that it is for."""
    pages: dict[str, str] = {}
    """Part of the address or name of a page -> the service that such pages belong to; the longest one counts."""

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        return {"service": value} if isinstance(value, str) else value

    def service_of(self, page: str) -> str | None:
        """Return the service that a page belongs to, None when the settings name none.

        >>> Site(service="gn", pages={"/aide": "a", "/aide/17": "b"}).service_of("/aide/17cyber")
        'b'
        """
        within = [name for name in self.pages if name.lower() in page.lower()]
        return self.pages[max(within, key=len)] if within else None


@dataclass(frozen=True, slots=True)
class Covered:
    """The days that have been read, first and last, and when they were asked for last."""

    first: date
    last: date
    asked: datetime

    @staticmethod
    def load(cursor: str | None) -> "Covered | None":
        """Return what a cursor says; one that is not ours says that nothing was read."""
        try:
            known = json.loads(cursor or "")
            first, last = date.fromisoformat(known["first"]), date.fromisoformat(known["last"])
            return Covered(first, last, datetime.fromisoformat(known["asked"]))
        except (ValueError, KeyError, TypeError):
            return None

    def dump(self) -> str:
        return json.dumps({"first": str(self.first), "last": str(self.last), "asked": self.asked.isoformat()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which days to read: those since the last time, a few again, then further back, the newest of them first."""

    since: date
    """The first day that is wanted."""
    until: date
    """The last day that is over."""
    again: int
    """Days that are read again: what comes late is still counted there."""
    step: int
    """Days of one request."""
    at_most: int = 1_000
    """Requests of one run for the past; the next run goes on."""

    def is_done(self, covered: Covered | None, now: datetime, pause: timedelta) -> bool:
        """Return whether all days were read, and that not longer than `pause` ago."""
        if covered is None or covered.last < self.until or covered.first > self.since:
            return False
        return now - covered.asked < pause

    def windows(self, covered: Covered | None, now: datetime) -> Iterator[tuple[date, date, Covered]]:
        """Yield first and last day of each request, and what is covered once its answer is saved."""
        if covered is None or covered.last < self.since:
            covered = Covered(self.until + timedelta(days=1), self.until, now)
        else:
            covered = replace(covered, asked=now)
            for first, last, after in self._new(covered):
                covered = after
                yield first, last, after
        yield from islice(self._past(covered), self.at_most)

    def _new(self, covered: Covered) -> Iterator[tuple[date, date, Covered]]:
        first = max(min(covered.last, self.until) - timedelta(days=self.again - 1), self.since)
        while first <= self.until:
            last = min(first + timedelta(days=self.step - 1), self.until)
            covered = replace(covered, last=max(covered.last, last))
            yield first, last, covered
            first = last + timedelta(days=1)

    def _past(self, covered: Covered) -> Iterator[tuple[date, date, Covered]]:
        last = covered.first - timedelta(days=1)
        while last >= self.since:
            covered = replace(covered, first=max(last - timedelta(days=self.step - 1), self.since))
            yield covered.first, last, covered
            last = covered.first - timedelta(days=1)


class Audience(BaseSettings):
    """What the settings of every audience tool have in common, `Site` by number beside."""

    since: date = date(2022, 1, 1)
    """First day to read."""
    timezone: str = "Europe/Paris"
    """Time zone that the sites are set to in the tool: its days are those."""
    again: int = Field(default=7, ge=0)
    """Days read again each time: what comes late is counted then, and an empty day is asked for again."""
    step: int = Field(default=7, ge=1)
    """Days of one request; fewer when an answer is too large."""
    windows: int = Field(default=30, ge=1)
    """Requests of a report in one run for the past; the next run goes on, the newest days first."""
    top: int = Field(default=20, ge=0)
    """Pages, social networks and websites that get a count of their own each day."""
    hours: float = Field(default=6.0, ge=0)
    """Hours before a site that was read whole is asked again."""
    timeout: float = Field(default=60.0, gt=0)
    """Seconds of silence before the tool is given up; a day that was not summed up yet takes time."""
    max_bytes: int = Field(default=20_000_000, gt=0)
    """Bytes of one answer."""
    tries: int = Field(default=3, ge=1)
    """How often the tool is asked in a run when it does not answer."""
    pause: float = Field(default=1.0, ge=0)
    """Seconds before it is asked again; doubled each time."""

    def plan(self, now: datetime) -> Plan:
        """Return which days to read at a moment."""
        yesterday = local_day(now, ZoneInfo(self.timezone)) - timedelta(days=1)
        return Plan(since=self.since, until=yesterday, again=self.again, step=self.step, at_most=self.windows)

    def limits(self) -> Limits:
        """Return how far a request may go."""
        return Limits(bytes=self.max_bytes, seconds=self.timeout, tries=self.tries, pause=self.pause)


Read = Callable[[str, date, date], Iterator[Measure | Refusal]]
"""Yields what a tool counted of a site from one day to another, both included; raises a `SourceError`."""


def read_sites(
    sites: Iterable[str], cursors: Mapping[str, str], chosen: Audience, read: Read
) -> Iterator[Measure | Refusal | Checkpoint]:
    """Yield what `read` tells of every site (partition); raise at the end for those that did not answer."""
    now = datetime.now(UTC)
    plan, pause = chosen.plan(now), timedelta(hours=chosen.hours)
    failures: list[SourceError] = []
    for site in sites:
        covered = Covered.load(cursors.get(site))
        if plan.is_done(covered, now, pause):
            continue
        try:
            for first, last, after in plan.windows(covered, now):
                yield from read(site, first, last)
                yield Checkpoint(after.dump(), site)
        except SourceError as error:
            failures.append(error)
    if failures:
        raise together(failures)


def post(web: httpx.Client, url: str, **content: Any) -> httpx.Request:
    """Return a POST request for `flows.web.ask`; raise a `SourceError` for what is no web address or no key."""
    try:
        request = web.build_request("POST", url, **content)
    except httpx.InvalidURL as error:
        raise SourceBroken(f"{url} is not a web address: check its spelling in the settings.") from error
    except UnicodeEncodeError as error:
        raise SourceRefused(f"The key for {url} holds characters that no key has: copy it again.") from error
    if request.url.scheme not in {"http", "https"}:
        raise SourceBroken(f"{url} is not a web address: check its spelling in the settings.")
    return request


def count(value: Any) -> int | None:
    """Return a count that a tool may write as a number or as a text of digits, None for anything else.

    >>> count("9"), count(3.0), count("44%"), count(None), count(-1), count(0.5)
    (9, 3, None, None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        read = float(value)
    except (ValueError, OverflowError):
        return None
    return int(read) if 0 <= read <= 1e12 and read == int(read) else None


def path_of(label: str) -> str | None:
    """Return the address of a page as it may be kept, None when it may name a person or cannot be read.

    >>> path_of("/suivi/20261234567?nom=x"), path_of("/@camille"), path_of(" /aide#haut")
    ('/suivi/…', None, '/aide')
    """
    path = label.partition("?")[0].partition("#")[0].strip()
    if not path or len(path) > LONGEST_PATH or not path.isprintable() or names_a_person(path):
        return None
    return _NUMBERS.sub("…", path)


def origin(name: str) -> str:
    """Return the metric of the visits that come from `name`, one of `ORIGINS`."""
    return part(VISITS, "from", name)


def largest(counts: Mapping[str, int], most: int) -> dict[str, int]:
    """Return the `most` largest counts, those of one size by name."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most])
