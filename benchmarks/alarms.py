"""False alarms promised and achieved on invented counts, and what is heard at equal alarms, beside EARS as shipped.

A rate of 2.5 % of the series is promised. Chances are computed under the truth, with the bounds that each history
gave; nothing is drawn at random to hit the rate, the series that expect least alarm first (`affordable`). EARS sees
the same hour of the seven days before; for its power its level is set, in hindsight, so that it alarms as often as we.
Parameters of the baseline were chosen on other seeds of the same kinds. The last part watches quiet streams through the
real detector and triage, every ten minutes, and counts the alerts that a budget brings.
"""

import numpy as np

from benchmarks.runner import Metrics, Options, Result, prefixed, quiet_watch
from benchmarks.runner.counts import GRID, KINDS, PAST, Drawn, Kind, draw
from signals.baseline.ears import ears_bound
from signals.baseline.history import Expectation, expect
from signals.baseline.predictive import affordable, bound
from signals.baseline.tally import Floats, Tally

PROMISED = 0.025
SERIES, HISTORIES, DRAWS = 1000, 4, 50
SEED = 2026
DAYS = slice(24, 169, 24)
"""The same hour of the seven days before."""
SILENCE = Kind(1e-12)
"""Nothing was ever said."""


def run(options: Options) -> Result:
    """Return, by kind of series, achieved over promised and power, the same of EARS; nothing is read from a folder."""
    metrics: Metrics = {}
    for name, kind in KINDS.items():
        metrics |= {f"{figure}.{name}": value for figure, value in _figures(kind).items()}
    metrics |= _silence() | _dark() | quiet_watch.figures(SEED)
    parameters = {"promised": PROMISED, "series": SERIES, "histories": HISTORIES, "past_hours": PAST, "seed": SEED}
    return Result(metrics, SERIES * HISTORIES * len(KINDS), parameters)


def _figures(kind: Kind) -> Metrics:
    """Return the mean figures of several histories; those of EARS under `peer.ears`."""
    rng = np.random.default_rng(SEED)
    found = [_judged(draw(kind, rng, SERIES), rng) for _ in range(HISTORIES)]
    names = sorted({name for one in found for name in one})
    return {name: float(np.mean([one[name] for one in found if name in one])) for name in names}


def _judged(drawn: Drawn, rng: np.random.Generator) -> Metrics:
    ours, loud = _bound(expectation(drawn)), drawn.loud(rng, DRAWS)
    achieved = float(drawn.chance(ours).mean())
    days = drawn.counts[:, DAYS].astype(np.float64)
    peer = ears_bound(days)
    silent = np.isnan(peer)
    theirs = {
        "achieved_over_promised": float(drawn.chance(peer).mean()) / PROMISED,
        "unanswered": float(silent.mean()),
        "power": _power(_as_rarely(drawn, days, achieved), loud),
    }
    found = {"achieved_over_promised": achieved / PROMISED, "power": _power(ours, loud)}
    if silent.any():
        found["power_where_ears_is_silent"] = _power(ours[silent], loud[:, silent])
    return found | prefixed("peer.ears", theirs)


def expectation(drawn: Drawn) -> Expectation:
    """Return what the history leads to expect of hour 0."""
    series, bins = np.nonzero(drawn.counts)
    values = drawn.counts[series, bins].astype(np.float64)
    tally = Tally(series, np.zeros_like(series), bins, values, len(drawn.counts))
    return expect(tally, drawn.seen, GRID, half_life=PAST / 2, warm_up=24)


def _bound(found: Expectation) -> Floats:
    """Return the counts above which our series alarm, so that `PROMISED` of them do when nothing happens."""
    level = affordable(found.mean, found.size, budget=PROMISED * found.mean.size)
    return bound(found.mean, found.size, 1 - level)


def _as_rarely(drawn: Drawn, days: Floats, achieved: float) -> Floats:
    """Return the bounds of EARS at the level at which it alarms at most as often as `achieved`."""
    low, high = 0.0, 0.5
    for _ in range(40):
        middle = (low + high) / 2
        often = float(drawn.chance(ears_bound(days, alpha=middle)).mean()) > achieved
        low, high = (low, middle) if often else (middle, high)
    return ears_bound(days, alpha=max(low, 1e-9))


def _power(bounds: Floats, loud: np.ndarray) -> float:
    return float((loud > bounds).mean())


def _silence() -> Metrics:
    """Return what is heard where nothing was ever said, and how often nothing is taken for something."""
    rng = np.random.default_rng(SEED)
    drawn = draw(SILENCE, rng, SERIES)
    ours, loud = _bound(expectation(drawn)), drawn.loud(rng, DRAWS)
    return {
        "alarms.silence": float(drawn.chance(ours).sum()),
        "power.silence": _power(ours, loud),
        "peer.ears.power.silence": _power(ears_bound(drawn.counts[:, DAYS].astype(np.float64)), loud),
    }


def _dark() -> Metrics:
    """Return how many series alarm while their only platform is blind, though some of its messages still come."""
    drawn = draw(KINDS["outage"], np.random.default_rng(SEED), SERIES)
    drawn.seen[:, :6] = False
    found = expectation(drawn)
    alarms = found.observed > _bound(found)
    return {"alarms.outage": float(alarms.sum())}
