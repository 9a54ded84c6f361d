"""Blind sources: how soon they are noticed, how often wrongly, and what a blackout changes in what is alerted.

Simulated sources of known kinds, then six hours of darkness in replays of the demo (or of `--data DIR`): in its quiet
days and in its crisis.
"""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import get_args

import numpy as np

from benchmarks.runner import Metrics, Options, Result, prefixed
from flows.exercise.blackout import Blackout, Kind
from flows.exercise.folder import Scenario, load
from flows.exercise.generate import write
from flows.replay import Replay, replay
from signals.arrivals.expected import learn
from signals.arrivals.silence import LEVEL, Ear, judge, longest_silence
from signals.baseline.tally import Floats, Ints

HOURS = 6
"""Of darkness."""
STEP = timedelta(hours=1)
PLATFORM = "mastodon"
START = datetime(2026, 1, 1, tzinfo=UTC)
PAST, WEEKS = 28 * 24, 26
DELAY = timedelta(minutes=10)
LONGEST = 96
"""Hours after which we stop to wait for a silence to be noticed."""
RATES = (15, 50, 100, 400, 2_000)
"""Messages a day."""
DAY = np.array(
    [
        0.15, 0.1, 0.07, 0.05, 0.1, 0.35, 0.9, 1.2, 1.4, 1.3, 1.5, 1.8,
        2.1, 1.9, 1.6, 1.6, 1.9, 2.0, 2.0, 2.0, 1.8, 1.3, 0.7, 0.3,
    ]
)  # fmt: skip
"""How talk swells and ebbs over a day."""
WEEK = np.array([1.05, 1.05, 1.05, 1.05, 1.05, 0.9, 0.85])
REGIMES = {
    "chance": "",
    "irregular": "hours",
    "days": "days",
    "moods": "moods",
    "clumps": "clumps",
}
"""Poisson; hours of negative binomial size 2; days of size 4; a mood that lasts half a day; messages by four."""


def run(options: Options) -> Result:
    """Return false outages and delays by kind of source, and what a blackout did to replays."""
    metrics: Metrics = {}
    sources = 0
    for name, kind in REGIMES.items():
        for rate in RATES:
            found = _simulated(np.random.default_rng(7), rate, kind)
            metrics |= prefixed(f"{name}.{rate}", found)
            sources += 1
    every = [value for name, value in metrics.items() if name.endswith("false_outages_a_year")]
    metrics["false_outages_a_year"] = float(np.mean(every))
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.test or options.data or Path(scratch) / "demo"
        if not (folder / "scenario.toml").exists():
            write(folder)
        scenario = load(folder)
        metrics |= prefixed("crisis", _replayed(folder, scenario.crisis_at + timedelta(hours=2)))
        quiet = _earlier(folder, scenario, Path(scratch) / "quiet")
        metrics |= prefixed("quiet", _replayed(quiet, load(quiet).crisis_at + timedelta(hours=9)))
    parameters = {"scenario": scenario.name, "hours": HOURS, "level": LEVEL, "weeks": WEEKS, "sources": sources}
    return Result(metrics, sources, parameters)


def _simulated(rng: np.random.Generator, rate: float, kind: str) -> Metrics:
    """Return how often a healthy source is called blind, and how long it takes when it is, by day and by night."""
    times = _times(rng, rate, kind)
    false, blind, noons, nights = 0, 0.0, [], []
    for week in range(4, WEEKS):
        first = week * 168
        spans = judge(_ear(times, first, until=first + 168.0))
        false += len(spans)
        blind += sum(((span.end or _at(first + 168)) - span.start) / timedelta(hours=1) for span in spans)
        noons.append(_hours_to_notice(times, first + 12))
        nights.append(_hours_to_notice(times, first + 26))
    weeks = WEEKS - 4
    return {
        "false_outages_a_year": 52 * false / weeks,
        "false_blind_share": blind / (168 * weeks),
        "hours_to_notice_at_noon": median(noons),
        "hours_to_notice_at_night": median(nights),
    }


def _hours_to_notice(times: Floats, start: int) -> float:
    """Return how long a source that falls silent at hour `start` is not noticed, looked at every ten minutes."""
    ear = _ear(times[times < start], start - 24, until=start)
    for looks in range(1, 6 * LONGEST):
        now = _at(start + looks / 6)
        if any(span.end is None for span in judge(replace(ear, now=now, until=now - DELAY))):
            return looks / 6
    return float(LONGEST)


