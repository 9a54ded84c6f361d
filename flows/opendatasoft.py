"""Datasets of an Opendatasoft portal, by its Explore API 2.1: their fields, pages of records, whole exports."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import httpx

from flows.errors import SourceBroken, SourceUnavailable
from flows.rows import Layout, read
from flows.sources import Refusal
from flows.web import Limits, ask, download, parsed, request_to

PAGE = 100
"""Records of one page: the most that `records` gives."""
REACH = 10_000
"""What `offset + limit` of `records` may come to; beyond it there is only the export."""
EXPORT_BYTES, EXPORT_SECONDS = 4_000_000_000, 7_200.0
"""What a whole export may take: it is streamed to a file, never held."""
INTERRUPTED = b"Streaming interrupted"
"""How the last line of an export begins that broke off after its success had been announced."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column: the name that queries use, the label that people read, and its type (`text`, `date`, `datetime`, …)."""

    name: str
    label: str
    type: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset. Portals count requests by day and address: as few as possible are made."""

    web: httpx.Client
    address: str
    limits: Limits
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    def fields(self) -> tuple[Field, ...]:
        """Return the columns, asked of the portal: their names differ from one publication to the next."""
        answer = self._ask("", {})
        try:
            return tuple(Field(each["name"], each.get("label") or "", each["type"]) for each in answer["fields"])
        except (KeyError, TypeError) as error:
            raise SourceBroken(f"{self.address} lists no fields: check the id of the dataset.") from error

    def rows(
        self, names: tuple[str, ...], *, where: str | None = None, order_by: str, whole: bool = False
    ) -> Iterator[dict[str, str] | Refusal]:
        """Yield the texts of the columns `names` of each record: by pages where they reach that far, else by export.

        `where` and `order_by` are ODSQL; `whole` says that the export is wanted at once.
        """
        query = {"select": ",".join(names), "order_by": order_by} | ({"where": where} if where else {})
        if whole:
            yield from self._export(names, query)
            return
        offset, total = 0, 1
        while offset < total:
            page = self._ask("/records", query | {"limit": str(PAGE), "offset": str(offset)})
            records, total = self._records(page)
            if total > REACH:
                yield from self._export(names, query)
                return
            yield from ({name: text_of(record.get(name)) for name in names} for record in records)
            if not records:
                return
            offset += len(records)

    def _records(self, page: Any) -> tuple[list[Mapping[str, Any]], int]:
        try:
            records, total = page["results"], int(page["total_count"])
        except (KeyError, TypeError, ValueError) as error:
            raise SourceBroken(f"{self.address} answered something other than records: check the address.") from error
        if not isinstance(records, list) or not all(isinstance(record, Mapping) for record in records):
            raise SourceBroken(f"{self.address} answered something other than records: check the address.")
        return records, total

    def _export(self, names: tuple[str, ...], query: Mapping[str, str]) -> Iterator[dict[str, str] | Refusal]:
        url = f"{self.address}/exports/csv"
        query = {**query, "delimiter": ";", "use_labels": "false", "with_bom": "false"}
        layout = Layout(aliases={name: (name,) for name in names}, required=names)
        with TemporaryDirectory(prefix="cyberimpact-") as folder:
            path = Path(folder) / "export.csv"
            limits = replace(self.limits, bytes=EXPORT_BYTES, total=EXPORT_SECONDS)
            download(self.web, request_to(self.web, url, self.headers, query), path, limits=limits)
            _refuse_interrupted(path, url)
            try:
                for row in read(path, layout):
                    if isinstance(row, Refusal):
                        yield replace(row, where=row.where.replace(str(path), url))
                    else:
                        yield dict(row.fields)
            except SourceBroken as error:
                raise SourceBroken(str(error).replace(str(path), url)) from error

    def _ask(self, path: str, query: Mapping[str, str]) -> Any:
        request = request_to(self.web, f"{self.address}{path}", self.headers, query)
        return parsed(ask(self.web, request, limits=self.limits))


def dataset(web: httpx.Client, portal: str, name: str, *, limits: Limits, key: str = "") -> Dataset:
    """Return the dataset `name` of a portal; `key` raises the daily quota where the portal gives keys."""
    address = f"{portal.rstrip('/')}/api/explore/v2.1/catalog/datasets/{quote(name, safe='')}"
    return Dataset(web, address, limits, {"authorization": f"Apikey {key}"} if key else {})


def text_of(value: object) -> str:
    """Return a value of a record as an export would write it.

    >>> text_of(None), text_of(471), text_of(["Guichet", "Téléphone"]), text_of(True)
    ('', '471', 'Guichet,Téléphone', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, list):
        return ",".join(text_of(part) for part in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _refuse_interrupted(path: Path, url: str) -> None:
    """Raise when an export says in its last line that it broke off: that is no end."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2_000))
        last = file.read().rstrip().rpartition(b"\n")[2]
    if not last.startswith(INTERRUPTED):
        return
    if b"RESTParameter" in last or b"ODSQL" in last:
        raise SourceBroken(f"{url} refuses the question ({last[:200].decode(errors='replace')}): tell the developers.")
    raise SourceUnavailable(f"{url} broke off its export: try again later.")
