"""Nothing to alert about: an orange storm vigilance that everybody chats about, and a platform that falls silent."""

from datetime import UTC, datetime, timedelta

from flows.exercise import clock, everyday, story, truths
from flows.exercise.clock import stamp
from flows.exercise.phrases import load
from flows.exercise.plan import Plan
from flows.exercise.script import Script

STARTS_AT, CRISIS_AT, ENDS_AT = (datetime(2026, 1, day, hour, tzinfo=UTC) for day, hour in ((9, 0), (20, 8), (20, 20)))
OUTAGE = (datetime(2026, 1, 20, 11, tzinfo=UTC), datetime(2026, 1, 20, 14, tzinfo=UTC))
"""Nothing of Bluesky reaches us; it speaks again afterwards."""
COAST = ("29019", "29232", "29103", "29151", "29039", "29189")
BLOWS = ((4, 0.1), (10, 0.6), (14, 1.0), (18, 0.8), (20, 0.4))


def _storm(script: Script) -> None:
    day = CRISIS_AT.replace(hour=0)
    curve = [(day + timedelta(hours=hour), weight) for hour, weight in BLOWS]
    theme = load("stories", "storm")
    rows = story.tell(script, theme, clock.along(curve, script.rng, 130, ENDS_AT), COAST)
    truths.about(script, "event_benign", theme.label, rows, id_="event-storm")
    script.hazards.append(
        {
            "id": "vent-29-orange",
            "phenomenon": "vent-violent",
            "level": "orange",
            "from": stamp(day + timedelta(hours=4)),
            "to": stamp(ENDS_AT + timedelta(hours=4)),
            "places": ["D29"],
        }
    )
    script.actions.append(
        {
            "id": "consignes-vent",
            "kind": "instruction",
            "text": "Vent violent : limitez vos déplacements, éloignez-vous du littoral.",
            "channel": "bluesky",
            "at": stamp(day + timedelta(hours=7)),
            "places": ["D29"],
            "about": "event-storm",
        }
    )
    truths.quiet(script, (CRISIS_AT, ENDS_AT), ["FR"])


plan = Plan(
    name="tempete-veille",
    description="Veille ordinaire en Finistère : vigilance orange bavardée, une plateforme muette trois heures.",
    zone="D29",
    chief="29232",
    starts_at=STARTS_AT,
    crisis_at=CRISIS_AT,
    ends_at=ENDS_AT,
    parts=(lambda script: everyday.tell(script, 1_900), _storm),
    blind={"bluesky": OUTAGE},
)
