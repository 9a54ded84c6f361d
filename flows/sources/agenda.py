"""What the calendar says: public holidays, school holidays by zone, and the events that the user knows of."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.academies import departements_of
from flows.errors import SourceBroken, SourceError, SourceRefused, together
from flows.hazards import known_places
from flows.rows import Layout, Row, read
from flows.sources import Checkpoint, Item, Refusal, Sheet
from flows.web import Limits, client, get, parsed
from graph.model import Event, Source
from signals.text.fold import fold

ABOUT = Source(
    id="agenda",
    name="Calendrier : jours fériés, vacances scolaires, événements",
    kind="context",
    platform="agenda",
    licence="Calendrier scolaire : Licence Ouverte 2.0 (ministère de l'Éducation nationale) ; jours fériés : loi",
    purpose="Savoir ce qui déplaçait du monde ou fermait des services, pour juger si ce qui se dit en surprend.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; aucune donnée personnelle.",
    retention_days=3650,
)

SHEET = Sheet(
    address="https://data.education.gouv.fr/explore/dataset/fr-en-calendrier-scolaire/",
    every=timedelta(days=1),
    cadence="School holidays are set for three years and seldom change; public holidays are computed; no key.",
    fields={
        "description": "Event.name",
        "start_date": "Event.start",
        "end_date": "Event.end",
        "location": "Event.place_ids, Event.id",
        "name": "Event.name",
        "kind": "Event.kind",
        "from": "Event.start",
        "to": "Event.end",
        "places": "Event.place_ids",
        "zones": "dropped: the académie says it exactly",
        "population": "dropped: only what concerns pupils is read",
    },
)

SCHOOL = "https://data.education.gouv.fr/api/explore/v2.1/catalog/datasets/fr-en-calendrier-scolaire/exports/json"
PARIS = ZoneInfo("Europe/Paris")
PUPILS = {"-", "élèves", ""}
LAYOUT = Layout(
    aliases={
        "name": ("name", "nom", "intitulé"),
        "kind": ("kind", "type", "nature"),
        "from": ("from", "du", "début"),
        "to": ("to", "au", "fin"),
        "places": ("places", "lieux", "communes"),
    },
    required=("name", "from", "to"),
)
"""Columns of the user's file; `places` holds codes (21231 D21 R27) separated by blanks, empty: the whole country."""
ALSACE_MOSELLE = ("D57", "D67", "D68")
OVERSEAS = {
    "D971": "America/Guadeloupe", "D972": "America/Martinique", "D973": "America/Cayenne", "D974": "Indian/Reunion",
    "D976": "Indian/Mayotte",
}  # fmt: skip
"""Départements whose day is not that of Paris."""


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_AGENDA_FILE`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_AGENDA_")

    file: Path | None = None
    """Events of yours (`;`, UTF-8): name, kind, from, to, places."""
    school: str = SCHOOL
    """Address of the school calendar (JSON export); empty: school holidays are not read."""
    public: bool = True
    """Whether public holidays are computed."""
    years: int = Field(default=2, ge=0, le=3)
    """Years ahead for which public holidays are computed, beside this one and the last."""
    timeout: float = Field(default=20.0, gt=0)
    """Seconds of silence before the address is given up."""
    tries: int = Field(default=3, ge=1)
    """How often it is asked in a run when it does not answer."""
    pause: float = Field(default=0.5, ge=0)
    """Seconds before it is asked again; doubled each time."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """Computes public holidays, reads the school calendar and the user's file; each with a digest as its cursor."""

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        chosen = self.settings
        if not (chosen.public or chosen.school or chosen.file):
            return "Set CYBERIMPACT_AGENDA_FILE, CYBERIMPACT_AGENDA_SCHOOL or CYBERIMPACT_AGENDA_PUBLIC: all are off."
        return None

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield the events of each part that has changed; raise at the end what failed."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        chosen = self.settings
        this = datetime.now(PARIS).year
        years = range(this - 1, this + chosen.years + 1)
        if chosen.public and cursors.get("public") != str(years):
            yield from public_holidays(years)
            yield Checkpoint(str(years), "public")
        failures: list[SourceError] = []
        for partition in ("file", "school"):
            try:
                if getattr(chosen, partition):
                    yield from _PARTS[partition](chosen, cursors.get(partition))
            except SourceError as error:
                failures.append(error)
        if failures:
            raise together(failures)


def make(settings: Settings) -> Agenda:
    """Return the collector of the calendar."""
    return Agenda(settings)


def public_holidays(years: range) -> Iterator[Event]:
    """Yield the public holidays of France (code du travail, L3133-1), with those of Alsace-Moselle and overseas."""
    national = holidays.country_holidays("FR", years=years, language="fr")
    for day, name in sorted(national.items()):
        yield _holiday(day, name, ("FR",))
    local: dict[tuple[date, str], tuple[str, ...]] = {}
    for subdivision, places in [("57", ALSACE_MOSELLE), *((code[1:], (code,)) for code in OVERSEAS)]:
        for day, name in holidays.country_holidays("FR", subdiv=subdivision, years=years, language="fr").items():
            if day not in national:
                local[day, name] = (*local.get((day, name), ()), *places)
    for (day, name), places in sorted(local.items()):
        yield _holiday(day, name, places)


def _holiday(day: date, name: str, places: tuple[str, ...]) -> Event:
    kind = "public-holiday"
    slug = fold(name).replace(" ", "-")
    zone = ZoneInfo(OVERSEAS[places[0]]) if len(places) == 1 and places[0] in OVERSEAS else PARIS
    start, end = (datetime.combine(day + timedelta(days=days), time.min, zone).astimezone(UTC) for days in (0, 1))
    return Event(id=f"agenda:{kind}:{day}:{slug}", kind=kind, name=name, start=start, end=end, place_ids=places)


def _school(chosen: Settings, cursor: str | None) -> Iterator[Item]:
    limits = Limits(seconds=chosen.timeout, tries=chosen.tries, pause=chosen.pause)
    with client(limits) as web:
        answer = get(web, chosen.school, {"accept": "application/json"}, limits=limits)
    digest = hashlib.blake2b(answer.body, digest_size=16).hexdigest()
    if digest == cursor:
        return
    rows = parsed(answer)
    if not isinstance(rows, list):
        raise SourceBroken(f"{chosen.school} answered no list of holidays: check the address.")
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        item = school_holiday(row, f"school calendar, row {number}")
        # the calendar repeats a row for each population
        if isinstance(item, Refusal) or (item is not None and item.id not in seen):
            yield item
        if isinstance(item, Event):
            seen.add(item.id)
    yield Checkpoint(digest, "school")


def school_holiday(row: Any, where: str) -> Event | Refusal | None:
    """Return the holidays of one académie; None for a row that concerns teachers only."""
    if not isinstance(row, dict):
        return Refusal("bad-record", where)
    name, academy = str(row.get("description") or "").strip(), str(row.get("location") or "").strip()
    if str(row.get("population") or "").strip().lower() not in PUPILS:
        return None
    start, end = _moment(row.get("start_date")), _moment(row.get("end_date"))
    if start is None or end is None or end < start:
        return Refusal("bad-date", where)
    places = departements_of(academy)
    if not name or not places:
        return Refusal("unknown-place" if name else "bad-record", f"{where}, {academy[:60]}")
    day = start.astimezone(PARIS).date()
    slug = f"{fold(name)}:{fold(academy)}".replace(" ", "-").replace("'", "-")
    return Event(
        id=f"agenda:school-holiday:{day}:{slug}", kind="school-holiday", name=name, start=start, end=end,
        place_ids=places,
    )  # fmt: skip


def _file(chosen: Settings, cursor: str | None) -> Iterator[Item]:
    path = chosen.file or Path()
    last: Row | None = None
    for row in read(path, LAYOUT, cursor):
        if isinstance(row, Refusal):
            yield row
            continue
        yield from given_event(row.fields, f"{path}, line {row.line}")
        last = row
    if last is not None:
        yield Checkpoint(str(last.end), "file")


def given_event(fields: Mapping[str, str], where: str) -> Iterator[Event | Refusal]:
    """Yield the event of one row of the user's file; a day alone lasts until its midnight."""
    name, kind = fields["name"].strip(), fields.get("kind", "").strip().lower() or "event"
    start, end = _moment(fields["from"].strip()), _moment(fields["to"].strip() or fields["from"].strip(), last=True)
    if start is None or end is None or end < start:
        yield Refusal("bad-date", where)
        return
    places = tuple(fields.get("places", "").replace(",", " ").split()) or ("FR",)
    unknown = [place for place in places if place not in known_places()]
    if unknown:
        yield Refusal("unknown-place", f"{where}, {' '.join(unknown)[:80]}")
        return
    digest = hashlib.blake2b(f"{name}|{start}|{places}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    yield Event(id=f"agenda:given:{digest}", kind=kind, name=name, start=start, end=end, place_ids=places)


_PARTS = {"file": _file, "school": _school}


def _moment(text: object, *, last: bool = False) -> datetime | None:
    """Return a moment in UTC; what has no zone is French time; a day stands for its start, or its end when `last`."""
    try:
        moment = datetime.fromisoformat(str(text))
        if last and len(str(text)) == len("2026-11-25"):
            moment += timedelta(days=1)
        return (moment if moment.tzinfo else moment.replace(tzinfo=PARIS)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
