"""What is counted of the services of the exercise: daily use, a silent wave of card fraud, emergency calls."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from flows.exercise import clock
from flows.exercise.clock import CRISIS_AT, ENDS_AT, crisis
from flows.exercise.people import ZONE
from flows.exercise.script import Script
from flows.exercise.towns import named

DEPARTEMENTS = ("D13", "D21", "D31", "D33", "D35", "D38", "D44", "D57", "D59", "D62", "D67", "D69", "D75", "D77", "D83")

PER_DAY: Mapping[str, Mapping[str, float]] = {
    "perceval": {"reports": 26.0},
    "thesee": {"reports": 6.0},
    "plainte-en-ligne": {"reports": 11.0, "visits": 140.0},
    "pre-plainte-en-ligne": {"reports": 9.0, "visits": 80.0},
    "brigade-numerique": {"contacts": 7.0},
    "ma-securite": {"visits": 60.0},
    "17cyber": {"contacts": 5.0, "visits": 70.0},
    "procuration": {"visits": 45.0},
    "17": {"contacts": 380.0},
}
"""Per million inhabitants on an ordinary weekday."""

RATED = ("plainte-en-ligne", "pre-plainte-en-ligne", "brigade-numerique", "17cyber", "procuration")
"""Services whose users are asked for a mark out of 10."""

WAVE_PLACE, WAVE_SERVICE = "D38", "perceval"
WAVE_AT = datetime(2026, 3, 8, tzinfo=UTC)
WAVE = (1.5, 2.1, 2.8, 3.4, 4.0, 4.6)
"""Card fraud in Isère, as a multiple of what is usual, day after day from `WAVE_AT`."""

CALLS = (1.0, 1.1, 1.3, 1.6, 2.4, 3.6, 5.2, 4.6, 2.9, 2.2, 1.8)
"""Emergency calls in the zone, as a multiple of what is usual, hour after hour from 07:00 on the day of the crisis."""


def tell(script: Script) -> None:
    """Add the measures of the whole span and the truth of the silent wave."""
    for place in DEPARTEMENTS:
        for service, metrics in PER_DAY.items():
            for metric, rate in metrics.items():
                _daily(script, (service, place, metric), rate)
    for place in DEPARTEMENTS:
        for service in RATED:
            _weekly_mark(script, service, place)
    _emergency_calls(script)
    script.truth(
        "silent_wave",
        "Les fraudes à la carte bancaire montent en Isère sans qu'on en parle",
        (WAVE_AT, ENDS_AT),
        id="silent-wave-isere",
        places=[WAVE_PLACE],
        service=WAVE_SERVICE,
        metric="reports",
    )


def add(script: Script, what: tuple[str, str, str], span: tuple[datetime, datetime], value: float, **more: int) -> None:
    """Add one measure: `what` is service, place and metric."""
    service, place, metric = what
    start, end = map(clock.stamp, span)
    row = {"service": service, "place": place, "metric": metric, "from": start, "to": end, "value": value}
    script.measures.append(row | more)


def weeks() -> Iterator[datetime]:
    """Yield the start of each whole week before the crisis."""
    for day in list(days())[::7]:
        if day + timedelta(days=7) <= CRISIS_AT:
            yield day


def days() -> Iterator[datetime]:
    """Yield the start of each whole day before the crisis."""
    day = clock.STARTS_AT
    while day + timedelta(days=1) <= CRISIS_AT:
        yield day
        day += timedelta(days=1)


def millions(place: str) -> float:
    """Return how many million people live in a département."""
    return (named(place)[0].population or 0) / 1e6


def _daily(script: Script, what: tuple[str, str, str], rate: float) -> None:
    service, place, _ = what
    usual = rate * millions(place)
    for day in days():
        mean = usual * (0.7 if day.weekday() >= 5 else 1.0)
        if service == "procuration":
            mean *= 0.5 + 2 * (day - clock.STARTS_AT) / (ENDS_AT - clock.STARTS_AT)
        if (service, place) == (WAVE_SERVICE, WAVE_PLACE) and day >= WAVE_AT:
            mean *= WAVE[(day - WAVE_AT).days]
        add(script, what, (day, day + timedelta(days=1)), count(script, mean))


def count(script: Script, mean: float) -> int:
    """Return a count around `mean`, more dispersed than Poisson as real ones are."""
    return max(0, round(script.rng.gauss(mean, (mean + 0.02 * mean**2) ** 0.5)))


def _weekly_mark(script: Script, service: str, place: str) -> None:
    usual = script.rng.uniform(6.6, 8.6)
    for day in weeks():
        answers = script.rng.randrange(12, 90)
        mark = min(10.0, max(0.0, script.rng.gauss(usual, 2.4 / answers**0.5)))
        add(script, (service, place, "satisfaction"), (day, day + timedelta(days=7)), round(mark, 2), n=answers)


def _emergency_calls(script: Script) -> None:
    hourly = PER_DAY["17"]["contacts"] * millions(ZONE) / 24
    for hour, factor in enumerate(CALLS, start=7):
        start = crisis(hour)
        span = (start, start + timedelta(hours=1))
        add(script, ("17", ZONE, "contacts"), span, count(script, hourly * factor))
