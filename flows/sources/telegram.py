"""Telegram: the public pages of chosen channels, read by snscrape (an extra; Python 3.11 only)."""

import hashlib
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta
from importlib.util import find_spec
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from flows.errors import SourceBroken, SourceError, SourceRefused, together
from flows.sources import Checkpoint, Erasure, Item, Refusal, Sheet
from flows.web import Limits, client, get
from graph.model import Account, Message, Source
from signals.text.entities import link

ABOUT = Source(
    id="telegram",
    name="Telegram (chaînes publiques)",
    kind="social",
    platform="telegram",
    licence="Messages publics, selon les conditions de Telegram",
    purpose="Entendre ce que publient les chaînes publiques choisies, et comment cela se propage.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; messages rendus publics par leur auteur.",
    retention_days=90,
)

SHEET = Sheet(
    address="https://t.me/s/telegram",
    every=timedelta(minutes=5),
    cadence="As channels publish; about 20 posts a page, no login. The newest page is read each time: what was edited"
    " there is edited, what is no longer there is erased; what is deleted further back is not told.",
    fields={
        "data-post": "Message.id, Message.author_id",
        "tgme_widget_message_reply": "Message.reply_to",
        "tgme_widget_message_forwarded_from_name": "Message.repost_of",
        "tgme_widget_message_text": "Message.text",
        "time[datetime]": "Message.published_at",
        "tgme_widget_message_views": "dropped: rounded, and other at each look",
        "link preview": "dropped: the address in the text says it",
    },
)

SITE = "https://t.me"

MISSING = 1_000
"""Numbers without a post on the pages read, above which a channel numbers differently, and nothing was deleted."""

Pointers = tuple[str | None, str | None]
"""Ids of the message that one answers, and of the one that it shares."""

