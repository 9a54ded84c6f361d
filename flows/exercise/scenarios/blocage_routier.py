"""A blockade and two rumours at once: a death that never was, denied; a port to be blocked, which turns out true."""

from datetime import UTC, datetime, timedelta

from flows.exercise import clock, everyday, story, truths
from flows.exercise.phrases import load
from flows.exercise.plan import Plan
from flows.exercise.script import Row, Script

STARTS_AT, CRISIS_AT, ENDS_AT = (datetime(2026, 1, day, hour, tzinfo=UTC) for day, hour in ((12, 0), (22, 6), (22, 17)))
DENIED_AT = datetime(2026, 1, 22, 12, 30, tzinfo=UTC)
TOWNS = ("14437", "14118", "14327", "14341", "14167", "14488")
DENIAL = (
    "DÉMENTI. Aucun manifestant n'a été tué ni écrasé à Mondeville. Une personne a été légèrement blessée au pied. Ne "
    "relayez pas cette rumeur."
)


def _told(script: Script, name: str, count: int, *points: tuple[float, float]) -> list[Row]:
    curve = [(CRISIS_AT + timedelta(hours=hour), weight) for hour, weight in points]
    return story.tell(script, load("stories", name), clock.along(curve, script.rng, count, ENDS_AT), TOWNS)


def _blockade(script: Script) -> None:
    rows = _told(script, "blockade", 340, (0.5, 0.1), (2, 1.0), (5, 0.8), (11, 0.5))
    truths.about(script, "incident", load("stories", "blockade").label, rows, id_="incident-blocage")


def _rumours(script: Script) -> None:
    death = {
        "support": _told(script, "rundown_support", 150, (2.5, 0.03), (4, 0.5), (6, 1.0), (8, 0.6), (11, 0.3)),
        "query": _told(script, "rundown_query", 60, (3, 0.1), (6, 1.0), (11, 0.2)),
        "deny": _told(script, "rundown_deny", 75, (5, 0.05), (6.5, 0.5), (7.5, 1.0), (11, 0.2)),
    }
    death["deny"] += story.deny(
        script,
        load("stories", "rundown_deny"),
        DENIAL,
        at=DENIED_AT,
        town=TOWNS[0],
        id_="dementi-mort",
        of="rumour-mort",
    )
    truths.rumour(script, load("stories", "rundown_support").label, death, id_="rumour-mort", denied_at=DENIED_AT)
    port = {
        "support": _told(script, "ferry_support", 110, (3.5, 0.05), (6, 0.7), (8, 1.0), (11, 0.8)),
        "query": _told(script, "ferry_query", 55, (4, 0.1), (7, 1.0), (11, 0.6)),
    }
    truths.rumour(script, load("stories", "ferry_support").label, port, id_="rumour-port", denied_at=None)
    truths.quiet(script, (CRISIS_AT, ENDS_AT), ["R93", "R84", "R75", "R32"])


plan = Plan(
    name="blocage-routier",
    description="Calvados : un blocage, la fausse rumeur d'un mort et celle, vraie, d'un port bientôt bloqué.",
    zone="D14",
    chief="14118",
    starts_at=STARTS_AT,
    crisis_at=CRISIS_AT,
    ends_at=ENDS_AT,
    parts=(lambda script: everyday.tell(script, 1_900), _blockade, _rumours),
)
