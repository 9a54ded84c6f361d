"""An alert as a message of the Common Alerting Protocol (OASIS CAP 1.2, 2010), elements in the order of its schema."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

SPACE = "urn:oasis:names:tc:emergency:cap:1.2"

SEVERITIES = {"critique": "Extreme", "forte": "Severe", "moderee": "Moderate", "faible": "Minor"}
URGENCIES = {"critique": "Immediate", "forte": "Expected"}
CERTAINTIES = {
    "open": "Possible",
    "acknowledged": "Likely",
    "snoozed": "Possible",
    "closed": "Likely",
    "dismissed": "Unlikely",
}
VERDICTS = {"real": "Observed", "false": "Unlikely"}
"""Certainty of what was closed, by its verdict."""
OVER = ("closed", "dismissed")

EVENTS = {
    "burst": ("Emballement", "Burst of messages"),
    "novelty": ("Sujet nouveau", "New topic"),
    "growth": ("Progression lente", "Slow growth"),
    "silent_wave": ("Vague silencieuse", "Silent wave"),
    "panic": ("Signes de panique", "Signs of panic"),
    "movement": ("Mouvement de population", "Movement of people"),
    "coordination": ("Diffusion coordonnée", "Coordinated spread"),
}
"""What is announced, by the kind of the strongest signal."""

DAY = 24 * 3_600_000
"""Milliseconds for which an announcement holds unless it is updated."""

CODES = {"D": "INSEE_DEP", "R": "INSEE_REG", "F": "ISO 3166-1"}
"""Names of the codes of places, by the first letter of ours; the others are communes."""

UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as it is sent to somebody, one after the other: when, and when those before it were."""

    at: int
    before: Sequence[int] = ()


def message(alert: Mapping[str, Any], *, sender: str, is_exercise: bool, sent: Sent | None = None) -> bytes:
    """Return the message that tells how an alert stands now: Alert at first, then Update, Cancel once it is over.

    Who fetches it compares two states of the alert; who is `sent` it, what they were sent before.
    """
    name = quote(alert["id"], safe=":|@-._~")
    first, last = alert["first_at"], sent.at if sent else _changed(alert)
    before = [f"{name}@{at}" for at in sent.before] if sent else [name] if last != first else []
    moments = sent.before if sent else [first]
    root = Element("alert", xmlns=SPACE)
    _say(root, "identifier", f"{name}@{last}" if sent or before else name)
    _say(root, "sender", sender)
    _say(root, "sent", stamp(last))
    _say(root, "status", "Exercise" if is_exercise else "Actual")
    _say(root, "msgType", "Cancel" if alert["state"] in OVER else "Update" if before else "Alert")
    _say(root, "scope", "Restricted")
    _say(root, "restriction", "Diffusion restreinte : cellule de crise et services désignés")
    if is_exercise:
        _say(root, "note", "EXERCICE EXERCICE EXERCICE : données fictives")
    if before:
        said = (f"{sender},{one},{stamp(at)}" for one, at in zip(before, moments, strict=True))
        _say(root, "references", " ".join(said))
    for lang in ("fr-FR", "en"):
        _info(root, alert, lang)
    return written(root)


def written(root: Element) -> bytes:
    """Return a document with its declaration."""
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def stamp(at: int) -> str:
    """Return milliseconds as CAP writes moments: UTC is -00:00, `Z` is not allowed.

    >>> stamp(1_790_000_000_000)
    '2026-09-21T14:13:20-00:00'
    """
    return f"{datetime.fromtimestamp(at // 1000, UTC):%Y-%m-%dT%H:%M:%S}-00:00"


def _changed(alert: Mapping[str, Any]) -> int:
    """Return when what is announced last changed: its latest signal, or a decision since."""
    decided = [decision["at"] for decision in alert["decisions"] if decision["act"] != "comment"]
    at: int = max([alert["last_at"], *decided])
    return at


def _info(root: Element, alert: Mapping[str, Any], lang: str) -> None:
    english = lang == "en"
    event = EVENTS.get(alert["kind"], (alert["kind"], alert["kind"]))[english]
    suffix = "_en" if english else ""
    info = SubElement(root, "info")
    for name, text in (
        ("language", lang),
        ("category", "Security"),
        ("event", event),
        ("responseType", "None" if alert["state"] in OVER else "Assess"),
        ("urgency", "Past" if alert["state"] in OVER else URGENCIES.get(alert["severity"], "Unknown")),
        ("severity", SEVERITIES.get(alert["severity"], "Unknown")),
        ("certainty", VERDICTS.get(alert["verdict"], CERTAINTIES[alert["state"]])),
        ("onset", stamp(alert["first_at"])),
        ("expires", stamp(_changed(alert) + DAY)),
        ("senderName", "CyberImpact"),
        ("headline", (alert[f"title{suffix}"] or alert["title"])[:160]),
        ("description", alert[f"reason{suffix}"] or alert["reason"]),
    ):
        _say(info, name, text)
    _parameter(info, "score", f"{alert['score']:.2f}")
    _areas(info, alert["places"], english=english)


def _areas(info: Element, places: Sequence[Mapping[str, Any]], *, english: bool) -> None:
    everywhere = {"id": "FR", "name": "All of France" if english else "France entière"}
    for place in places or [everywhere]:
        area = SubElement(info, "area")
        _say(area, "areaDesc", place["name"] or place["id"])
        code = SubElement(area, "geocode")
        _say(code, "valueName", CODES.get(place["id"][:1], "INSEE_COM"))
        _say(code, "value", re.sub("^[DR](?=[0-9])", "", place["id"]))


def _parameter(info: Element, name: str, value: str) -> None:
    parameter = SubElement(info, "parameter")
    _say(parameter, "valueName", name)
    _say(parameter, "value", value)


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = UNWRITABLE.sub("", text)
