"""What indicators are computed from: what is known of one period, territory and service, one table a kind of fact.

A table is read when an indicator asks for it: `read` puts a named query to the graph through the function it is given.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import polars as pl

from signals.tiling import SPANNED, once

COUNTRY = "FR"

MOST_PLACES = 24
"""Territories that are looked at as one, at most."""

FEWEST = 5
"""Messages under which nothing is told of a place in the country: people must not be found by their village."""

MESSAGES = pl.Schema(
    {
        "kind": pl.String(),
        "platform": pl.String(),
        "service_id": pl.String(),
        "service": pl.String(),
        "operator": pl.String(),
        "is_own": pl.Boolean(),
        "rating": pl.Float64(),
        "tone": pl.Int64(),
        "intent": pl.String(),
        "n": pl.Int64(),
    }
)
"""Messages counted by kind, platform, the first service they concern, whether an institution speaks, rating in [-1, 1],
tone (-1, 0, 1) and what their author wants; nulls where unknown."""

POPULATION = pl.Schema({"place_id": pl.String(), "population": pl.Int64()})
"""Inhabitants of the territory: one row a place of it."""

COVERED = pl.Schema({"place_id": pl.String(), "population": pl.Int64(), "n": pl.Int64()})
"""Every commune that messages name or come from, with its inhabitants and how many do."""

OWN_POSTS = pl.Schema(
    {"platform": pl.String(), "posts": pl.Int64(), "likes": pl.Int64(), "shares": pl.Int64(), "replies": pl.Int64()}
)
"""What institutions published, by platform, with the reactions counted there."""

HALF_LIVES = pl.Schema({"platform": pl.String(), "reactions": pl.Int64(), "minutes": pl.Float64()})
"""One row an official message with reactions: after how many minutes half of them had come."""

ANSWERS = pl.Schema(
    {
        "platform": pl.String(),
        "kind": pl.String(),
        "service": pl.String(),
        "days": pl.Float64(),
        "is_answered": pl.Boolean(),
        "n": pl.Int64(),
    }
)
"""Messages left with services, counted by the days until an institution first answered (null: no answer, or none with a
date) and by whether their source says that they were answered (null: it says nothing of answers)."""

ASPECTS = pl.Schema({"aspect": pl.String(), "tone": pl.Int64(), "n": pl.Int64()})
"""What authors of experiences rated apart, with how they rated it (-1, 0, 1)."""

NEEDS = pl.Schema({"need": pl.String(), "demands": pl.Int64(), "contents": pl.Int64()})
"""Needs that messages describe: how many of citizens', and how many of institutions' that address the same."""

DELAYS = pl.Schema(
    {
        "id": pl.String(),
        "first_message": pl.Int64(),
        "alerted": pl.Int64(),
        "decided": pl.Int64(),
        "qualified": pl.Int64(),
        "denied": pl.Int64(),
    }
)
"""One row an alert: first message cited, alert, first decision; first ruling and first denial of its rumour.
Milliseconds since 1970."""

ACTIONS = pl.Schema({"kind": pl.String(), "n": pl.Int64()})
"""What the institution did, by kind."""

ADVICE = pl.Schema({"id": pl.String(), "at": pl.Int64(), "text": pl.String()})
"""Campaigns, instructions and prevention messages with what they said; milliseconds since 1970."""

DAILY = pl.Schema(
    {"service_id": pl.String(), "name": pl.String(), "metric": pl.String(), "start": pl.Int64(), "value": pl.Float64()}
)
"""Visits, reports and contacts of single days, from five weeks before the period to three days after it."""

OUTAGES = pl.Schema({"platform": pl.String(), "start": pl.Int64(), "end": pl.Int64()})
"""When platforms were blind; milliseconds since 1970, an open end is null."""

TABLES: Mapping[str, pl.Schema] = {
    "messages": MESSAGES,
    "measures": SPANNED,
    "population": POPULATION,
    "covered": COVERED,
    "own_posts": OWN_POSTS,
    "half_lives": HALF_LIVES,
    "answers": ANSWERS,
    "aspects": ASPECTS,
    "needs": NEEDS,
    "delays": DELAYS,
    "actions": ACTIONS,
    "advice": ADVICE,
    "daily": DAILY,
    "outages": OUTAGES,
}
"""The tables by name, with what the query of that name answers."""

HEARD = frozenset({"messages", "covered", "own_posts", "half_lives", "answers", "aspects", "needs"})
"""Tables of messages."""

LOCAL = HEARD | {"measures", "daily"}
"""Tables that are read from a place where one is chosen, not from a time: `indicators_NAME_in` asks for those."""

WATCHED = HEARD | {"delays"}
"""Tables that say nothing of a time in which nobody was listening yet; counts of partners do, as they go back."""

Ask = Callable[..., list[dict[str, Any]]]
"""Answers the query of `graph/queries` named first, with the parameters given by name."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked about: from `since` until `until` (aware, left out), a place by its code, a service by its id."""

    since: datetime
    until: datetime
    place: str = COUNTRY
    """Several with commas between them, none of which lies in another: they are one territory."""
    service: str = ""
    """Empty: all services."""

    @property
    def places(self) -> list[str]:
        return self.place.split(",")

    @property
    def hours(self) -> float:
        return (self.until - self.since).total_seconds() / 3600


@dataclass(frozen=True, slots=True)
class Facts:
    """The tables of one scope, each read once."""

    scope: Scope
    table: Callable[[str], pl.DataFrame]

    def inhabitants(self) -> int:
        """Return the inhabitants of the territory, 0 where nobody counted them all."""
        people = self.table("population")["population"]
        return 0 if (people.fill_null(0) == 0).any() else int(people.sum())

    def metric(self, name: str) -> pl.DataFrame:
        """Return the measures called `name`."""
        return self.table("measures").filter(pl.col("metric") == name)

    def parts(self, name: str, dimension: str) -> pl.DataFrame:
        """Return `value` by `part` of a metric along a dimension, as `reports/age=15-24` along `age`."""
        prefix = f"{name}/{dimension}="
        rows = self.table("measures").filter(pl.col("metric").str.starts_with(prefix))
        return (
            rows.with_columns(part=pl.col("metric").str.slice(len(prefix)))
            .group_by("part")
            .agg(pl.col("value").sum())
            .sort("part")
        )


def read(ask: Ask, scope: Scope) -> Facts:
    """Return the facts of a scope, read from the graph when they are needed."""

    @cache
    def table(name: str) -> pl.DataFrame:
        rows = ask(query_of(name, scope), **parameters(scope))
        return _measures(rows) if name == "measures" else _frame(name, rows)

    return Facts(scope, table)


def _frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=TABLES[name], infer_schema_length=None, orient="row")


def _measures(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return measures of which no two tell of the same: one place may be counted as a whole, another by its parts."""
    wholes: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        wholes.setdefault(row.get("whole", COUNTRY), []).append(row)
    return pl.concat([once(_frame("measures", own)) for own in wholes.values()] or [_frame("measures", [])])


def parameters(scope: Scope) -> dict[str, Any]:
    """Return the parameters that the queries of every table take."""
    return {"since": scope.since, "until": scope.until, "places": scope.places, "service": scope.service}


def query_of(table: str, scope: Scope) -> str:
    """Return the name of the query that reads a table.

    >>> from datetime import UTC, datetime
    >>> march = Scope(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC), place="D21")
    >>> query_of("messages", march), query_of("population", march)
    ('indicators_messages_in', 'indicators_population')
    """
    return f"indicators_{table}" + ("_in" if scope.place != COUNTRY and table in LOCAL else "")
