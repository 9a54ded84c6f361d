"""« Je donne mon avis » in small: reviews, and the interface that counts their answers as the real one does."""

import base64
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flows.measures import measure
from tests.stages import Kind, Stage
from tests.stages.site import Asked, Reply, json_reply, serving

KEY = "invented-key"
ROOT = "/api/open-api"
LABELS = {"good": "Très bien", "medium": "Moyen", "bad": "Pas bien"}
Answer = tuple[str, str, str]
"""Code of the question, what the answer intends, its text."""


@dataclass
class Review:
    """What one user answered in one form."""

    id: int
    created: datetime
    answers: list[Answer]
    form: int = 20
    created_text: str = ""
    """What the interface gives instead of the date."""

    def payload(self) -> dict[str, Any]:
        """Return it as `GET /avis` does."""
        answers = [
            {
                "field_code": code, "field_label": code, "answer_text": text, "answer_item_id": 1,
                "intention": intention, "kind": "text" if intention == "neutral" else "radio",
                "parent_answer_id": None, "parent": None,
            }
            for code, intention, text in self.answers
        ]  # fmt: skip
        return {
            "id": self.id, "created_at": self.created_text or _iso(self.created), "form_id": self.form,
            "button_id": 3, "has_verbatim": self.has_verbatim, "answers": answers,
        }  # fmt: skip

    @property
    def has_verbatim(self) -> bool:
        return any(code == "verbatim" for code, _, _ in self.answers)


def review(number: int, days_ago: float, mark: str = "good", comment: str | None = "Simple et rapide.") -> Review:
    """Return a review of the first form."""
    answers: list[Answer] = [("satisfaction", mark, LABELS.get(mark, mark))]
    if comment is not None:
        answers += [("verbatim", "neutral", comment), ("contact_email", "neutral", "camille@exemple.fr")]
    return Review(number, datetime.now(UTC) - timedelta(days=days_ago), answers)


