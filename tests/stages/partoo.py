"""Partoo's interface in small: a key in a header, pages of 30 or 100, filters by update, 300 requests a minute."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.stages import Kind, Stage
from tests.stages.site import Asked, Reply, json_reply, serving

KEY = "invented-key"


def at(days_ago: float) -> str:
    """Return a moment as Partoo writes it, with an offset."""
    return (datetime.now(UTC) - timedelta(days=days_ago)).strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")


def review(number: int, days_ago: float, **fields: Any) -> dict[str, Any]:
    """Return a review without an answer."""
    return {
        "id": number,
        "org_id": 42,
        "business_id": "5409c35a97bbc544d8e26737",
        "partner": "google_my_business",
        "partner_id": "accounts/114063712393225091258/locations/1",
        "author_name": "Camille Martin",
        "date": at(days_ago),
        "update_date": at(days_ago),
        "delete_date": None,
        "rating": 4,
        "recommended": None,
        "title": None,
        "content": f"Accueil aimable, avis {number}.",
        "state": "not_treated",
        "link": "https://maps.example/contrib/114063712393225091258",
        "comments": None,
        "tags": [{"id": 25, "label": "accueil", "color": "#808080"}],
    } | fields


def answered(item: Mapping[str, Any], days_ago: float) -> dict[str, Any]:
    """Return a review with the unit's answer, which is an update."""
    reply = {
        "id": 82938, "author_name": "Adjudant Durand", "content": "Merci de votre confiance.",
        "date": at(days_ago), "update_date": at(days_ago), "review_id": item["id"], "parent_id": None,
        "is_reply_suggestion": False, "replies": [],
    }  # fmt: skip
    return {**item, "state": "treated", "update_date": at(days_ago), "comments": reply}


BUSINESSES: list[dict[str, Any]] = [
    {
        "id": "5409c35a97bbc544d8e26737", "code": "GN-21", "status": "open", "group_id": 23, "groups": [1, 2],
        "name": "Gendarmerie - Brigade inventée", "city": "Dijon", "zipcode": "21000", "country": "FR",
        "contacts": [{"name": "Major Invente", "email": "major@exemple.fr", "phone_numbers": ["+33102030405"]}],
        "lat": 47.32, "long": 5.04,
    },
    {"id": "c73b15e9fa42d60b3a8c21ef", "name": None, "city": "ST DENIS CEDEX", "zipcode": "93200", "country": "FR"},
]  # fmt: skip


@dataclass
class Account:
    """An organisation's businesses and reviews."""

    reviews: list[dict[str, Any]]
    businesses: list[dict[str, Any]] = field(default_factory=lambda: list(BUSINESSES))
    left: int = 300
    """Requests of this minute."""
    per_page: int = 100
    """Most items of a page."""

    def answer(self, asked: Asked) -> Reply:
        """Answer a request."""
        self.left -= 1
        if self.left < 0:
            return json_reply({"errors": {"json": {"_error": "Too many requests"}}}, 429, Retry_After="60")
        if asked.headers.get("x-apikey") != KEY:
            return json_reply({"errors": {"json": {"_error": "Invalid API key"}}}, 401)
        if asked.path == "/v2/business/search":
            return self._page("businesses", self.businesses, asked.query)
        if asked.path == "/v2/reviews":
            return self._page("reviews", self._updated(asked.query), asked.query)
        return json_reply({"errors": {"json": {"_error": "Not found"}}}, 404)

    def _updated(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        since = _moment(query.get("update_date__gte", "1970-01-01T00:00:00"))
        until = _moment(query.get("update_date__lte", "9999-12-31T00:00:00"))
        found = [each for each in self.reviews if since <= _moment(each["update_date"]) <= until]
        return sorted(found, key=lambda each: str(each["update_date"]), reverse=True)

    def _page(self, key: str, items: list[dict[str, Any]], query: Mapping[str, str]) -> Reply:
        size, number = min(self.per_page, int(query.get("per_page", "30"))), int(query.get("page", "1"))
        last = max(1, -(-len(items) // size))
        body = {"page": number, "max_page": last, "count": len(items), key: items[(number - 1) * size : number * size]}
        return json_reply(body)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Open an account with four reviews, one of them answered, one written long ago."""
    reviews = [review(1, 35), review(2, 20), answered(review(3, 9), 1), review(4, 0.5, rating=2)]
    account = Account(reviews, per_page=2)
    ids = {"partoo:1", "partoo:2", "partoo:3", "partoo:3/82938", "partoo:4", "partoo:5409c35a97bbc544d8e26737"}

    def publish(kind: Kind) -> frozenset[str]:
        return _publish(account, kind)

    with serving(account.answer) as site:
        settings = {
            "base_url": f"{site.address}/v2", "api_key": KEY, "step_days": 30,
            "first_day": (datetime.now(UTC) - timedelta(days=40)).date(), "timeout": 0.5, "tries": 1, "pause": 0,
        }  # fmt: skip
        yield Stage(settings, frozenset(ids), publish, site=site)


def _publish(account: Account, kind: Kind) -> frozenset[str]:
    new: list[dict[str, Any]]
    expected = {11, 12}
    match kind:
        case "more":
            new = [review(11, 0), review(12, 0, business_id="c73b15e9fa42d60b3a8c21ef")]
        case "duplicated":
            new, expected = [dict(account.reviews[2]), dict(account.reviews[3])], set()
        case "out-of-order":
            new = [review(11, 2), review(12, 300, update_date=at(1))]
        case "skewed":
            new, expected = [review(11, -366, update_date=at(0)), review(12, 0)], {12}
        case "unicode":
            new = [review(11, 0, content="Très 👮‍♀️ — ‮aimable‬, спасибо, شكرا"), review(12, 0, title="Moitié \ud83d")]
        case "malformed":
            new = [review(11, 0), review(13, 0, id=None), review(14, 0, date="hier"), review(12, 0, rating="cinq")]
        case "huge":
            new = [review(11, 0), review(13, 0, content="a" * 3_000_000), review(12, 0)]
    account.reviews += new
    return frozenset(f"partoo:{number}" for number in expected)