_BREAK = re.compile(r"<br\s*/?>")
_POST = re.compile(r"https?://t\.me/(?:s/)?(\w+)/(\d+)(?:\?.*)?")


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_TELEGRAM_CHANNELS`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_TELEGRAM_")

    channels: Annotated[list[str], NoDecode] = []
    """Names of public channels, without `@`, separated by spaces or commas."""
    institutions: Annotated[list[str], NoDecode] = []
    """Those of them that speak for an institution."""
    address: str = SITE
    """Address of the site that shows public channels."""
    pages: int = Field(default=50, ge=1)
    """Pages of about 20 posts read back in a run at most."""
    first_pages: int = Field(default=5, ge=1)
    """Pages read back the first time."""
    timeout: float = Field(default=20.0, gt=0)
    """Seconds of silence before the site is given up."""
    tries: int = Field(default=3, ge=1)
    """How often it is asked in a run when it does not answer."""
    pause: float = Field(default=0.5, ge=0)
    """Seconds before it is asked again; doubled each time."""

    @field_validator("channels", "institutions", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return value.replace(",", " ").replace("@", " ").split() if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Page:
    """What snscrape asks of an answer."""

    url: str
    text: str
    status_code: int = 200


@dataclass(frozen=True, slots=True)
class Telegram:
    """Reads each channel back to what is known; the cursor of a channel is the number of its newest post."""

    settings: Settings
    about: Source = ABOUT
    ids_name_authors: ClassVar[bool] = True

    @property
    def missing(self) -> str | None:
        if not self.settings.channels:
            return "Set CYBERIMPACT_TELEGRAM_CHANNELS to the names of the public channels to read."
        if sys.version_info >= (3, 12):
            return "CYBERIMPACT_TELEGRAM_CHANNELS needs Python 3.11: snscrape, which reads them, runs on none newer."
        if find_spec("snscrape") is None:
            return "CYBERIMPACT_TELEGRAM_CHANNELS needs the extra `telegram`: pip install 'cyberimpact[telegram]'."
        return None

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield the posts of every channel that answers, oldest first; raise at the end for those that did not."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        failures: list[SourceError] = []
        for channel in self.settings.channels:
            try:
                yield from _channel(channel, cursors.get(_partition(channel)), self.settings)
            except SourceError as error:
                failures.append(error)
        if failures:
            raise together(failures)


def make(settings: Settings) -> Telegram:
    """Return the collector of the chosen channels."""
    return Telegram(settings)


def _channel(channel: str, cursor: str | None, chosen: Settings) -> Iterator[Item]:
    """Yield what the newest pages hold, down to the page on which the cursor stands: posts may have been edited."""
    known = int(cursor) if cursor and cursor.isdecimal() else 0
    # the site shows the newest first; a cursor must never run ahead of what is older
    found = sorted(_posts(channel, chosen, known or None), key=lambda numbered: numbered[0])
    kind = "institution" if channel in chosen.institutions else "person"
    for number, item in found:
        if isinstance(item, Message):
            yield Account(id=item.author_id or "", platform=ABOUT.platform, kind=kind)
        elif number <= known:
            continue  # refused already
        yield item
    # what has no number of its own has no neighbours
    numbers = {number for number, _ in found if number}
    yield from _deleted(channel, numbers, known)
    newest = max(numbers, default=0)
    if newest > known:
        yield Checkpoint(str(newest), _partition(channel))


def _deleted(channel: str, numbers: set[int], known: int) -> Iterator[Erasure]:
    """Yield the erasure of posts that no longer stand among their neighbours; for numbers that never had one, nothing.

    An album takes several numbers and shows one: the others were never read, and nothing is found to erase.
    """
    gone = set(range(min(numbers, default=known + 1), known + 1)) - numbers
    if len(gone) <= MISSING:
        yield from (Erasure("message", message_id(channel, str(number))) for number in sorted(gone))


def _partition(channel: str) -> str:
    """Return the partition of the cursor of a channel: cursors are in the graph in clear, names are not."""
    return hashlib.blake2b(channel.lower().encode(), digest_size=8).hexdigest()


def _posts(channel: str, chosen: Settings, known: int | None) -> Iterator[tuple[int, Message | Refusal]]:
    """Yield the number and the content of each post, page after page back in time."""
    from snscrape.modules.telegram import TelegramChannelScraper

    limits = Limits(seconds=chosen.timeout, tries=chosen.tries, pause=chosen.pause)
    most = chosen.first_pages if known is None else chosen.pages
    asked: list[str] = []
    oldest: list[int] = []

    def fetch(url: str, headers: object = None) -> Page:
        """Ask as all our sources do, with our name, limits and errors; keep the line breaks that get lost."""
        if len(asked) == most or (known is not None and oldest and min(oldest) <= known):
            return Page(url, "")  # a page without posts is the end
        asked.append(url)
        address = chosen.address + urlsplit(url)._replace(scheme="", netloc="").geturl()
        answer = get(web, address, {"accept": "text/html"}, limits=limits)
        text = answer.body.decode("utf-8", "replace")
        _check(answer.url, text, channel)
        return Page(answer.url, _BREAK.sub("\n", text))

    with client(limits) as web:
        scraper = TelegramChannelScraper(channel)
        scraper._get = fetch
        scraper._soup_to_items = _one_by_one(scraper._soup_to_items)
        for number, item in scraper.get_items():
            oldest.append(number)
            yield number, item


def _one_by_one(read: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[tuple[int, Message | Refusal]]]:
    """Return a reader of pages that reads each post alone: a broken one does not take the others along."""

    def posts(soup: Any, url: str) -> Iterator[tuple[int, Message | Refusal]]:
        for post in reversed(soup.find_all("div", attrs={"class": "tgme_widget_message", "data-post": True})):
            channel, _, number = str(post["data-post"]).partition("/")
            where = f"telegram, {url.partition('?')[0]}, post {number[:20]}"
            if not number.isdecimal():
                yield 0, Refusal("bad-id", where)
                continue
            try:
                (said,) = read(_Alone(post), url)
            except (AttributeError, KeyError, TypeError, ValueError):
                yield int(number), Refusal("bad-record", where)
                continue
            yield int(number), parse(said, channel, number, where, _pointers(post))

    return posts


def _pointers(post: Any) -> Pointers:
    """Return the ids of the post that a post answers, and of the one that it forwards; snscrape reads neither."""
    kinds = ("tgme_widget_message_reply", "tgme_widget_message_forwarded_from_name")
    links = (post.find("a", class_=kind, href=True) for kind in kinds)
    answered, shared = (_POST.fullmatch(str(link["href"])) if link is not None else None for link in links)
    return answered and message_id(*answered.groups()), shared and message_id(*shared.groups())


def message_id(channel: str, number: str) -> str:
    """Return the id of the message of a post; it names its channel, the gate makes it one that does not."""
    return f"{ABOUT.platform}:{channel.lower()}/{number}"


@dataclass(frozen=True, slots=True)
class _Alone:
    """A page that holds one post."""

    post: Any

    def find_all(self, *_: Any, **__: Any) -> list[Any]:
        return [self.post]


def parse(said: Any, channel: str, number: str, where: str, pointers: Pointers = (None, None)) -> Message | Refusal:
    """Return the message of one post as snscrape read it; a post without text, an image, is refused."""
    if not said.content or said.date is None:
        return Refusal("no-text", where)
    links = {each.id: each for address in said.outlinks if (each := link(address)) is not None}
    return Message(
        id=message_id(channel, number),
        source_id=ABOUT.id,
        platform=ABOUT.platform,
        kind="post",
        text=said.content.strip(),
        published_at=said.date.astimezone(UTC),
        author_id=f"{ABOUT.platform}:{channel.lower()}",
        reply_to=pointers[0],
        repost_of=pointers[1],
        url=f"{SITE}/{channel}/{number}",
        links=tuple(links),
    )


def _check(url: str, text: str, channel: str) -> None:
    """Raise when a page is no list of a channel's posts."""
    if "/s/" not in url:
        raise SourceRefused(f"{channel} shows no public posts: check its name, or leave it out.")
    if "tgme_widget_message" not in text and "tgme_channel_info" not in text:
        raise SourceBroken(f"{url.partition('?')[0]} is not the page of a channel as we know it: look at it.")
