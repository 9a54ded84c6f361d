"""Alerts in the Common Alerting Protocol (OASIS CAP 1.2): from Atom feeds of alerts, or files put in a folder."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated
from xml.etree.ElementTree import Element, ParseError

import httpx
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from flows import alerting
from flows.alerting import Alert, NotAnAlert
from flows.errors import SourceBroken, SourceError, SourceRefused, together
from flows.sources import Checkpoint, Item, Refusal, Sheet
from flows.web import Limits, client, get
from graph.model import Source

ABOUT = Source(
    id="cap",
    name="Alertes au format CAP 1.2",
    kind="context",
    platform="cap",
    licence="Selon l'émetteur (MeteoAlarm : CC BY 4.0)",
    purpose="Savoir quel danger les autorités ont annoncé, où et quand, et ce qu'elles en ont retiré.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; aucune donnée personnelle.",
    retention_days=3650,
)

SHEET = Sheet(
    address="https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2-os.html",
    every=timedelta(minutes=5),
    cadence="As alerts are sent; a feed lists those in force, each alert is read once.",
    fields={
        "identifier, sender, sent": "Hazard.id",
        "sent": "Hazard.issued_at",
        "msgType, references": "Hazard.state",
        "info.event, info.parameter[awareness_type]": "Hazard.phenomenon",
        "info.severity, info.parameter[awareness_level]": "Hazard.level",
        "info.onset, info.effective": "Hazard.start",
        "info.expires": "Hazard.end",
        "info.area": "Hazard.place_ids",
        "info.headline, info.description, info.instruction": "dropped: the graph keeps what, where and when",
    },
)

ATOM = "{http://www.w3.org/2005/Atom}"
LARGE = 2_000_000
"""Bytes of one alert beyond which it is refused."""


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_CAP_FEEDS`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_CAP_")

    feeds: Annotated[list[str], NoDecode] = []
    """Addresses of Atom feeds whose entries link CAP alerts, separated by spaces or commas."""
    folder: Path | None = None
    """Folder of CAP files (`*.xml`), as FR-Alert or a partner hands them over."""
    timeout: float = Field(default=20.0, gt=0)
    """Seconds of silence before an address is given up."""
    tries: int = Field(default=3, ge=1)
    """How often it is asked in a run when it does not answer."""
    pause: float = Field(default=0.5, ge=0)
    """Seconds before it is asked again; doubled each time."""

    @field_validator("feeds", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return value.replace(",", " ").split() if isinstance(value, str) else value


@dataclass(slots=True)
class Book:
    """What is known of one feed or folder: alerts that may still be replaced, and addresses read already."""

    alerts: dict[str, Alert] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    @staticmethod
    def load(value: str | None) -> "Book":
        """Return the book of a cursor; a cursor that is not ours means: nothing was read."""
        try:
            known = json.loads(value or "{}")
            return Book({row["key"]: Alert.load(row) for row in known["alerts"]}, set(known["read"]))
        except (ValueError, KeyError, TypeError):
            return Book()

    def dump(self) -> str:
        return json.dumps({"alerts": [alert.dump() for alert in self.alerts.values()], "read": sorted(self.read)})


@dataclass(frozen=True, slots=True)
class Cap:
    """Reads each feed and the folder; the cursor of each (partition: its address) is its `Book`."""

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        if not self.settings.feeds and self.settings.folder is None:
            return "Set CYBERIMPACT_CAP_FEEDS to Atom feeds of alerts, or CYBERIMPACT_CAP_FOLDER to a folder of them."
        return None

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield the hazards of new alerts, and those that they replace or cancel; raise at the end what failed."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        failures: list[SourceError] = []
        if self.settings.folder is not None:
            try:
                yield from _folder(self.settings.folder, Book.load(cursors.get("folder")))
            except SourceError as error:
                failures.append(error)
        chosen = self.settings
        limits = Limits(seconds=chosen.timeout, tries=chosen.tries, pause=chosen.pause)
        with client(limits) as web:
            for address in chosen.feeds:
                try:
                    yield from _feed(web, address, limits, Book.load(cursors.get(address)))
                except SourceError as error:
                    failures.append(error)
        if failures:
            raise together(failures)


def make(settings: Settings) -> Cap:
    """Return the collector of the chosen feeds and folder."""
    return Cap(settings)


def _folder(folder: Path, book: Book) -> Iterator[Item]:
    if not folder.is_dir():
        raise SourceBroken(f"{folder} is no folder: put the alerts in one and name it in CYBERIMPACT_CAP_FOLDER.")
    present = {path.name: path for path in sorted(folder.glob("*.xml"))}
    for name, path in present.items():
        if name not in book.read:
            yield from _alert(path.read_bytes(), str(path), book)
            book.read.add(name)
            yield Checkpoint(book.dump(), "folder")
    book.read &= present.keys()


def _feed(web: httpx.Client, address: str, limits: Limits, book: Book) -> Iterator[Item]:
    links = _links(get(web, address, {"accept": "application/atom+xml"}, limits=limits).body, address)
    for link in links:
        if link in book.read:
            continue
        try:
            body = get(web, link, {"accept": "application/cap+xml, application/xml"}, limits=limits).body
        except SourceBroken:
            # gone, or larger than any alert: the others still count
            yield Refusal("unreadable", link)
            continue
        yield from _alert(body, link, book)
        book.read.add(link)
        yield Checkpoint(book.dump(), address)
    book.read &= set(links)
    yield Checkpoint(book.dump(), address)


def _links(body: bytes, address: str) -> list[str]:
    """Return the addresses of the alerts of an Atom feed, the oldest entry first."""
    try:
        entries = [entry for entry in fromstring(body).iter(f"{ATOM}entry")]
    except (ParseError, DefusedXmlException) as error:
        raise SourceBroken(f"{address} is no Atom feed: check the address.") from error
    entries.sort(key=lambda entry: entry.findtext(f"{ATOM}updated") or "")
    found = [_link(entry) for entry in entries]
    return list(dict.fromkeys(str(httpx.URL(address).join(link)) for link in found if link))


def _link(entry: Element) -> str:
    links = entry.findall(f"{ATOM}link")
    chosen = next((link for link in links if "cap" in (link.get("type") or "")), links[0] if links else None)
    return (chosen.get("href") if chosen is not None else None) or ""


def _alert(body: bytes, where: str, book: Book) -> Iterator[Item]:
    """Yield the hazards of one alert and what it changes of those known, and note it in the book."""
    if len(body) > LARGE:
        yield Refusal("too-large", where)
        return
    try:
        alert = alerting.parse(body)
    except NotAnAlert as error:
        yield Refusal(error.reason, where)
        return
    if alert.sent > datetime.now(UTC) + timedelta(days=1):
        yield Refusal("bad-date", where)
        return
    yield from (Refusal("unknown-place", f"{where}, {area[:80]}") for area in alert.unknown)
    yield from alerting.register(alert, book.alerts)
