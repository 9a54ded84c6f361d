"""Matomo: visits, visitors, page views and where visits come from, day by day, from its reporting API."""

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

from flows.errors import SourceBroken, SourceError, SourceRefused
from flows.measures import Span, day, measure, part
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

ABOUT = Source(
    id="matomo",
    name="Matomo",
    kind="visibility",
    platform="matomo",
    licence="Statistiques de nos propres sites, agrégées par jour",
    purpose="Mesurer la fréquentation de nos sites et téléservices, et d'où viennent les visites.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; comptages agrégés, aucune visite individuelle.",
    retention_days=3650,
)

SHEET = Sheet(
    address="https://developer.matomo.org/api-reference/reporting-api",
    every=timedelta(days=1),
    cadence="Days that are over, the last ones again for what Matomo archives late; five requests a site and window.",
    fields={
        "VisitsSummary.get nb_visits": "Measure.value",
        "VisitsSummary.get nb_uniq_visitors": "Measure.value",
        "Actions.getPageUrls nb_hits": "Measure.value",
        "Actions.getPageUrls label": "Measure.metric, Measure.service_id",
        "Referrers.getReferrerType nb_visits": "Measure.value",
        "Referrers.getSocials label": "Measure.metric",
        "Referrers.getWebsites label": "Measure.metric",
        "bounce_rate, avg_time_on_site": "dropped: means of a day cannot be added up",
        "Live.getLastVisitsDetails": "dropped: visits of persons are never asked for",
    },
)

REPORTS: Mapping[str, Mapping[str, str]] = {
    "VisitsSummary.get": {},
    "Actions.getPageUrls": {"flat": "1", "filter_limit": "-1"},
    "Referrers.getReferrerType": {"filter_limit": "-1"},
    "Referrers.getSocials": {"filter_limit": "-1"},
    "Referrers.getWebsites": {"filter_limit": "-1"},
}
KINDS = {1: "direct", 2: "search", 3: "website", 6: "campaign", 7: "social"}
"""What Matomo's `referrer_type` means."""
SOCIAL = {"bsky.app": "Bluesky", "go.bsky.app": "Bluesky", "threads.net": "Threads", "threads.com": "Threads"}
"""Social networks that Matomo takes for ordinary websites."""
REST = {"Others", "Autres", "-1"}
"""Labels of the row that sums up what Matomo does not keep one by one."""
REFUSED = ("access", "token", "accès", "jeton", "permission")
"""Words of an error by which Matomo says that we may not."""

Counted = tuple[str, str, int]
"""Service, metric and value."""


class Settings(Audience):
    """Read from the environment, e.g. `CYBERIMPACT_MATOMO_ADDRESS`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_MATOMO_")

    address: str = ""
    """Address of Matomo, as https://stats.exemple.fr/matomo."""
    token: SecretStr = SecretStr("")
    """An authentication token that may view the sites; it travels in the body only."""
    sites: dict[str, Site] = Field(default_factory=dict)
    """Number of each site -> its service, as JSON: {"1": {"service": "17cyber", "pages": {"/quiz": "recrutement"}}}."""