def _ear(times: Floats, since: float, until: float) -> Ear:
    """Return what was heard of a source at hour `until`, judged from `since` with the 28 days before."""
    first = int(since) - PAST if since >= PAST else 0
    counts: Ints = np.bincount(times[(times >= first) & (times < since)].astype(np.int64) - first, minlength=PAST)
    heard = np.ones(counts.size, dtype=np.bool_)
    expectation = learn(_at(first), counts, heard)
    if expectation is None:
        raise ValueError("a simulated source has past enough")
    lately = times[(times >= since) & (times < until)]
    seconds = int(START.timestamp()) + (lately * 60).astype(np.int64) * 60
    now = _at(until)
    longest = longest_silence(expectation, _at(first), counts, heard.tolist())
    return Ear(np.unique(seconds), _at(since), now - DELAY, now, expectation, longest=longest)


def _at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def _times(rng: np.random.Generator, rate: float, kind: str) -> Floats:
    """Return the moments (hours since the start) of messages of a source with `rate` of them a day."""
    hours = np.arange(WEEKS * 168 + 168)
    mean = rate / DAY.sum() * DAY[hours % 24] * WEEK[hours // 24 % 7]
    if kind == "hours":
        mean = mean * rng.gamma(2, 1 / 2, size=hours.size)
    elif kind == "days":
        mean = mean * rng.gamma(4, 1 / 4, size=hours.size // 24 + 1)[hours // 24]
    elif kind == "moods":
        mood = _mood(rng, hours.size)
        mean = mean * np.exp(0.6 * mood - 0.18)
    at_once = 4 if kind == "clumps" else 1
    counts = rng.poisson(mean / at_once)
    moments = np.repeat(hours, counts) + rng.random(counts.sum())
    return np.sort(np.repeat(moments, rng.geometric(1 / at_once, size=moments.size)))


def _mood(rng: np.random.Generator, size: int) -> Floats:
    """Return a process of variance 1 that forgets itself in twelve hours."""
    keep = np.exp(-1 / 12)
    mood, noise = np.zeros(size), rng.normal(size=size)
    for hour in range(1, size):
        mood[hour] = keep * mood[hour - 1] + np.sqrt(1 - keep**2) * noise[hour]
    return mood


def _earlier(folder: Path, scenario: Scenario, target: Path) -> Path:
    """Write the scenario as it is watched through the third day before its crisis, and return its folder."""
    target.mkdir()
    begins = (scenario.crisis_at - timedelta(days=3)).replace(hour=0, minute=0)
    ends = begins + timedelta(days=1)
    text = (folder / "scenario.toml").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("crisis_at", "ends_at"))]
    lines += [f'crisis_at = "{begins.isoformat()}"', f'ends_at = "{ends.isoformat()}"']
    (target / "scenario.toml").write_text("\n".join(lines) + "\n", "utf-8")
    for file in folder.glob("*.jsonl"):
        rows = file.read_text("utf-8").splitlines(keepends=True)
        (target / file.name).write_text("".join(row for row in rows if _begins(row) <= ends), "utf-8")
    return target


def _begins(line: str) -> datetime:
    """Return when what a line tells happens, or begins."""
    row = json.loads(line)
    return datetime.fromisoformat(next(row[name] for name in ("published_at", "at", "from") if row.get(name)))


def _replayed(folder: Path, start: datetime) -> Metrics:
    """Return, for each kind of darkness, when it was reported, what was masked, and what else was alerted."""
    undisturbed = replay(folder, step=STEP)
    metrics: Metrics = {"undisturbed.alerts": float(len(undisturbed.alerts))}
    for kind in get_args(Kind):
        dark = replay(folder, step=STEP, blackout=Blackout(start, start + timedelta(hours=HOURS), kind, PLATFORM))
        metrics |= prefixed(kind, dict(_compared(dark, undisturbed, start)))
    return metrics


def _compared(dark: Replay, undisturbed: Replay, start: datetime) -> Iterator[tuple[str, float]]:
    end = start + timedelta(hours=HOURS)
    noticed = [now for now, blind in dark.blind.items() if PLATFORM in blind and now >= start]
    if noticed:
        yield "looks_to_notice", float((noticed[0] - start) / STEP)
    hours = [start.replace(minute=0) + timedelta(hours=n) for n in range(HOURS)]
    yield "hours_masked", float(sum(dark.hours.get(hour, False) for hour in hours))
    outside = (blind for hour, blind in dark.hours.items() if hour not in hours and hour >= start - timedelta(hours=2))
    known = (blind for hour, blind in undisturbed.hours.items() if hour not in hours and hour >= start)
    yield "hours_masked_in_excess", float(sum(outside) - sum(known))
    yield "still_blind_after", float(PLATFORM in dark.blind[min(now for now in dark.blind if now >= end + STEP)])
    yield "alerts", float(len(dark.alerts))
    yield "alerts_in_excess", float(len(dark.beyond(undisturbed)))
    yield "alerts_missed", float(len(undisturbed.beyond(dark)))
