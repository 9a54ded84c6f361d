"""What to do about a need in a place, in one word of seven, from the figures alone."""

import polars as pl

from signals.needs.offer import WEAK_SIGN

CREATE, OPEN, REINFORCE, CLARIFY, PROMOTE, RETIRE, KEEP = ADVICE = (
    "create", "open", "reinforce", "clarify", "promote", "retire", "keep",
)  # fmt: skip
"""No service answers it; it is offered elsewhere, not here; it is badly served; people do not understand it; they do
not know it, or do not use it; hardly anybody wants it; nothing to change."""

WEAK = 0.5
"""Share served under which an offer is weak."""
RARE = 0.5
"""Times what is usual under which demand, or use, is rare."""


def advised(cells: pl.DataFrame, has_service: pl.Expr) -> pl.Expr:
    """Return the advice for each cell that is shown, null elsewhere.

    Demand counts as strong or rare only where its whole interval says so; the offer by its mean.
    """
    asks = pl.col("questions") + pl.col("advice") >= pl.col("complaints")
    strong = pl.col("ratio_low") > 1
    rare = (pl.col("ratio_high") < RARE) & (pl.col("use").is_null() | (pl.col("use") < RARE))
    unseen, weak = pl.col("offer_n") < WEAK_SIGN, pl.col("offer") < WEAK
    unused = (pl.col("use") < RARE).fill_null(value=False)
    word = (
        pl.when(~has_service)
        .then(pl.lit(CREATE))
        .when(strong & unseen)
        .then(pl.lit(OPEN))
        .when(~unseen & weak & asks & ~rare)
        .then(pl.lit(CLARIFY))
        .when(~unseen & weak & ~rare)
        .then(pl.lit(REINFORCE))
        .when(~unseen & ~weak & rare & unused)
        .then(pl.lit(RETIRE))
        .when(~unseen & ~weak & ((strong & asks) | unused))
        .then(pl.lit(PROMOTE))
        .otherwise(pl.lit(KEEP))
    )
    return pl.when(pl.col("status") == "shown").then(word)