@dataclass(frozen=True, slots=True)
class Matomo:
    """Reads the days of each site (partition: its number) that are over. A day without an archive has no measure."""

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        chosen = self.settings
        if not (chosen.address and chosen.sites and chosen.token.get_secret_value()):
            return "Set CYBERIMPACT_MATOMO_ADDRESS, CYBERIMPACT_MATOMO_TOKEN and CYBERIMPACT_MATOMO_SITES."
        return None

    def probe(self) -> None:
        """Ask for yesterday's visits of each site; raise a `SourceError` that says what is wrong."""
        yesterday = self.settings.plan(datetime.now(UTC)).until
        with client(self.settings.limits()) as web:
            for site in self.settings.sites:
                self._ask(web, "VisitsSummary.get", site, (yesterday, yesterday))

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Record | Checkpoint | Refusal]:
        """Yield the measures of every site that answers; raise at the end for those that did not."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        with client(self.settings.limits()) as web:
            yield from read_sites(self.settings.sites, cursors, self.settings, partial(self._read, web))

    def _read(self, web: httpx.Client, site: str, first: date, last: date) -> Iterator[Measure | Refusal]:
        reports = {name: self._ask(web, name, site, (first, last)) for name in REPORTS}
        for each in range((last - first).days + 1):
            when = first + timedelta(days=each)
            answers = {name: by_day.get(str(when)) for name, by_day in reports.items()}
            span = day(when, ZoneInfo(self.settings.timezone))
            yield from measures(answers, self.settings.sites[site], span, self.settings.top)

    def _ask(self, web: httpx.Client, method: str, site: str, days: tuple[date, date]) -> Mapping[str, Any]:
        """Return what a report says of each day; raise a `SourceError`."""
        content = {
            "module": "API",
            "method": method,
            "idSite": site,
            "period": "day",
            "date": f"{days[0]},{days[1]}",
            "format": "JSON",
            "token_auth": self.settings.token.get_secret_value(),
            **REPORTS[method],
        }
        address = f"{self.settings.address.rstrip('/')}/index.php"
        answer = parsed(ask(web, post(web, address, data=content), limits=self.settings.limits()))
        if isinstance(answer, Mapping) and answer.get("result") == "error":
            raise refusal(address, site, str(answer.get("message")))
        if not isinstance(answer, Mapping) and answer != []:
            raise SourceBroken(f"{address} answered {method} with something else than days: is it Matomo's address?")
        return answer if isinstance(answer, Mapping) else {}


def make(settings: Settings) -> Matomo:
    """Return the collector of the chosen sites."""
    return Matomo(settings)


def refusal(address: str, site: str, message: str) -> SourceError:
    """Return the error for what Matomo says in an answer that is no HTTP error."""
    told = " ".join(message.split())[:200]
    if any(word in told.lower() for word in REFUSED):
        return SourceRefused(f"{address} does not show site {site}: check the token and its rights (« {told} »).")
    return SourceBroken(f"{address} cannot report on site {site}: « {told} »; check the settings.")


def measures(answers: Mapping[str, Any], site: Site, span: Span, top: int) -> Iterator[Measure | Refusal]:
    """Yield what the reports of one day say. A report without an archive is an empty list: no value, never zero."""
    for item in chain(_visits(answers, site), _pages(answers, site, top), _origins(answers, site, top)):
        if isinstance(item, Refusal):
            yield Refusal(item.reason, f"matomo, {site.service}, {span[0]:%Y-%m-%d}, {item.where}")
        else:
            service, metric, value = item
            yield measure(ABOUT.id, (service, site.place, metric), span, value)


def _visits(answers: Mapping[str, Any], site: Site) -> Iterator[Counted | Refusal]:
    summary = answers.get("VisitsSummary.get")
    if not isinstance(summary, Mapping):
        return
    for column, metric in (("nb_visits", VISITS), ("nb_uniq_visitors", VISITORS)):
        value = count(summary.get(column))
        if value is not None:
            yield site.service, metric, value
        elif column in summary:
            yield Refusal("bad-value", column)


def _pages(answers: Mapping[str, Any], site: Site, top: int) -> Iterator[Counted | Refusal]:
    """Yield the pages seen of the whole site, of each service that has pages there, and of the pages seen most."""
    rows, refused = _rows(answers.get("Actions.getPageUrls"), "nb_hits")
    yield from refused
    services: Counter[str] = Counter()
    paths: Counter[str] = Counter()
    for label, hits in rows:
        if label in REST:
            continue
        service, path = site.service_of(label), path_of(label)
        if service and service != site.service:
            services[service] += hits
        if path:
            paths[path] += hits
    # a row that cannot be read leaves the sums unknown
    if rows and not refused:
        yield site.service, PAGE_VIEWS, sum(hits for _, hits in rows)
        yield from ((service, PAGE_VIEWS, hits) for service, hits in services.items())
    for path, hits in largest(paths, top).items():
        yield site.service, part(PAGE_VIEWS, "page", path), hits


def _origins(answers: Mapping[str, Any], site: Site, top: int) -> Iterator[Counted | Refusal]:
    """Yield visits by what they came from; networks that Matomo takes for websites are put where they belong."""
    socials, refused = _rows(answers.get("Referrers.getSocials"), "nb_visits")
    websites, more = _rows(answers.get("Referrers.getWebsites"), "nb_visits")
    yield from (*refused, *more)
    networks, hosts = Counter[str](), Counter[str]()
    for name, visits in socials:
        networks[name] += visits
    moved = 0
    for host, visits in websites:
        if host in REST:
            continue
        network = SOCIAL.get(host.lower())
        (networks if network else hosts)[network or host] += visits
        moved += visits if network else 0
    yield from _kinds(answers.get("Referrers.getReferrerType"), site, moved)
    for dimension, counts in (("social", networks), ("website", hosts)):
        for name, visits in largest(counts, top).items():
            yield site.service, part(VISITS, dimension, name), visits


def _kinds(report: Any, site: Site, moved: int) -> Iterator[Counted | Refusal]:
    kinds: Counter[str] = Counter()
    for row in report if isinstance(report, list) else ():
        visits = count(row.get("nb_visits")) if isinstance(row, Mapping) else None
        if visits is None:
            yield Refusal("bad-value", "nb_visits of a type of referrer")
        else:
            kinds[KINDS.get(count(row.get("referrer_type")) or 0, "other")] += visits
    if kinds and moved:
        kinds["social"] += moved
        kinds["website"] = max(0, kinds["website"] - moved)
    yield from ((site.service, origin(kind), visits) for kind, visits in kinds.items())


def _rows(report: Any, column: str) -> tuple[list[tuple[str, int]], list[Refusal]]:
    """Return label and count of the rows of a report, and refusals for those without one."""
    good: list[tuple[str, int]] = []
    refused: list[Refusal] = []
    for row in report if isinstance(report, list) else ():
        label = str(row.get("label") or "") if isinstance(row, Mapping) else ""
        value = count(row.get(column)) if isinstance(row, Mapping) else None
        if value is None:
            refused.append(Refusal("bad-value", f"{column} of {label[:60]!r}"))
        else:
            good.append((label, value))
    return good, refused
