"""Bluesky: public posts that hold a followed word, and those of followed accounts, as Jetstream tells them."""

import hashlib
import logging
import time
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar
from urllib.parse import urlencode

import httpx
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from flows.atproto import (
    POSTS,
    Event,
    Followed,
    Lost,
    Position,
    Post,
    Stream,
    address_of,
    message_id,
    moment,
    now,
    post_of,
)
from flows.errors import SourceBroken, SourceError, SourceRefused, SourceUnavailable, together
from flows.sources import Checkpoint, Erasure, Item, Record, Refusal, Sheet
from flows.web import Limits, client, get, parsed
from graph.model import Account, Message, Outage, Source

ABOUT = Source(
    id="bluesky",
    name="Bluesky",
    kind="social",
    platform="bluesky",
    licence="Messages publics du réseau AT Protocol, selon les conditions de Bluesky Social",
    purpose="Entendre ce qui se dit publiquement des sujets suivis. Seuls sont gardés les messages qui contiennent un"
    " mot ou un mot-dièse suivi, et ceux des comptes choisis ; le reste du réseau est lu et oublié aussitôt.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; messages rendus publics par leur auteur.",
    retention_days=90,
)

SHEET = Sheet(
    address="https://docs.bsky.app/docs/advanced-guides/firehose",
    every=timedelta(minutes=1),
    cadence="As it is written: `listen` hears a post within seconds; `collect` reads from where it stopped up to now."
    " Instances keep one to three days; what they no longer have is reported as an outage.",
    fields={
        "did": "Account.id, Message.author_id",
        "commit.rkey": "Message.id",
        "commit.record.text": "Message.text",
        "commit.record.createdAt": "Message.published_at",
        "time_us": "Message.published_at",
        "commit.record.langs": "Message.lang",
        "commit.record.reply.parent.uri": "Message.reply_to",
        "commit.record.reply.root": "dropped: found again from parent to parent",
        "commit.record.facets.tag": "Hashtag.id, Message.hashtags",
        "commit.record.tags": "Hashtag.id, Message.hashtags",
        "commit.record.facets.link": "Link.id, Message.links",
        "commit.record.embed.external.uri": "Link.id, Message.links",
        "commit.record.facets.mention": "Message.mentions",
        "commit.record.embed": "dropped: images, videos and quoted posts have no text of the author",
        "commit.record.labels": "dropped: warnings about pictures",
        "commit.cid": "dropped: the id tells posts apart",
        "identity.handle": "dropped: a change of name concerns nobody here",
        "account.status": "dropped: an account that is gone is erased",
        "post.likeCount": "dropped: the stream has no counters, and one post would have two versions",
        "app.bsky.feed.repost": "dropped: a share has no text, and no text of its own to share",
        "app.bsky.feed.like": "dropped: who likes what is nobody's business",
    },
)

PAGE = 100
"""Posts of one page of an account: the most that the interface gives."""
KNOWN_STATES = frozenset({"active", "desynchronized", "throttled"})
"""States of an account that is still there; any other one means that its posts are no longer shown."""
PACE = 500
"""Events between two checkpoints of a collect."""
STATE_HANDLES = ".gouv.fr"
STREAM = "stream"
"""Partition of the cursor of the stream."""

