"""Groups that share together are found, chance is not accused, and what cannot be told is said to be so."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.coordination.chance import hold
from signals.coordination.find import Coordination, Findings
from signals.coordination.occasions import SHARES, occasions
from signals.coordination.ties import limit

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
Row = tuple[str | None, str, str | None, datetime, str]
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def talk(count: int = 1_500, seed: int = 3, kind: str = "link") -> list[Row]:
    """Return shares of 150 accounts: each link at its own pace, over four days."""
    random = Random(seed)
    rows: list[Row] = []
    for n in range(count):
        link = int(random.paretovariate(0.8)) % 300
        begins = NOON - timedelta(hours=96 * ((link * 7919) % 300) / 300)
        at = begins + timedelta(minutes=random.expovariate(1 / 40))
        rows.append((f"p{random.randrange(150)}", kind, f"l{link}", at, f"m{n}"))
    return rows


def volleys(
    accounts: int = 6, times: int = 6, lag: float = 20, *, kind: str = "link", name: str = "x", seed: int = 5
) -> list[Row]:
    random = Random(seed)
    return [
        (f"{name}{n}", kind, f"{name}-{k}", NOON - k * 5 * HOUR + random.random() * lag * SECOND, f"{name}{k}-{n}")
        for k in range(times)
        for n in range(accounts)
    ]


def frame(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SHARES, orient="row")


def find(rows: list[Row]) -> Findings:
    return Coordination().find(frame(rows))


def accused(found: Findings) -> list[list[str]]:
    return [list(group.accounts) for group in found.groups]


SIX = [f"x{n}" for n in range(6)]


@pytest.mark.parametrize("kind", ["link", "copy", "repost", "hashtags"])
def test_finds_accounts_that_share_together_again_and_again(kind: str) -> None:
    found = find(talk() + volleys(kind=kind))
    assert accused(found) == [SIX]
    (group,) = found.groups
    assert (group.things, group.occasions, len(group.messages)) == (6, 6, 36)
    assert group.met == 6
    assert group.expected < 1
    assert group.p_value < 0.001
    assert (group.first_at, group.last_at) == (
        min(row[3] for row in volleys()),
        max(row[3] for row in volleys()),
    )


def test_two_groups_stay_apart() -> None:
    found = find(talk() + volleys() + volleys(4, 8, name="y"))
    assert accused(found) == [SIX, ["y0", "y1", "y2", "y3"]]


def test_the_same_thing_at_other_hours_is_another_occasion() -> None:
    again: list[Row] = [(who, kind, "x-0", at, name) for who, kind, _, at, name in volleys()]
    (group,) = find(talk() + again).groups
    assert (group.things, group.occasions) == (1, 6)


def test_a_volley_at_the_full_hour_is_not_cut_in_two() -> None:
    rows: list[Row] = [
        (f"x{n}", "link", f"x-{k}", NOON - k * 5 * HOUR + (12 * (n - 1.5)) * SECOND, f"{k}-{n}")
        for k in range(6)
        for n in range(4)
    ]
    (group,) = find(talk() + rows).groups
    assert (len(group.accounts), group.met) == (4, 6)


@pytest.mark.parametrize("seed", range(8))
def test_says_nothing_of_chance(seed: int) -> None:
    found = find(talk(seed=seed))
    assert (found.verdict, found.groups) == ("nothing", ())
    assert found.tests > 0


def test_says_nothing_when_they_are_minutes_apart() -> None:
    assert accused(find(talk() + volleys(lag=3_000))) == []


def test_once_is_not_repeatedly() -> None:
    assert accused(find(talk() + volleys(accounts=20, times=2))) == []


def test_what_everybody_shares_within_minutes_says_nothing() -> None:
    random = Random(9)
    rows: list[Row] = []
    for k in range(12):
        for n in random.sample(range(400), 200):
            at = NOON - k * 6 * HOUR + random.expovariate(1 / 240) * SECOND
            rows.append((f"fan{n}", "link", f"idol{k}", at, f"f{k}-{n}"))
    assert accused(find(talk() + rows)) == []


def test_a_group_is_heard_through_what_everybody_shares() -> None:
    random = Random(9)
    crowd: list[Row] = [
        (f"fan{n}", "link", f"x-{k}", NOON - k * 5 * HOUR + random.random() * HOUR, f"f{k}-{n}")
        for k in range(6)
        for n in random.sample(range(900), 250)
    ]
    assert accused(find(talk() + crowd + volleys(8))) == [[f"x{n}" for n in range(8)]]


def test_who_shares_very_much_is_not_accused_for_it() -> None:
    """Of many shares an hour the first comes early: that is no meeting."""
    random = Random(2)
    rows: list[Row] = []
    for k in range(120):
        begins = NOON - k * 2 * HOUR
        for n in range(30):
            for again in range(40 if n < 6 else 1):
                at = begins + random.random() * 50 * MINUTE
                rows.append((f"n{n}", "link", f"big{k}", at, f"b{k}-{n}-{again}"))
    assert accused(find(talk() + rows)) == []


def test_one_act_of_many_kinds_counts_once() -> None:
    """One message with a link, tags and copied words is no three meetings."""
    kinds = [row for kind in ("link", "copy", "hashtags") for row in volleys(times=1, kind=kind)]
    assert accused(find(talk() + talk(kind="copy") + kinds)) == []


def test_a_pair_is_no_group() -> None:
    assert accused(find(talk() + volleys(accounts=2, times=20))) == []


@pytest.mark.parametrize("rows", [[], volleys(), talk(30), [("a", "link", "k", NOON, "m")] * 50])
def test_says_when_there_is_too_little_to_tell(rows: list[Row]) -> None:
    assert find(rows).verdict == "insufficient data"


def test_what_is_usual_is_learned_from_those_who_never_met_again() -> None:
    """Everybody shares once; what they do still tells how likely a meeting is, and the volleys stand out."""
    once: list[Row] = [
        (f"o{n}", "link", f"o{n // 3}", NOON - (n // 3) * HOUR + (n % 3) * 15 * MINUTE, f"o{n}") for n in range(200)
    ]
    found = find(once)
    assert (found.verdict, found.tests) == ("nothing", 0)
    assert found.occasions > 30
    assert accused(find(once + volleys(8, 3))) == [[f"x{n}" for n in range(8)]]
    together: list[Row] = [(who, kind, key, NOON - int(name[1:]) // 3 * HOUR, name) for who, kind, key, _, name in once]
    assert find(once + together).chance > 3 * found.chance


def test_what_has_no_author_or_thing_is_left_out() -> None:
    holes: list[Row] = [(None, "link", "x-0", NOON, "h1"), ("x0", "link", None, NOON, "h2")]
    assert find(holes + talk() + volleys()) == find(talk() + volleys())


@given(seed=st.integers(0, 1_000))
@settings(deadline=None, max_examples=10)
def test_order_does_not_matter(seed: int) -> None:
    shares = frame(talk() + volleys())
    assert Coordination().find(shares.sample(fraction=1, shuffle=True, seed=seed)) == Coordination().find(shares)


def test_memory_is_bounded_by_counting_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = find(talk() + volleys())
    monkeypatch.setattr("signals.coordination.chance.AT_ONCE", 50)
    monkeypatch.setattr("signals.coordination.chance.ROWS_AT_ONCE", 7)
    monkeypatch.setattr("signals.coordination.occasions.BLOCK", 13)
    assert find(talk() + volleys()) == whole


def shuffled(rows: list[Row], random: Random) -> Iterator[Row]:
    """Yield the shares with the moments of each hour of each thing dealt again among those who shared it then."""
    hours: dict[tuple[str | None, int], list[Row]] = {}
    for row in rows:
        hours.setdefault((row[2], row[3].hour + 24 * row[3].toordinal()), []).append(row)
    for same in hours.values():
        moments = [row[3] for row in same]
        random.shuffle(moments)
        for (who, kind, key, _, name), at in zip(same, moments, strict=True):
            yield who, kind, key, at, name


def test_p_values_are_not_smaller_than_those_of_shuffled_times() -> None:
    """Of pairs whose times were shuffled, at most a share p has a p-value up to p."""
    p_values: list[float] = []
    tests = 0.0
    for seed in range(12):
        rows = list(shuffled(talk(seed=seed), Random(seed)))
        found = occasions(frame(rows), span=HOUR, delay=MINUTE, repeated=2, crowd=400)
        of_pairs = hold(found, delay=60_000_000, even=1 / 30, repeated=2)
        p_values += of_pairs.p_value.tolist()
        tests += of_pairs.tests
    assert tests > 2_000
    for level in (0.001, 0.01, 0.05):
        assert np.mean(np.array(p_values) <= level) * len(p_values) / tests <= level


def test_the_false_discovery_rate_is_that_of_benjamini_and_hochberg() -> None:
    p_values = np.array([0.9, 1e-4, 0.03, 2e-4, 3e-4])
    assert limit(p_values, tests=100, level=0.02) == 3e-4
    assert limit(p_values, tests=100, level=0.0099) == -1
    assert limit(np.zeros(0), tests=100, level=0.01) == -1
