"""Piano Analytics (AT Internet): visits, visitors, page views and sources of visits, from its Data API v3."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from flows.errors import SourceBroken, SourceRefused
from flows.measures import Span, day, hour, measure, part
from flows.sources import Checkpoint, Record, Refusal, Sheet
from flows.visibility import (
    PAGE_VIEWS,
    VISITORS,
    VISITS,
    Audience,
    Site,
    count,
    largest,
    origin,
    path_of,
    post,
    read_sites,
)
from flows.web import ask, client, parsed
from graph.model import Measure, Source
from signals.text.fold import fold

ABOUT = Source(
    id="piano",
    name="Piano Analytics (AT Internet)",
    kind="visibility",
    platform="piano",
    licence="Statistiques de nos propres sites, agrégées par jour",
    purpose="Mesurer la fréquentation de nos sites et téléservices, et d'où viennent les visites.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; comptages agrégés, aucune visite individuelle.",
    retention_days=3650,
)

SHEET = Sheet(
    address="https://developers.atinternet-solutions.com/piano-analytics/data-api/getting-started/how-does-it-work",
    every=timedelta(days=1),
    cadence="Days that are over, the last ones again; 10,000 rows a page, 200,000 rows a call at most.",
    fields={
        "m_visits": "Measure.value",
        "m_unique_visitors": "Measure.value",
        "m_page_loads": "Measure.value",
        "date": "Measure.start, Measure.end",
        "visit_hour": "Measure.start, Measure.metric",
        "page_full_name": "Measure.metric, Measure.service_id",
        "src": "Measure.metric",
        "src_detail": "Measure.metric",
        "m_bounces, m_time_spent_per_visits": "dropped: means of a day cannot be added up",
        "geo_city, device_type": "dropped: nobody needs to know from where and with what a person came",
    },
)

PAGE = 10_000
"""Rows of a page at most."""
CALL = 200_000
"""Rows that one call gives at most, whatever its pages."""
REPORTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "days": ((), ("m_visits", "m_unique_visitors", "m_page_loads")),
    "hours": (("visit_hour",), ("m_visits",)),
    "pages": (("page_full_name",), ("m_page_loads",)),
    "sources": (("src", "src_detail"), ("m_visits",)),
}
"""Properties, beside the date, and metrics of each report."""
METRICS = {"m_visits": VISITS, "m_unique_visitors": VISITORS, "m_page_loads": PAGE_VIEWS}
ORIGINS = (
    ("social", "social"), ("reseaux", "social"), ("search", "search"), ("moteur", "search"), ("direct", "direct"),
    ("referrer", "website"), ("referent", "website"), ("portal", "website"), ("webmail", "website"),
    ("sponsored", "campaign"), ("email", "campaign"), ("affiliat", "campaign"), ("display", "campaign"),
    ("campaign", "campaign"), ("campagne", "campaign"), ("ads", "campaign"),
)  # fmt: skip
"""What a word of `src` says of where a visit came from; the first that is found counts."""
NOT_KNOWN = "N/A"

Row = Mapping[str, Any]
Counted = tuple[str, str, int | None]
"""Service, metric and value, None when it cannot be read."""


class Space(Site):
    """A site of Piano; `contains` is for our pages on the site of somebody else, as service-public.fr."""

    contains: str = ""
    """Only visits of pages whose full name contains this are counted."""


class Settings(Audience):
    """Read from the environment, e.g. `CYBERIMPACT_PIANO_SITES`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_PIANO_")

    address: str = "https://api.atinternet.io/v3/data/getData"
    """Address of the method getData."""
    api_key: SecretStr = SecretStr("")
    """The access key."""
    secret_key: SecretStr = SecretStr("")
    """The secret key that goes with it."""
    sites: dict[str, Space] = Field(default_factory=dict)
    """Number of each site -> its service, as JSON: {"617190": {"service": "17cyber", "contains": "cyber"}}."""
    again: int = Field(default=3, ge=0)
    """Days read again each time."""
    rows: int = Field(default=PAGE, ge=1, le=PAGE)
    """Rows of a page."""
    most_rows: int = Field(default=CALL, ge=1, le=CALL)
    """Rows of a call."""


