"""What citizens, the press and institutions publish."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An author as a platform shows it. One person may hold several.

    `id` is `platform:pseudonym` once the gate has seen it (HMAC-SHA256 under a rotating key); never a name.
    """

    id: str
    platform: str
    """Where it lives: mastodon, rss, telegram, …"""
    kind: str = "person"
    """person, institution, press or bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A normalised address that messages share."""

    id: str
    """The normalised URL."""
    host: str
    """Host of the URL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hashtag:
    """A tag, case and accents folded, without `#`."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One post, comment, article, review, experience or report text, as it was published."""

    id: str
    """`platform:native-id`."""
    source_id: str
    """Id of the `Source` it was collected from."""
    platform: str
    """Where it lives: mastodon, rss, services-publics-plus, …"""
    kind: str
    """post, comment, article, review, experience or report."""
    text: str
    """Plain text, title included; handles of persons read `@user`."""
    published_at: datetime
    """When it was published, as the source says it."""
    precision: str = "second"
    """second, minute or day: how exact `published_at` is."""
    lang: str | None = None
    """ISO 639-1 as the source says it; enrichment fills it in where the source is silent."""
    author_id: str | None = None
    """Id of the `Account` that posted it; None when the source gives no author."""
    reply_to: str | None = None
    """Id of the message answered."""
    repost_of: str | None = None
    """Id of the message shared as it is."""
    url: str | None = None
    """Public address; None when it would name a person."""
    rating: float | None = None
    """Rating in [-1, 1]: feeling or stars, -1 worst, 1 best."""
    aspects: tuple[str, ...] = ()
    """What the author rated apart, as `relation:-1`: accessibility, information, relation, reactivity, simplicity."""
    answered: bool | None = None
    """Whether its source says that the administration answered; None: it says nothing of answers."""
    likes: int | None = None
    """Times it was liked, when last collected."""
    shares: int | None = None
    """Times it was shared, when last collected."""
    replies: int | None = None
    """Times it was answered, when last collected."""
    hashtags: tuple[str, ...] = ()
    """Ids of the `Hashtag`s."""
    links: tuple[str, ...] = ()
    """Ids of the `Link`s."""
    mentions: tuple[str, ...] = ()
    """Ids of the `Account`s addressed."""
    service_ids: tuple[str, ...] = ()
    """Services that the source itself names."""
    place_id: str | None = None
    """Place that the source itself gives (official code); never a mention by itself."""
