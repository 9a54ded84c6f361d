"""Vigicrues: the flood vigilance of each watched reach of the French rivers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.along import communes_along
from flows.errors import SourceBroken, SourceRefused
from flows.hazards import LEVELS, dump, from_the_future, load, taken_back
from flows.sources import Checkpoint, Item, Refusal, Sheet
from flows.web import Limits, client, get, parsed
from graph.model import Hazard, Source

ABOUT = Source(
    id="vigicrues",
    name="Vigicrues",
    kind="context",
    platform="vigicrues",
    licence="Licence Ouverte 2.0 (réseau Vigicrues)",
    purpose="Savoir quels cours d'eau étaient en vigilance, où et quand, pour juger si ce qui se dit en surprend.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; aucune donnée personnelle.",
    retention_days=3650,
)

SHEET = Sheet(
    address="https://www.vigicrues.gouv.fr",
    every=timedelta(hours=1),
    cadence="Bulletins at 10:00 and 16:00 Paris time, more often in a crisis, each valid for 24 hours; no key.",
    fields={
        "properties.CdEntCru": "Hazard.id",
        "properties.NivInfViCr": "Hazard.level",
        "geometry": "Hazard.place_ids",
        "Last-Modified": "Hazard.issued_at, Hazard.start",
        "properties.LbEntCru": "dropped: the communes along the reach say where it is",
        "properties.gid": "dropped: changes from one map to the next",
    },
)

VALID = timedelta(hours=24)
"""How long a bulletin holds when no other follows."""


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_VIGICRUES_ADDRESS`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_VIGICRUES_")

    address: str = "https://www.vigicrues.gouv.fr/services/1/InfoVigiCru.geojson"
    """Address of the map of reaches (GeoJSON, WGS84); empty: it is not read."""
    timeout: float = Field(default=20.0, gt=0)
    """Seconds of silence before it is given up."""
    max_bytes: int = Field(default=20_000_000, gt=0)
    """Bytes of the map, decompressed."""
    tries: int = Field(default=3, ge=1)
    """How often it is asked in a run when it does not answer."""
    pause: float = Field(default=0.5, ge=0)
    """Seconds before it is asked again; doubled each time."""


@dataclass(frozen=True, slots=True)
class Vigicrues:
    """Reads the map in force. The cursor holds the reaches in colour that it showed last."""

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        return None if self.settings.address else "Set CYBERIMPACT_VIGICRUES_ADDRESS to the map of reaches."

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield the reaches in colour, and the end of those that are no longer; raise a `SourceError`."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        chosen = self.settings
        limits = Limits(bytes=chosen.max_bytes, seconds=chosen.timeout, tries=chosen.tries, pause=chosen.pause)
        with client(limits) as web:
            answer = get(web, chosen.address, {"accept": "application/geo+json, application/json"}, limits=limits)
        reaches = _reaches(parsed(answer), chosen.address)
        issued, before = _issued(answer.headers), load(cursors.get(""))
        if any(hazard.end - VALID > issued for hazard in before.values()):
            return  # a cache gave us an older map
        shown: dict[str, Hazard] = {}
        for reach in reaches:
            item = parse(reach, issued)
            if isinstance(item, Hazard):
                item = _continued(item, before)
                shown[item.id] = item
            if item is not None:
                yield item
        yield from taken_back(before, shown.values(), issued)
        yield Checkpoint(dump(shown.values()))


def make(settings: Settings) -> Vigicrues:
    """Return the collector of the map in force."""
    return Vigicrues(settings)


def _reaches(answer: Any, address: str) -> list[Any]:
    reaches = answer.get("features") if isinstance(answer, dict) else None
    if not isinstance(reaches, list):
        raise SourceBroken(f"{address} answered no map of reaches (GeoJSON `features`): check the address.")
    return reaches


def parse(reach: Any, issued: datetime) -> Hazard | Refusal | None:
    """Return the hazard of one reach; None when it is green."""
    properties = reach.get("properties") if isinstance(reach, dict) else None
    # the case of the names changes from one version of the map to the next
    named = {str(name).lower(): value for name, value in (properties or {}).items()}
    code, number = str(named.get("cdentcru") or ""), named.get("nivinfvicr")
    if not code.isalnum() or number not in {1, *LEVELS}:
        return Refusal("bad-record", f"vigicrues, reach {code[:20]!r}")
    if number == 1:
        return None
    line = list(_points(reach.get("geometry")))
    if not line or any(abs(lon) > 180 or abs(lat) > 90 for lon, lat in line):
        return Refusal("bad-position", f"vigicrues, reach {code[:20]!r}, not in WGS84 degrees")
    return Hazard(
        id=f"vigicrues:{code}:{LEVELS[number]}:{issued:%Y-%m-%dT%H:%MZ}",
        phenomenon="crue",
        level=LEVELS[number],
        start=issued,
        end=issued + VALID,
        place_ids=communes_along(line),
        issued_at=issued,
    )


def _points(geometry: Any) -> Iterator[tuple[float, float]]:
    """Yield longitude and latitude of every point of a GeoJSON line or lines (RFC 7946)."""
    pending = [geometry.get("coordinates")] if isinstance(geometry, dict) else []
    while pending:
        part = pending.pop()
        if not isinstance(part, list):
            continue
        if len(part) >= 2 and all(isinstance(number, int | float) for number in part[:2]):
            yield float(part[0]), float(part[1])
        else:
            pending.extend(part)


def _continued(hazard: Hazard, before: Mapping[str, Hazard]) -> Hazard:
    """Return a hazard as the continuation of the same colour on the same reach, where it was shown before."""
    same = f"{':'.join(hazard.id.split(':')[:3])}:"
    for known in before.values():
        if known.id.startswith(same) and known.start <= hazard.start <= known.end:
            return replace(hazard, id=known.id, start=known.start, issued_at=known.issued_at)
    return hazard


def _issued(headers: Mapping[str, str]) -> datetime:
    """Return when the map was made: what the server says, else now."""
    try:
        moment = parsedate_to_datetime(headers.get("last-modified", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.now(UTC).replace(microsecond=0)
    return datetime.now(UTC).replace(microsecond=0) if from_the_future(moment) else moment
