"""Météo-France's vigilance: which dangers are announced for which département, today and tomorrow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.errors import SourceBroken, SourceRefused
from flows.hazards import LEVELS, dump, from_the_future, known_places, load, taken_back
from flows.sources import Checkpoint, Item, Refusal, Sheet
from flows.web import Limits, client, get, parsed
from graph.model import Hazard, Source

ABOUT = Source(
    id="vigilance",
    name="Vigilance Météo-France",
    kind="context",
    platform="vigilance",
    licence="Licence Ouverte 2.0 (Météo-France)",
    purpose="Savoir quel danger était annoncé où et quand, pour juger si ce qui se dit en surprend.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; aucune donnée personnelle.",
    retention_days=3650,
)

SHEET = Sheet(
    address="https://portail-api.meteofrance.fr",
    every=timedelta(minutes=30),
    cadence="Issued at 6:00 and 16:00 Paris time, and whenever a danger changes; a free key is needed.",
    fields={
        "product.update_time": "Hazard.issued_at",
        "periods[].timelaps.domain_ids[].domain_id": "Hazard.place_ids",
        "phenomenon_items[].phenomenon_id": "Hazard.phenomenon",
        "timelaps_items[].color_id": "Hazard.level",
        "timelaps_items[].begin_time": "Hazard.start",
        "timelaps_items[].end_time": "Hazard.end",
        "max_color_id": "dropped: the colours of the time slices say it",
    },
)

PHENOMENA = {
    "1": "vent-violent", "2": "pluie-inondation", "3": "orages", "4": "crue", "5": "neige-verglas",
    "6": "canicule", "7": "grand-froid", "8": "avalanches", "9": "vagues-submersion",
}  # fmt: skip
COAST = "10"
"""What follows a département's code in the code of its coast."""


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_VIGILANCE_API_KEY`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_VIGILANCE_")

    api_key: SecretStr = SecretStr("")
    """Key of an account at Météo-France's API portal (free)."""
    address: str = "https://public-api.meteofrance.fr/public/DPVigilance/v1/cartevigilance/encours"
    """Address of the map in force."""
    timeout: float = Field(default=20.0, gt=0)
    """Seconds of silence before it is given up."""
    tries: int = Field(default=3, ge=1)
    """How often it is asked in a run when it does not answer."""
    pause: float = Field(default=0.5, ge=0)
    """Seconds before it is asked again; doubled each time."""


@dataclass(frozen=True, slots=True)
class Vigilance:
    """Reads the map in force. The cursor holds the hazards that it announced last: the next map takes them back."""

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        if not self.settings.api_key.get_secret_value():
            return "Set CYBERIMPACT_VIGILANCE_API_KEY to the key of an account at Météo-France's API portal (free)."
        return None

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield the hazards of the map, and those before that it no longer announces; raise a `SourceError`."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        chosen = self.settings
        limits = Limits(seconds=chosen.timeout, tries=chosen.tries, pause=chosen.pause)
        with client(limits) as web:
            headers = {"apikey": chosen.api_key.get_secret_value(), "accept": "application/json"}
            product = _product(parsed(get(web, chosen.address, headers, limits=limits)), chosen.address)
        issued, before = _moment(product.get("update_time")), load(cursors.get(""))
        if issued is None or from_the_future(issued):
            yield Refusal("bad-date", f"{chosen.address}, update_time")
            return
        if any(hazard.issued_at and hazard.issued_at > issued for hazard in before.values()):
            return  # a cache gave us yesterday's map
        announced: dict[str, Hazard] = {}
        for item in parse(product, issued):
            yield item
            if isinstance(item, Hazard):
                announced[item.id] = item
        yield from taken_back(before, announced.values(), issued)
        yield Checkpoint(dump(announced.values()))


def make(settings: Settings) -> Vigilance:
    """Return the collector of the map in force."""
    return Vigilance(settings)


def _product(answer: Any, address: str) -> Mapping[str, Any]:
    product = answer.get("product") if isinstance(answer, dict) else None
    if not isinstance(product, dict) or not isinstance(product.get("periods"), list):
        raise SourceBroken(f"{address} answered no vigilance map (`product.periods`): check the address.")
    return product


def parse(product: Mapping[str, Any], issued: datetime) -> Iterator[Hazard | Refusal]:
    """Yield a hazard for each time slice in colour of each danger and département; green is none.

    The coast of a département (`2910`) is the département; areas that are no département are refused.
    """
    for period in product["periods"]:
        for domain in _list(period, "timelaps", "domain_ids"):
            items = [(each, span) for each in _list(domain, "phenomenon_items") for span in _slices(each)]
            if not items:
                continue
            code = str(domain.get("domain_id"))
            place = f"D{code.removesuffix(COAST) if len(code) == 4 else code}"
            if place not in known_places():
                yield from [] if code in {"FRA", "99"} else [Refusal("unknown-place", f"vigilance, domain {code[:20]}")]
                continue
            for phenomenon, span in items:
                yield _hazard(phenomenon, span, place, issued)


def _slices(phenomenon: Any) -> list[Mapping[str, Any]]:
    return [span for span in _list(phenomenon, "timelaps_items") if span.get("color_id") != 1]


def _hazard(phenomenon: Mapping[str, Any], span: Mapping[str, Any], place: str, issued: datetime) -> Hazard | Refusal:
    name = PHENOMENA.get(str(phenomenon.get("phenomenon_id")))
    level = LEVELS.get(span["color_id"]) if isinstance(span.get("color_id"), int) else None
    start, end = _moment(span.get("begin_time")), _moment(span.get("end_time"))
    if name is None or level is None:
        return Refusal("bad-record", f"vigilance, {place}")
    if start is None or end is None:
        return Refusal("bad-date", f"vigilance, {place}, {name}")
    return Hazard(
        id=f"vigilance:{place}:{name}:{level}:{start:%Y-%m-%dT%H:%MZ}",
        phenomenon=name,
        level=level,
        start=start,
        end=end,
        place_ids=(place,),
        issued_at=issued,
    )


def _list(content: Any, *path: str) -> list[Any]:
    """Return the dictionaries of a list at the end of `path`; empty where something else stands there."""
    for name in path:
        content = content.get(name) if isinstance(content, dict) else None
    return [each for each in content if isinstance(each, dict)] if isinstance(content, list) else []


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None
