"""Everyday talk: recurrent themes all over France, with answers and copies."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from random import Random

from flows.exercise import clock, style
from flows.exercise.people import SOCIAL, Author
from flows.exercise.phrases import Theme, everyday
from flows.exercise.script import Line, Script
from flows.exercise.towns import communes
from graph.model import Place

COUNT = 9_700
"""Messages, those lost in the outage included."""

CHANNELS = (("articles", "rss", 0.075), ("experiences", "services-publics-plus", 0.2), ("reviews", "partoo", 0.3))
"""Patterns, platform, and the share of a theme's messages that go there when it has such patterns."""


@dataclass(frozen=True)
class Post:
    """A recent post that others answer or pass on."""

    id: str
    theme: Theme
    town: Place
    text: str
    lang: str


def tell(script: Script, count: int = COUNT) -> None:
    """Add `count` messages of everyday talk over the whole span."""
    rng, recent = script.rng, deque[Post](maxlen=90)
    for at in clock.everyday(rng, count, script.starts_at, script.ends_at):
        fate = rng.random()
        if recent and fate < 0.13:
            _answer(script, at, rng.choice(recent))
        elif recent and fate < 0.21:
            _pass_on(script, at, rng.choice(recent))
        else:
            _begin(script, at, recent)


def _begin(script: Script, at: datetime, recent: deque[Post]) -> None:
    rng = script.rng
    theme = _theme(script, at)
    kind, author = _channel(script, theme)
    line = Line(theme=theme, kind=kind, at=at, author=author, town=_town(author, rng))
    row = script.say(line)
    if row is not None and author.platform in SOCIAL:
        recent.append(Post(row["id"], theme, line.town, row["text"], row["lang"]))


def _answer(script: Script, at: datetime, post: Post) -> None:
    crowd = script.people.by_platform[post.id.partition(":")[0]]
    author = crowd.draw(script.rng)
    script.say(Line(theme=post.theme, kind="replies", at=at, author=author, town=post.town, reply_to=post.id))


def _pass_on(script: Script, at: datetime, post: Post) -> None:
    text = style.copy(post.text, script.rng)
    author = script.people.social.draw(script.rng)
    kind = "english" if post.lang == "en" else "posts"
    script.say(Line(theme=post.theme, kind=kind, at=at, author=author, town=post.town, text=text))


def _theme(script: Script, at: datetime) -> Theme:
    themes, rng = everyday(), script.rng
    # The vote of 15 March: more and more people ask for a proxy.
    nearness = (at - script.starts_at) / (script.ends_at - script.starts_at)
    weights = [theme.weight * (0.4 + 1.4 * nearness if theme.name == "procuration" else 1) for theme in themes]
    return rng.choices(themes, weights)[0]


def _channel(script: Script, theme: Theme) -> tuple[str, Author]:
    rng = script.rng
    for kind, platform, share in CHANNELS:
        moods = [name for name in theme.patterns if name.startswith(kind)]
        if moods and rng.random() < share:
            return rng.choice(moods), script.people.by_platform[platform].draw(rng)
    kind = "english" if "english" in theme.patterns and rng.random() < 0.03 else "posts"
    return kind, script.people.social.draw(rng)


def _town(author: Author, rng: Random) -> Place:
    if author.platform == "rss" or rng.random() < 0.15:
        return communes().draw(rng)
    return author.home if rng.random() < 0.7 else communes(author.home.parent_id).draw(rng)
