"""Invented cascades with an action of known effect: waves of uneven shape, self-exciting ones, and wrong models."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from signals.effects.series import DAY, HOUR, MINUTE, Floats, horizon

STEP = 5 * MINUTE
"""What is drawn is drawn in steps of so much."""
EFFECTS = (-0.8, -0.65, -0.5, -0.3, 0.0, 0.15, 0.3)
START = 20_500 * DAY
"""A midnight (UTC), in milliseconds since 1970."""
NIGHT = np.array(
    [
        0.25,
        0.15,
        0.1,
        0.1,
        0.1,
        0.15,
        0.4,
        0.8,
        1.1,
        1.2,
        1.2,
        1.25,
        1.4,
        1.3,
        1.1,
        1.1,
        1.2,
        1.4,
        1.7,
        1.8,
        1.8,
        1.7,
        1.2,
        0.6,
    ]
)
"""How loud an ordinary hour is, around 1."""
FEWEST, MOST = 40, 3_000
"""Messages before the action of a cascade that is kept."""


@dataclass(frozen=True, slots=True)
class Cascade:
    """One cascade, drawn. Moments are milliseconds since 1970."""

    kind: str
    start: int
    """Its beginning."""
    at: int
    """When the action was done."""
    until: int
    """Up to when it is known."""
    moments: np.ndarray
    """When each message was published."""
    without: Floats
    """Messages that were to be expected in each step after `at`, had nothing been done."""
    with_it: Floats
    """The same with the action."""
    blind: tuple[tuple[int, int], ...] = ()
    hazards: tuple[tuple[int, int], ...] = ()
    """Beginning and end of hazards."""
    control: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    """Moments of the same talk where the action does not reach; empty: there is none."""

    def change(self, until: int) -> float:
        """Return the true relative change of the messages from `at` to a moment."""
        steps = max(1, round((until - self.at) / STEP))
        return float(self.with_it[:steps].sum() / max(self.without[:steps].sum(), 1e-9) - 1)


def draw(kind: str, effect: float, rng: np.random.Generator) -> Cascade:
    """Return a cascade of a kind, with the action somewhere in its course."""
    return _fit(lambda: WORLDS[kind](effect, rng))


def _fit(drawn: Callable[[], Cascade]) -> Cascade:
    """Return the first cascade drawn that is neither too small nor too large."""
    while True:
        made = drawn()
        before = int((made.moments < made.at).sum())
        if FEWEST <= before <= MOST and made.moments.size - before < 5 * MOST:
            return made


def _clock(rng: np.random.Generator) -> tuple[int, float]:
    """Return when a cascade begins and the hours that it takes, from a morning to a week."""
    return START + int(rng.integers(0, 7 * 24)) * HOUR, float(np.exp(rng.uniform(np.log(6), np.log(96))))


def _known_until(start: int, at: int, rng: np.random.Generator) -> int:
    """Return up to when a cascade is known: most of the time that an effect is measured over."""
    return at + int(horizon(at - start) * rng.uniform(0.7, 1.0))


def _day(start: int, steps: int, power: float) -> Floats:
    hours = (start + np.arange(steps) * STEP) % DAY / HOUR
    return np.asarray(np.interp(hours, np.arange(25), np.append(NIGHT, NIGHT[0])) ** power)


def _shaken(steps: int, rng: np.random.Generator, *, hours: float) -> Floats:
    """Return a wandering factor around 1: what no formula tells."""
    spread, memory = rng.uniform(0, 0.35), np.exp(-STEP / HOUR / max(0.5, hours / 12))
    noise = rng.standard_normal(steps) * spread * np.sqrt(1 - memory**2)
    path = np.empty(steps)
    now = rng.standard_normal() * spread
    for step in range(steps):
        now = memory * now + noise[step]
        path[step] = now
    return np.exp(path - spread**2 / 2)


def _counted(rate: Floats, rng: np.random.Generator) -> np.ndarray:
    """Return moments drawn at a rate a step, clumped by the quarter of an hour."""
    size = np.exp(rng.uniform(np.log(1.5), np.log(60)))
    clump = np.repeat(rng.gamma(size, 1 / size, rate.size // 3 + 1), 3)[: rate.size]
    counts = rng.poisson(rate * clump)
    return np.repeat(np.arange(rate.size), counts) * STEP + rng.integers(0, STEP, int(counts.sum()))


def _hump(steps: int, peak: float, rng: np.random.Generator) -> Floats:
    """Return a wave that rises to 1 at the share `peak` of its steps, and falls as waves fall: fast, then slowly."""
    x = (np.arange(steps) + 0.5) / steps
    power = rng.uniform(0.7, 3)
    rise = np.minimum(x / peak, 1) ** power
    tail = rng.uniform(0.4, 2.2)
    length = rng.uniform(0.3, 1.5)
    fall = (1 + np.maximum(x - peak, 0) / length) ** (-2 * tail)
    return rise * fall


def _wave(effect: float, rng: np.random.Generator, *, second: bool = False, kind: str = "wave") -> Cascade:
    start, hours = _clock(rng)
    at = start + int(hours * HOUR * rng.uniform(0.35, 0.75))
    until = _known_until(start, at, rng)
    steps = (until - start) // STEP
    length = int(hours * HOUR / STEP)
    hump = np.resize(_hump(max(length, steps), rng.uniform(0.15, 0.7), rng), max(length, steps))[:steps]
    volume = np.exp(rng.uniform(np.log(80), np.log(2_500)))
    quiet = _day(start, steps, rng.uniform(0.2, 1.0)) * _shaken(steps, rng, hours=hours)
    rate = volume * hump * quiet / (hump * quiet).sum()
    return _acted(_Draft(kind, start, at, until, rate), effect, rng, second=second)


def _slow(effect: float, rng: np.random.Generator) -> Cascade:
    """A rumour that doubles in half a day to a day and a half, until it does not."""
    start = START + int(rng.integers(0, 7 * 24)) * HOUR
    at = start + int(rng.uniform(48, 130) * HOUR)
    until = _known_until(start, at, rng)
    steps = (until - start) // STEP
    doubling = rng.uniform(12, 36)
    turn = (at - start) / HOUR + rng.uniform(-12, 30)
    hours = np.arange(steps) * STEP / HOUR
    log_rate = np.where(hours < turn, hours / doubling, turn / doubling - (hours - turn) / rng.uniform(8, 40)) * np.log(
        2
    )
    rate = np.exp(log_rate) * _day(start, steps, rng.uniform(0.6, 1.0)) * _shaken(steps, rng, hours=60)
    rate *= np.exp(rng.uniform(np.log(80), np.log(1_500))) / rate[: (at - start) // STEP].sum()
    return _acted(_Draft("slow", start, at, until, rate), effect, rng)


def _steady(effect: float, rng: np.random.Generator) -> Cascade:
    """Talk that has long been there: a fraud, a procedure that does not work."""
    start = START + int(rng.integers(0, 7 * 24)) * HOUR
    at = start + int(rng.uniform(72, 168) * HOUR)
    until = _known_until(start, at, rng)
    steps = (until - start) // STEP
    rate = _day(start, steps, rng.uniform(0.7, 1.1)) * _shaken(steps, rng, hours=96)
    rate *= np.exp(rng.uniform(np.log(100), np.log(2_500))) / rate[: (at - start) // STEP].sum()
    return _acted(_Draft("steady", start, at, until, rate), effect, rng)


@dataclass(frozen=True, slots=True)
class _Draft:
    kind: str
    start: int
    at: int
    until: int
    rate: Floats
    """Messages a step, had nothing been done."""


def _acted(draft: _Draft, effect: float, rng: np.random.Generator, *, second: bool = False) -> Cascade:
    """Return the cascade with its action: heeded after a delay, from then on `effect` is what is missing or added."""
    rate, first = draft.rate.copy(), (draft.at - draft.start) // STEP
    delay = int(rng.uniform(0, 0.1) * (rate.size - first))
    factor = np.ones(rate.size)
    factor[first + delay :] += effect
    if second:
        later = rate.size - first
        rate[first + later // 4 :] += rate[:first].max() * rng.uniform(0.8, 1.6) * _hump(later - later // 4, 0.5, rng)
    moments = draft.start + _counted(rate * factor, rng)
    after = draft.rate[first:]
    apart = _shaken(rate.size, rng, hours=rate.size * STEP / HOUR) * np.exp(rng.uniform(np.log(0.3), np.log(2)))
    control = draft.start + _counted(draft.rate * apart, rng)
    return Cascade(
        draft.kind, draft.start, draft.at, draft.until, moments, after, after * factor[first:], control=control
    )


def _excited(effect: float, rng: np.random.Generator) -> Cascade:
    """Return a self-exciting cascade: each message brings about others, fewer of them once the action is heeded."""
    start, hours = _clock(rng)
    at = start + int(hours * HOUR * rng.uniform(0.35, 0.75))
    until = _known_until(start, at, rng)
    steps, first = (until - start) // STEP, (at - start) // STEP
    lag = np.arange(1, steps + 1) * STEP / HOUR
    kernel = (1 + lag / rng.uniform(0.1, 0.6)) ** -rng.uniform(1.4, 2.2)
    kernel *= rng.uniform(0.55, 0.92) / kernel.sum()
    own = _hump(steps, rng.uniform(0.05, 0.5), rng)
    own *= np.exp(rng.uniform(np.log(30), np.log(500))) / own.sum()
    day = _day(start, steps, rng.uniform(0.2, 0.8))
    world = _Excited(own, kernel, day)
    past = world.unfold(np.zeros(0), first, 1.0, rng)
    heeded = first + int(rng.uniform(0, 0.1) * (steps - first))
    factor = world.factor(past, heeded, effect)
    known = world.unfold(world.unfold(past, heeded, 1.0, rng), steps, factor, rng)
    waited = world.unfold(past, heeded, 1.0, None)
    without, with_it = (world.unfold(waited, steps, one, None)[first:] for one in (1.0, factor))
    moments = start + np.repeat(np.arange(steps), known.astype(np.int64)) * STEP
    moments = moments + rng.integers(0, STEP, moments.size)
    return Cascade("excited", start, at, until, moments, without, with_it)


@dataclass(frozen=True, slots=True)
class _Excited:
    own: Floats
    """Messages a step that nobody brought about."""
    kernel: Floats
    """Messages that one brings about, by steps after it."""
    day: Floats

    def unfold(self, past: Floats, end: int, factor: float, rng: np.random.Generator | None) -> Floats:
        """Return counts up to the step `end`, drawn on from `past`; without `rng`, what is expected of them."""
        counts = np.zeros(end)
        counts[: past.size] = past
        for step in range(past.size, end):
            brought = float(counts[:step] @ self.kernel[:step][::-1]) if step else 0.0
            mean = min(factor * float(self.day[step]) * (float(self.own[step]) + brought), 500.0)
            counts[step] = rng.poisson(mean) if rng else mean
        return counts

    def factor(self, past: Floats, heeded: int, effect: float) -> float:
        """Return by how much each must bring about less, once it is `heeded`, for `effect` on the messages in all."""
        low, high, end = 0.0, 1.5, self.own.size
        waited = self.unfold(past, heeded, 1.0, None)
        wanted = (1 + effect) * self.unfold(waited, end, 1.0, None)[past.size :].sum()
        for _ in range(16):
            middle = (low + high) / 2
            more = self.unfold(waited, end, middle, None)[past.size :].sum() > wanted
            low, high = (low, middle) if more else (middle, high)
        return (low + high) / 2


WORLDS = {"wave": _wave, "excited": _excited, "slow": _slow, "steady": _steady}
"""Kinds that are scored together."""


def twice(effect: float, rng: np.random.Generator) -> Cascade:
    """Return a wave upon which another one rises after the action: no forecast from before it can know."""
    return _fit(lambda: _wave(effect, rng, second=True))


def darkened(effect: float, rng: np.random.Generator) -> Cascade:
    """Return a cascade of which an outage hides two to five tenths of the time after the action."""
    cascade = draw(str(rng.choice(list(WORLDS))), effect, rng)
    length = cascade.until - cascade.at
    start = cascade.at + int(rng.uniform(0, 0.5) * length)
    end = start + int(rng.uniform(0.2, 0.5) * length)
    hidden = (cascade.moments >= start) & (cascade.moments < end)
    return replace(cascade, moments=cascade.moments[~hidden], blind=((start, end),))


def hit(effect: float, rng: np.random.Generator) -> Cascade:
    """Return a cascade with a hazard that begins at the time of the action and makes people talk half as much again."""
    cascade = draw(str(rng.choice(list(WORLDS))), effect, rng)
    start = cascade.at + int(rng.uniform(-0.05, 0.4) * (cascade.until - cascade.at))
    later = cascade.moments[cascade.moments >= start]
    more = rng.choice(later, later.size * 3 // 4) + rng.integers(-STEP, STEP, later.size * 3 // 4)
    moments = np.sort(np.concatenate([cascade.moments, more[more < cascade.until]]))
    return replace(cascade, moments=moments, hazards=((start, cascade.until + DAY),))