@dataclass(frozen=True, slots=True)
class Piano:
    """Reads the days of each site (partition: its number) that are over. A day without a row has no measure."""

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        chosen = self.settings
        keys = (chosen.api_key.get_secret_value(), chosen.secret_key.get_secret_value())
        if not (all(keys) and chosen.sites and chosen.address):
            return "Set CYBERIMPACT_PIANO_API_KEY, CYBERIMPACT_PIANO_SECRET_KEY and CYBERIMPACT_PIANO_SITES."
        return None

    def probe(self) -> None:
        """Ask for yesterday's visits of each site; raise a `SourceError` that says what is wrong."""
        yesterday = self.settings.plan(datetime.now(UTC)).until
        with client(self.settings.limits()) as web:
            for site in self.settings.sites:
                self._page(web, "days", site, (yesterday, yesterday, 1))

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Record | Checkpoint | Refusal]:
        """Yield the measures of every site that answers; raise at the end for those that did not."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        with client(self.settings.limits()) as web:
            yield from read_sites(self.settings.sites, cursors, self.settings, partial(self._read, web))

    def _read(self, web: httpx.Client, site: str, first: date, last: date) -> Iterator[Measure | Refusal]:
        days: dict[str, dict[str, list[Row]]] = {}
        for name in REPORTS:
            for row in self._rows(web, name, site, (first, last)):
                if isinstance(row, Refusal):
                    yield row
                else:
                    days.setdefault(str(row.get("date"))[:10], {}).setdefault(name, []).append(row)
        for each in range((last - first).days + 1):
            when = first + timedelta(days=each)
            reports = days.pop(str(when), {})
            yield from measures(reports, self.settings.sites[site], when, self.settings)
        for other, reports in days.items():
            yield Refusal("bad-date", f"piano, site {site}, {sum(map(len, reports.values()))} rows of {other[:20]!r}")

    def _rows(self, web: httpx.Client, name: str, site: str, days: tuple[date, date]) -> Iterator[Row | Refusal]:
        """Yield the rows of a report, page after page; where a call would give too many, of half of its days each."""
        first, last = days
        rows: list[Row] = []
        size = self.settings.rows
        for number in range(1, max(1, self.settings.most_rows // size) + 1):
            page = self._page(web, name, site, (first, last, number))
            rows += page
            if len(page) < size:
                yield from rows
                return
        if first == last:
            # what comes last is missing, and nobody knows how much: nothing of it can be summed up
            yield Refusal("too-many-rows", f"piano, site {site}, {name} of {first}: set `contains`")
            return
        middle = first + (last - first) // 2
        yield from self._rows(web, name, site, (first, middle))
        yield from self._rows(web, name, site, (middle + timedelta(days=1), last))

    def _page(self, web: httpx.Client, name: str, site: str, what: tuple[date, date, int]) -> list[Row]:
        chosen, (first, last, number) = self.settings, what
        properties, metrics = REPORTS[name]
        contains = chosen.sites[site].contains
        body = {
            "space": {"s": [int(site) if site.isdecimal() else site]},
            "columns": ["date", *properties, *metrics],
            "period": {"p1": [{"type": "D", "start": str(first), "end": str(last)}]},
            **({"filter": {"property": {"page_full_name": {"$lk": contains}}}} if contains else {}),
            # by what makes a row unique, so that pages do not shift
            "sort": ["date", *properties],
            "max-results": chosen.rows,
            "page-num": number,
        }
        key = f"{chosen.api_key.get_secret_value()}_{chosen.secret_key.get_secret_value()}"
        request = post(web, chosen.address, json=body, headers={"x-api-key": key})
        return rows_of(parsed(ask(web, request, limits=self.settings.limits())), chosen.address)


def make(settings: Settings) -> Piano:
    """Return the collector of the chosen sites."""
    return Piano(settings)


def rows_of(answer: Any, address: str) -> list[Row]:
    """Return the rows of an answer, `$.DataFeed.Rows`; raise `SourceBroken` when it has none."""
    feed = answer.get("DataFeed") if isinstance(answer, Mapping) else None
    feed = feed[0] if isinstance(feed, list) and feed else feed
    rows = feed.get("Rows") if isinstance(feed, Mapping) else None
    if not isinstance(rows, list):
        told = answer.get("ErrorMessage") if isinstance(answer, Mapping) else None
        said = f" (« {' '.join(str(told).split())[:200]} »)" if told else ""
        raise SourceBroken(f"{address} answered without rows{said}: check the address and the sites.")
    return [row for row in rows if isinstance(row, Mapping)]


def measures(
    reports: Mapping[str, list[Row]], site: Space, when: date, chosen: Settings
) -> Iterator[Measure | Refusal]:
    """Yield what the reports of one day say; a day without a row says nothing."""
    zone = ZoneInfo(chosen.timezone)
    whole_day = day(when, zone)
    by_day = chain(
        _days(reports.get("days", []), site),
        _pages(reports.get("pages", []), site, chosen.top),
        _sources(reports.get("sources", []), site, chosen.top),
    )
    for service, metric, value in by_day:
        yield from _kept((service, site.place, metric), whole_day, value)
    for number, value in _hours(reports.get("hours", [])):
        what = (site.service, site.place, part(VISITS, "hour", "unknown" if number is None else str(number)))
        yield from _kept(what, whole_day if number is None else hour(when, number, zone), value)


def _kept(what: tuple[str, str, str], span: Span, value: int | None) -> Iterator[Measure | Refusal]:
    if value is None:
        yield Refusal("bad-value", f"piano, {what[2][:60]} of {what[0]}, {span[0]:%Y-%m-%d}")
    elif span[0] < span[1]:
        yield measure(ABOUT.id, what, span, value)


def _days(rows: list[Row], site: Space) -> Iterator[Counted]:
    for row in rows:
        for column, metric in METRICS.items():
            if column in row:
                yield site.service, metric, count(row[column])


def _hours(rows: list[Row]) -> Iterator[tuple[int | None, int | None]]:
    """Yield visits by hour, None for those of which Piano does not know it (`N/A`)."""
    sums: Counter[int | None] = Counter()
    for row in rows:
        number, visits = count(row.get("visit_hour")), count(row.get("m_visits"))
        if visits is None:
            yield number, None
        else:
            sums[number if number is not None and number < 24 else None] += visits
    yield from sums.items()


def _pages(rows: list[Row], site: Space, top: int) -> Iterator[Counted]:
    """Yield the pages seen of each service that has pages on the site, and of the pages seen most."""
    services: Counter[str] = Counter()
    paths: Counter[str] = Counter()
    whole = True
    for row in rows:
        name, views = str(row.get("page_full_name") or ""), count(row.get("m_page_loads"))
        if views is None:
            # a row that cannot be read leaves the sums unknown
            whole = False
            yield site.service, PAGE_VIEWS, None
            continue
        service, path = site.service_of(name), path_of(name)
        if service and service != site.service:
            services[service] += views
        if path and path != NOT_KNOWN:
            paths[path] += views
    if whole:
        yield from ((service, PAGE_VIEWS, views) for service, views in services.items())
    for path, views in largest(paths, top).items():
        yield site.service, part(PAGE_VIEWS, "page", path), views


def _sources(rows: list[Row], site: Space, top: int) -> Iterator[Counted]:
    """Yield visits by what they came from, and of the networks and websites that most came from."""
    kinds: Counter[str] = Counter()
    details: dict[str, Counter[str]] = {"social": Counter(), "website": Counter()}
    whole = True
    for row in rows:
        kind, visits = kind_of(str(row.get("src") or "")), count(row.get("m_visits"))
        if visits is None:
            whole = False
            yield site.service, origin(kind), None
            continue
        kinds[kind] += visits
        detail = path_of(str(row.get("src_detail") or ""))
        if kind in details and detail and detail != NOT_KNOWN:
            details[kind][detail] += visits
    if whole:
        yield from ((site.service, origin(kind), visits) for kind, visits in kinds.items())
    for dimension, counts in details.items():
        for name, visits in largest(counts, top).items():
            yield site.service, part(VISITS, dimension, name), visits


def kind_of(source: str) -> str:
    """Return where a visit came from, as all tools of audience say it.

    >>> kind_of("Social media"), kind_of("Moteurs de recherche"), kind_of("Direct traffic"), kind_of("N/A")
    ('social', 'search', 'direct', 'other')
    """
    plain = fold(source)
    return next((kind for word, kind in ORIGINS if word in plain), "other")
