"""An Opendatasoft portal in small: fields, `records` and its limits, `exports`, a daily quota, errors in its words."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.stages.site import Asked, Reply, json_reply

ROOT = "/api/explore/v2.1/catalog/datasets/"
SINCE = re.compile(r"(\w+) >= date'(\d{4}-\d\d-\d\d)'")
DAY = timedelta(days=1)

Row = Mapping[str, Any]


@dataclass
class Portal:
    """One dataset: name -> (label, type) of its fields, and its rows by name."""

    dataset: str
    fields: Mapping[str, tuple[str, str]]
    rows: list[dict[str, Any]]
    reach: int = 10_000
    quota: int = 5_000
    interrupted: bool = False
    """Exports announce success and break off after half of their rows."""
    exports: int = field(default=0)

    def answer(self, asked: Asked) -> Reply:
        """Answer a request."""
        self.quota -= 1
        if self.quota < 0:
            wait = {"errorcode": 10002, "reset_time": _reset(), "limit_time_unit": "day", "call_limit": 5_000}
            return self._sealed(json_reply(wait | {"error": "Too many requests on the domain."}, 429))
        name, _, part = asked.path.removeprefix(ROOT).partition("/")
        if name != self.dataset:
            return json_reply({"error_code": "DatasetNotFoundError", "message": "Unknown dataset"}, 404)
        try:
            if part == "records":
                return self._sealed(self._records(asked.query))
            if part in {"exports/csv", "exports/json"}:
                return self._sealed(self._export(asked.query, part.rpartition("/")[2]))
        except ValueError as error:
            return json_reply({"error_code": "InvalidRESTParameterError", "message": str(error)}, 400)
        known = [{"name": key, "label": label, "type": kind} for key, (label, kind) in self.fields.items()]
        return self._sealed(json_reply({"dataset_id": name, "has_records": True, "fields": known}))

    def _sealed(self, reply: Reply) -> Reply:
        quota = {"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": str(max(0, self.quota))}
        return Reply(
            reply.body, reply.status, {**reply.headers, **quota, "X-RateLimit-Reset": _reset()}, reply.content_type
        )

    def _records(self, query: Mapping[str, str]) -> Reply:
        limit, offset = int(query.get("limit", "10")), int(query.get("offset", "0"))
        if not 0 <= limit <= 100:
            raise ValueError(
                f"Invalid value for limit API parameter: {limit} was found but -1 <= limit <= 100 is expected."
            )
        self._refuse_far(limit, offset)
        rows = self._chosen(query)
        return json_reply({"total_count": len(rows), "results": rows[offset : offset + limit]})

    def _export(self, query: Mapping[str, str], form: str) -> Reply:
        self.exports += 1
        limit, offset = int(query.get("limit", "-1")), int(query.get("offset", "0"))
        rows = self._chosen(query)
        if offset:
            self._refuse_far(len(rows) if limit < 0 else limit, offset)
        rows = rows[offset:] if limit < 0 else rows[offset : offset + limit]
        if self.interrupted:
            rows = rows[: len(rows) // 2]
        body = _csv(rows, list(self._names(query)), query) if form == "csv" else json.dumps(rows, ensure_ascii=False)
        content_type = "text/csv; charset=utf-8" if form == "csv" else "application/json"
        if self.interrupted:
            body += (
                "Streaming interrupted due to the following error: the search engine is busy (error_code: Timeout)\n"
            )
        return Reply(body.encode("utf-8", "surrogatepass"), content_type=content_type)

    def _refuse_far(self, limit: int, offset: int) -> None:
        if offset + limit > self.reach:
            raise ValueError(
                f"Invalid value for sum of offset + limit API parameter: {offset + limit} was found "
                f"but <= {self.reach} is expected."
            )

    def _names(self, query: Mapping[str, str]) -> Sequence[str]:
        names = query["select"].split(",") if "select" in query else list(self.fields)
        unknown = [name for name in names if name not in self.fields]
        if unknown:
            raise ValueError(f"Unknown field: {unknown[0]}")
        return names

    def _chosen(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        rows: Sequence[Row] = self.rows
        if "where" in query:
            said = SINCE.fullmatch(query["where"])
            if said is None or self.fields[said[1]][1] not in {"date", "datetime"}:
                raise ValueError(f"ODSQL query is malformed: {query['where']}")
            rows = [row for row in rows if str(row.get(said[1]) or "") >= date.fromisoformat(said[2]).isoformat()]
        for name in reversed(query["order_by"].split(",") if "order_by" in query else []):
            rows = sorted(rows, key=lambda row: (row.get(name) is None, row.get(name) or 0))
        names = self._names(query)
        return [{name: row.get(name) for name in names} for row in rows]


def _reset() -> str:
    """Return when the quota begins anew: at the next midnight but one, so that no test runs past it."""
    return f"{(datetime.now(UTC) + 2 * DAY).date()} 00:00:00+00:00"


def _csv(rows: Sequence[Row], names: Sequence[str], query: Mapping[str, str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=query.get("delimiter", ";"), lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows(["" if row[name] is None else row[name] for name in names] for row in rows)
    return ("\ufeff" if query.get("with_bom", "true") == "true" else "") + text.getvalue()
