"""Alerts as an Atom feed (RFC 4287)."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement

from graph.rows import Row
from signals.announce.cap import UNWRITABLE, written
from ui.api.asked import iso
from ui.formats import milliseconds

SPACE = "http://www.w3.org/2005/Atom"


def feed(alerts: Iterable[Row], *, base: str, is_exercise: bool, now: datetime) -> bytes:
    """Return the feed; `base` is the address of the interface. Ids stay the same under another address."""
    rows = sorted(alerts, key=_updated, reverse=True)
    root = Element("feed", {"xmlns": SPACE, "xml:lang": "fr"})
    mark = "EXERCICE – " if is_exercise else ""
    _say(root, "id", _id("alerts"))
    _say(root, "title", f"{mark}CyberImpact : alertes")
    _say(root, "updated", iso(_updated(rows[0]) if rows else milliseconds(now)) or "")
    _say(SubElement(root, "author"), "name", "CyberImpact")
    SubElement(root, "link", rel="self", href=f"{base}/alerts.atom", type="application/atom+xml")
    for row in rows:
        entry = SubElement(root, "entry")
        _say(entry, "id", _id(row["id"]))
        _say(entry, "title", f"{mark}{row['title']}")
        _say(entry, "updated", iso(_updated(row)) or "")
        _say(entry, "published", iso(row["first_at"]) or "")
        message = f"{base}/alerts/{quote(row['id'], safe='')}.cap"
        SubElement(entry, "link", rel="alternate", href=message, type="application/cap+xml")
        SubElement(entry, "category", term=row["severity"])
        SubElement(entry, "category", term=row["state"])
        _say(entry, "summary", row["reason"])
    return written(root)


def _updated(row: Row) -> int:
    at: int = max([row["last_at"], *(one["at"] for one in row["decisions"])])
    return at


def _id(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'cyberimpact:{name}')}"


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = UNWRITABLE.sub("", text)
