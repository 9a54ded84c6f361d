"""RSS and Atom feeds of the press, fact-checkers and institutions: what is published, and when."""

import hashlib
import io
import json
from calendar import timegm
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit

import feedparser
import httpx
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from flows.errors import SourceBroken, SourceError, SourceRefused, together
from flows.plain_text import plain_text
from flows.sources import Checkpoint, Record, Refusal, Sheet
from flows.web import Answer, Limits, client, get
from graph.model import Account, Message, Source

ABOUT = Source(
    id="feeds",
    name="Flux RSS et Atom",
    kind="press",
    platform="rss",
    licence="Titres, résumés et liens seulement ; Licence Ouverte 2.0 pour les institutions qui la disent",
    purpose="Savoir ce que la presse et les institutions ont publié d'un sujet, et quand.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; publications ouvertes à tous.",
    retention_days=365,
)

SHEET = Sheet(
    address="https://www.rssboard.org/rss-specification, https://www.rfc-editor.org/rfc/rfc4287",
    every=timedelta(minutes=15),
    cadence="As articles are published; asked with ETag and Last-Modified, at most 1,000 entries of a feed are read.",
    fields={
        "id, guid, link": "Message.id",
        "link": "Message.url",
        "title, summary, description": "Message.text",
        "published, updated": "Message.published_at",
        "host of the feed": "Message.author_id",
        "author": "dropped: the publisher speaks, not the journalist",
        "content": "dropped: of the press no more than a link's preview shows",
    },
)

