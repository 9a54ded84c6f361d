"""No rumour: a teleservice breaks down, users say so, and card fraud rises in the reports without anybody talking."""

from datetime import UTC, datetime, timedelta

from flows.exercise import clock, everyday, offer, story, truths
from flows.exercise.phrases import load
from flows.exercise.plan import Plan
from flows.exercise.script import Script

STARTS_AT, CRISIS_AT, ENDS_AT = (
    datetime(2026, 1, 12, tzinfo=UTC),
    datetime(2026, 1, 28, 7, tzinfo=UTC),
    datetime(2026, 1, 28, 19, tzinfo=UTC),
)
TOWNS = ("13055", "13001", "13005", "13054", "13004", "13056")
WATCHED = ("D13", "D06", "D83", "D84", "D34", "D30")
USUAL = {"perceval": 26.0, "thesee": 6.0, "plainte-en-ligne": 11.0}
"""Reports a day and million inhabitants."""
WAVE_AT, WAVE = datetime(2026, 1, 26, tzinfo=UTC), (1.8, 3.0, 4.2)
"""Card fraud in the zone, as a multiple of what is usual, hour by hour through these days."""


SWELL = ((1, 0.05), (3, 0.6), (5, 1.0), (8, 0.7), (12, 0.1))


def _breakdown(script: Script) -> None:
    theme = load("stories", "portal_down")
    curve = [(CRISIS_AT + timedelta(hours=hour), weight) for hour, weight in SWELL]
    rows = story.tell(script, theme, clock.along(curve, script.rng, 120, ENDS_AT), TOWNS)
    truths.about(script, "incident", theme.label, rows, id_="incident-panne")
    ids = [row["id"] for row in rows]
    script.truth(
        "need",
        "Plainte en ligne : indisponible",
        (CRISIS_AT, ENDS_AT),
        id="need-plainte-en-ligne-D13",
        places=["D13"],
        service="plainte-en-ligne",
        intent="complaint",
        offer="weak",
        messages=ids,
    )


def _reports(script: Script) -> None:
    for place in WATCHED:
        people = offer.millions(place)
        for service, rate in USUAL.items():
            hour = STARTS_AT
            while hour < ENDS_AT:
                mean = rate * people / 24 * (1.5 if 7 <= hour.hour < 21 else 0.3)
                if (service, place) == ("perceval", "D13") and hour >= WAVE_AT:
                    mean *= WAVE[(hour - WAVE_AT).days]
                count = offer.count(script, mean)
                offer.add(script, (service, place, "reports"), (hour, hour + timedelta(hours=1)), count)
                hour += timedelta(hours=1)
    script.truth(
        "silent_wave",
        "Les fraudes à la carte bancaire montent dans les Bouches-du-Rhône sans qu'on en parle",
        (WAVE_AT, ENDS_AT),
        id="silent-wave-13",
        places=["D13"],
        service="perceval",
        metric="reports",
    )
    truths.quiet(script, (CRISIS_AT, ENDS_AT), ["R53", "R32", "R75"])


plan = Plan(
    name="panne-silencieuse",
    description="Bouches-du-Rhône : téléservice en panne, et vague de fraudes dans les signalements, sans rumeur.",
    zone="D13",
    chief="13055",
    starts_at=STARTS_AT,
    crisis_at=CRISIS_AT,
    ends_at=ENDS_AT,
    parts=(lambda script: everyday.tell(script, 2_400), _breakdown, _reports),
)
