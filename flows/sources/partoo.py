"""Partoo: what users write about brigades on Google, with their stars, and what was answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, TypeGuard

import httpx
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from flows.addresses import place_of
from flows.errors import SourceBroken, SourceRefused, SourceUnavailable
from flows.moments import moment
from flows.sources import Checkpoint, Erasure, Item, Refusal, Sheet
from flows.stretches import DAY, History, Stretch
from flows.web import Limits, ask, client, parsed, request_to
from graph.model import Account, Message, Service, Source

ABOUT = Source(
    id="partoo",
    name="Partoo (avis Google des brigades)",
    kind="perception",
    platform="partoo",
    licence="Avis publics, selon le contrat du client de Partoo et les conditions de Google",
    purpose="Mesurer ce que les usagers disent de l'accueil des brigades, et où ; le nom des auteurs n'est jamais lu.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; avis rendus publics par leur auteur.",
    retention_days=730,
)

SHEET = Sheet(
    address="https://developers.partoo.co",
    every=timedelta(days=1),
    cadence="Partoo fetches Google's reviews each evening, some arrive a day late: the last three days are read again. "
    "300 requests a minute for an organisation; pages of 100 at most; reviews are found by the date of their update.",
    fields={
        "reviews.id": "Message.id",
        "reviews.business_id": "Message.service_ids",
        "reviews.date": "Message.published_at",
        "reviews.title, reviews.content": "Message.text",
        "reviews.rating, reviews.recommended": "Message.rating",
        "reviews.comments": "Message.text, Message.reply_to, Message.author_id",
        "reviews.state, reviews.delete_date": "dropped: a review that was taken back is erased",
        "reviews.update_date": "dropped: only the portal looks for it",
        "reviews.author_name": "dropped: a name",
        "reviews.partner_id, reviews.link": "dropped: they lead to the author",
        "reviews.tags": "dropped: our topics are found by ourselves",
        "businesses.id, businesses.name": "Service.id, Service.name",
        "businesses.zipcode, businesses.city": "Message.place_id",
        "businesses.contacts, businesses.lat, businesses.long": "dropped: the commune is enough",
        "groups": "dropped: a business's commune says more",
    },
)

DELETED = "deleted"
EVERY = 60 / 300
"""Seconds between two requests: an organisation has 300 a minute."""


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_PARTOO_API_KEY`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_PARTOO_")

    api_key: SecretStr = SecretStr("")
    """Key of an account of Partoo that may read the reviews (role Business Manager or higher)."""
    base_url: str = "https://api.partoo.co/v2"
    """Address of the interface."""
    publishers: Annotated[list[str], NoDecode] = ["google_my_business"]
    """Where reviews were left: google_my_business, facebook, tripadvisor; separated by spaces or commas."""
    operator: str = "Gendarmerie nationale"
    """Who runs the units that are reviewed."""
    first_day: date = date(2020, 1, 1)
    """Reviews that have not changed since an earlier day are not read."""
    lookback_days: int = Field(default=3, ge=1)
    """Days that are read again: reviews arrive up to a day late."""
    step_days: int = Field(default=90, ge=1)
    """Days of updates that are read at once while history is filled in."""
    timeout: float = Field(default=30.0, gt=0)
    """Seconds of silence before Partoo is given up."""
    max_bytes: int = Field(default=20_000_000, gt=0)
    """Bytes of one page."""
    tries: int = Field(default=3, ge=1)
    """How often Partoo is asked in a run when it does not answer."""
    pause: float = Field(default=1.0, ge=0)
    """Seconds before it is asked again; doubled each time."""

    @field_validator("publishers", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return value.replace(",", " ").split() if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Unit:
    """A business of Partoo: a brigade, and where it stands."""

    service: Service
    place_id: str | None


@dataclass(slots=True)
class Interface:
    """The pages of Partoo's interface; the units are asked for when the first review comes."""

    web: httpx.Client
    settings: Settings
    limits: Limits
    _units: dict[str, Unit] | None = field(default=None)

    def pages(self, path: str, key: str, query: Mapping[str, str]) -> Iterator[list[Any]]:
        """Yield the items of each page; again from the first one when items came or went meanwhile."""
        url = f"{self.settings.base_url.rstrip('/')}{path}"
        for _ in range(self.limits.tries + 1):
            number, last, counts = 1, 1, set[object]()
            while number <= last:
                answer = self._page(url, {**query, "page": str(number)})
                try:
                    items, last = answer[key], int(answer["max_page"])
                except (KeyError, TypeError, ValueError) as error:
                    raise SourceBroken(f"{url} answered no page of {key}: check the address.") from error
                if not isinstance(items, list):
                    raise SourceBroken(f"{url} answered no page of {key}: check the address.")
                counts.add(answer.get("count"))
                yield items
                number += 1
            if len(counts) == 1:
                return
        raise SourceUnavailable(f"{url} changes faster than it can be read: try again later.")

    def unit(self, business: str) -> Unit | None:
        """Return the unit of a business, None when the interface does not show it."""
        if self._units is None:
            found = (
                each for page in self.pages("/business/search", "businesses", {"per_page": "100"}) for each in page
            )
            self._units = {str(each["id"]): unit(each, self.settings.operator) for each in found if is_record(each)}
        return self._units.get(business)

    def _page(self, url: str, query: Mapping[str, str]) -> Any:
        headers = {"x-APIKey": self.settings.api_key.get_secret_value()}
        return parsed(ask(self.web, request_to(self.web, url, headers, query), limits=self.limits))


