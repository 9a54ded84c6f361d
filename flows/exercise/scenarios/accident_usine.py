"""A factory burns, and a false cause goes round: a drone that nobody saw; the authorities deny it, and are heeded."""

from datetime import UTC, datetime, timedelta

from flows.exercise import clock, everyday, story, truths
from flows.exercise.phrases import load
from flows.exercise.plan import Plan
from flows.exercise.script import Script

STARTS_AT, CRISIS_AT, ENDS_AT = (datetime(2026, 2, day, hour, tzinfo=UTC) for day, hour in ((9, 0), (19, 7), (19, 18)))
DENIED_AT = datetime(2026, 2, 19, 13, tzinfo=UTC)
HEEDED_AT = DENIED_AT + timedelta(minutes=20)
RELATIVE_CHANGE = -0.5
"""What the denial changes in the rate of messages that spread the rumour, once it is heeded."""
TOWNS = ("38317", "38151", "38185", "38111", "38421", "38485", "38524")
DENIAL = (
    "DÉMENTI. L'incendie de l'usine Chimelys est parti d'un four. Aucun drone, aucun attentat. Restez à l'abri et "
    "fermez les fenêtres."
)


def _curve(*points: tuple[float, float]) -> list[tuple[datetime, float]]:
    return [(CRISIS_AT + timedelta(hours=hour), weight) for hour, weight in points]


def _fire(script: Script) -> None:
    swell = clock.along(_curve((0.5, 0.05), (1.5, 1.0), (4, 0.8), (11, 0.4)), script.rng, 420, ENDS_AT)
    rows = story.tell(script, load("stories", "plant_fire"), swell, TOWNS)
    truths.about(script, "incident", load("stories", "plant_fire").label, rows, id_="incident-usine")


def _rumour(script: Script) -> None:
    waves = {
        "support": (210, ((1.7, 0.03), (3.5, 0.5), (5.5, 1.0), (11, 0.5))),
        "query": (80, ((2, 0.1), (5, 1.0), (11, 0.4))),
    }
    told = {}
    for stance, (count, points) in waves.items():
        would_be = clock.along(_curve(*points), script.rng, count, ENDS_AT)
        heeded = [at for at in would_be if at < HEEDED_AT or script.rng.random() >= -RELATIVE_CHANGE]
        told[stance] = story.tell(script, load("stories", f"plant_{stance}"), heeded, TOWNS)
    doubts = clock.along(_curve((4, 0.05), (6, 0.4), (7, 1.0), (11, 0.2)), script.rng, 90, ENDS_AT)
    told["deny"] = story.tell(script, load("stories", "plant_deny"), doubts, TOWNS)
    told["deny"] += story.deny(
        script,
        load("stories", "plant_deny"),
        DENIAL,
        at=DENIED_AT,
        town=TOWNS[0],
        id_="dementi-drone",
        of="rumour-drone",
    )
    truths.rumour(script, load("stories", "plant_support").label, told, id_="rumour-drone", denied_at=DENIED_AT)
    more = {"action": "dementi-drone", "about": "rumour-drone", "relative_change": RELATIVE_CHANGE}
    wanted = "Le démenti freine la rumeur du drone"
    script.truth("effect", wanted, (HEEDED_AT, ENDS_AT), id="effect-dementi-drone", places=["D38"], **more)
    truths.quiet(script, (CRISIS_AT, ENDS_AT), ["R53", "R93", "R75", "R32"])


plan = Plan(
    name="accident-usine",
    description="Isère : l'incendie d'une usine inventée, et la fausse rumeur d'un attentat au drone.",
    zone="D38",
    chief="38185",
    starts_at=STARTS_AT,
    crisis_at=CRISIS_AT,
    ends_at=ENDS_AT,
    parts=(lambda script: everyday.tell(script, 1_900), _fire, _rumour),
)
