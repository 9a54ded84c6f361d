"""What people asked for lately, as the graph tells it: by need, place, platform and week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import polars as pl

from flows.counted import PROBABILITY
from graph.store import Store
from graph.territory import groups, places
from signals.base import Watch
from signals.needs.frames import CROWD, DEMAND, HEARD, LEAST, TERRITORY
from signals.services.catalogue import Catalogue
from signals.text.fold import fold

WANTED = ("question", "complaint", "report", "advice")
"""Intents of who has a demand: thanks are none."""
KNOWN = ("institution", "press", "bot")
"""Kinds of accounts whose messages are nobody's demand."""
TOPICS = 3
"""Topics kept of a need in a place, the most written about."""
COUNTRY = "FR"

ASKED = pl.Schema(
    {
        "id": pl.String(),
        "needs": pl.List(pl.String()),
        "author": pl.String(),
        "platform": pl.String(),
        "at": pl.Int64(),
        "intents": pl.List(pl.String()),
        "displeased": pl.Boolean(),
        "reported": pl.Boolean(),
        "source_place": pl.String(),
        "places": pl.List(pl.String()),
        "topics": pl.List(pl.String()),
        "answered": pl.Boolean(),
    }
)
"""One row a message that has a demand; `at` in milliseconds since 1970."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for over some weeks."""

    demand: pl.DataFrame
    """Schema `DEMAND`."""
    crowd: pl.DataFrame
    """Schema `CROWD`."""
    answered: pl.DataFrame
    """Messages and those answered by an institution, by `need` and `place_id`."""
    topics: pl.DataFrame
    """`need`, `place_id` and the ids of its `topics`."""


def asked(store: Store, known: Catalogue, since: datetime, until: datetime) -> pl.DataFrame:
    """Return the messages of a time that have a demand, schema `ASKED`.

    A place that is called like a service (Thésée, in Loir-et-Cher, and THESEE) is not taken for named.
    """
    who = {"wanted": list(WANTED), "known": list(KNOWN), "sure": PROBABILITY}
    columns = store.rows("needs_asked", since=since, until=until, **who)[0]
    called = names_of(known)
    columns["places"] = [
        [place for place, surface in named if fold(surface) not in called] for named in columns.pop("named")
    ]
    return pl.DataFrame(columns, schema=ASKED)


def names_of(known: Catalogue) -> frozenset[str]:
    """Return what the services of a catalogue are called, folded."""
    names = {fold(name) for one in known.names.values() for name in (*one.sure, *one.likely, *one.cased)}
    return frozenset(names | {fold(one.name) for one in known.services} | {one.id for one in known.services})


def placed(messages: pl.DataFrame) -> pl.DataFrame:
    """Return one row a message, need and place that it speaks of, and each place which that lies in.

    A place that is named goes before the one that the source gives, and the country holds all.
    """
    given = pl.when(pl.col("places").list.len() > 0).then(pl.col("places")).otherwise(pl.concat_list("source_place"))
    own = messages.with_columns(place=given).explode("place").join(_above(), on="place", how="left")
    own = own.with_columns(pl.col("above").fill_null(pl.lit([COUNTRY], dtype=pl.List(pl.String()))))
    each = own.explode("above").rename({"above": "place_id"}).drop("place").unique(["id", "place_id"])
    return each.explode("needs").rename({"needs": "need"}).sort("id", "place_id", "need")


