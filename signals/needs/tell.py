"""What a cell tells: its counts, the use of its services, and nothing where few spoke or nobody could be heard."""

import polars as pl

from signals.needs.coverage import UNHEARD
from signals.needs.draws import Drawn, idle
from signals.needs.frames import CELLS, LEAST, Facts

PUBLIC = (
    "need", "place_id", "kind", "status", "coverage", "offer", "offer_low", "offer_high", "offer_n", "use", "idle",
    "idle_low", "idle_high", "advised",
)  # fmt: skip
"""What a cell tells where nothing is told of who asked: the offer is public."""
TOLD = [name for name in CELLS.names() if name != "advised"]


def tell(facts: Facts, cells: pl.DataFrame, found: Drawn) -> pl.DataFrame:
    """Return the cells with their counts, use and idle offer; what must not be told, or is not known, is null."""
    columns = {name: values.ravel() for name, values in found.figures().items()}
    cells = cells.with_columns(**columns)
    cells = cells.join(facts.crowd, on=["need", "place_id"], how="left")
    cells = cells.join(_used(facts), on=["need", "place_id"], how="left")
    cells = cells.with_columns(**idle(cells))
    few = (pl.col("messages").fill_null(0) < LEAST) | (pl.col("authors").fill_null(0) < LEAST)
    status = pl.when(pl.col("coverage") < UNHEARD).then(pl.lit("unknown"))
    cells = cells.with_columns(status=status.when(few).then(pl.lit("few")).otherwise(pl.lit("shown")))
    hidden = [name for name in CELLS.names() if name not in PUBLIC and name in cells.columns]
    shown = pl.col("status") == "shown"
    return cells.with_columns(pl.when(shown).then(pl.col(name)).alias(name) for name in hidden).select(TOLD)


def _used(facts: Facts) -> pl.DataFrame:
    """Return the use of the services by need and place, as a ratio to what is usual where any is counted."""
    people = facts.territory.select("place_id", "population").drop_nulls()
    rows = facts.use.join(people, on="place_id").sort(pl.all())
    known = rows.group_by("need", "place_id", maintain_order=True).agg(
        pl.col("used").sum(), pl.col("population").first()
    )
    usual_use = pl.col("used").sum().over("need") / pl.col("population").sum().over("need")
    return known.select("need", "place_id", use=pl.col("used") / pl.col("population") / usual_use).filter(
        pl.col("use").is_finite()
    )
