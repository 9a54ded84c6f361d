"""A server that answers `getData` as AT Internet's API v3 does: rows by page, limits, errors in JSON."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flows.measures import day, hour, local_day, measure
from tests.stages import Kind, Stage
from tests.stages.site import Asked, Reply, json_reply, serving

API_KEY, SECRET_KEY = "ACCES0INVENTE", "secret0invente"
PATH = "/v3/data/getData"
SITE = 617190


def error(status: int, code: str, message: str) -> Reply:
    """An error as the interface tells it."""
    return json_reply({"ErrorCode": code, "ErrorMessage": message, "ErrorType": "error"}, status)


@dataclass
class Server:
    """Rows of visits by day, from which every report is made."""

    pages: dict[date, list[dict[str, Any]]] = field(default_factory=dict)
    """Rows of `page_full_name` and `m_page_loads`."""
    limit: int = 200_000
    """Rows of a call."""

    def answer(self, asked: Asked) -> Reply:
        if asked.headers.get("x-api-key") != f"{API_KEY}_{SECRET_KEY}":
            return error(401, "Authentication_InvalidApiKey", "The API key is invalid.")
        body = json.loads(asked.body)
        if asked.method != "POST" or asked.path != PATH or not body.get("sort"):
            return error(400, "Parameters_Missing", "The parameter sort is mandatory.")
        size, number = body["max-results"], body["page-num"]
        if not 1 <= size <= 10_000 or size * number > self.limit:
            return error(400, "Parameters_MaxResults", "Too many results are asked for.")
        if body["space"]["s"] != [SITE]:
            return error(403, "Authorization_Space", "You cannot see this site.")
        rows = self._rows(body)
        start = size * (number - 1)
        return json_reply({"DataFeed": {"Columns": [], "Rows": rows[start : start + size], "Context": {}}})

    def _rows(self, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        (period,) = body["period"]["p1"]
        first, last = date.fromisoformat(period["start"]), date.fromisoformat(period["end"])
        wanted = body.get("filter", {}).get("property", {}).get("page_full_name", {}).get("$lk", "")
        days = sorted(each for each in self.pages if first <= each <= last)
        rows = [row for each in days for row in self._day(each, wanted, frozenset(body["columns"]))]
        named = [key for key in body["sort"] if not key.lstrip("-").startswith("m_")]
        return sorted(rows, key=lambda row: [str(row.get(key)) for key in named])

    def _day(self, each: date, wanted: str, columns: frozenset[str]) -> list[dict[str, Any]]:
        pages = [row for row in self.pages[each] if wanted in row["page_full_name"]]
        if not pages:
            return []
        visits = 40 + each.toordinal() % 7
        if "page_full_name" in columns:
            rows = pages
        elif "visit_hour" in columns:
            rows = [{"visit_hour": 9, "m_visits": 30}, {"visit_hour": "N/A", "m_visits": visits - 30}]
        elif "src" in columns:
            rows = [{"src": "Direct traffic", "src_detail": "N/A", "m_visits": visits - 12},
                    {"src": "Social media", "src_detail": "Twitter", "m_visits": 7},
                    {"src": "Referrer sites", "src_detail": "www.exemple.fr", "m_visits": 5}]  # fmt: skip
        else:
            loads = sum(row["m_page_loads"] for row in pages if isinstance(row["m_page_loads"], int))
            rows = [{"m_visits": visits, "m_unique_visitors": visits - 10, "m_page_loads": loads}]
        return [{"date": str(each), **row} for row in rows]

    def see(self, when: date, pages: Mapping[str, Any]) -> None:
        """Have pages seen on a day, as often as they say."""
        self.pages[when] = [{"page_full_name": name, "m_page_loads": views} for name, views in pages.items()]


PAGES = {"national::accueil": 30, "service::pre-plainte::depot": 12}


def counted(metric: str, when: date, service: str = "gendarmerie") -> str:
    """The id of a count of a day."""
    span = hour(when, int(metric.partition("hour=")[2])) if "hour=9" in metric else day(when)
    return measure("piano", (service, "FR", metric), span, 0).id


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Four days, of which two have no row yet."""
    server = Server(limit=8)
    yesterday = local_day(datetime.now(UTC)) - timedelta(days=1)
    days = [yesterday - timedelta(days=each) for each in range(4)]
    for each in (days[1], days[3]):
        server.see(each, PAGES)

    with serving(server.answer) as site:
        settings = {
            "address": f"{site.address}{PATH}",
            "api_key": API_KEY,
            "secret_key": SECRET_KEY,
            "sites": {str(SITE): {"service": "gendarmerie", "pages": {"pre-plainte": "pre-plainte-en-ligne"}}},
            "since": days[-1],
            "again": 4,
            "step": 4,
            "rows": 4,
            "most_rows": 8,
            "top": 3,
            "hours": 0,
            "timeout": 0.5,
            "tries": 1,
            "pause": 0,
        }
        first = {counted(metric, days[1]) for metric in ("visits", "unique_visitors", "page_views", "visits/hour=9")}
        first |= {counted("page_views", days[3], "pre-plainte-en-ligne"), counted("visits/hour=unknown", days[3])}
        first |= {counted("visits/from=social", days[3])}
        yield Stage(settings, frozenset(first), _publishing(server, days), cannot=CANNOT, site=site)


CANNOT: Mapping[Kind, str] = {
    "duplicated": "a report is a table by its properties: nothing stands in it twice",
    "skewed": "days are asked for by their date, and none that lies ahead",
}


def _publishing(server: Server, days: list[date]) -> Callable[[Kind], frozenset[str]]:
    def publish(kind: Kind) -> frozenset[str]:
        if kind in {"more", "out-of-order"}:
            when = days[0] if kind == "more" else days[2]
            server.see(when, PAGES)
            return frozenset({counted("visits", when), counted("page_views", when)})
        more: dict[Kind, dict[str, Any]] = {
            "unicode": {"مساعدة::🚓": 70, "\u202ex": 2, "\ud800": 1},
            "malformed": {"casse": "beaucoup", "aussi": None, "bon": 70},
            "huge": {"x" * 3_000_000: 1, "court": 70},
        }
        server.see(days[1], PAGES | more[kind])
        page = {"unicode": "مساعدة::🚓", "malformed": "bon", "huge": "court"}[kind]
        return frozenset({counted(f"page_views/page={page}", days[1])})

    return publish
