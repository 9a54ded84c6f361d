"""Mastodon and servers that speak its language: public timelines and hashtags, forward from where we stopped."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from mastodon import Mastodon as Client
from mastodon.errors import (
    MastodonAPIError,
    MastodonError,
    MastodonNetworkError,
    MastodonRatelimitError,
)
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from flows.errors import SourceBroken, SourceError, SourceRefused, SourceUnavailable, together
from flows.plain_text import addresses, plain_text
from flows.sources import Checkpoint, Record, Refusal
from flows.web import USER_AGENT, refusal
from graph.model import Account, Hashtag, Link, Message, Source
from signals.text.entities import link
from signals.text.fold import fold

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

PAGE = 40
"""Statuses of one request: the most that Mastodon gives."""
PUBLIC = frozenset({"public", "unlisted"})
STATE_HOSTS = ".gouv.fr"


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_MASTODON_BASE_URLS`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_MASTODON_")

    base_urls: Annotated[list[str], NoDecode] = []
    """Addresses of the servers to read, separated by spaces or commas."""
    tags: Annotated[list[str], NoDecode] = []
    """Hashtags to follow, without `#`; empty: the whole public timeline."""
    access_tokens: dict[str, SecretStr] = {}
    """Token by host, as JSON, for servers that show nothing without; each goes to its own host only."""
    local: bool = False
    """Read only what was written on the server itself."""
    pages: int = Field(default=50, ge=1)
    """Pages of 40 read from one timeline in a run; the next run goes on."""
    first_pages: int = Field(default=5, ge=1)
    """Pages read back the first time."""
    timeout: float = Field(default=20.0, gt=0)
    """Seconds of silence before a server is given up."""

    @field_validator("base_urls", "tags", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return value.replace(",", " ").replace("#", " ").split() if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Timeline:
    """One timeline of one server; its name is the partition of its cursor, the id of the newest status read."""

    client: Client
    host: str
    path: str
    local: bool

    @property
    def name(self) -> str:
        return f"{self.host}/{self.path}"

    def page(self, **place: str) -> list[Any]:
        """Return at most 40 statuses, oldest first; raise a `SourceError`."""
        try:
            page = self.client.timeline(self.path, limit=PAGE, local=self.local, **place)
        except MastodonError as error:
            raise _explained(error, self) from error
        if not isinstance(page, list) or not all(isinstance(status, Mapping) and status.get("id") for status in page):
            raise SourceBroken(f"{self.name} answered something other than a list of messages: check the address.")
        return sorted(page, key=order)


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

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Record | Checkpoint | Refusal]:
        """Yield accounts and messages of every timeline that answers; raise at the end for those that did not."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        failures: list[SourceError] = []
        for timeline in self._timelines():
            try:
                yield from _collect(timeline, cursors.get(timeline.name), self.settings)
            except SourceError as error:
                failures.append(error)
        if failures:
            raise together(failures)

    def _timelines(self) -> Iterator[Timeline]:
        chosen = self.settings
        for address in chosen.base_urls:
            address = address if "://" in address else f"https://{address}"
            host = urlsplit(address).netloc
            token = chosen.access_tokens.get(host)
            client = Client(
                api_base_url=address.rstrip("/"),
                access_token=token.get_secret_value() if token else None,
                ratelimit_method="throw",
                request_timeout=chosen.timeout,
                user_agent=USER_AGENT,
            )
            for path in [f"tag/{quote(tag.lstrip('#'))}" for tag in chosen.tags] or ["public"]:
                yield Timeline(client, host, path, chosen.local)


def make(settings: Settings) -> Mastodon:
    """Return the collector of the chosen servers and hashtags."""
    return Mastodon(settings)


def order(status: Any) -> tuple[int, str]:
    """Return the rank of a status among those of its server: ids are numbers that grew longer, not words.

    >>> sorted([{"id": "100"}, {"id": "99"}], key=order)
    [{'id': '99'}, {'id': '100'}]
    """
    native = str(status["id"])
    return len(native), native


def _collect(timeline: Timeline, cursor: str | None, settings: Settings) -> Iterator[Record | Checkpoint | Refusal]:
    if cursor is None:
        pages = _first_pages(timeline, settings.first_pages)
    else:
        pages = _next_pages(timeline, cursor, settings.pages)
    for page in pages:
        for status in page:
            yield from parse(status, timeline.host)
        yield Checkpoint(str(page[-1]["id"]), timeline.name)