INSTITUTIONS = {
    "https://www.cert.ssi.gouv.fr/feed/": "CERT-FR",
    "https://www.cybermalveillance.gouv.fr/feed/atom-flux-complet": "Cybermalveillance.gouv.fr",
    "https://www.interieur.gouv.fr/rss/actu.xml": "Ministère de l'Intérieur",
    "https://www.gendarmerie.interieur.gouv.fr/rss.xml": "Gendarmerie nationale",
}
PRESS = {
    "https://www.lemonde.fr/les-decodeurs/rss_full.xml": "Les Décodeurs (Le Monde)",
    "https://www.francetvinfo.fr/vrai-ou-fake.rss": "Vrai ou faux (franceinfo)",
    "https://factuel.afp.com/rss.xml": "AFP Factuel",
    "https://euvsdisinfo.eu/feed/": "EUvsDisinfo",
}
SUMMARY = {"press": 500, "institution": 5_000}
"""Characters of a summary that are kept: of the press no more than a link's preview shows."""
ENTRIES = 1_000
"""Entries of a feed that are read; the newest stand first."""


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_FEEDS_FEEDS`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_FEEDS_")

    feeds: Annotated[list[str], NoDecode] = [*INSTITUTIONS, *PRESS]
    """Addresses of the feeds, separated by spaces or commas; empty: none."""
    timeout: float = Field(default=20.0, gt=0)
    """Seconds of silence before a feed is given up."""
    max_bytes: int = Field(default=5_000_000, gt=0)
    """Bytes of one feed, decompressed."""
    tries: int = Field(default=3, ge=1)
    """How often a feed that does not answer is asked in a run."""
    pause: float = Field(default=0.5, ge=0)
    """Seconds before it is asked again; doubled each time."""

    @field_validator("feeds", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return value.replace(",", " ").split() if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a feed: its validators, and the digest of each entry that it listed last."""

    etag: str = ""
    modified: str = ""
    entries: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def load(value: str | None) -> "State":
        """Return the state of a cursor; a cursor that is not ours means: nothing is known."""
        try:
            known = json.loads(value or "{}")
            return State(str(known["etag"]), str(known["modified"]), dict(known["entries"]))
        except (ValueError, KeyError, TypeError):
            return State()

    def dump(self) -> str:
        return json.dumps({"etag": self.etag, "modified": self.modified, "entries": dict(self.entries)})

    def conditions(self) -> dict[str, str]:
        """Return the request headers of a conditional GET (RFC 9110, 13.1)."""
        headers = {"if-none-match": self.etag, "if-modified-since": self.modified}
        return {name: value for name, value in headers.items() if value}


@dataclass(frozen=True, slots=True)
class Feeds:
    """Reads each feed in turn; the cursor of a feed (partition: its address) is its `State`."""

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        if not self.settings.feeds:
            return "Set CYBERIMPACT_FEEDS_FEEDS to the addresses of the feeds to read."
        return None

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Record | Checkpoint | Refusal]:
        """Yield the new and the edited entries of every feed that answers; raise at the end for those that did not."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        chosen = self.settings
        limits = Limits(bytes=chosen.max_bytes, seconds=chosen.timeout, tries=chosen.tries, pause=chosen.pause)
        failures: list[SourceError] = []
        with client(limits) as web:
            for address in chosen.feeds:
                try:
                    yield from _collect(web, address, State.load(cursors.get(address)), limits)
                except SourceError as error:
                    failures.append(error)
        if failures:
            raise together(failures)


def make(settings: Settings) -> Feeds:
    """Return the collector of the chosen feeds."""
    return Feeds(settings)


def _collect(web: httpx.Client, address: str, state: State, limits: Limits) -> Iterator[Record | Checkpoint | Refusal]:
    answer = get(web, address, state.conditions(), limits=limits)
    if answer.unchanged:
        return
    entries, whole = parse(answer, address)
    digests: dict[str, str] = {}
    for key, digest, entry in entries:
        digests[key] = digest
        if state.entries.get(key) != digest:
            yield from records(entry, address)
    # the validators of a feed that came damaged are not kept: it is asked for again in full
    headers = answer.headers if whole else {}
    yield Checkpoint(State(headers.get("etag", ""), headers.get("last-modified", ""), digests).dump(), address)


def parse(answer: Answer, address: str) -> tuple[list[tuple[str, str, Mapping[str, Any]]], bool]:
    """Return (key, digest, entry) of each entry, and whether the feed was whole; raise `SourceBroken`."""
    # bytes alone could be taken for the name of a local file
    feed = feedparser.parse(
        io.BytesIO(answer.body),
        response_headers={"content-type": answer.headers.get("content-type", ""), "content-location": answer.url},
    )
    if not feed.entries and not feed.get("version"):
        page = b"<html" in answer.body[:2000].lower()
        found = "a web page" if page else "nothing that can be read as a feed"
        raise SourceBroken(f"{address} answered {found}, not RSS or Atom: look for the feed's address on that site.")
    if not feed.entries and feed.bozo and isinstance(feed.bozo_exception, Exception) and not _harmless(feed):
        raise SourceBroken(
            f"{address} sent a feed that breaks off before its first entry: try again, or tell its publisher."
        )
    entries = [
        (_digest(_key(entry)), _digest(f"{_moment(entry)} {_text(entry, 10_000)}"), entry)
        for entry in feed.entries[:ENTRIES]
    ]
    return entries, not feed.bozo or _harmless(feed)


def _harmless(feed: Any) -> bool:
    """Return whether the only complaint is about the declared type or encoding."""
    return isinstance(feed.bozo_exception, feedparser.NonXMLContentType | feedparser.CharacterEncodingOverride)


def records(entry: Mapping[str, Any], address: str) -> Iterator[Record | Refusal]:
    """Yield the publisher and the article of one entry; an entry without a date cannot be placed in time."""
    host = urlsplit(address).hostname or address
    kind = "institution" if address in INSTITUTIONS or host.endswith(".gouv.fr") else "press"
    moment = _moment(entry)
    link = entry.get("link") or None
    text = _text(entry, SUMMARY[kind])
    if moment is None or not text:
        yield Refusal("no-text" if not text else "bad-date", f"{address}, entry {_key(entry)}")
        return
    author = Account(id=f"{ABOUT.platform}:{host}", platform=ABOUT.platform, kind=kind)
    yield author
    key = _key(entry)
    yield Message(
        id=f"{ABOUT.platform}:{key if '://' in key else f'{host}/{key}'}",
        source_id=ABOUT.id,
        platform=ABOUT.platform,
        kind="article",
        text=text,
        published_at=moment,
        author_id=author.id,
        url=link,
    )


def _moment(entry: Mapping[str, Any]) -> datetime | None:
    parsed = next((entry[name] for name in ("published_parsed", "updated_parsed") if name in entry), None)
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _key(entry: Mapping[str, Any]) -> str:
    """Return what identifies an entry in its feed: its id, its address, or else its text."""
    return str(entry.get("id") or entry.get("link") or _digest(_text(entry, 10_000)))


def _text(entry: Mapping[str, Any], limit: int) -> str:
    title = plain_text(entry.get("title", ""))
    summary = plain_text(entry.get("summary", ""))
    if len(summary) > limit:
        summary = summary[:limit].rpartition(" ")[0] + "…"
    return "\n\n".join(part for part in (title, summary) if part and part != "…")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
