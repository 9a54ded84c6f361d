"""The Common Alerting Protocol (OASIS CAP 1.2, 2010): one alert read, and what it replaces or cancels."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from flows.areas import places_of
from flows.hazards import dump, load
from graph.model import Hazard

CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"

SEVERITIES = {"Minor": None, "Moderate": "jaune", "Severe": "orange", "Extreme": "rouge"}
"""CAP severity -> French vigilance colour; a minor event is none."""
AWARENESS = {"1": None, "2": "jaune", "3": "orange", "4": "rouge"}
"""MeteoAlarm's awareness level, which says the colour itself."""
AWARENESS_TYPES = {
    "1": "vent-violent", "2": "neige-verglas", "3": "orages", "4": "brouillard", "5": "canicule", "6": "grand-froid",
    "7": "vagues-submersion", "8": "feux-de-foret", "9": "avalanches", "10": "pluie-inondation", "12": "crue",
    "13": "pluie-inondation",
}  # fmt: skip
EVENTS = {
    "crue": ("crue", "flood", "inondation"),
    "vent-violent": ("vent", "wind", "tempête", "storm surge", "cyclone", "ouragan", "hurricane"),
    "orages": ("orage", "thunder", "foudre", "lightning"),
    "pluie-inondation": ("pluie", "rain", "précipitation"),
    "neige-verglas": ("neige", "verglas", "snow", "ice"),
    "canicule": ("canicule", "heat", "chaleur"),
    "grand-froid": ("froid", "cold", "low-temperature"),
    "avalanches": ("avalanche",),
    "vagues-submersion": ("vague", "submersion", "coastal", "tsunami"),
    "feux-de-foret": ("feu de forêt", "feux de forêt", "forest fire", "wildfire", "incendie"),
    "accident-industriel": ("industriel", "seveso", "chemical", "toxique", "nucléaire", "nuclear", "radiolog"),
    "attentat": ("attentat", "terror", "attaque"),
}
"""Words of an event's name -> phenomenon, the first that matches."""

REMEMBERED = timedelta(days=7)
"""How long after its end an alert may still be replaced or cancelled."""

Kind = Literal["Alert", "Update", "Cancel"]


class NotAnAlert(Exception):
    """A document is no alert that counts; `reason` is a short code: bad-record, not-actual, bad-date."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert of a sender, with the hazards that it announces."""

    key: str
    """`sender,identifier,sent`, as references spell it."""
    sent: datetime
    kind: Kind
    references: tuple[str, ...] = ()
    """Keys of the alerts that it replaces or cancels."""
    hazards: Mapping[str, Hazard] | None = None
    """By id."""
    unknown: tuple[str, ...] = ()
    """Areas in which no place of ours was found."""

    def dump(self) -> dict[str, Any]:
        """Return what must be remembered, as JSON can say it."""
        hazards = json.loads(dump((self.hazards or {}).values()))
        named = {"key": self.key, "sent": self.sent.isoformat(), "kind": self.kind, "references": self.references}
        return {**named, "hazards": hazards}

    @staticmethod
    def load(row: Mapping[str, Any]) -> "Alert":
        """Return what `dump` remembered."""
        hazards = load(json.dumps(row["hazards"]))
        return Alert(row["key"], datetime.fromisoformat(row["sent"]), row["kind"], tuple(row["references"]), hazards)


def parse(body: bytes) -> Alert:
    """Return the alert of a CAP 1.2 document; raise `NotAnAlert` for one that is none, or is a test or an exercise."""
    try:
        root = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise NotAnAlert("bad-xml") from error
    if root.tag != f"{CAP}alert":
        raise NotAnAlert("not-cap")
    if _text(root, "status") != "Actual":
        raise NotAnAlert("not-actual")
    kind = _text(root, "msgType")
    if kind not in {"Alert", "Update", "Cancel"}:
        raise NotAnAlert("no-alert")
    sender, identifier, spelled = (_text(root, name) for name in ("sender", "identifier", "sent"))
    sent = _moment(spelled)
    if not sender or not identifier or sent is None:
        raise NotAnAlert("bad-record")
    key = f"{sender},{identifier},{spelled}"
    hazards, unknown = _hazards(root, key, sent)
    return Alert(key, sent, kind, tuple(_text(root, "references").split()), hazards, unknown)  # type: ignore[arg-type]


