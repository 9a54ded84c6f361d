"""A server that reports as Matomo 5 does: days over POST only, an empty list where nothing was archived."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from flows.measures import day, local_day, measure
from tests.stages import Kind, Stage
from tests.stages.site import Asked, Reply, json_reply, serving

TOKEN = "f4a0c1d2e3b4a5968778695a4b3c2d1e"  # noqa: S105  invented
LOGIN = (
    b"<!DOCTYPE html><html><head><title>Matomo</title></head><body>Unable to authenticate with the token</body></html>"
)
DENIED = "You can't access this resource as it requires 'view' access for the website id = {}."


@dataclass
class Server:
    """Reports by site, method and day."""

    sites: frozenset[str] = frozenset({"1"})
    reports: dict[tuple[str, str, date], Any] = field(default_factory=dict)

    def answer(self, asked: Asked) -> Reply:
        sent = {name: values[-1] for name, values in parse_qs(asked.body.decode()).items()}
        if asked.method != "POST" or sent.get("token_auth") != TOKEN:
            return Reply(LOGIN, 401, content_type="text/html; charset=utf-8")
        if asked.path != "/index.php" or sent.get("module") != "API":
            return Reply(LOGIN, 200, content_type="text/html; charset=utf-8")
        if sent.get("format") != "JSON":
            return json_reply({"result": "error", "message": "Renderer format not supported"})
        if sent["idSite"] not in self.sites:
            return json_reply({"result": "error", "message": DENIED.format(sent["idSite"])})
        return json_reply(self._days(sent))

    def _days(self, sent: Mapping[str, str]) -> dict[str, Any]:
        first, last = (date.fromisoformat(text) for text in sent["date"].split(","))
        days = [first + timedelta(days=each) for each in range((last - first).days + 1)]
        return {str(each): self.reports.get((sent["idSite"], sent["method"], each), []) for each in days}

    def archive(self, when: date, pages: Mapping[str, Any]) -> None:
        """Fill the reports of a day; pages are seen as often as they say."""
        visits = 40 + when.toordinal() % 7
        day_reports: dict[str, Any] = {
            "VisitsSummary.get": {"nb_uniq_visitors": visits - 10, "nb_visits": str(visits), "nb_actions": 99,
                                  "bounce_rate": "35%", "avg_time_on_site": 61},
            "Actions.getPageUrls": [
                {"label": label, "nb_visits": 1, "nb_hits": hits, "entry_nb_visits": "9", "bounce_rate": "44%"}
                for label, hits in pages.items()
            ],
            "Referrers.getReferrerType": [
                {"label": "Direct Entry", "nb_visits": 20, "referrer_type": 1},
                {"label": "Websites", "nb_visits": "15", "referrer_type": 3},
                {"label": "Social Networks", "nb_visits": 5, "referrer_type": "7"},
            ],
            "Referrers.getSocials": [{"label": "mastodon.social", "nb_visits": 5, "referrer_type": 7}],
            "Referrers.getWebsites": [
                {"label": "bsky.app", "nb_visits": 4, "referrer_type": 3},
                {"label": "www.exemple.fr", "nb_visits": 11, "referrer_type": 3},
            ],
        }  # fmt: skip
        for name, report in day_reports.items():
            self.reports["1", name, when] = report


PAGES = {"/aide": 30, "/pre-plainte/depot": "12"}


def counted(metric: str, when: date, service: str = "gendarmerie") -> str:
    """The id of a count of a day."""
    return measure("matomo", (service, "FR", metric), day(when), 0).id


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Four days, of which two were not archived yet."""
    server = Server()
    yesterday = local_day(datetime.now(UTC)) - timedelta(days=1)
    days = [yesterday - timedelta(days=each) for each in range(4)]
    for each in (days[1], days[3]):
        server.archive(each, PAGES)

    with serving(server.answer) as site:
        settings = {
            "address": site.address,
            "token": TOKEN,
            "sites": {"1": {"service": "gendarmerie", "pages": {"/pre-plainte": "pre-plainte-en-ligne"}}},
            "since": days[-1],
            "again": 4,
            "step": 4,
            "top": 3,
            "hours": 0,
            "timeout": 0.5,
            "tries": 1,
            "pause": 0,
        }
        first = {counted(metric, days[1]) for metric in ("visits", "unique_visitors", "page_views")}
        first |= {counted("page_views", days[3], "pre-plainte-en-ligne"), counted("visits/from=social", days[3])}
        yield Stage(settings, frozenset(first), _publishing(server, days), cannot=CANNOT, site=site)


CANNOT: Mapping[Kind, str] = {
    "duplicated": "a report is a table by label: nothing stands in it twice",
    "skewed": "days are asked for by their date, and none that lies ahead",
}


def _publishing(server: Server, days: list[date]) -> Callable[[Kind], frozenset[str]]:
    def publish(kind: Kind) -> frozenset[str]:
        if kind == "more":
            server.archive(days[0], PAGES)
            return frozenset({counted("visits", days[0]), counted("page_views", days[0])})
        if kind == "out-of-order":
            server.archive(days[2], PAGES)
            return frozenset({counted("visits", days[2])})
        more: dict[Kind, dict[str, Any]] = {
            "unicode": {"/مساعدة/🚓": 7, "/\u202e/x": 2, "/\ud800": 1},
            "malformed": {"/casse": "beaucoup", "/aussi": None, "/bon": 7},
            "huge": {f"/{'x' * 3_000_000}": 1, "/court": 7},
        }
        server.archive(days[1], PAGES | more[kind])
        page = {"unicode": "/مساعدة/🚓", "malformed": "/bon", "huge": "/court"}[kind]
        return frozenset({counted(f"page_views/page={page}", days[1])})

    return publish
