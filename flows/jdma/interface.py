"""The interface of « Je donne mon avis »: services of a key, answers counted by day, reviews where it opens them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx

from flows.errors import SourceBroken
from flows.jdma.scores import FIELDS, Answers
from flows.stretches import Stretch
from flows.web import Limits, ask, parsed, request_to

MOST = 10
"""Services of one question."""
PAGE = 100
"""Reviews of one page: the most that it gives."""


@dataclass(frozen=True, slots=True)
class Product:
    """A procedure on which users give their opinion, and the forms in which they do."""

    id: int
    title: str
    entity: str
    forms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Interface:
    """Asks with one key, which is that of a service or of all services of an organisation."""

    web: httpx.Client
    base_url: str
    limits: Limits
    key: str = field(repr=False)

    def products(self) -> list[Product]:
        """Return the services that the key opens."""
        try:
            return [
                Product(
                    int(each["id"]),
                    str(each["title"]),
                    str(each["entity"]),
                    tuple(int(form["id"]) for form in each["forms"]),
                )
                for each in self._ask("/services")["data"]
            ]
        except (KeyError, TypeError, ValueError) as error:
            raise self._nonsense("/services") from error

    def answers(self, products: Sequence[int], days: Stretch) -> dict[tuple[int, date], Answers]:
        """Return how often each answer was given, by service and day (UTC), over all forms of a service."""
        content = {
            "product_ids": list(products),
            "form_ids": [],
            "field_codes": list(FIELDS),
            "start_date": days.since.isoformat(),
            "end_date": days.until.isoformat(),
            "interval": "day",
        }
        counted: dict[tuple[int, date], Answers] = defaultdict(Counter)
        try:
            for product in self._ask("/statistiques", content=content)["data"]["data"]:
                for form in product["forms"]:
                    for interval in form["intervals"]:
                        day = date.fromisoformat(interval["date"][: len("2026-11-03")])
                        counted[int(product["product_id"]), day].update(_hits(interval["data"]))
        except (KeyError, TypeError, ValueError) as error:
            raise self._nonsense("/statistiques") from error
        return dict(counted)

    def reviews(self, form: int, days: Stretch) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
        """Yield the template of a form, and its reviews with a comment page by page, the newest first."""
        query = {"form_id": str(form), "start_date": days.since.isoformat(), "end_date": days.until.isoformat()}
        query |= {"limit": str(PAGE), "has_verbatim": "true"}
        cursor: str | None = ""
        while cursor is not None:
            page = self._ask("/avis", query | ({"cursor": cursor} if cursor else {}))
            try:
                found, about = page["data"], page["metadata"]
                template, cursor = str(about["form_template_slug"]), about["next_cursor"]
            except (KeyError, TypeError) as error:
                raise self._nonsense("/avis") from error
            if not isinstance(found, list) or not isinstance(cursor, str | None):
                raise self._nonsense("/avis")
            yield template, [each for each in found if isinstance(each, Mapping)]

    def _ask(
        self, path: str, params: Mapping[str, str] | None = None, *, content: Mapping[str, Any] | None = None
    ) -> Any:
        url = f"{self.base_url.rstrip('/')}{path}"
        headers = {"authorization": f"Bearer {self.key}"}
        request = request_to(self.web, url, headers, params, content=content)
        return parsed(ask(self.web, request, limits=self.limits))

    def _nonsense(self, path: str) -> SourceBroken:
        return SourceBroken(f"{self.base_url.rstrip('/')}{path} answered something unexpected: check the address.")


def _hits(categories: Any) -> Answers:
    """Return the answers of one day; those to questions under others are counted at the top too."""
    counted: Answers = Counter()
    for category in categories:
        for hit in category["number_hits"]:
            counted[str(category["category"]), str(hit["intention"]), str(hit["label"])] += int(hit["count"])
    return counted
