"""Coordination: which groups of accounts share the same things within seconds, too often for chance."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Literal

import numpy as np
import polars as pl

from signals.coordination.chance import Tested, hold
from signals.coordination.occasions import SHARES, Ints, Occasions, occasions
from signals.coordination.ties import TIES, Part, Tie, communities, ties

Verdict = Literal["coordination", "nothing", "insufficient data"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Accounts that share the same things together; sorted pseudonyms, never shown one by one."""

    accounts: tuple[str, ...]
    messages: tuple[str, ...]
    """What they shared together, oldest first."""
    things: int
    """Distinct things that they shared together."""
    occasions: int
    """Times at which at least three of them did."""
    met: float
    """Meetings of a pair of members, on the mean of its ties."""
    expected: float
    """How many chance would bring."""
    p_value: float
    """Of its strongest tie or of its volleys, corrected for all that was looked at; of the group, not of a member."""
    first_at: datetime
    last_at: datetime
    ties: tuple[Tie, ...]
    """Each pair once, by name: the strongest of the ties that the kinds of what they share give it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The groups of some shares, and what they were held against."""

    verdict: Verdict
    groups: tuple[Group, ...]
    tests: float
    """Pairs of accounts that could have been found."""
    occasions: int
    chance: float
    """How likely two accounts that share one thing in one hour do so within the delay."""


@dataclass(frozen=True, slots=True)
class Coordination:
    """Finds groups of accounts that share the same things within seconds of each other, again and again.

    Parameters
    ----------
    delay_seconds
        How near in time two shares of one thing are together.
    span_minutes
        Two accounts that share a thing within it had an occasion to be together; what is slower is not looked at.
    repeated
        Times that a pair must be together.
    level
        Half is the false-discovery rate over all pairs with as many common occasions, half the chance of any false
        group.
    crowd
        Others within the delay from which a moment says nothing any more: everybody shared then.
    least_occasions
        Occasions below which nobody can say what is usual: `insufficient data`.

    Examples
    --------
    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    >>> talk = [(f"p{n % 40}", "link", f"l{n // 4}", noon + timedelta(minutes=9 * (n % 4), hours=n // 40), f"m{n}")
    ...         for n in range(400)]
    >>> volley = [(f"x{n}", "link", f"v{k}", noon + timedelta(hours=k, seconds=7 * n), f"v{k}-{n}")
    ...           for k in range(5) for n in range(4)]
    >>> found = Coordination().find(pl.DataFrame(talk + volley, schema=SHARES, orient="row"))
    >>> found.verdict, [(group.accounts, group.things, group.met) for group in found.groups]
    ('coordination', [(('x0', 'x1', 'x2', 'x3'), 5, 5.0)])
    >>> Coordination().find(pl.DataFrame(volley, schema=SHARES, orient="row")).verdict
    'insufficient data'

    References
    ----------
    Giglietto, Righetti, Rossi and Marino (2020), It takes a village to manipulate the media: coordinated link sharing.
    Pacheco et al. (2021), Uncovering coordinated networks on social media: methods and case studies.
    Amarasingham et al. (2012), Conditional modeling and the jitter method of spike resampling.
    Benjamini and Hochberg (1995), Controlling the false discovery rate.
    """

    kind: ClassVar[str] = "coordination"

    delay_seconds: float = 60
    span_minutes: float = 60
    repeated: int = 3
    level: float = 0.01
    crowd: int = 400
    least_occasions: int = 20

    def find(self, shares: pl.DataFrame) -> Findings:
        """Return the groups in `shares` (schema `SHARES`), the largest first; the same whatever the order of rows.

        Each kind of thing is counted apart: one message with a link and two hashtags is one act, not three.
        """
        parts = [Part(part, *self._part(part)) for part in _kinds(shares)]
        tests = sum(part.test.tests for part in parts)
        count = sum(part.found.heard for part in parts)
        chance = max((part.test.chance for part in parts), default=self._even)
        enough = count >= self.least_occasions
        tied = ties(parts, delay=self._delay, level=self.level) if enough else []
        groups = sorted((self._group(parts, own) for own in communities(tied)), key=_rank)
        verdict: Verdict = "coordination" if groups else "nothing" if enough else "insufficient data"
        return Findings(verdict=verdict, groups=tuple(groups), tests=tests, occasions=count, chance=chance)

    @property
    def _delay(self) -> int:
        return int(self.delay_seconds * 1e6)

    @property
    def _even(self) -> float:
        share = self.delay_seconds / (60 * self.span_minutes)
        return min(1.0, 2 * share - share**2)

    def _part(self, shares: pl.DataFrame) -> tuple[Occasions, Tested]:
        delay, span = timedelta(seconds=self.delay_seconds), timedelta(minutes=self.span_minutes)
        found = occasions(shares, span=span, delay=delay, repeated=self.repeated, crowd=self.crowd)
        return found, hold(found, delay=self._delay, even=self._even, repeated=self.repeated)

    def _group(self, parts: list[Part], own: list[Tie]) -> Group:
        accounts = {name for tie in own for name in tie.names}
        shared = pl.concat([self._shared(part.shares, part.found, accounts) for part in parts])
        # three are a group; where its members only ever met in twos, that is what there is to show
        volleys = shared.filter(pl.len().over("kind", "occasion") > TIES)
        shared = shared if volleys.is_empty() else volleys
        shared = shared.sort("at", "message_id").unique(
            ["kind", "occasion", "message_id"], keep="first", maintain_order=True
        )
        return Group(
            accounts=tuple(sorted(accounts)),
            messages=tuple(shared["message_id"].unique(maintain_order=True)),
            things=shared.select(pl.struct("kind", "key").n_unique()).item(),
            occasions=shared.select(pl.struct("kind", "occasion").n_unique()).item(),
            met=float(np.mean([tie.met for tie in own])),
            expected=float(np.mean([tie.expected for tie in own])),
            p_value=min(tie.p_value for tie in own),
            first_at=shared["at"][0],
            last_at=shared["at"][-1],
            ties=tuple(_strongest(own)),
        )

    def _shared(self, shares: pl.DataFrame, found: Occasions, accounts: set[str]) -> pl.DataFrame:
        """Return what at least two of `accounts` shared together, with the occasion."""
        own = np.array([name in accounts for name in found.accounts], dtype=np.bool_)
        kept: list[Ints] = []
        for first, second in found.close(self._delay):
            both = own[found.account[first]] & own[found.account[second]] if len(own) else np.zeros(0, np.bool_)
            kept += [first[both], second[both]]
        rows = np.unique(np.concatenate([np.zeros(0, np.int64), *kept]))
        chosen = shares[found.row[rows]] if len(rows) else shares.clear()
        return chosen.select(
            "kind", "key", "at", "message_id", occasion=pl.Series(found.occasion[rows], dtype=pl.Int64)
        )


def _kinds(shares: pl.DataFrame) -> Iterator[pl.DataFrame]:
    rows = shares.select(SHARES.names())
    for kind in sorted(rows["kind"].drop_nulls().unique()):
        yield rows.filter(pl.col("kind") == kind)


def _strongest(own: list[Tie]) -> Iterator[Tie]:
    pairs = {tuple(sorted(tie.names)): tie for tie in sorted(own, key=lambda tie: (-tie.p_value, tie.met))}
    for _, tie in sorted(pairs.items()):
        yield tie


def _rank(group: Group) -> tuple[int, float, tuple[str, ...]]:
    return -len(group.accounts), group.p_value, group.accounts
