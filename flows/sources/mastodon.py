"""Mastodon and servers that speak its language: public timelines and hashtags, page by page or as they grow."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from urllib.parse import quote, urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from flows.errors import SourceError, SourceRefused, together
from flows.fediverse import Depth, Ear, Server, Timeline, listen
from flows.sources import Item, Sheet
from flows.web import Limits, client
from graph.model import Source

ABOUT = Source(
    id="mastodon",
    name="Mastodon",
    kind="social",
    platform="mastodon",
    licence="Messages publics, selon les conditions de chaque serveur",
    purpose="Entendre ce qui se dit publiquement des sujets suivis, comment cela se propage et où.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; messages rendus publics par leur auteur.",
    retention_days=90,
)

SHEET = Sheet(
    address="https://docs.joinmastodon.org/methods/timelines/",
    every=timedelta(minutes=1),
    cadence="As it is written: `listen` hears a post within seconds where the server streams to us (since 4.2 with a"
    " token only), and asks again every half minute where it does not. 300 requests in five minutes; pages of 40."
    " What a server receives late from another one, below the newest id read, is heard by its stream only;"
    " so is what is edited or deleted.",
    fields={
        "id": "Message.id",
        "created_at": "Message.published_at",
        "content": "Message.text",
        "spoiler_text": "Message.text",
        "language": "Message.lang",
        "account.acct": "Account.id, Message.author_id",
        "account.bot": "Account.kind",
        "account.noindex": "dropped: who does not want to be found is refused",
        "in_reply_to_id": "Message.reply_to",
        "reblog": "Message.repost_of",
        "url": "Message.url",
        "favourites_count": "Message.likes",
        "reblogs_count": "Message.shares",
        "replies_count": "Message.replies",
        "tags": "Hashtag.id, Message.hashtags",
        "content.links": "Link.id, Message.links",
        "mentions": "Message.mentions",
        "visibility": "dropped: what is not public is refused",
        "account.display_name": "dropped: it names a person",
        "account.followers_count": "dropped: not needed to hear what is said",
        "media_attachments": "dropped: pictures are not read",
        "poll": "dropped: what people choose among is not what they say",
        "delete": "dropped: what is taken back is erased",
    },
)


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_MASTODON_BASE_URLS`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_MASTODON_")

    base_urls: Annotated[list[str], NoDecode] = []
    """Addresses of the servers to read, separated by spaces or commas."""
    tags: Annotated[list[str], NoDecode] = []
    """Hashtags to follow, without `#`; empty: the whole public timeline."""
    access_tokens: dict[str, SecretStr] = {}
    """Token by host, as JSON, for servers that show nothing without; each goes to its own server only."""
    local: bool = False
    """Read only what was written on the server itself."""
    pages: int = Field(default=50, ge=1)
    """Pages of 40 read from one timeline in a run; the next run goes on."""
    first_pages: int = Field(default=5, ge=1)
    """Pages read back the first time."""
    every: float = Field(default=30.0, gt=0)
    """Seconds between two looks at a timeline that is listened to and has no stream for us."""
    timeout: float = Field(default=20.0, gt=0)
    """Seconds of silence before a server is given up."""
    max_bytes: int = Field(default=5_000_000, gt=0)
    """Bytes of one page or event."""
    tries: int = Field(default=3, ge=1)
    """How often a server that does not answer is asked in a run."""
    pause: float = Field(default=0.5, ge=0)
    """Seconds before it is asked again; doubled each time."""

    @field_validator("base_urls", "tags", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return value.replace(",", " ").replace("#", " ").split() if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Mastodon:
    """Reads each timeline in turn, always the page next to the cursor (`min_id`), so that no message is jumped over."""

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        if not self.settings.base_urls:
            return "Set CYBERIMPACT_MASTODON_BASE_URLS to the addresses of the servers to read."
        return None

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield accounts and messages of every timeline that answers; raise at the end for those that did not."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        failures: list[SourceError] = []
        with client(self._limits) as web:
            for timeline in self._timelines():
                try:
                    yield from timeline.collect(web, cursors.get(timeline.name), self._depth, self._limits)
                except SourceError as error:
                    failures.append(error)
        if failures:
            raise together(failures)

    def listen(self, cursors: Mapping[str, str]) -> Generator[Item, None, None]:
        """Yield what is written, edited and taken back from now on, and what was written since the cursors."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        ears = [Ear(timeline, cursors.get(timeline.name) or None) for timeline in self._timelines()]
        with client(self._limits) as web:
            yield from listen(web, ears, self._depth, self._limits, every=self.settings.every)

    @property
    def _depth(self) -> Depth:
        return Depth(first=self.settings.first_pages, next=self.settings.pages)

    @property
    def _limits(self) -> Limits:
        chosen = self.settings
        return Limits(bytes=chosen.max_bytes, seconds=chosen.timeout, tries=chosen.tries, pause=chosen.pause)

    def _timelines(self) -> Iterator[Timeline]:
        for address in self.settings.base_urls:
            address = (address if "://" in address else f"https://{address}").rstrip("/")
            server = Server(address, self.settings.access_tokens.get(urlsplit(address).netloc))
            for path in [f"tag/{quote(tag.lstrip('#'))}" for tag in self.settings.tags] or ["public"]:
                yield Timeline(server, path, self.settings.local)


def make(settings: Settings) -> Mastodon:
    """Return the collector of the chosen servers and hashtags."""
    return Mastodon(settings)
