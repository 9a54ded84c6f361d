"""How one matter is told by many: posts of their own, answers, copies, articles."""

from collections.abc import Sequence
from datetime import datetime

from flows.exercise import style
from flows.exercise.clock import stamp
from flows.exercise.people import Author
from flows.exercise.phrases import Theme
from flows.exercise.script import Line, Row, Script
from flows.exercise.towns import named
from graph.model import Place

OFFICIAL = ("mastodon", "bluesky")
"""Platforms on which authorities publish a denial."""


def tell(script: Script, theme: Theme, moments: Sequence[datetime], towns: Sequence[str]) -> list[Row]:
    """Add the messages of one story, with answers, copies and articles among its own, and return them.

    `towns` are the codes of the communes that it is about, most talked of first.
    """
    rows: list[Row] = []
    for at in moments:
        row = script.say(line(script, theme, at, rows, towns=towns))
        rows += [row] if row else []
    return rows


def deny(script: Script, theme: Theme, text: str, *, at: datetime, town: str, id_: str, of: str) -> list[Row]:
    """Add the denial of the rumour `of` as an action of the authorities, and return the posts that publish it."""
    (place,) = named(town)
    authors = [script.people.by_platform[name].authors[-1] for name in OFFICIAL]
    script.actions.append(
        {
            "id": id_,
            "kind": "denial",
            "text": text,
            "channel": OFFICIAL[0],
            "at": stamp(at),
            "places": [script.people.zone],
            "about": of,
        }
    )
    lines = [Line(theme=theme, at=at, author=author, town=place, text=text) for author in authors]
    return [row for row in map(script.say, lines) if row]


def line(script: Script, theme: Theme, at: datetime, rows: Sequence[Row], *, towns: Sequence[str]) -> Line:
    """Return what somebody says at `at` after `rows`: something of its own, an answer, a copy or an article."""
    rng, author, town = script.rng, script.people.near(script.rng), _town(script, towns)
    fate = rng.random()
    posts = [row for row in rows[-60:] if row["kind"] == "post"]
    if fate < 0.15 and posts:
        target = rng.choice(posts)["id"]
        author = _peer(script, target)
        return Line(theme=theme, kind="replies", at=at, author=author, town=town, reply_to=target)
    if fate < 0.27 and posts:
        post = rng.choice(posts)
        text, kind = style.copy(post["text"], rng), "english" if post["lang"] == "en" else "posts"
        return Line(theme=theme, kind=kind, at=at, author=author, town=town, text=text)
    if fate < 0.31 and "articles" in theme.patterns:
        author = script.people.by_platform["rss"].draw(rng)
        return Line(theme=theme, kind="articles", at=at, author=author, town=town)
    kind = "english" if "english" in theme.patterns and fate > 0.98 else "posts"
    return Line(theme=theme, kind=kind, at=at, author=author, town=town)


def _peer(script: Script, message_id: str) -> Author:
    """Return somebody on the platform of a message."""
    crowd = script.people.by_platform[message_id.partition(":")[0]]
    local = [
        author for author in (crowd.draw(script.rng) for _ in range(4)) if author.home.parent_id == script.people.zone
    ]
    return local[0] if local else crowd.draw(script.rng)


def _town(script: Script, codes: Sequence[str]) -> Place:
    towns = named(*codes)
    return script.rng.choices(towns, [1 / (rank + 1.5) for rank in range(len(towns))])[0]
