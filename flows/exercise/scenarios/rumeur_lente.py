"""A rumour that doubles every day for five days, too slow for a burst, and is denied on the last."""

from datetime import UTC, datetime, timedelta

from flows.exercise import clock, everyday, story, truths
from flows.exercise.clock import stamp
from flows.exercise.phrases import load
from flows.exercise.plan import Plan
from flows.exercise.script import Row, Script

STARTS_AT, CRISIS_AT, ENDS_AT = (datetime(2026, 1, day, hour, tzinfo=UTC) for day, hour in ((5, 0), (20, 6), (24, 20)))
BEGINS = datetime(2026, 1, 19, tzinfo=UTC)
DENIED_AT = datetime(2026, 1, 24, 11, tzinfo=UTC)
DAYS = 6
TOWNS = ("87085", "87114", "87050", "87126", "87075")
SHARES = {"water_support": ("support", 0.72), "water_query": ("query", 0.28)}
DENIAL = "DÉMENTI. L'eau du robinet de Limoges est potable. Quatre prélèvements, aucune anomalie. La rumeur est fausse."


def _rumour(script: Script) -> None:
    told: dict[str, list[Row]] = {"deny": []}
    for name, (stance, share) in SHARES.items():
        for day in range(DAYS):
            start = BEGINS + timedelta(days=day)
            count = round(4 * 2**day * share)
            at = clock.everyday(script.rng, count, start, start + timedelta(days=1))
            rows = story.tell(script, load("stories", name), [moment for moment in at if moment < ENDS_AT], TOWNS)
            told.setdefault(stance, []).extend(rows)
    after = ((-20, 0.1), (0, 0.4), (2, 1.0), (9, 0.5))
    doubts = clock.along([(DENIED_AT + timedelta(hours=hour), x) for hour, x in after], script.rng, 50, ENDS_AT)
    told["deny"] += story.tell(script, load("stories", "water_deny"), doubts, TOWNS)
    truths.rumour(script, load("stories", "water_support").label, told, id_="rumour-eau", denied_at=DENIED_AT)
    script.actions.append(
        {
            "id": "dementi-eau",
            "kind": "denial",
            "text": DENIAL,
            "channel": "site",
            "at": stamp(DENIED_AT),
            "places": ["D87"],
            "about": "rumour-eau",
        }
    )
    truths.no_effect(script, "dementi-eau", "rumour-eau", label="Le démenti ne freine pas la rumeur", since=DENIED_AT)
    truths.quiet(script, (CRISIS_AT, ENDS_AT), ["R53", "R44", "R93"])


plan = Plan(
    name="rumeur-lente",
    description="Haute-Vienne : la rumeur d'une eau contaminée double chaque jour pendant cinq jours, puis un démenti.",
    zone="D87",
    chief="87085",
    starts_at=STARTS_AT,
    crisis_at=CRISIS_AT,
    ends_at=ENDS_AT,
    parts=(lambda script: everyday.tell(script, 2_400), _rumour),
    minutes=180,
)