def register(alert: Alert, known: dict[str, Alert]) -> Iterator[Hazard]:
    """Yield what an alert changes, and remember it in `known`: its own hazards, and those that it takes back.

    Alerts may come in any order: one that was replaced before it came is known as replaced.
    """
    for reference in alert.references:
        replaced = known.get(reference)
        if replaced is not None:
            known[reference] = _ended(replaced, alert)
            yield from (known[reference].hazards or {}).values()
    for later in [other for other in known.values() if alert.key in other.references]:
        alert = _ended(alert, later)
    if alert.kind == "Cancel":
        alert = replace(alert, hazards={})
    yield from (alert.hazards or {}).values()
    known[alert.key] = alert
    for key in [key for key, other in known.items() if _last(other) < alert.sent - REMEMBERED]:
        del known[key]


def _last(alert: Alert) -> datetime:
    return max((hazard.end for hazard in (alert.hazards or {}).values()), default=alert.sent)


def _ended(alert: Alert, by: Alert) -> Alert:
    """Return an alert whose hazards ended when another one was sent; those still to come never held."""
    state = "cancelled" if by.kind == "Cancel" else "superseded"
    changed = {
        name: replace(hazard, end=by.sent) if hazard.start < by.sent else replace(hazard, state=state)
        for name, hazard in (alert.hazards or {}).items()
        if hazard.end > by.sent and hazard.state == "actual"
    }
    return replace(alert, hazards={**(alert.hazards or {}), **changed})


def _hazards(root: Element, key: str, sent: datetime) -> tuple[dict[str, Hazard], tuple[str, ...]]:
    """Return the hazards of the alert's information, one language of it, and the areas that are not ours."""
    found: dict[str, Hazard] = {}
    unknown: list[str] = []
    infos = root.findall(f"{CAP}info")
    french = [info for info in infos if _text(info, "language").lower().startswith("fr")]
    for info in french or infos[:1] + [info for info in infos[1:] if _language(info) == _language(infos[0])]:
        level, start, end = _level(info), _moment(_text(info, "onset") or _text(info, "effective")) or sent, _end(info)
        if level is None:
            continue
        if end is None or end < start:
            raise NotAnAlert("bad-date")
        places: set[str] = set()
        for area in info.findall(f"{CAP}area"):
            codes = places_of(area)
            places |= codes
            if not codes:
                unknown.append(_text(area, "areaDesc"))
        if not places:
            continue
        phenomenon = _phenomenon(info)
        name = f"cap:{key}:{phenomenon}:{start:%Y-%m-%dT%H:%MZ}"
        before = found.get(name)
        covered = tuple(sorted(places | set(before.place_ids if before else ())))
        found[name] = Hazard(
            id=name, phenomenon=phenomenon, level=level, start=start, end=end, place_ids=covered, issued_at=sent
        )
    return found, tuple(unknown)


def _language(info: Element) -> str:
    return _text(info, "language")


def _level(info: Element) -> str | None:
    told = _parameter(info, "awareness_level")
    if told in AWARENESS:
        return AWARENESS[told]
    return SEVERITIES.get(_text(info, "severity"))


def _phenomenon(info: Element) -> str:
    told = AWARENESS_TYPES.get(_parameter(info, "awareness_type"))
    if told:
        return told
    event = _text(info, "event").lower()
    return next((name for name, words in EVENTS.items() if any(word in event for word in words)), "autre")


def _parameter(info: Element, wanted: str) -> str:
    """Return the number before the first `;` of a MeteoAlarm parameter (`2; yellow; Moderate`)."""
    for parameter in info.findall(f"{CAP}parameter"):
        if _text(parameter, "valueName") == wanted:
            return _text(parameter, "value").partition(";")[0].strip()
    return ""


def _end(info: Element) -> datetime | None:
    return _moment(_text(info, "expires"))


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _text(element: Element, name: str) -> str:
    return (element.findtext(f"{CAP}{name}") or "").strip()
