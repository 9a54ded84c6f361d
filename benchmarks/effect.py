"""The effect of actions on invented cascades, where it is known, beside a plain comparison of before and after.

Settings of the forecast and of the cautions were chosen on seeds 9001 to 9004; what is published is seed 2026. The
cascades are waves of uneven shape, self-exciting ones, rumours that double for days and talk that has long been there,
shaken by what no formula tells and clumped by the quarter of an hour; the action comes somewhere in their course and is
heeded after a delay. What breaks the model on purpose (a second wave, an outage, a hazard meanwhile) stands apart.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from benchmarks.runner import Metrics, Options, Result, prefixed
from benchmarks.runner.cascades import EFFECTS, NIGHT, WORLDS, Cascade, darkened, draw, hit, twice
from signals.effects.caution import BLOCKING, Around, cautions
from signals.effects.measure import Effect, Talk, measure
from signals.effects.placebo import dates
from signals.intervals import Z

SEED = 2026
CASCADES = 36
"""Of each kind and effect."""
WRONG = 60
"""Of each wrong model and effect."""
WRONG_EFFECTS = (0.0, -0.5)
DAY = np.tile(NIGHT / NIGHT.mean(), 7)

Draw = Callable[[float, np.random.Generator], Cascade]


@dataclass(frozen=True, slots=True)
class Row:
    """What was found of one cascade."""

    kind: str
    wanted: float
    true: float
    change: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        return self.high < 0 or self.low > 0


@dataclass(slots=True)
class Scored:
    """Our rows and the peer's, what placebo dates found, and how often a caution stood against concluding."""

    rows: list[Row] = field(default_factory=list)
    plain: list[Row] = field(default_factory=list)
    placebos: list[Effect] = field(default_factory=list)
    plain_placebos: list[Row] = field(default_factory=list)
    warned: int = 0


def run(options: Options) -> Result:
    """Return bias, coverage, placebo effects and power; with series beside; of wrong models; nothing is read."""
    rng = np.random.default_rng(SEED)
    drawn = [(kind, effect, draw(kind, effect, rng)) for kind in WORLDS for effect in EFFECTS for _ in range(CASCADES)]
    found = _scored(drawn)
    metrics = _figures(found.rows) | {"placebo": _clear(found.placebos), "placebos": float(len(found.placebos))}
    metrics["cautions"] = found.warned / len(found.rows)
    peer = _figures(found.plain) | {"placebo": _clear(found.plain_placebos)}
    metrics |= prefixed("peer.before_after", peer)
    metrics |= prefixed("beside", _beside(drawn))
    for name, world in (("two_waves", twice), ("outage", darkened), ("hazard", hit)):
        metrics |= prefixed(name, _wrong(world, rng))
    parameters = {"seed": SEED, "kinds": list(WORLDS), "effects": list(EFFECTS), "each": CASCADES, "wrong_each": WRONG}
    return Result(metrics, len(drawn), parameters)


def talk_of(cascade: Cascade) -> Talk:
    """Return a cascade as it is measured."""
    return Talk(at=cascade.at, until=cascade.until, moments=cascade.moments.tolist(), day=DAY, blind=cascade.blind)


def _scored(drawn: Sequence[tuple[str, float, Cascade]]) -> Scored:
    """Return what we and the peer find of each cascade, and at dates before its action."""
    found = Scored()
    for kind, wanted, cascade in drawn:
        talk = talk_of(cascade)
        effect = measure(talk)
        if effect is None:
            continue
        earlier = tuple(dates(talk))
        found.placebos += [one.effect for one in earlier]
        found.plain_placebos += [
            Row(kind, wanted, 0.0, *_plain(replace(talk, at=one.at), one.effect.until)) for one in earlier
        ]
        found.warned += bool(BLOCKING.intersection(cautions(talk, effect, Around(), earlier)))
        found.rows.append(_row(kind, wanted, cascade, effect))
        found.plain.append(Row(kind, wanted, cascade.change(effect.until), *_plain(talk, effect.until)))
    return found


def _row(kind: str, wanted: float, cascade: Cascade, effect: Effect) -> Row:
    return Row(kind, wanted, cascade.change(effect.until), effect.change, effect.low, effect.high)


def _plain(talk: Talk, until: int) -> tuple[float, float, float]:
    """Return the change between the time before and the same time after, with the interval of two Poisson counts."""
    moments = np.asarray(talk.moments)
    length = until - talk.at
    before = float(((moments >= talk.at - length) & (moments < talk.at)).sum()) + 0.5
    after = float(((moments >= talk.at) & (moments < until)).sum()) + 0.5
    half = Z * (1 / before + 1 / after) ** 0.5
    return after / before - 1, after / before * np.exp(-half) - 1, after / before * np.exp(half) - 1


def _clear(rows: Sequence[Row | Effect]) -> float:
    return float(np.mean([row.is_clear for row in rows]))


def _figures(rows: Sequence[Row]) -> Metrics:
    """Return the figures of all rows, and bias and coverage by effect and by kind."""
    found = _summary(rows)
    for wanted in EFFECTS:
        found |= prefixed(f"at {100 * wanted:+.0f} %", _summary([row for row in rows if row.wanted == wanted]))
    for kind in WORLDS:
        found |= prefixed(kind, _summary([row for row in rows if row.kind == kind]))
    return found


def _summary(rows: Sequence[Row]) -> Metrics:
    """Return mean error, share of intervals that hold the truth, their median width, and how often one leaves out 0."""
    return {
        "bias": float(np.mean([row.change - row.true for row in rows])),
        "coverage": float(np.mean([row.low <= row.true <= row.high for row in rows])),
        "width": float(np.median([row.high - row.low for row in rows])),
        "called": _clear(rows),
    }


def _beside(drawn: Sequence[tuple[str, float, Cascade]]) -> Metrics:
    """Return what the same talk elsewhere adds, on the cascades that have it, against what is found without it."""
    with_it, without = [], []
    for kind, wanted, cascade in drawn:
        if cascade.control.size:
            talk = talk_of(cascade)
            effect, alone = measure(replace(talk, alike={"elsewhere": cascade.control.tolist()})), measure(talk)
            if effect and alone:
                with_it.append(_row(kind, wanted, cascade, effect))
                without.append(_row(kind, wanted, cascade, alone))
    return _summary(with_it) | prefixed("without", _summary(without))


def _wrong(world: Draw, rng: np.random.Generator) -> Metrics:
    """Return what is found where the model is wrong: before cautions, and how often a false conclusion gets past them.

    `false_effects`: of cascades without effect, those called an effect with no caution against concluding.
    """
    rows, past, warned = [], [], []
    for wanted in WRONG_EFFECTS:
        for _ in range(WRONG):
            cascade = world(wanted, rng)
            talk = talk_of(cascade)
            effect = measure(talk)
            if effect is None:
                continue
            found = cautions(talk, effect, Around(hazards=cascade.hazards), tuple(dates(talk)))
            row = _row("", wanted, cascade, effect)
            rows.append(row)
            warned.append(bool(BLOCKING.intersection(found)))
            if wanted == 0:
                past.append(row.is_clear and not warned[-1])
    return _summary(rows) | {"cautions": float(np.mean(warned)), "false_effects": float(np.mean(past))}
