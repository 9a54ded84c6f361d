"""What is offered for each need, as the graph tells it: measures of services, answers, contents, what analysts said."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import polars as pl

from flows.asked import Asked, members, territory
from flows.counted import PROBABILITY
from flows.reader import Reader
from graph.rows import Row
from graph.store import Store
from signals.needs.frames import OFFER, USE
from signals.needs.offer import quality
from signals.services.catalogue import Catalogue
from signals.services.find import THRESHOLD
from signals.services.meaning import NONE
from signals.tiling import SPANNED, once

QUALITIES = (
    "satisfaction", "contact_satisfaction", "answer_rate", "contact_reached", "first_reply_days", "open_hours",
)  # fmt: skip
USES = ("visits", "contacts", "reports")
MEASURED = timedelta(days=90)
"""How long a measure of quality tells of an offer."""
UNCOUNTED = 10.0
"""Answers that a measure counts for which does not say how many it rests on."""
CONTENT = 3.0
"""Answers that a content which addresses a need counts for."""
ANSWERS = 5
"""Answers of institutions in the country from which it means something that there is none in a place."""
Sign = tuple[str, str, str, float, float]
"""A row of `OFFER`."""
PINS = {"none": 0.02, "weak": 0.3, "good": 0.9}
"""Share served by what an analyst says of an offer."""


def standing(store: Store, known: Catalogue, until: datetime) -> pl.DataFrame:
    """Return the signs that are the same for every period: what was measured lately, and what analysts said."""
    return _as_signs([*_measured(store, known, until), *_pinned(store)])


def signs(
    store: Store, reader: Reader, known: Catalogue, asked: Asked, *, since: datetime, until: datetime
) -> pl.DataFrame:
    """Return the signs of a period: what was answered, and what was published that addresses a need."""
    return _as_signs([*_answered(asked), *_contents(store, reader, known, since=since, until=until)])


def _as_signs(rows: Sequence[Sign]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=OFFER, orient="row").filter(pl.col("n") > 0)
    return _lifted(frame)


def used(store: Store, known: Catalogue, *, since: datetime, until: datetime) -> pl.DataFrame:
    """Return how much the services that answer each need were used (schema `USE`).

    Of several services and counts the one is taken that is counted in most places: others would tell of who counts.
    """
    rows = once(_measures(store, USES, since, until)).filter(pl.col("level") == "departement")
    totals = rows.group_by("service_id", "metric", "place_id").agg(used=pl.col("value").sum())
    parts = []
    for need in known.needs:
        own = totals.filter(pl.col("service_id").is_in(list(known.answering(need))))
        series = own.group_by("service_id", "metric").agg(places=pl.len(), used=pl.col("used").sum())
        if len(series):
            best = series.sort("places", "used", "service_id", "metric", descending=[True, True, False, False]).row(0)
            chosen = own.filter(pl.col("service_id") == best[0], pl.col("metric") == best[1])
            parts.append(chosen.select(pl.lit(need).alias("need"), "place_id", "used"))
    return pl.concat([USE.to_frame(), *parts]).sort("need", "place_id")


def _measures(store: Store, metrics: tuple[str, ...], since: datetime, until: datetime) -> pl.DataFrame:
    return store.frame("needs_measured", SPANNED, since=since, until=until, metrics=list(metrics))


def _measured(store: Store, known: Catalogue, until: datetime) -> Iterator[Sign]:
    needs: dict[str, list[str]] = {}
    for need in known.needs:
        for service in known.answering(need):
            needs.setdefault(service, []).append(need)
    rows = _measures(store, QUALITIES, until - MEASURED, until)
    for metric, service, place, value, n in rows.select("metric", "service_id", "place_id", "value", "n").iter_rows():
        good = quality(metric, value)
        for need in needs.get(service, ()):
            if good is not None:
                yield need, place, metric, good, float(UNCOUNTED if n is None else n)


def _answered(asked: Asked) -> Iterator[Sign]:
    if asked.answered["answered"].sum() < ANSWERS:
        return
    for need, place, n, answered in asked.answered.iter_rows():
        yield need, place, "answered", answered / n, float(n)


def _contents(store: Store, reader: Reader, known: Catalogue, *, since: datetime, until: datetime) -> Iterator[Sign]:
    """Yield what was published that addresses a need, by what the head of the needs makes of its words."""
    for row in store.rows("needs_spoken", since=since, until=until, sure=PROBABILITY):
        for place in row["places"] or [row["source_place"]]:
            yield row["need"], place, "content", 1.0, CONTENT
    actions = store.rows("needs_contents", since=since, until=until)
    for row, need in zip(actions, addressed([row["text"] for row in actions], reader, known), strict=True):
        for place in row["places"]:
            if need:
                yield need, place, "content", 1.0, CONTENT


def addressed(texts: list[str], reader: Reader, known: Catalogue) -> list[str]:
    """Return the need that each text of an institution addresses, empty: none."""
    if not texts:
        return []
    head = reader.services(known).head
    likely = head.predict_proba(reader.published.encode(texts))
    names = [head.classes[index] for index in likely.argmax(axis=1)]
    return [
        name if top >= THRESHOLD and name != NONE else "" for name, top in zip(names, likely.max(axis=1), strict=True)
    ]


def _pinned(store: Store) -> Iterator[Sign]:
    newest: dict[str, Row] = {}
    for row in store.rows("needs_pins"):
        newest.setdefault(row["cell"], row)
    for cell, row in newest.items():
        need, _, place = cell.partition("|")
        if row["offer"] in PINS:
            yield need, place, "pin", PINS[row["offer"]], 1.0


def _lifted(signs: pl.DataFrame) -> pl.DataFrame:
    """Return signs with those of communes for their group and département too, of a région for its départements."""
    known = territory().select("place_id", "kind", "parent_id")
    towns = signs.join(known.filter(pl.col("kind").is_in(["commune", "arrondissement"])), on="place_id")
    up = towns.with_columns(place_id="parent_id").select(OFFER.names())
    together = signs.join(members(), on="place_id").with_columns(place_id="group_id").select(OFFER.names())
    below = known.filter(pl.col("kind") == "departement").select("parent_id", area="place_id")
    regions = signs.join(below, left_on="place_id", right_on="parent_id").with_columns(place_id="area")
    return pl.concat([signs, up, together, regions.select(OFFER.names())]).sort(pl.all())
