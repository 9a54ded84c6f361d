"""Followers of our own accounts, a day at a time: asked of Mastodon and Bluesky, read from CSV for closed platforms."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.dropped import Drop, found
from flows.errors import SourceBroken, SourceError, SourceRefused, together
from flows.measures import COUNTRY, Span, day, local_day, measure
from flows.periods import period
from flows.rows import Layout, Row, read
from flows.sources import Checkpoint, Item, Refusal, Sheet
from flows.visibility import count
from flows.web import Limits, ask, client, parsed, request_to
from graph.model import Service, Source

ABOUT = Source(
    id="followers",
    name="Abonnés des comptes institutionnels",
    kind="visibility",
    platform="followers",
    licence="Compteurs publics de nos propres comptes ; statistiques du propriétaire pour les plateformes fermées",
    purpose="Mesurer l'audience des comptes officiels sur les réseaux sociaux, par compte et par jour.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; comptes de l'institution seulement, aucun abonné nommé.",
    retention_days=3650,
)

SHEET = Sheet(
    address="https://docs.joinmastodon.org/methods/accounts/#lookup",
    every=timedelta(hours=6),
    cadence="The counters of the moment, kept by day; 25 accounts a request on Bluesky, one on Mastodon.",
    fields={
        "followers_count, followersCount": "Measure.value",
        "statuses_count, postsCount": "Measure.value",
        "followers, posts, engagements": "Measure.value",
        "date": "Measure.start, Measure.end",
        "account": "Measure.service_id",
        "display_name, note, avatar": "dropped: what an account says of itself is not needed to count",
    },
)

BATCH = 25
"""Accounts of one request: the most that Bluesky takes."""
PLATFORMS = {"twitter": "x", "fb": "facebook", "insta": "instagram"}
"""Other names of platforms."""
LAYOUT = Layout(
    aliases={
        "date": ("date", "jour"),
        "platform": ("platform", "plateforme", "réseau"),
        "account": ("account", "compte"),
        "followers": ("followers", "abonnés"),
        "posts": ("posts", "publications"),
        "engagements": ("engagements", "interactions"),
    },
    required=("date", "platform", "account", "followers"),
    delimiter=";,",
)
PROFILE = {"followersCount": "followers", "postsCount": "posts_total"}
COLUMNS = ("followers", "posts", "engagements")
ROWS = 500
"""Rows between two checkpoints."""
NEVER: Span = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
LONGEST_DAY = timedelta(hours=25)
BLANKS = re.compile(r"[ \u00a0\u202f]")


class Page(BaseModel):
    """What an account is to us; `"gendarmerie-nationale"` alone stands for `{"name": "gendarmerie-nationale"}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$")
    """Which page of ours it is, without the handle; the same on every platform."""
    place: str = COUNTRY
    """The place that it speaks for."""
    title: str = ""
    """What it is called where people read it."""

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        return {"name": value} if isinstance(value, str) else value


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_FOLLOWERS_ACCOUNTS`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_FOLLOWERS_")

    accounts: dict[str, Page] = {}
    """Our accounts -> pages, as JSON: {"mastodon:us@social.example": "gendarmerie-nationale"}; also bluesky:, x:, …"""
    file: Path | None = None
    """A CSV file, or a folder of them, for closed platforms: date;platform;account;followers;posts;engagements."""
    bluesky: str = "https://public.api.bsky.app"
    """Address of the public interface of Bluesky."""
    mastodon: dict[str, str] = {}
    """Host -> address of a Mastodon server, as JSON, where that is not https://HOST."""
    hours: float = Field(default=6.0, ge=0)
    """Hours before an account is asked for again."""
    timeout: float = Field(default=20.0, gt=0)
    """Seconds of silence before a server is given up."""
    tries: int = Field(default=3, ge=1)
    """How often a server is asked in a run when it does not answer."""
    pause: float = Field(default=1.0, ge=0)
    """Seconds before it is asked again; doubled each time."""

    @field_validator("accounts")
    @classmethod
    def _folded(cls, accounts: dict[str, Page]) -> dict[str, Page]:
        folded = {key(*name.split(":", 1)): page for name, page in accounts.items() if ":" in name}
        services = [(name.partition(":")[0], page.name) for name, page in folded.items()]
        if len(folded) < len(accounts):
            raise ValueError("each account is written platform:name, once")
        if len(set(services)) < len(services):
            raise ValueError("two accounts of one platform have the same name")
        if any(name.startswith("mastodon:") and "@" not in name for name in folded):
            raise ValueError("an account of Mastodon is written mastodon:name@host")
        return folded


