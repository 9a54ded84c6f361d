"""An Atom feed of CAP 1.2 alerts, as MeteoAlarm publishes it, and its alerts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from tests.stages import Kind, Stage
from tests.stages.site import Asked, Reply, serving

BEGAN = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=2)
SENDER = "alerte@exemple.fr"


def alert(identifier: str, area: str, **said: str) -> str:
    """One alert in force for a day; `said` overrides its elements."""
    told = {
        "sent": BEGAN.isoformat(),
        "status": "Actual",
        "msgType": "Alert",
        "references": "",
        "event": "Vigilance orange crues",
        "severity": "Severe",
        "onset": BEGAN.isoformat(),
        "expires": (BEGAN + timedelta(days=1)).isoformat(),
        "extra": "",
    } | said
    info = (
        "<info><language>fr-FR</language><category>Met</category>"
        f"<event>{escape(told['event'])}</event><urgency>Expected</urgency><severity>{told['severity']}</severity>"
        f"<certainty>Likely</certainty><onset>{told['onset']}</onset><expires>{told['expires']}</expires>"
        f"<description>{told['extra']}</description><area>{area}</area></info>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'
        f"<identifier>{identifier}</identifier><sender>{SENDER}</sender><sent>{told['sent']}</sent>"
        f"<status>{told['status']}</status><msgType>{told['msgType']}</msgType><scope>Public</scope>"
        f"<references>{told['references']}</references>{info}</alert>"
    )


def named(place: str) -> str:
    return f"<areaDesc>{place}</areaDesc>"


def key(identifier: str, sent: datetime = BEGAN) -> str:
    return f"{SENDER},{identifier},{sent.isoformat()}"


def hazard_id(identifier: str, sent: datetime = BEGAN) -> str:
    return f"cap:{key(identifier, sent)}:crue:{BEGAN:%Y-%m-%dT%H:%MZ}"


LATER = BEGAN + timedelta(hours=1)
GOOD = alert("m", named("Jura"))
NEW: dict[Kind, tuple[dict[str, str], frozenset[str]]] = {
    "more": ({"m": GOOD}, frozenset({hazard_id("m")})),
    "duplicated": ({"again": alert("a1", named("Nièvre"))}, frozenset()),
    "out-of-order": (
        {
            "b0": alert("b0", named("Jura"), msgType="Update", references=key("b1"), sent=LATER.isoformat()),
            "b1": alert("b1", named("Jura")),
        },
        frozenset({hazard_id("b0", LATER), hazard_id("b1")}),
    ),
    "skewed": ({"s": alert("s", named("Jura"), sent=(BEGAN + timedelta(days=365)).isoformat())}, frozenset()),
    "unicode": (
        {"u": alert("u", named("Jura"), extra="Risque ⚠️ élevé \u202e\u05d0 洪水")},
        frozenset({hazard_id("u")}),
    ),
    "malformed": (
        {
            "x": "<alert><oups",
            "y": alert("y", named("Jura"), expires="hier"),
            "z": '<!DOCTYPE a [<!ENTITY b "c">]><alert>&b;</alert>',
            "m": GOOD,
        },
        frozenset({hazard_id("m")}),
    ),
    "huge": ({"h": alert("h", named("Jura"), extra="eau " * 600_000), "m": GOOD}, frozenset({hazard_id("m")})),
}


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Yield a feed of three alerts; an update of the first may follow, or come before it."""
    alerts = {f"a{number}": alert(f"a{number}", named(name)) for number, name in enumerate(("Ain", "Nièvre", "Yonne"))}

    def answer(asked: Asked) -> Reply:
        if asked.path == "/feed":
            entries = "".join(
                f'<entry><id>{name}</id><updated>{BEGAN:%Y-%m-%dT%H:%M}:{index:02}Z</updated><link href="/{name}.xml" '
                'type="application/cap+xml"/></entry>'
                for index, name in enumerate(alerts)
            )
            return Reply(f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode())
        found = alerts.get(asked.path.strip("/").removesuffix(".xml"))
        return Reply(found.encode("utf-8", "surrogatepass")) if found else Reply(status=404)

    def publish(kind: Kind) -> frozenset[str]:
        new, wanted = NEW[kind]
        alerts.update(new)
        return wanted

    with serving(answer) as site:
        yield Stage(
            settings={"feeds": f"{site.address}/feed", "timeout": 0.3, "tries": 2, "pause": 0.01},
            first=frozenset(hazard_id(name) for name in alerts),
            publish=publish,
            site=site,
        )
