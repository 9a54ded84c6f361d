"""Events of the month that explain much talk and call for no alert: a strike, a match, a storm that was announced."""

from datetime import UTC, datetime, timedelta

from flows.exercise import clock
from flows.exercise.phrases import load
from flows.exercise.script import Line, Row, Script, span_of
from flows.exercise.towns import communes, named

STRIKE = datetime(2026, 3, 5, 5, tzinfo=UTC)
MATCH = datetime(2026, 3, 7, 17, tzinfo=UTC)
GUST = datetime(2026, 2, 24, 6, tzinfo=UTC)

CITIES = ("75056", "69123", "13055", "59350", "33063", "31555", "21231")


def tell(script: Script) -> None:
    """Add the three events, their messages and their truth."""
    _event(script, "strike", 150, (STRIKE, 14, ("D75", "D69", "D13", "D59", "D33", "D31", "D21")))
    _event(script, "match", 130, (MATCH, 6, ("D21",)))
    _event(script, "gust", 120, (GUST, 18, ("D29", "D22")))
    script.hazards.append(
        {
            "id": "vent-bretagne",
            "phenomenon": "vent-violent",
            "level": "orange",
            "from": clock.stamp(GUST - timedelta(hours=2)),
            "to": clock.stamp(GUST + timedelta(hours=20)),
            "places": ["D29", "D22"],
        }
    )


def _event(script: Script, name: str, count: int, when: tuple[datetime, int, tuple[str, ...]]) -> None:
    start, hours, places = when
    rng, theme = script.rng, load("stories", name)
    rows: list[Row] = []
    end = start + timedelta(hours=hours)
    curve = [(start, 0.1), (start + (end - start) / 3, 1.0), (start + (end - start) / 2, 0.9), (end, 0.1)]
    cities = named(*CITIES)
    for at in clock.along(curve, rng, count):
        town = rng.choice(cities) if name == "strike" else communes(rng.choice(places)).draw(rng)
        kind = "articles" if rng.random() < 0.06 else rng.choices(("posts", "replies"), (5, 1))[0]
        crowd = script.people.by_platform["rss"] if kind == "articles" else script.people.social
        posts = [row["id"] for row in rows if row["kind"] == "post"]
        target = rng.choice(posts) if kind == "replies" and posts else None
        author = script.people.by_platform[target.partition(":")[0]].draw(rng) if target else crowd.draw(rng)
        row = script.say(Line(theme=theme, kind=kind, at=at, author=author, town=town, reply_to=target))
        rows += [row] if row else []
    ids = [row["id"] for row in rows]
    script.truth("event_benign", theme.label, span_of(rows), id=f"event-{name}", places=list(places), messages=ids)