def count(rows: pl.DataFrame, since: datetime, weeks: int) -> Asked:
    """Return what was asked for from `since`, of rows (see `placed`), over `weeks` weeks."""
    start = int(since.timestamp() * 1000)
    known = rows.filter(pl.col("at") >= start)
    week = ((pl.col("at") - start) // (7 * 86_400_000)).clip(0, weeks - 1)
    areas = known.filter(pl.col("place_id").is_in(_departements()))
    keys = ["need", "place_id"]
    demand = (
        areas.with_columns(week=week).group_by([*keys, "platform", "week"]).agg(demands=pl.col("author").n_unique())
    )
    crowd = known.group_by(keys).agg(
        messages=pl.len(),
        authors=pl.col("author").n_unique(),
        questions=_wants("question").sum(),
        complaints=(_wants("complaint") | pl.col("displeased")).sum(),
        reports=(_wants("report") | pl.col("reported")).sum(),
        advice=_wants("advice").sum(),
    )
    answered = areas.group_by(keys).agg(asked=pl.len(), answered=pl.col("answered").sum())
    return Asked(_as(demand, DEMAND), _as(crowd, CROWD), answered, _topics(known))


def heard(watch: Watch, messages: pl.DataFrame, since: datetime) -> pl.DataFrame:
    """Return how well each département was heard since then (schema `HEARD`), by who wrote of anything else."""
    others = watch.messages.filter(
        pl.col("published_at") >= since, pl.col("place_id").is_not_null(), ~pl.col("id").is_in(messages["id"].implode())
    )
    authors = others.group_by("place_id", "platform").agg(
        authors=pl.col("author_id").fill_null(pl.col("id")).n_unique()
    )
    platforms = sorted({*watch.messages["platform"], *messages["platform"]})
    seen = {name: _seen(watch, name, since) for name in platforms}
    grid = pl.DataFrame({"place_id": _departements()}).join(
        pl.DataFrame({"platform": platforms}, schema={"platform": pl.String()}), how="cross"
    )
    full = grid.join(authors, on=["place_id", "platform"], how="left").with_columns(pl.col("authors").fill_null(0))
    shares = pl.col("platform").replace_strict(seen, return_dtype=pl.Float64) if seen else pl.lit(0.0)
    return _as(full.with_columns(seen=shares), HEARD)


def _seen(watch: Watch, platform: str, since: datetime) -> float:
    """Return the share of the time since then in which a platform was connected and not blind."""
    start = max(since, watch.since, watch.beginnings.get(platform, since))
    spans = watch.outages.filter(pl.col("platform") == platform).sort("start")
    blind, reached = timedelta(), start
    for begin, end in spans.select("start", "end").iter_rows():
        last = min(end or watch.as_of, watch.as_of)
        if last > reached:
            blind += last - max(begin, reached)
            reached = last
    length = watch.as_of - since
    return max(0.0, (watch.as_of - start - blind) / length) if length else 0.0


def _wants(intent: str) -> pl.Expr:
    return pl.col("intents").list.contains(intent)


def _topics(rows: pl.DataFrame) -> pl.DataFrame:
    keys = ["need", "place_id"]
    each = rows.explode("topics").drop_nulls("topics")
    counted = each.group_by([*keys, "topics"]).agg(authors=pl.col("author").n_unique(), n=pl.len())
    most = counted.filter(pl.col("authors") >= LEAST).sort("n", "topics", descending=[True, False])
    return most.group_by(keys, maintain_order=True).agg(pl.col("topics").head(TOPICS))


def _as(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    return frame.select(schema.names()).cast(dict(schema)).sort(pl.all())  # type: ignore[arg-type]


@cache
def territory() -> pl.DataFrame:
    """Return the places of the country, schema `TERRITORY`."""
    rows = [(place.id, place.kind, place.population, place.parent_id) for place in (*places(), *groups())]
    return pl.DataFrame(rows, schema=TERRITORY, orient="row")


@cache
def members() -> pl.DataFrame:
    """Return the group (`group_id`) of each commune (`place_id`) that has one."""
    rows = [(place.id, place.group_id) for place in places() if place.group_id]
    return pl.DataFrame(rows, schema={"place_id": pl.String(), "group_id": pl.String()}, orient="row")


@cache
def _departements() -> list[str]:
    return territory().filter(pl.col("kind") == "departement")["place_id"].sort().to_list()


@cache
def _above() -> pl.DataFrame:
    """Return each place with itself, what it lies in and its group; an arrondissement counts as its commune."""
    member = dict(members().iter_rows())
    known: dict[str, tuple[Any, ...]] = {row[0]: row for row in territory().iter_rows()}

    def chain(place: str) -> Iterable[str]:
        at: str | None = place
        while at in known:
            if known[at][1] != "arrondissement":
                yield at
            if group := member.get(at):
                yield group
            at = known[at][3]

    rows = [(place, [*chain(place)]) for place in known]
    return pl.DataFrame(rows, schema={"place": pl.String(), "above": pl.List(pl.String())}, orient="row")