def _first_pages(timeline: Timeline, most: int) -> Iterator[list[Any]]:
    """Read back from the newest page, then yield the oldest page first: the cursor never runs ahead."""
    pages: list[list[Any]] = []
    place: dict[str, str] = {}
    while len(pages) < most and (page := timeline.page(**place)):
        if pages and order(page[-1]) >= order(pages[-1][0]):
            break
        pages.append(page)
        place = {"max_id": str(page[0]["id"])}
    yield from reversed(pages)


def _next_pages(timeline: Timeline, cursor: str, most: int) -> Iterator[list[Any]]:
    for _ in range(most):
        page = [status for status in timeline.page(min_id=cursor) if order(status) > order({"id": cursor})]
        # an empty page is the end; a server that ignores `min_id` ends here too, once nothing is newer
        if not page:
            return
        yield page
        cursor = str(page[-1]["id"])


def parse(status: Mapping[str, Any], host: str) -> Iterator[Record | Refusal]:
    """Yield what one status says: the one it shares, its hashtags and links, its author, itself."""
    native = f"{ABOUT.platform}:{host}/{status['id']}"
    account, moment = status.get("account"), status.get("created_at")
    if not isinstance(moment, datetime) or not account or not account.get("acct"):
        yield Refusal("bad-record", native)
        return
    if status.get("visibility") not in PUBLIC:
        yield Refusal("not-public", native)
        return
    if account.get("noindex"):
        yield Refusal("opted-out", native)
        return
    shared = status.get("reblog")
    if shared:
        yield from parse(shared, host)
    said = shared or status
    author = _author(account, host)
    tags = tuple(
        Hashtag(id=tag) for tag in dict.fromkeys(fold(tag["name"]).strip("_") for tag in said.get("tags") or ()) if tag
    )
    links = _links(said)
    yield from tags
    yield from links
    yield author
    yield Message(
        id=native,
        source_id=ABOUT.id,
        platform=ABOUT.platform,
        kind="post",
        text="\n\n".join(part for part in (said.get("spoiler_text"), plain_text(said.get("content") or "")) if part),
        published_at=moment.astimezone(UTC),
        lang=said.get("language"),
        author_id=author.id,
        reply_to=_sibling(status.get("in_reply_to_id"), host),
        repost_of=_sibling(shared["id"], host) if shared else None,
        # a post's address names its author
        url=status.get("url") if author.kind == "institution" else None,
        likes=status.get("favourites_count"),
        shares=status.get("reblogs_count"),
        replies=status.get("replies_count"),
        hashtags=tuple(tag.id for tag in tags),
        links=tuple(found.id for found in links),
        mentions=tuple(_name(mention["acct"], host) for mention in said.get("mentions") or ()),
    )


def _author(account: Mapping[str, Any], host: str) -> Account:
    name = _name(account["acct"], host)
    kind = "institution" if name.endswith(STATE_HOSTS) else "bot" if account.get("bot") else "person"
    return Account(id=name, platform=ABOUT.platform, kind=kind)


def _name(acct: str, host: str) -> str:
    """Return `mastodon:name@host`; accounts of the server itself come without their host."""
    return f"{ABOUT.platform}:{acct if '@' in acct else f'{acct}@{host}'}".lower()


def _links(status: Mapping[str, Any]) -> tuple[Link, ...]:
    found = (link(address) for address in addresses(status.get("content") or ""))
    return tuple({item.id: item for item in found if item is not None}.values())


def _sibling(native: object, host: str) -> str | None:
    return f"{ABOUT.platform}:{host}/{native}" if native else None


def _explained(error: MastodonError, timeline: Timeline) -> SourceError:
    """Return what an error of the client means for us; its own text may hold the body and is not repeated."""
    name = timeline.name
    if isinstance(error, MastodonRatelimitError):
        reset = timeline.client.ratelimit_reset
        wait = max(0.0, reset - time.time()) if reset else None
        when = "later" if wait is None else f"in {wait:.0f} s"
        return SourceUnavailable(f"{name} asks us to slow down (HTTP 429): try again {when}.", retry_after=wait)
    if isinstance(error, MastodonNetworkError):
        return SourceUnavailable(f"{name} cannot be reached or is silent: try again later.")
    status = error.args[1] if isinstance(error, MastodonAPIError) and len(error.args) > 2 else None
    if isinstance(status, int):
        return refusal(name, status, {})
    return SourceBroken(f"{name} answered something that is not JSON: check that the address is a Mastodon server's.")
