"""A fraud that is pushed: the same accounts post one link within seconds, again and again, and victims speak up."""

from datetime import UTC, datetime, timedelta

from flows.exercise import clock, everyday, story, style, truths
from flows.exercise.phrases import load
from flows.exercise.plan import Plan
from flows.exercise.script import Line, Row, Script
from flows.exercise.towns import named

STARTS_AT, CRISIS_AT, ENDS_AT = (datetime(2026, 3, day, hour, tzinfo=UTC) for day, hour in ((16, 0), (26, 7), (26, 18)))
TOWNS = ("69123", "69266", "69259", "69029", "69290", "69256")
PUSHERS = 14
FIRST, EVERY, VOLLEYS = timedelta(hours=-9), timedelta(minutes=97), 11
ADDRESS = "https://remboursement-amende.example/dossier"


def _pushed(script: Script) -> None:
    rng, theme, (lyon, *_) = script.rng, load("stories", "fine_lure"), named(*TOWNS)
    accounts = script.people.by_platform["bluesky"].authors[-PUSHERS:]
    rows: list[Row] = []
    for volley in range(VOLLEYS):
        start = CRISIS_AT + FIRST + volley * EVERY
        text = theme.patterns["posts"][volley % len(theme.patterns["posts"])]
        for account in accounts:
            if rng.random() < 0.15:
                continue
            at = start + timedelta(seconds=rng.randrange(45))
            said = f"{style.copy(text, rng).split(' http')[0]} {ADDRESS}"
            row = script.say(Line(theme=theme, at=at, author=account, town=lyon, text=said))
            rows += [row] if row else []
    names = [account.id for account in accounts]
    truths.about(script, "coordination", theme.label, rows, id_="coordination-amendes", accounts=names, places=["FR"])


def _victims(script: Script) -> None:
    theme = load("stories", "fine_victims")
    swell = ((0.5, 0.05), (3, 0.6), (6, 1.0), (11, 0.4))
    curve = [(CRISIS_AT + timedelta(hours=hour), weight) for hour, weight in swell]
    rows = story.tell(script, theme, clock.along(curve, script.rng, 130, ENDS_AT), TOWNS)
    truths.about(script, "incident", theme.label, rows, id_="incident-amendes")
    truths.quiet(script, (CRISIS_AT, ENDS_AT), ["R53", "R32", "R93"])


plan = Plan(
    name="campagne-fraude",
    description="Rhône : de faux remboursements d'amendes, poussés par des comptes qui agissent ensemble.",
    zone="D69",
    chief="69123",
    starts_at=STARTS_AT,
    crisis_at=CRISIS_AT,
    ends_at=ENDS_AT,
    parts=(lambda script: everyday.tell(script, 1_900), _pushed, _victims),
)
