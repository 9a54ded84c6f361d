"""A fuel shortage that a false rumour makes: a rush on the pumps, fear, departures for the border, a denial."""

from datetime import UTC, datetime, timedelta

from flows.exercise import clock, everyday, story, truths
from flows.exercise.phrases import load
from flows.exercise.plan import Plan
from flows.exercise.script import Row, Script

STARTS_AT, CRISIS_AT, ENDS_AT = (datetime(2026, 2, day, hour, tzinfo=UTC) for day, hour in ((2, 0), (12, 8), (12, 18)))
DENIED_AT = datetime(2026, 2, 12, 14, tzinfo=UTC)
TOWNS = ("59350", "59512", "59599", "59009", "59378", "59178", "59606")
DENIAL = (
    "DÉMENTI. Le dépôt de Valbrise n'est pas bloqué, les livraisons continuent dans tout le Nord. Ne stockez pas de "
    "carburant."
)


def _curve(*points: tuple[float, float]) -> list[tuple[datetime, float]]:
    day = CRISIS_AT.replace(hour=0)
    return [(day + timedelta(hours=hour), weight) for hour, weight in points]


def _told(script: Script, name: str, count: int, *points: tuple[float, float]) -> list[Row]:
    moments = clock.along(_curve(*points), script.rng, count, ENDS_AT)
    return story.tell(script, load("stories", name), moments, TOWNS)


def _crisis(script: Script) -> None:
    told = {
        "support": _told(script, "fuel_support", 150, (8.5, 0.05), (10, 0.4), (12.5, 1), (14.5, 0.7), (18, 0.2)),
        "query": _told(script, "fuel_query", 45, (9, 0.1), (12, 1), (15, 0.6), (18, 0.2)),
        "deny": _told(script, "fuel_deny", 70, (11, 0.05), (14, 0.4), (15, 1), (18, 0.3)),
    }
    told["deny"] += story.deny(
        script,
        load("stories", "fuel_deny"),
        DENIAL,
        at=DENIED_AT,
        town=TOWNS[0],
        id_="dementi-valbrise",
        of="rumour-valbrise",
    )
    truths.rumour(script, load("stories", "fuel_support").label, told, id_="rumour-valbrise", denied_at=DENIED_AT)
    rush = _told(script, "fuel_rush", 170, (9.5, 0.05), (11, 0.5), (13, 1), (16, 0.5), (18, 0.2))
    wanted = "La rumeur retombe d'elle-même, le démenti n'y change rien"
    truths.no_effect(script, "dementi-valbrise", "rumour-valbrise", label=wanted, since=DENIED_AT)
    truths.about(script, "panic", load("stories", "fuel_rush").label, rush, id_="panic-carburant")
    leaving = _told(script, "fuel_movement", 60, (11, 0.1), (13, 1), (15.5, 0.2))
    truths.about(script, "movement", load("stories", "fuel_movement").label, leaving, id_="movement-frontiere")
    truths.quiet(script, (CRISIS_AT, ENDS_AT), ["R53", "R93", "R75"])


plan = Plan(
    name="penurie-carburant",
    description="Nord : fausse rumeur d'un dépôt bloqué, ruée sur les stations, départs vers la frontière.",
    zone="D59",
    chief="59350",
    starts_at=STARTS_AT,
    crisis_at=CRISIS_AT,
    ends_at=ENDS_AT,
    parts=(lambda script: everyday.tell(script, 1_900), _crisis),
)