@dataclass
class Platform:
    """An organisation's procedures, each with the ids of its forms, and what users answered there."""

    reviews: list[Review]
    products: Mapping[int, tuple[str, list[int]]] = field(
        default_factory=lambda: {3119: ("Démarche inventée", [20, 21]), 3120: ("Autre démarche", [22])}
    )
    templates: Mapping[int, str] = field(default_factory=lambda: {21: "bug"})
    opened: bool = True
    """Whether `GET /avis` is."""
    page: int = 100

    def answer(self, asked: Asked) -> Reply:
        """Answer a request."""
        if asked.headers.get("authorization") != f"Bearer {KEY}":
            return json_reply({"message": "Please provide a valid API key", "code": "UNAUTHORIZED"}, 401)
        try:
            if (asked.method, asked.path) == ("GET", f"{ROOT}/services"):
                return json_reply({"data": list(self._services())})
            if (asked.method, asked.path) == ("POST", f"{ROOT}/statistiques"):
                return json_reply({"data": {"data": list(self._statistics(json.loads(asked.body)))}})
            if (asked.method, asked.path) == ("GET", f"{ROOT}/avis") and self.opened:
                return json_reply(self._reviews(asked.query))
        except ValueError as error:
            return json_reply({"message": str(error), "code": "BAD_REQUEST"}, 400)
        return json_reply({"message": "Not found", "code": "NOT_FOUND"}, 404)

    def _services(self) -> Iterator[dict[str, Any]]:
        for product, (title, forms) in self.products.items():
            known = [{"id": form, "title": "Évaluation de la satisfaction usager"} for form in forms]
            yield {"id": product, "title": title, "entity": "Gendarmerie nationale", "forms": known}

    def _statistics(self, wanted: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        products = wanted.get("product_ids") or list(self.products)
        if unknown := [product for product in products if product not in self.products]:
            raise ValueError(f"Les product_ids suivants n'existent pas en base : {unknown}")
        if len(products) > 10:
            raise ValueError("Veuillez réduire le nombre de services requêtés (max 10)")
        for product in products:
            title, forms = self.products[product]
            told = [self._form(form, wanted) for form in forms]
            told = [each for each in told if each["intervals"]]
            if told:
                yield {"product_id": str(product), "product_name": title, "forms": told}

    def _form(self, form: int, wanted: Mapping[str, Any]) -> dict[str, Any]:
        counted: dict[str, Counter[Answer]] = {}
        for each in self.reviews:
            day = each.created.date().isoformat()
            if each.form == form and wanted["start_date"] <= day <= wanted["end_date"]:
                asked = [answer for answer in each.answers if answer[0] in wanted["field_codes"]]
                counted.setdefault(day, Counter()).update(asked)
        intervals = [
            {"date": f"{day}T00:00:00.000Z", "length_interval": wanted["interval"], "data": _categories(answers)}
            for day, answers in sorted(counted.items())
            if answers
        ]
        return {"form_id": str(form), "form_name": "Évaluation de la satisfaction usager", "intervals": intervals}

    def _reviews(self, query: Mapping[str, str]) -> dict[str, Any]:
        limit, form = int(query.get("limit", "50")), int(query["form_id"])
        if not 1 <= limit <= 100:
            raise ValueError("Number must be less than or equal to 100")
        found = [
            each
            for each in self.reviews
            if each.form == form
            and query.get("start_date", "0") <= each.created.date().isoformat() <= query.get("end_date", "9")
            and (query.get("has_verbatim") != "true" or each.has_verbatim)
        ]
        found.sort(key=lambda each: (_iso(each.created), each.id), reverse=True)
        if "cursor" in query:
            last = json.loads(base64.urlsafe_b64decode(query["cursor"]))
            found = [each for each in found if (_iso(each.created), each.id) < (last["ts"], last["id"])]
        size = min(limit, self.page)
        page, more = found[:size], len(found) > size
        cursor = {"ts": _iso(page[-1].created), "id": page[-1].id} if more else None
        return {
            "data": [each.payload() for each in page],
            "metadata": {
                "product_id": 3119,
                "form_template_slug": self.templates.get(form, "root"),
                "next_cursor": base64.urlsafe_b64encode(json.dumps(cursor).encode()).decode() if cursor else None,
                "has_more": more,
                "limit": limit,
            },
        }


def _categories(answers: Counter[Answer]) -> list[dict[str, Any]]:
    codes = dict.fromkeys(code for code, _, _ in answers)
    return [
        {
            "category": code,
            "label": code,
            "number_hits": [
                {"intention": intention, "label": text, "count": n}
                for (asked, intention, text), n in answers.items()
                if asked == code
            ],
        }
        for code in codes
    ]


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def satisfaction(days_ago: float, service: str = "jdma:3119") -> str:
    """Return the id of the satisfaction of a day."""
    start = (datetime.now(UTC) - timedelta(days=days_ago)).replace(hour=0, minute=0, second=0, microsecond=0)
    span = (start, start + timedelta(days=1))
    return measure("je-donne-mon-avis", (service, "FR", "satisfaction"), span, 0).id


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Open a platform with four reviews, one of them without a comment."""
    reviews = [review(1, 30), review(2, 9, "bad"), review(3, 2, "medium"), review(4, 1, comment=None)]
    platform = Platform(reviews, {3119: ("Démarche inventée", [20])}, page=2)
    ids = {f"je-donne-mon-avis:{number}" for number in (1, 2, 3)} | {"jdma:3119"}
    ids |= {satisfaction(days) for days in (30, 9, 2, 1)}

    def publish(kind: Kind) -> frozenset[str]:
        return _publish(platform, kind)

    with serving(platform.answer) as site:
        settings = {
            "base_url": f"{site.address}{ROOT}", "api_key": KEY, "reviews": True, "step_days": 40,
            "first_day": (datetime.now(UTC) - timedelta(days=35)).date(), "timeout": 0.5, "tries": 1, "pause": 0,
        }  # fmt: skip
        yield Stage(settings, frozenset(ids), publish, site=site)


def _publish(platform: Platform, kind: Kind) -> frozenset[str]:
    expected = {11, 12}
    match kind:
        case "more":
            new = [review(11, 0), review(12, 0, "bad")]
        case "duplicated":
            new, expected = [platform.reviews[2]], set()
        case "out-of-order":
            new = [review(11, 5), review(12, 3)]
        case "skewed":
            new, expected = [review(11, -366), review(12, 0)], {12}
        case "unicode":
            new = [
                review(11, 0, comment="Très 👮‍♀️ — ‮simple‬, спасибо, شكرا"),
                review(12, 0, comment="La moitié \ud83d d'un émoji s'est perdue"),
            ]
        case "malformed":
            new = [review(11, 0), review(13, 0), review(12, 0, "parfait")]
            new[1].created_text = "hier"
        case "huge":
            new = [review(11, 0), review(13, 0, comment="a" * 3_000_000), review(12, 0)]
    platform.reviews += new
    return frozenset(f"je-donne-mon-avis:{number}" for number in expected)
