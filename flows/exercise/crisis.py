"""The crisis around Dijon: a real flood, a false rumour of a dam that breaks, panic, departures, and the denial."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flows.exercise import clock, story, style
from flows.exercise.clock import ENDS_AT, crisis
from flows.exercise.people import ZONE
from flows.exercise.phrases import load
from flows.exercise.script import Line, Row, Script, span_of
from flows.exercise.towns import VALLEY, named

DENIED_AT = crisis(13, 10)
HEEDED_AT = DENIED_AT + timedelta(minutes=20)
RELATIVE_CHANGE = -0.65
"""What the denial changes in the rate of messages that spread the rumour, once it is heeded."""

FLOOD = ((crisis(5), 0.05), (crisis(8), 0.25), (crisis(10), 0.7), (crisis(12), 1.0), (crisis(15), 0.9), (ENDS_AT, 0.6))
SPREAD = ((crisis(10, 12), 0.02), (crisis(11), 0.15), (crisis(12), 0.6), (crisis(12, 45), 1.0), (ENDS_AT, 0.55))
"""How the rumour would spread if nobody denied it."""
DOUBT = ((crisis(11), 0.05), (DENIED_AT, 0.3), (crisis(13, 50), 1.0), (crisis(15), 0.6), (ENDS_AT, 0.15))
PANIC = ((crisis(11, 15), 0.05), (crisis(12, 40), 1.0), (crisis(13, 20), 0.8), (crisis(14, 30), 0.05))
LEAVING = ((crisis(11, 40), 0.1), (crisis(13), 1.0), (crisis(14, 45), 0.1))

STANCES = (("support", 0.64), ("query", 0.24), ("comment", 0.12))


def tell(script: Script) -> None:
    """Add the crisis and the truths about it."""
    flood = story.tell(script, load("stories", "flood"), clock.along(FLOOD, script.rng, 760), VALLEY)
    _remember(script, "incident", "flood", flood)
    _rumour(script)
    _remember(
        script,
        "panic",
        "panic",
        story.tell(script, load("stories", "panic"), clock.along(PANIC, script.rng, 130), VALLEY),
    )
    leaving = story.tell(script, load("stories", "movement"), clock.along(LEAVING, script.rng, 75), VALLEY)
    _remember(script, "movement", "movement", leaving)
    _hazards(script)


def _remember(script: Script, kind: str, name: str, rows: Sequence[Row]) -> None:
    ids = [row["id"] for row in rows]
    label = load("stories", name).label
    script.truth(kind, label, span_of(list(rows)), id=f"{kind}-{name}", places=[ZONE], messages=ids)


def _rumour(script: Script) -> None:
    rng = script.rng
    would_be = clock.along(SPREAD, rng, 640)
    stances = [rng.choices([name for name, _ in STANCES], [share for _, share in STANCES])[0] for _ in would_be]
    heeds = [rng.random() < -RELATIVE_CHANGE for _ in would_be]
    plan = [
        (at, stance)
        for at, stance, heed in zip(would_be, stances, heeds, strict=True)
        if at < HEEDED_AT or stance == "comment" or not heed
    ]
    plan += [(at, "deny") for at in clock.along(DOUBT, rng, 210)]
    told: dict[str, list[Row]] = {}
    for at, stance in sorted(plan):
        rows = told.setdefault(stance, [])
        row = script.say(story.line(script, load("stories", f"dam_{stance}"), at, rows, towns=VALLEY))
        rows += [row] if row else []
    told["deny"] += _denials(script)
    told["support"] += _coordinated(script)
    _rumour_truths(script, told, _lost(would_be, stances, heeds))


def _lost(would_be: Sequence[datetime], stances: Sequence[str], heeds: Sequence[bool]) -> int:
    """Return how many messages the denial kept from being written."""
    moments = zip(would_be, stances, heeds, strict=True)
    return sum(at >= HEEDED_AT and heed and stance != "comment" for at, stance, heed in moments)


def _rumour_truths(script: Script, told: dict[str, list[Row]], lost: int) -> None:
    rows = [row for stance in sorted(told) for row in told[stance]]
    script.truth(
        "rumour",
        load("stories", "dam_support").label,
        span_of(rows),
        id="rumour-val-fournier",
        places=[ZONE],
        denied_at=clock.stamp(DENIED_AT),
        messages=[row["id"] for row in rows],
        stance_of={row["id"]: stance for stance in sorted(told) for row in told[stance]},
    )
    script.truth(
        "effect",
        "Le démenti freine la rumeur du barrage",
        (HEEDED_AT, ENDS_AT),
        id="effect-dementi",
        places=[ZONE],
        action="dementi-barrage",
        about="rumour-val-fournier",
        relative_change=RELATIVE_CHANGE,
        volume_change=-lost,
    )


DENIAL = (
    "DÉMENTI. Aucun barrage n'a cédé ni ne menace de céder en Côte-d'Or. La rumeur qui circule est fausse. "
    "Restez chez vous, réservez le 17 et le 18 aux urgences."
)


def _denials(script: Script) -> list[Row]:
    """Return the official denial, as three accounts publish it."""
    theme, (dijon,) = load("stories", "dam_deny"), named("21231")
    authors = [script.people.by_platform[name].authors[-1] for name in ("mastodon", "bluesky", "telegram")]
    lines = [Line(theme=theme, at=DENIED_AT, author=author, town=dijon, text=DENIAL) for author in authors]
    return [row for row in map(script.say, lines) if row]


def _coordinated(script: Script) -> list[Row]:
    """Return three volleys of one text by the same accounts, seconds apart."""
    rng, theme, (dijon,) = script.rng, load("stories", "dam_support"), named("21231")
    accounts = script.people.by_platform["bluesky"].authors[-9:]
    rows: list[Row] = []
    for start in (crisis(10, 52), crisis(11, 38), crisis(12, 31)):
        text = f"Le barrage du Val-Fournier a cédé, Dijon sous l'eau à {start.hour + 2} h, partagez avant suppression"
        for account in rng.sample(accounts, k=len(accounts)):
            at = start + timedelta(seconds=rng.randrange(100))
            row = script.say(Line(theme=theme, at=at, author=account, town=dijon, text=style.copy(text, rng)))
            rows += [row] if row else []
    script.truth(
        "coordination",
        "Les mêmes comptes publient le même texte en quelques secondes",
        span_of(rows),
        id="coordination-barrage",
        places=[ZONE],
        accounts=[account.id for account in accounts],
        messages=[row["id"] for row in rows],
    )
    return rows


def _hazards(script: Script) -> None:
    levels = (
        ("jaune", crisis(0), crisis(4)),
        ("orange", crisis(4), crisis(10, 30)),
        ("rouge", crisis(10, 30), ENDS_AT),
    )
    for level, start, end in levels:
        times = {"from": clock.stamp(start), "to": clock.stamp(end)}
        script.hazards.append(
            {"id": f"crue-21-{level}", "phenomenon": "crue", "level": level, **times, "places": [ZONE]}
        )