@dataclass(frozen=True, slots=True)
class Partoo:
    """Reads the reviews by the day of their update; the cursor is the stretch of days that was read."""

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        if not self.settings.api_key.get_secret_value():
            return "Set CYBERIMPACT_PARTOO_API_KEY to the key of an account of Partoo that may read the reviews."
        return None

    def probe(self) -> None:
        """Ask for one unit; raise a `SourceError` that says what is wrong."""
        with client(self._limits()) as web:
            next(
                Interface(web, self.settings, self._limits()).pages("/business/search", "businesses", {"per_page": "1"})
            )

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield units, reviews and answers, what is recent first; raise a `SourceError`."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        chosen = self.settings
        history = History(
            first=chosen.first_day,
            lookback=timedelta(days=chosen.lookback_days),
            step=timedelta(days=chosen.step_days),
        )
        with client(self._limits()) as web:
            interface = Interface(web, chosen, self._limits())
            for piece, then in history.pieces(Stretch.load(cursors.get("")), datetime.now(UTC).date()):
                yield from self._piece(interface, piece)
                yield Checkpoint(then.dump())

    def _limits(self) -> Limits:
        chosen = self.settings
        return Limits(
            bytes=chosen.max_bytes, seconds=chosen.timeout, tries=chosen.tries, pause=chosen.pause, every=EVERY
        )

    def _piece(self, interface: Interface, piece: Stretch) -> Iterator[Item]:
        span = {"update_date__gte": f"{piece.since}T00:00:00", "update_date__lte": f"{piece.until + DAY}T00:00:00"}
        named: set[str] = set()
        for page in interface.pages("/reviews", "reviews", span | {"per_page": "100"}):
            for review in page:
                if not is_record(review):
                    yield Refusal("bad-record", f"{self.settings.base_url}/reviews")
                elif review.get("partner", self.settings.publishers[0]) in self.settings.publishers:
                    unit = interface.unit(str(review.get("business_id")))
                    if unit is not None and unit.service.id not in named:
                        named.add(unit.service.id)
                        yield unit.service
                    yield from parse(review, unit)


def make(settings: Settings) -> Partoo:
    """Return the collector of an account."""
    return Partoo(settings)


def is_record(item: object) -> TypeGuard[Mapping[str, Any]]:
    """Return whether an item of a page can be told from others."""
    return isinstance(item, Mapping) and isinstance(item.get("id"), int | str) and bool(item["id"])


def unit(business: Mapping[str, Any], operator: str) -> Unit:
    """Return the unit that a business is."""
    town, postcode = str(business.get("city") or ""), str(business.get("zipcode") or "")
    name = str(business.get("name") or "") or f"Brigade {town}".strip()
    service = Service(id=f"partoo:{business['id']}", name=name, kind="unit", operator=operator)
    return Unit(service, place_of(postcode, town))


def parse(review: Mapping[str, Any], at: Unit | None) -> Iterator[Message | Account | Erasure | Refusal]:
    """Yield what one review says, and what was answered; the erasure of both when its author took it back."""
    id_ = f"{ABOUT.platform}:{review['id']}"
    if review.get("state") == DELETED or review.get("delete_date"):
        yield Erasure("message", id_)
        yield from (Erasure("message", f"{id_}/{reply['id']}") for reply in _replies(review))
        return
    when = moment(str(review.get("date") or ""), UTC)
    text = "\n\n".join(part for name in ("title", "content") if (part := str(review.get(name) or "").strip()))
    rating = rating_of(review)
    if when is None or (not text and rating is None):
        yield Refusal("no-text" if when else "bad-date", id_)
        return
    if rating is None and (review.get("rating") is not None or review.get("recommended") is not None):
        yield Refusal("bad-rating", f"{id_}, rating")
    message = Message(
        id=id_,
        source_id=ABOUT.id,
        platform=ABOUT.platform,
        kind="review",
        text=text,
        published_at=when[0],
        precision=when[1],
        rating=rating,
        service_ids=(at.service.id if at else f"partoo:{review.get('business_id')}",),
        place_id=at.place_id if at else None,
    )
    yield message
    yield from _answers(review, message)


def rating_of(review: Mapping[str, Any]) -> float | None:
    """Return one to five stars, or a recommendation, in [-1, 1]; None where there is neither.

    >>> [rating_of({"rating": stars}) for stars in (1, 3, 5, 0)], rating_of({"rating": None, "recommended": False})
    ([-1.0, 0.0, 1.0, None], -1.0)
    """
    stars, recommended = review.get("rating"), review.get("recommended")
    if isinstance(stars, int | float) and not isinstance(stars, bool) and 1 <= stars <= 5:
        return (stars - 3) / 2
    if stars is None and isinstance(recommended, bool):
        return 1.0 if recommended else -1.0
    return None


def _answers(review: Mapping[str, Any], message: Message) -> Iterator[Message | Account | Refusal]:
    """Yield what the unit answered; nobody reads which of its members typed it."""
    author = Account(
        id=f"{ABOUT.platform}:unit-{review.get('business_id')}", platform=ABOUT.platform, kind="institution"
    )
    for reply in _replies(review):
        when = moment(str(reply.get("date") or reply.get("created") or ""), UTC)
        text = str(reply.get("content") or "").strip()
        if when is None or not text:
            yield Refusal("no-text" if when else "bad-date", f"{message.id}, answer")
            continue
        yield author
        yield Message(
            id=f"{message.id}/{reply['id']}",
            source_id=ABOUT.id,
            platform=ABOUT.platform,
            kind="comment",
            text=text,
            published_at=when[0],
            precision=when[1],
            author_id=author.id,
            reply_to=message.id,
            service_ids=message.service_ids,
            place_id=message.place_id,
        )


def _replies(review: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the answers that were published: one object or several; suggestions of a machine are none."""
    comments = review.get("comments")
    for reply in comments if isinstance(comments, list) else [comments]:
        if is_record(reply) and not reply.get("is_reply_suggestion"):
            yield reply