@dataclass(frozen=True, slots=True)
class Followers:
    """Asks for each account (partition: platform and page) every few hours, and reads what is new in each file.

    The counters of the last reading of a day stand for the day. Accounts that the settings do not list are not read.
    """

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        chosen = self.settings
        if not (self._of("mastodon") or self._of("bluesky") or (chosen.accounts and chosen.file)):
            return "Set CYBERIMPACT_FOLLOWERS_ACCOUNTS to our accounts, and CYBERIMPACT_FOLLOWERS_FILE for closed ones."
        return None

    def probe(self) -> None:
        """Ask for the first account of each platform, read the header of each file; raise a `SourceError`."""
        with client(self._limits()) as web:
            for name in self._of("mastodon")[:1]:
                self._mastodon(web, name)
            self._bluesky(web, self._of("bluesky")[:1])
        for path in self._files():
            next(read(path, LAYOUT), None)

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield the accounts and their counters; raise at the end for those that were not told."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        failures: list[SourceError] = []
        now = datetime.now(UTC)
        with client(self._limits()) as web:
            for names in self._due(cursors, now):
                try:
                    yield from self._asked(web, names, now)
                except SourceError as error:
                    failures.append(error)
        for path in self._files():
            drop = Drop(path, LAYOUT, f"file:{path.name}", ROWS)
            try:
                yield from drop.items(cursors.get(drop.partition), partial(self._row, path=path, now=now))
            except SourceError as error:
                failures.append(error)
        if failures:
            raise together(failures)

    def _due(self, cursors: Mapping[str, str], now: datetime) -> Iterator[list[str]]:
        """Yield the accounts that are to be asked for, those of one request together."""
        before = now - timedelta(hours=self.settings.hours)
        due = {
            platform: [name for name in self._of(platform) if _moment(cursors.get(self._partition(name))) <= before]
            for platform in ("mastodon", "bluesky")
        }
        yield from ([name] for name in due["mastodon"])
        for start in range(0, len(due["bluesky"]), BATCH):
            yield due["bluesky"][start : start + BATCH]

    def _asked(self, web: httpx.Client, names: list[str], now: datetime) -> Iterator[Item]:
        bluesky = names[0].startswith("bluesky:")
        told = self._bluesky(web, names) if bluesky else {names[0]: self._mastodon(web, names[0])}
        span = day(local_day(now))
        for name in names:
            page, service = self.settings.accounts[name], self._service(name)
            yield service
            counters = told.get(name, {})
            for metric, value in counters.items():
                if value is None:
                    yield Refusal("bad-value", f"followers, {service.id}, {metric}")
                else:
                    yield measure(ABOUT.id, (service.id, page.place, metric), span, value)
            if not counters:
                yield Refusal("no-account", f"followers, {service.id}: the platform knows no such account")
            yield Checkpoint(now.isoformat(), self._partition(name))

    def _mastodon(self, web: httpx.Client, name: str) -> dict[str, int | None]:
        """Return the counters of one account; raise a `SourceError`."""
        account, _, host = name.partition(":")[2].partition("@")
        address = self.settings.mastodon.get(host, f"https://{host}").rstrip("/")
        request = request_to(web, f"{address}/api/v1/accounts/lookup", {}, {"acct": account})
        answer = parsed(ask(web, request, limits=self._limits()))
        if not isinstance(answer, Mapping) or "followers_count" not in answer:
            raise SourceBroken(f"{address} answered something else than an account: is it a Mastodon server?")
        return {"followers": count(answer["followers_count"]), "posts_total": count(answer.get("statuses_count"))}

    def _bluesky(self, web: httpx.Client, names: list[str]) -> dict[str, dict[str, int | None]]:
        """Return the counters of those of the accounts that Bluesky knows; raise a `SourceError`."""
        if not names:
            return {}
        address = f"{self.settings.bluesky.rstrip('/')}/xrpc/app.bsky.actor.getProfiles"
        actors = httpx.QueryParams([("actors", name.partition(":")[2]) for name in names])
        answer = parsed(ask(web, request_to(web, f"{address}?{actors}", {}), limits=self._limits()))
        profiles = answer.get("profiles") if isinstance(answer, Mapping) else None
        if not isinstance(profiles, list):
            raise SourceBroken(f"{address} answered something else than profiles: check the address.")
        told: dict[str, dict[str, int | None]] = {}
        for profile in profiles:
            if isinstance(profile, Mapping):
                counters = {metric: count(profile.get(field)) for field, metric in PROFILE.items()}
                told |= {key("bluesky", str(profile.get(name))): counters for name in ("handle", "did")}
        return told

    def _row(self, row: Row, introduced: set[str], *, path: Path, now: datetime) -> Iterator[Item]:
        """Yield what one row of a file says of an account of ours."""
        where = f"{path}, line {row.line}"
        cells = {name: cell.strip() for name, cell in row.fields.items()}
        name = key(cells["platform"], cells["account"])
        page = self.settings.accounts.get(name)
        try:
            span = period(cells["date"])
        except ValueError:
            span = NEVER
        if page is None or span[1] - span[0] > LONGEST_DAY or span[0] > now:
            # the account is not written down: it may be a person's
            yield Refusal("not-listed" if page is None else "bad-date", where)
            return
        service = self._service(name)
        if service.id not in introduced:
            introduced.add(service.id)
            yield service
        for metric in COLUMNS:
            text = BLANKS.sub("", cells.get(metric, ""))
            value = count(text) if text.isascii() and text.isdecimal() else None
            if value is not None:
                yield measure(ABOUT.id, (service.id, page.place, metric), span, value)
            elif text:
                yield Refusal("bad-value", f"{where}, {metric}")

    def _service(self, name: str) -> Service:
        """Return the page that an account is; its handle is not kept."""
        page, platform = self.settings.accounts[name], name.partition(":")[0]
        return Service(id=f"page:{platform}:{page.name}", name=f"{page.title or page.name} ({platform})", kind="page")

    def _partition(self, name: str) -> str:
        return f"{name.partition(':')[0]}:{self.settings.accounts[name].name}"

    def _of(self, platform: str) -> list[str]:
        return [name for name in self.settings.accounts if name.startswith(f"{platform}:")]

    def _files(self) -> list[Path]:
        return found(self.settings.file, ".csv") if self.settings.file else []

    def _limits(self) -> Limits:
        return Limits(seconds=self.settings.timeout, tries=self.settings.tries, pause=self.settings.pause)


def make(settings: Settings) -> Followers:
    """Return the collector of our accounts."""
    return Followers(settings)


def key(platform: str, account: str) -> str:
    """Return the account as the settings write it, whatever its case, its @ and the name of its platform.

    >>> key("Twitter", "@Gendarmerie"), key("bluesky", "Gendarmerie.bsky.social")
    ('x:gendarmerie', 'bluesky:gendarmerie.bsky.social')
    """
    platform = platform.strip().lower()
    return f"{PLATFORMS.get(platform, platform)}:{account.strip().lower().removeprefix('@')}"


def _moment(cursor: str | None) -> datetime:
    """Return when an account was asked for last; the beginning of time when a cursor does not say."""
    try:
        moment = datetime.fromisoformat(cursor or "")
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
