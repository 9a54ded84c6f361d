"""Set what people ask for against what is offered, now and then, and keep the table of needs in the graph."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import polars as pl
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.asked import asked, count, heard, placed, territory
from flows.catalogue import current
from flows.offered import signs, standing, used
from flows.reader import Reader
from flows.runs import running
from flows.watching import watch_at
from graph.model import Need
from graph.rows import moment
from graph.store import Store
from graph.territory import groups, places
from signals.base import Watch
from signals.needs.compare import compare
from signals.needs.frames import CELLS, Facts
from signals.needs.words import explain
from signals.services.catalogue import Catalogue

COMPARING = "needs"
"""Name of the runs that compare."""
WEEKS = (1, 4)
"""Periods that are compared, in weeks up to now."""
DIGITS = 5
"""Of what is stored: a run that finds the same writes nothing."""


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_NEEDS_EVERY_MINUTES`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_NEEDS_")

    every_minutes: float = 60
    """Minutes between two comparisons of needs and offer."""


def due(store: Store, as_of: datetime) -> bool:
    """Tell whether it is time to compare again."""
    last = store.rows("last_run", flow=COMPARING)
    return not last or as_of - moment(last[0]["as_of"]) >= timedelta(minutes=Settings().every_minutes)


def compare_anew(store: Store, reader: Reader, as_of: datetime) -> Counter[str]:
    """Bring the needs of the graph up to `as_of`: the job of a `Background`."""
    return Counter(needs=compare_needs(store, reader, watch_at(store, as_of)))


def compare_needs(store: Store, reader: Reader, watch: Watch) -> int:
    """Bring the needs of the graph up to `watch.as_of`, and return how many there are.

    The cost is that of the messages of four weeks that have a demand: who else was heard is known already.
    """
    as_of = watch.as_of
    with running(store, COMPARING, as_of=as_of, parameters={"weeks": WEEKS}) as record:
        known = current()
        messages = asked(store, known, as_of - timedelta(weeks=max(WEEKS)), as_of)
        rows, always = placed(messages), standing(store, known, as_of)
        needs: list[Need] = []
        for weeks in WEEKS:
            since = as_of - timedelta(weeks=weeks)
            told = count(rows, since, weeks)
            facts = Facts(
                demand=told.demand,
                crowd=told.crowd,
                heard=heard(watch, messages, since),
                territory=territory(),
                offer=pl.concat([always, signs(store, reader, known, told, since=since, until=as_of)]),
                use=used(store, known, since=since, until=as_of),
                weeks=weeks,
                services={need: len(known.answering(need)) for need in known.needs},
            )
            topics = {(need, place): tuple(ids) for need, place, ids in told.topics.iter_rows()}
            needs += records(compare(facts), known, topics, weeks=weeks, at=as_of, run_id=record.id)
        store.save(needs, now=datetime.now(UTC))
        store.execute("sweep_needs", run_id=record.id)
        record.counts |= {"messages": len(messages), "needs": len(needs)}
    return len(needs)


def records(
    table: pl.DataFrame,
    known: Catalogue,
    topics: Mapping[tuple[str, str], tuple[str, ...]],
    *,
    weeks: int,
    at: datetime,
    run_id: str,
) -> Iterator[Need]:
    """Yield the cells of which anything is known: of demand or offer, or that the place is not heard."""
    told = (pl.col("status") != "few") | (pl.col("offer_n") > 0) | pl.col("use").is_not_null()
    figures = [name for name in CELLS.names() if name not in ("need", "place_id", "kind")]
    rounded = [name for name, kind in CELLS.items() if kind == pl.Float64()]
    for row in table.filter(told, pl.col("need").is_in(list(known.needs))).iter_rows(named=True):
        need, place = row["need"], row["place_id"]
        label = known.needs[need]
        why = explain(row, {"fr": label.fr, "en": label.en, "place": _names().get(place, place)})
        values: dict[str, Any] = {name: row[name] for name in figures}
        values |= {name: round(row[name], DIGITS) for name in rounded if row[name] is not None}
        is_shown = row["status"] == "shown"
        yield Need(
            id=f"{need}|{place}|{7 * weeks}",
            need=need,
            label=label.fr,
            label_en=label.en,
            place_id=place,
            days=7 * weeks,
            at=at,
            reason=why.fr,
            reason_en=why.en,
            service_ids=known.answering(need),
            topic_ids=topics.get((need, place), ()) if is_shown else (),
            run_id=run_id,
            **values,
        )


@cache
def _names() -> dict[str, str]:
    return {place.id: place.name for place in (*places(), *groups())}
