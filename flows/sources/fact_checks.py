"""Published checks of claims (schema.org ClaimReview): from Google's Fact Check Tools, or the Data Commons feed."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import httpx
import ijson
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from flows.errors import SourceBroken, SourceError, SourceRefused, together
from flows.sources import Checkpoint, Item, Refusal, Sheet
from flows.web import Limits, ask, client, download, parsed, request_to
from graph.model import FactCheck, Source
from signals.checks import verdict
from signals.text.language import language

ABOUT = Source(
    id="fact-checks",
    name="Vérifications publiées (ClaimReview)",
    kind="context",
    platform="fact-checks",
    licence="Métadonnées publiées par les vérificateurs pour être reprises ; flux Data Commons : CC BY 4.0",
    purpose="Savoir si une affirmation qui circule a déjà été vérifiée, par qui et avec quel verdict.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; publications ouvertes à tous.",
    retention_days=3650,
)

SHEET = Sheet(
    address="https://schema.org/ClaimReview",
    every=timedelta(hours=6),
    cadence="As checkers publish; the interface asks for a free key, the feed is one file of about 200 MB a day.",
    fields={
        "text, claimReviewed": "FactCheck.claim",
        "claimReview.textualRating, reviewRating.alternateName": "FactCheck.verdict, FactCheck.rating",
        "claimReview.publisher.name, author.name": "FactCheck.publisher",
        "claimReview.reviewDate, datePublished": "FactCheck.published_at",
        "claimReview.url, url": "FactCheck.url, FactCheck.id",
        "claimant": "dropped: who made the claim is a person, and not our matter",
        "claimReview.title": "dropped: the claim and the verdict say it",
    },
)

API = "https://factchecktools.googleapis.com/v1alpha1/claims:search"
PAGE = 100
FIRST_DAYS = 90
OVERLAP = timedelta(days=7)
"""Checks are indexed some days after they were published: so far back we read again."""
CHUNK = 500
"""Checks of the feed between two checkpoints."""
CLOCKS_DIFFER = timedelta(days=1)


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_FACT_CHECKS_API_KEY`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_FACT_CHECKS_")

    api_key: SecretStr = SecretStr("")
    """Key for Google's Fact Check Tools (free)."""
    address: str = API
    """Address of the claim search."""
    publishers: Annotated[list[str], NoDecode] = [
        "factuel.afp.com", "lemonde.fr", "franceinfo.fr", "francetvinfo.fr", "20minutes.fr", "liberation.fr",
        "tf1info.fr", "lessurligneurs.eu",
    ]  # fmt: skip
    """Sites whose checks are asked for, separated by spaces or commas."""
    feed: str | None = None
    """Address of a Data Commons ClaimReview feed (JSON), read as a stream."""
    file: Path | None = None
    """The same feed as a file, for machines without internet."""
    languages: Annotated[list[str], NoDecode] = ["fr"]
    """Languages of the claims that are kept (ISO 639-1), separated by spaces or commas."""
    max_bytes: int = Field(default=1_000_000_000, gt=0)
    """Bytes of the feed."""
    timeout: float = Field(default=20.0, gt=0)
    """Seconds of silence before an address is given up."""
    tries: int = Field(default=3, ge=1)
    """How often it is asked in a run when it does not answer."""
    pause: float = Field(default=0.5, ge=0)
    """Seconds before it is asked again; doubled each time."""

    @field_validator("publishers", "languages", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return value.replace(",", " ").split() if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class FactChecks:
    """Asks for each publisher's checks (cursor: day of the newest); reads the feed (cursor: digest and position)."""

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        chosen = self.settings
        if not chosen.api_key.get_secret_value() and chosen.feed is None and chosen.file is None:
            return (
                "Set CYBERIMPACT_FACT_CHECKS_API_KEY to a free key of Google's Fact Check Tools, or "
                "CYBERIMPACT_FACT_CHECKS_FEED or CYBERIMPACT_FACT_CHECKS_FILE to a ClaimReview feed."
            )
        return None

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield the checks that are new since the cursors; raise at the end what failed."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        chosen = self.settings
        limits = Limits(seconds=chosen.timeout, tries=chosen.tries, pause=chosen.pause)
        failures: list[SourceError] = []
        with client(limits) as web:
            for partition, stream in self._streams(web, limits, cursors):
                try:
                    yield from (
                        Checkpoint(item.value, partition) if isinstance(item, Checkpoint) else item for item in stream
                    )
                except SourceError as error:
                    failures.append(error)
        if failures:
            raise together(failures)

    def _streams(
        self, web: httpx.Client, limits: Limits, cursors: Mapping[str, str]
    ) -> Iterator[tuple[str, Iterator[Item]]]:
        chosen = self.settings
        if chosen.api_key.get_secret_value():
            for site in chosen.publishers:
                yield site, _searched(web, chosen, site, limits, cursors.get(site))
        if chosen.feed is not None:
            yield chosen.feed, _fetched(web, chosen, limits, cursors.get(chosen.feed))
        if chosen.file is not None:
            yield "file", _feed(chosen.file, chosen.languages, cursors.get("file"))


def make(settings: Settings) -> FactChecks:
    """Return the collector of the chosen publishers and feed."""
    return FactChecks(settings)


def _searched(web: httpx.Client, chosen: Settings, site: str, limits: Limits, cursor: str | None) -> Iterator[Item]:
    """Yield the checks of one site, and the day of the newest once all pages were read."""
    since, newest, page = _moment(cursor), cursor or "", ""
    days = FIRST_DAYS if since is None else max(1, (datetime.now(UTC) - since + OVERLAP).days)
    while True:
        asked = {"reviewPublisherSiteFilter": site, "maxAgeDays": days, "pageSize": PAGE, "pageToken": page}
        wanted = {name: str(value) for name, value in asked.items() if value}
        headers = {"x-goog-api-key": chosen.api_key.get_secret_value()}
        request = request_to(web, chosen.address, headers, wanted)
        answer = parsed(ask(web, request, limits=limits))
        claims = answer.get("claims", []) if isinstance(answer, dict) else None
        if not isinstance(claims, list):
            raise SourceBroken(f"{chosen.address} answered no list of claims for {site}: check the address.")
        for claim in claims:
            for item in _from_search(claim, site, chosen.languages):
                yield item
                if isinstance(item, FactCheck) and item.published_at <= datetime.now(UTC) + CLOCKS_DIFFER:
                    newest = max(newest, item.published_at.date().isoformat())
        following = str(answer.get("nextPageToken") or "")
        if not following or following == page:
            break
        page = following
    if newest:
        yield Checkpoint(newest)


def _from_search(claim: Any, site: str, languages: list[str]) -> Iterator[FactCheck | Refusal]:
    reviews = claim.get("claimReview") if isinstance(claim, dict) else None
    if not isinstance(reviews, list) or not all(isinstance(review, dict) for review in reviews):
        yield Refusal("bad-record", f"fact-checks, {site}")
        return
    for review in reviews:
        publisher = review.get("publisher") or {}
        said = {
            "claim": claim.get("text"),
            "verdict": review.get("textualRating"),
            "publisher": publisher.get("name") or publisher.get("site") or site,
            "date": review.get("reviewDate") or claim.get("claimDate"),
            "url": review.get("url"),
            "language": review.get("languageCode"),
        }
        yield from parse(said, f"fact-checks, {site}", languages)


def _fetched(web: httpx.Client, chosen: Settings, limits: Limits, cursor: str | None) -> Iterator[Item]:
    """Download the feed to a file of its own, then read it."""
    address = chosen.feed or ""
    larger = Limits(bytes=chosen.max_bytes, seconds=limits.seconds, total=60 * limits.seconds, tries=limits.tries)
    with tempfile.TemporaryDirectory(prefix="cyberimpact-") as folder:
        path = Path(folder) / "feed.json"
        download(web, request_to(web, address, {}), path, limits=larger)
        yield from _feed(path, chosen.languages, cursor, address)


def _feed(path: Path, languages: list[str], cursor: str | None, named: str | None = None) -> Iterator[Item]:
    """Yield the checks of a Data Commons feed after the position of the cursor, when it is the same file."""
    named = named or str(path)
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
            file.seek(0)
            known, _, position = (cursor or "").partition(":")
            skipped = int(position) if known == digest and position.isdecimal() else 0
            number = skipped
            for element in islice(ijson.items(file, "dataFeedElement.item", use_float=True), skipped, None):
                number += 1
                yield from _from_feed(element, f"{named}, element {number}", languages)
                if number % CHUNK == 0:
                    yield Checkpoint(f"{digest}:{number}")
            yield Checkpoint(f"{digest}:{number}")
    except ijson.JSONError as error:
        raise SourceBroken(f"{named} is no ClaimReview feed, or was half-written: download it again.") from error
    except OSError as error:
        raise SourceBroken(f"{named} cannot be read ({error.strerror}): check the path.") from error


def _from_feed(element: Any, where: str, languages: list[str]) -> Iterator[FactCheck | Refusal]:
    items = element.get("item") if isinstance(element, dict) else None
    for review in [items] if isinstance(items, dict) else items or []:
        if not isinstance(review, dict):
            yield Refusal("bad-record", where)
            continue
        rating, author = review.get("reviewRating"), review.get("author")
        said = {
            "claim": review.get("claimReviewed"),
            "verdict": rating.get("alternateName") if isinstance(rating, dict) else None,
            "publisher": author.get("name") if isinstance(author, dict) else None,
            "date": review.get("datePublished"),
            "url": review.get("url"),
            "language": review.get("inLanguage"),
        }
        yield from parse(said, where, languages)


def parse(said: Mapping[str, Any], where: str, languages: list[str]) -> Iterator[FactCheck | Refusal]:
    """Yield the check that claim, verdict, publisher, date and url say; nothing in another language."""
    claim, concluded, publisher, url = (
        said[name].strip() if isinstance(said[name], str) else "" for name in ("claim", "verdict", "publisher", "url")
    )
    if not claim or not publisher:
        yield Refusal("bad-record", where)
        return
    spoken = said["language"][:2].lower() if isinstance(said["language"], str) else language(claim)
    if spoken not in languages:
        return
    when = _moment(said["date"])
    if when is None:
        yield Refusal("bad-date", where)
        return
    digest = hashlib.blake2b(f"{url}|{claim}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    yield FactCheck(
        id=f"claimreview:{digest}",
        claim=claim,
        verdict=concluded,
        publisher=publisher,
        published_at=when,
        url=url if url.startswith(("https://", "http://")) else None,
        rating=verdict(concluded),
    )


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