log = logging.getLogger(__name__)


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_BLUESKY_WORDS`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_BLUESKY_")

    words: Annotated[list[str], NoDecode] = []
    """Words and phrases to follow, separated by commas, whatever their case and accents; `*` ends a beginning."""
    tags: Annotated[list[str], NoDecode] = []
    """Hashtags to follow, without `#`, separated by spaces or commas."""
    languages: Annotated[list[str], NoDecode] = ["fr"]
    """Languages (ISO 639-1) of the posts found by word or tag; a post that does not say is kept. Empty: all."""
    authors: Annotated[list[str], NoDecode] = []
    """Accounts whose every post is kept, by handle or DID; those under `.gouv.fr` are institutions."""
    press: Annotated[list[str], NoDecode] = []
    """The same for newspapers and fact-checkers."""
    addresses: Annotated[list[str], NoDecode] = [
        "wss://jetstream.us-west.bsky.network/xrpc/network.bsky.jetstream.subscribeEvents",
        "wss://jetstream2.us-east.bsky.network/subscribe",
        "wss://jetstream1.us-west.bsky.network/subscribe",
    ]
    """Instances of Jetstream, version 1 or 2; the next one takes over from one that fails."""
    api: str = "https://public.api.bsky.app"
    """Where handles are resolved and the past of chosen accounts is read."""
    first_minutes: float = Field(default=10, ge=0)
    """Minutes read back the first time."""
    pages: int = Field(default=10, ge=1)
    """Pages of 100 posts read back from one chosen account in a run."""
    silence: float = Field(default=5.0, gt=0)
    """Seconds without an event after which a collect has read all there is."""
    timeout: float = Field(default=20.0, gt=0)
    """Seconds of silence of a server before it is given up."""
    max_bytes: int = Field(default=2_000_000, gt=0)
    """Bytes of one event or page."""
    tries: int = Field(default=3, ge=1)
    """How often the API is asked in a run when it does not answer."""
    pause: float = Field(default=0.5, ge=0)
    """Seconds before it is asked again; doubled each time."""

    @field_validator("words", mode="before")
    @classmethod
    def _phrases(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("tags", "languages", "authors", "press", "addresses", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return value.replace(",", " ").replace("#", " ").split() if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Bluesky:
    """Reads the stream of the whole network when words are followed, that of the chosen accounts otherwise."""

    settings: Settings
    about: Source = ABOUT
    ids_name_authors: ClassVar[bool] = True

    @property
    def missing(self) -> str | None:
        chosen = self.settings
        if not (chosen.words or chosen.tags or chosen.authors or chosen.press):
            return (
                "Set CYBERIMPACT_BLUESKY_WORDS, CYBERIMPACT_BLUESKY_TAGS or CYBERIMPACT_BLUESKY_AUTHORS to what is "
                "followed: nothing else of the network is kept."
            )
        if not chosen.addresses:
            return "Set CYBERIMPACT_BLUESKY_ADDRESSES to the instances of Jetstream to read."
        return None

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield what chosen accounts wrote, then what the stream told since the cursor; raise for what failed."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        until = now()
        with client(self._limits) as web:
            people, failures = self._people(web)
            for did, kind in people.items():
                try:
                    yield from self._past(web, did, kind, cursors)
                except SourceError as error:
                    failures.append(error)
        try:
            # what a followed account takes back is told once: its stream waits until it can be found
            if self._followed or (people and not any(isinstance(error, SourceUnavailable) for error in failures)):
                yield from self._told(cursors, people, until)
        except SourceError as error:
            failures.append(error)
        if failures:
            raise together(failures)

    def listen(self, cursors: Mapping[str, str]) -> Generator[Item, None, None]:
        """Yield what the stream tells from the cursor on, without end."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        with client(self._limits) as web:
            people, failures = self._people(web)
        if any(isinstance(error, SourceUnavailable) for error in failures) or not (people or self._followed):
            raise together(failures)
        for failure in failures:
            log.warning("%s", failure)
        yield from self._told(cursors, people, None)

    @property
    def _limits(self) -> Limits:
        chosen = self.settings
        return Limits(bytes=chosen.max_bytes, seconds=chosen.timeout, tries=chosen.tries, pause=chosen.pause)

    @property
    def _followed(self) -> Followed:
        return Followed.of(self.settings.words, self.settings.tags, self.settings.languages)

    def _people(self, web: httpx.Client) -> tuple[dict[str, str], list[SourceError]]:
        """Return the kind of each chosen account by its DID, and what went wrong for the others."""
        people: dict[str, str] = {}
        failures: list[SourceError] = []
        press = {name.lstrip("@").lower() for name in self.settings.press}
        for name in dict.fromkeys(name.lstrip("@").lower() for name in (*self.settings.authors, *self.settings.press)):
            kind = "press" if name in press else "institution" if name.endswith(STATE_HANDLES) else "person"
            try:
                people[name if name.startswith("did:") else self._did(web, name)] = kind
            except SourceError as error:
                failures.append(error)
        return people, failures

    def _did(self, web: httpx.Client, handle: str) -> str:
        try:
            found = self._ask(web, "com.atproto.identity.resolveHandle", handle=handle)
        except SourceBroken as error:
            raise SourceBroken(
                f"{self.settings.api} does not know the account {handle}: check it in the settings of bluesky."
            ) from error
        if not str(found.get("did", "")).startswith("did:"):
            raise SourceBroken(f"{self.settings.api} answered something other than an account: check the address.")
        return str(found["did"])

    def _past(self, web: httpx.Client, did: str, kind: str, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield the posts of an account since its cursor, the oldest first; the first time one page."""
        # cursors are in the graph in clear, names are not
        partition = f"author/{hashlib.blake2b(did.encode(), digest_size=8).hexdigest()}"
        since = _time(cursors.get(partition))
        posts: list[Post] = []
        place: str | None = None
        for _ in range(self.settings.pages if since else 1):
            page = self._ask(
                web, "app.bsky.feed.getAuthorFeed", actor=did, limit=str(PAGE), **{"cursor": place} if place else {}
            )
            listed, damaged = feed(page, did)
            yield from damaged
            posts += [post for post in listed if since is None or post.at >= since]
            place = page.get("cursor")
            if not place or not listed or (since is not None and min(post.at for post in listed) < since):
                break
        for post in sorted(reversed(posts), key=lambda post: post.at):
            yield from records(post, kind)
        if posts:
            yield Checkpoint(max(post.at for post in posts).isoformat(), partition)

    def _told(self, cursors: Mapping[str, str], people: Mapping[str, str], until: int | None) -> Iterator[Item]:
        """Yield what the stream tells; up to the moment `until`, or without end."""
        chosen, followed = self.settings, self._followed
        first = now() - int(chosen.first_minutes * 60_000_000)
        stream = Stream(
            chosen.addresses,
            [POSTS],
            [] if followed else sorted(people),
            Position.load(cursors.get(STREAM), first),
            self._limits,
            tick=1.0 if until is None else chosen.silence,
        )
        told, checked = 0, time.monotonic()
        for came in stream.events():
            if isinstance(came, Event):
                yield from heard(came, followed, people)
            elif isinstance(came, Lost) and followed:
                yield _outage(came)
            told += 1
            over = until is not None and (came is None or (isinstance(came, Event) and came.at >= until))
            if over or told >= PACE or time.monotonic() - checked >= 1:
                yield Checkpoint(stream.position.dump(), STREAM)
                told, checked = 0, time.monotonic()
            if over:
                return

    def _ask(self, web: httpx.Client, method: str, **asked: str) -> dict[str, Any]:
        """Return the answer of a method of the API (XRPC)."""
        address = f"{self.settings.api.rstrip('/')}/xrpc/{method}?{urlencode(asked)}"
        found = parsed(get(web, address, {}, limits=self._limits))
        if not isinstance(found, dict):
            raise SourceBroken(f"{self.settings.api} answered something other than an object: check the address.")
        return found


def make(settings: Settings) -> Bluesky:
    """Return the collector of what is followed."""
    return Bluesky(settings)


def feed(page: Mapping[str, Any], did: str) -> tuple[list[Post], list[Refusal]]:
    """Return the posts of a page of an account's feed that it wrote itself, and what cannot be read."""
    posts: list[Post] = []
    damaged: list[Refusal] = []
    items = page.get("feed")
    if not isinstance(items, list):
        raise SourceBroken("the feed of a chosen account came without its posts: check CYBERIMPACT_BLUESKY_API.")
    for item in items:
        try:
            found, seen = address_of(item["post"]["uri"]), datetime.fromisoformat(item["post"]["indexedAt"])
            post = post_of(*found, item["post"]["record"], seen.astimezone(UTC)) if found else None
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            post = None
        if post is None:
            damaged.append(Refusal("bad-record", "a post in the feed of a chosen account"))
        elif post.did == did:
            posts.append(post)
    return posts, damaged


def heard(event: Event, followed: Followed, people: Mapping[str, str]) -> Iterator[Item]:
    """Yield what an event of the stream means for us; most of them nothing."""
    if event.kind == "account" and event.status not in KNOWN_STATES:
        yield Erasure("account", f"{ABOUT.platform}:{event.did}")
    elif not event.kind:
        yield Refusal("bad-record", "an event of the stream")
    if event.kind != "commit" or event.collection != POSTS:
        return
    native = message_id(event.did, event.rkey)
    if event.operation == "delete":
        yield Erasure("message", native)
        return
    post = post_of(event.did, event.rkey, event.record, moment(event.at or now()))
    if post is None:
        yield Refusal("bad-record", "a post without text")
    elif event.did in people or followed.holds(post):
        yield from records(post, people.get(event.did, "person"))
    elif event.operation == "update":
        # what it said when we kept it is no longer what its author says
        yield Erasure("message", native)


def records(post: Post, kind: str) -> Iterator[Record]:
    """Yield what a post says: its hashtags and links, its author, itself."""
    yield from post.tags
    yield from post.links
    author = Account(id=f"{ABOUT.platform}:{post.did}", platform=ABOUT.platform, kind=kind)
    yield author
    yield Message(
        id=post.id,
        source_id=ABOUT.id,
        platform=ABOUT.platform,
        kind="post",
        text=post.text,
        published_at=post.at,
        lang=post.languages[0] if post.languages else None,
        author_id=author.id,
        reply_to=post.reply_to,
        # a post's address names its author
        url=None if kind == "person" else f"https://bsky.app/profile/{post.did}/post/{post.rkey}",
        hashtags=tuple(tag.id for tag in post.tags),
        links=tuple(found.id for found in post.links),
        mentions=post.mentions,
    )


def _outage(lost: Lost) -> Outage:
    start, end = moment(lost.start), moment(lost.end)
    return Outage(id=f"{ABOUT.platform}|{start:%Y-%m-%dT%H:%M:%SZ}", platform=ABOUT.platform, start=start, end=end)


def _time(value: str | None) -> datetime | None:
    """Return the time that a cursor holds; a cursor that is not ours means: from the beginning."""
    try:
        return datetime.fromisoformat(value) if value else None
    except ValueError:
        return None
