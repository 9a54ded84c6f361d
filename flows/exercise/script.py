"""The script of a scenario while it is written: what is said, done and counted, and what is true of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from flows.exercise import style
from flows.exercise.clock import ENDS_AT, STARTS_AT, stamp
from flows.exercise.people import SOCIAL, Author, People
from flows.exercise.phrases import Filling, Theme, compose
from flows.exercise.towns import of, to
from graph.model import Place

Row = dict[str, Any]

KINDS = {
    "rss": "article",
    "services-publics-plus": "experience",
    "partoo": "review",
}
"""Kind of message on platforms that have only one."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """Somebody says something about `theme`, of `kind` (a list of its patterns), about `town`."""

    theme: Theme
    kind: str = "posts"
    at: datetime
    author: Author
    town: Place
    reply_to: str | None = None
    text: str | None = None
    """Given: passed on as it is instead of composed."""


@dataclass
class Script:
    """Rows of the files to be, in the order of writing."""

    rng: Random
    people: People
    blind: Mapping[str, tuple[datetime, datetime]]
    """Platform -> span in which nothing of it reaches us."""
    starts_at: datetime = STARTS_AT
    ends_at: datetime = ENDS_AT
    messages: list[Row] = field(default_factory=list)
    measures: list[Row] = field(default_factory=list)
    hazards: list[Row] = field(default_factory=list)
    actions: list[Row] = field(default_factory=list)
    truths: list[Row] = field(default_factory=list)

    def say(self, line: Line) -> Row | None:
        """Return the message added; None when its platform is blind at the time."""
        start, end = self.blind.get(line.author.platform, (line.at, line.at))
        if start <= line.at < end:
            return None
        tags = self._tags(line)
        text = line.text or self._compose(line)
        row: Row = {
            "id": f"{line.author.platform}:{len(self.messages) + 1:06d}",
            "platform": line.author.platform,
            "kind": KINDS.get(line.author.platform, "comment" if line.reply_to else "post"),
            "text": " ".join([text, *(f"#{tag}" for tag in tags)]),
            "lang": "en" if line.kind == "english" else "fr",
            "published_at": stamp(line.at),
            "author": line.author.id,
        }
        row.update(self._extras(line, row["id"]))
        if tags:
            row["hashtags"] = tags
        self.messages.append(row)
        return row

    def _compose(self, line: Line) -> str:
        sentence = compose(line.theme, line.kind, self.rng, self._fillings(line.town))
        return style.write(sentence, line.author, self.rng, grave=line.theme.grave)

    def _tags(self, line: Line) -> list[str]:
        wanted = line.author.platform in SOCIAL and line.text is None and self.rng.random() < 0.22
        if not wanted or not line.theme.hashtags:
            return []
        return self.rng.sample(line.theme.hashtags, k=min(len(line.theme.hashtags), self.rng.choice((1, 1, 2))))

    def _extras(self, line: Line, id_: str) -> Row:
        platform, extras = line.author.platform, Row()
        if line.reply_to:
            extras["reply_to"] = line.reply_to
        if platform == "rss":
            extras["url"] = f"https://presse.example/{line.theme.name}/{id_.partition(':')[2]}"
        if platform in SOCIAL:
            extras["counters"] = {"likes": int(self.rng.paretovariate(1.1)) - 1, "shares": int(self.rng.random() * 4)}
        if platform in {"services-publics-plus", "partoo"}:
            extras["service"] = line.theme.service or "brigade-locale"
            extras["place"] = line.town.id
            steps = (0.5, 1.0, 1.0) if line.kind.endswith("good") else (-1.0, -1.0, -0.5)
            extras["rating"] = self.rng.choice(steps)
        return extras

    def _fillings(self, town: Place) -> Mapping[str, Filling]:
        rng, name = self.rng, town.name
        code = (town.parent_id or "").removeprefix("D")
        whole = f" ({code})" if rng.random() < 0.08 else ""
        return {
            "lieu": lambda: name + whole,
            "a_lieu": lambda: to(name) + whole,
            "de_lieu": lambda: of(name) + whole,
            "pres_lieu": lambda: f"près {of(name)}{whole}",
            "n": lambda: str(rng.randrange(3, 60)),
            "montant": lambda: rng.choice(
                ("89", "150", "249", "320", "480", "900", "1 200", "2 500", "4 800", "12 000")
            ),
            "centimes": lambda: rng.choice(("1,99", "2,49", "0,95", "2,99")),
            "heure": lambda: f"{rng.randrange(6, 24)} h{rng.choice(('', ' 15', ' 30', ' 45'))}",
        }

    def truth(self, kind: str, label: str, span: tuple[datetime, datetime], **more: Any) -> None:
        """Add what is true: `more` holds id, places, messages and what else its kind asks for."""
        row = {"id": more.pop("id"), "kind": kind, "label": label, "from": stamp(span[0]), "to": stamp(span[1])}
        self.truths.append(row | more)


def span_of(rows: list[Row]) -> tuple[datetime, datetime]:
    """Return when the first of `rows` was published, and the second after the last."""
    times = sorted(datetime.fromisoformat(row["published_at"]) for row in rows)
    return times[0], times[-1] + timedelta(seconds=1)
