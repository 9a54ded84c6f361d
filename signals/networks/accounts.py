"""Accounts that share the same things within a short delay, or answer each other. Pseudonyms only."""

from datetime import timedelta

import polars as pl

from signals.networks.edges import EDGES, strongest

MOST_ACCOUNTS = 500
"""What more accounts share is known to all: it is left out."""


def co_sharing(shares: pl.DataFrame, *, delay: timedelta = timedelta(minutes=1), repeated: int = 2) -> pl.DataFrame:
    """Return accounts that shared at least `repeated` same things within `delay`: schema `EDGES`, plus `shared`.

    `shares` has account_id, key (near-duplicate key or link) and at. A thing weighs 1 / log2(accounts that shared it),
    so that what everyone shares hardly counts. Method: coordinated link sharing (Giglietto et al. 2020), pruned.
    """
    rows = shares.select("account_id", "key", "at").drop_nulls().unique()
    rows = rows.with_columns(accounts=pl.col("account_id").n_unique().over("key"))
    rows = rows.filter(pl.col("accounts").is_between(2, MOST_ACCOUNTS))
    rows = rows.with_columns(slot=pl.col("at").dt.epoch("us") // max(1, delay // timedelta(microseconds=1)))
    # Two moments within the delay lie in the same slot or in neighbouring ones.
    later = pl.concat([rows, rows.with_columns(pl.col("slot") - 1)])
    pairs = rows.join(later, on=["key", "slot"], suffix="_other").filter(
        pl.col("account_id") != pl.col("account_id_other"),
        (pl.col("at_other") - pl.col("at")).abs() <= delay,
    )
    source, target = (
        pl.min_horizontal("account_id", "account_id_other"),
        pl.max_horizontal("account_id", "account_id_other"),
    )
    together = pairs.select("key", "accounts", source=source, target=target).unique()
    return (
        together.group_by("source", "target")
        .agg(weight=(1 / pl.col("accounts").log(2)).sort().sum(), shared=pl.len().cast(pl.Int64))
        .filter(pl.col("shared") >= repeated)
        .sort("source", "target")
    )


def answering(replies: pl.DataFrame) -> pl.DataFrame:
    """Return accounts of which one answered the other: schema `EDGES`, plus `replies` (number, both ways).

    `replies` has account_id and target_id, one row a reply. Weight: log(1 + replies).
    """
    rows = replies.select("account_id", "target_id").drop_nulls().filter(pl.col("account_id") != pl.col("target_id"))
    return (
        rows.select(
            source=pl.min_horizontal("account_id", "target_id"), target=pl.max_horizontal("account_id", "target_id")
        )
        .group_by("source", "target")
        .agg(replies=pl.len().cast(pl.Int64))
        .with_columns(weight=pl.col("replies").log1p())
        .select("source", "target", "weight", "replies")
        .sort("source", "target")
    )


def account_edges(shared: pl.DataFrame, replied: pl.DataFrame, *, per_node: int = 8) -> pl.DataFrame:
    """Return the edges of `co_sharing` and of `answering` as one network: `EDGES`, plus `shared` and `replies`."""
    both = shared.join(replied, on=["source", "target"], how="full", coalesce=True, suffix="_reply")
    edges = both.select(
        "source",
        "target",
        weight=pl.col("weight").fill_null(0) + pl.col("weight_reply").fill_null(0),
        shared=pl.col("shared").fill_null(0),
        replies=pl.col("replies").fill_null(0),
    )
    return strongest(edges.cast(dict(EDGES)), per_node=per_node)  # type: ignore[arg-type]
