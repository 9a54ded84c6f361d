"""Nothing to alert about: a great match, full of cries and traffic jams, and a strike that was announced."""

from datetime import UTC, datetime, timedelta

from flows.exercise import clock, everyday, story, truths
from flows.exercise.phrases import load
from flows.exercise.plan import Plan
from flows.exercise.script import Script

STARTS_AT, CRISIS_AT, ENDS_AT = (datetime(2026, 4, day, hour, tzinfo=UTC) for day, hour in ((1, 0), (11, 12), (11, 23)))
TOWNS = ("33063", "33281", "33318", "33522", "33039")
MATCH = ((13, 0.05), (17, 0.3), (19, 1.0), (20.8, 1.0), (22, 0.3))
STRIKE = ((6, 0.2), (9, 0.5), (15, 1.0), (20, 0.4))
EVERY_STRIKE = (3, 5, 8, 10)
"""Days of the month at which strikes were talked about before: people are used to it."""


def _events(script: Script) -> None:
    day = CRISIS_AT.replace(hour=0)
    derby, walkout = load("stories", "derby"), load("stories", "walkout")
    for earlier in EVERY_STRIKE:
        before = [(day.replace(day=earlier) + timedelta(hours=hour), weight) for hour, weight in STRIKE]
        story.tell(script, walkout, clock.along(before, script.rng, 12, ENDS_AT), TOWNS)
    for name, theme, count, curve in (("match", derby, 170, MATCH), ("strike", walkout, 55, STRIKE)):
        points = [(day + timedelta(hours=hour), weight) for hour, weight in curve]
        rows = story.tell(script, theme, clock.along(points, script.rng, count, ENDS_AT), TOWNS)
        truths.about(script, "event_benign", theme.label, rows, id_=f"event-{name}")
    truths.quiet(script, (CRISIS_AT, ENDS_AT), ["R53", "R93", "R32", "R44"])


plan = Plan(
    name="derby-greve",
    description="Gironde : un grand match et une grève annoncée, beaucoup de bruit, rien à signaler.",
    zone="D33",
    chief="33063",
    starts_at=STARTS_AT,
    crisis_at=CRISIS_AT,
    ends_at=ENDS_AT,
    parts=(lambda script: everyday.tell(script, 1_900), _events),
)
