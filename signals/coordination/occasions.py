"""Shares as occasions: who shared the same thing in the same hour, and how many seconds apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

SHARES = pl.Schema(
    {
        "account_id": pl.String(),
        "kind": pl.String(),
        "key": pl.String(),
        "at": pl.Datetime("us", "UTC"),
        "message_id": pl.String(),
    }
)
"""One row a share: `kind` of the thing (link, copy, repost, hashtags) and its `key`, both free; nulls are left out."""

Ints = NDArray[np.int64]
BLOCK = 20_000
"""Rows compared at once."""
AT_ONCE = 20_000_000
"""Pairs held in memory at once."""


@dataclass(frozen=True, slots=True)
class Occasions:
    """Shares sorted by occasion, then time; one row an account and occasion: one of its shares, drawn.

    An occasion is one thing within one span of time. Accounts that met nobody on as many occasions as are asked for
    are left out, and so is who shared at a moment at which a crowd did.
    """

    accounts: list[str]
    """Name of each account, in order."""
    account: Ints
    occasion: Ints
    at: Ints
    """Microseconds since 1970."""
    row: Ints
    """Place of the share in the frame that it comes from."""
    count: int
    """Occasions."""
    left_out: int
    """Occasions of two accounts or more that nobody of those looked at was part of: they still tell what is usual."""
    left_out_close: float
    """Shares of their pairs that were close, added up."""

    @property
    def heard(self) -> int:
        """Return how many occasions of two accounts or more there were."""
        return self.count + self.left_out

    def pairs_within(self, delay: int) -> int:
        """Return how many pairs of rows of one occasion lie at most `delay` microseconds apart."""
        return int(self.after(delay).sum())

    def close(self, delay: int) -> Iterator[tuple[Ints, Ints]]:
        """Yield the pairs of rows (indices, earlier one first) of one occasion at most `delay` microseconds apart."""
        after = self.after(delay)
        for start in range(0, len(after), BLOCK):
            some = after[start : start + BLOCK]
            first = np.repeat(np.arange(start, start + len(some)), some)
            ends = np.cumsum(some)
            yield first, first + 1 + np.arange(len(first)) - np.repeat(ends - some, some)

    def key(self, first: Ints, second: Ints) -> Ints:
        """Return one number a pair of rows: its two accounts, whichever came first."""
        one, other = self.account[first], self.account[second]
        return np.minimum(one, other) * len(self.accounts) + np.maximum(one, other)

    def only(self, rows: NDArray[np.bool_]) -> "Occasions":
        """Return the chosen rows alone, accounts and occasions by the same numbers."""
        kept = (self.account[rows], self.occasion[rows], self.at[rows], self.row[rows])
        return Occasions(self.accounts, *kept, self.count, self.left_out, self.left_out_close)

    def after(self, delay: int) -> Ints:
        """Return how many rows of its occasion follow each row within `delay` microseconds."""
        line = _line(self.occasion, self.at, delay)
        return np.asarray(np.searchsorted(line, line + delay, side="right") - np.arange(len(line)) - 1)


def occasions(shares: pl.DataFrame, *, span: timedelta, delay: timedelta, repeated: int, crowd: int) -> Occasions:
    """Return the occasions of `shares` (schema `SHARES`, one kind) on which accounts could meet.

    A thing's spans begin at an offset of its own: what is scheduled at full hours lies in the middle of some span.
    """
    length, near = span // timedelta(microseconds=1), delay // timedelta(microseconds=1)
    rows = shares.with_row_index("row").drop_nulls(["account_id", "key", "at"])
    rows = rows.select(
        "row",
        at=pl.col("at").dt.epoch("us"),
        account=pl.col("account_id").rank("dense").cast(pl.Int64) - 1,
        key=pl.col("key").rank("dense").cast(pl.Int64),
        slot=(pl.col("at").dt.epoch("us") + (pl.col("key").hash(seed=1) % length).cast(pl.Int64)) // length,
        message=pl.col("message_id"),
    )
    # who shares a thing five times an hour is no earlier than others: one of the five stands for all, not the first
    rows = rows.with_columns(pick=pl.col("message").hash(seed=2))
    rows = rows.sort("key", "slot", "account", "pick", "at").unique(["key", "slot", "account"], keep="first")
    rows = rows.sort("key", "slot", "at", "account").with_columns(occasion=pl.struct("key", "slot").rle_id())
    account, occasion, at, row = (rows[name].cast(pl.Int64).to_numpy() for name in ("account", "occasion", "at", "row"))
    calm = _calm(occasion, at, near, crowd)
    kept = calm[_meeting(account[calm], occasion[calm], repeated)]
    left_out = _closeness(occasion[calm], at[calm], near, set_apart=occasion[kept])
    used, account = np.unique(account[kept], return_inverse=True)
    _, occasion = np.unique(occasion[kept], return_inverse=True)
    present = shares.drop_nulls(["account_id", "key", "at"])["account_id"].unique().sort()
    count = int(occasion[-1]) + 1 if len(occasion) else 0
    return Occasions(
        [present[int(n)] for n in used],
        account.astype(np.int64),
        occasion,
        at[kept],
        row[kept],
        count,
        len(left_out),
        float(left_out.sum()),
    )


def _line(occasion: Ints, at: Ints, reach: int) -> Ints:
    """Return times laid end to end, occasion after occasion, further apart than `reach`."""
    if not len(at):
        return at
    start = np.concatenate([[0], np.flatnonzero(np.diff(occasion)) + 1])
    sizes = np.diff(np.concatenate([start, [len(at)]]))
    within = at - np.repeat(at[start], sizes)
    return np.asarray(within + np.repeat(np.arange(len(start)), sizes) * (int(within.max()) + 2 * reach + 1))


def _calm(occasion: Ints, at: Ints, near: int, crowd: int) -> Ints:
    """Return the rows that at most `crowd` others of their occasion stand beside."""
    line = _line(occasion, at, near)
    beside = np.searchsorted(line, line + near, side="right") - np.searchsorted(line, line - near, side="left") - 1
    return np.asarray(np.flatnonzero(beside <= crowd))


def _closeness(occasion: Ints, at: Ints, near: int, *, set_apart: Ints) -> NDArray[np.float64]:
    """Return which share of the pairs of each occasion is close, for occasions of two or more not `set_apart`."""
    if not len(occasion):
        return np.zeros(0)
    line = _line(occasion, at, near)
    after = np.searchsorted(line, line + near, side="right") - np.arange(len(line)) - 1
    size = np.bincount(occasion).astype(np.float64)
    close = np.bincount(occasion, weights=after)
    used = size >= 2
    used[set_apart] = False
    return np.asarray(close[used] / (size[used] * (size[used] - 1) / 2))


def _meeting(account: Ints, occasion: Ints, repeated: int) -> Ints:
    """Return the rows of accounts that met somebody on at least `repeated` occasions, and of occasions of two or more.

    Leaving one out may leave another alone: repeated until nothing changes.
    """
    kept = np.arange(len(account))
    while len(kept):
        size, met = np.bincount(occasion[kept]), np.bincount(account[kept])
        stays = (size[occasion[kept]] >= 2) & (met[account[kept]] >= repeated)
        if stays.all():
            break
        kept = kept[stays]
    return kept
