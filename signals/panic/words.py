"""Waves of alarm and of departures in sentences, French and English."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from signals.panic.around import Ways
from signals.panic.rates import Rate
from signals.panic.reproduction import Reproduction
from signals.wording import counted, number, span


@dataclass(frozen=True, slots=True)
class Wave:
    """What is said of a wave of alarm."""

    row: Mapping[str, Any]
    growth: Reproduction | None
    heaviest: list[tuple[str, Rate]] = field(default_factory=list)
    """Names of communes, and what is written there."""


def alarm(wave: Wave, minutes: tuple[int, float], *, french: bool) -> str:
    """Return the sentence of a wave of alarm; `minutes` of its window, and from a message to those that it brings."""
    row, window = wave.row, timedelta(minutes=minutes[0])
    said = _counts(row, (" inquiets" if row["authors"] > 1 else " inquiet") if french else "", french=french)
    said += f" {'en' if french else 'alarmed in'} {span(window, french=french)}, {_expected(row, french=french)}"
    if wave.growth:
        said += _growth(wave.growth, minutes[1], french=french)
    if wave.heaviest:
        unit = "pour 100 000 habitants" if french else "per 100,000 inhabitants"
        towns = [f"{name} ({number(rate.rate, french=french)} {unit})" for name, rate in wave.heaviest]
        said += (" ; surtout " if french else "; mostly ") + ", ".join(towns)
    return f"{said}."


def leaving(row: Mapping[str, Any], ways: Ways, minutes: int, *, french: bool) -> str:
    """Return the sentence of a wave of departures."""
    length = span(timedelta(minutes=minutes), french=french)
    verb = "tell of departures in"
    if french:
        verb = "parlent de départs en" if row["authors"] > 1 else "parle de départs en"
    said = f"{_counts(row, '', french=french)} {verb} {length}, {_expected(row, french=french)}"
    words = {"origin": "de" if french else "from", "destination": "vers" if french else "towards"}
    told = [
        f"{words[role]} " + ", ".join(f"{name} ({n})" for name, n in places) for role, places in ways.items() if places
    ]
    return said + (f"{' ' if french else ''}: {' '.join(told)}." if told else ".")


def _growth(found: Reproduction, after: float, *, french: bool) -> str:
    mean, low, high = (number(value, french=french) for value in (found.mean, found.low, found.high))
    if french:
        return f" ; un message en amène {mean} autres ({low} à {high}), {after:g} min plus tard en moyenne"
    return f"; a message brings about {mean} more ({low} to {high}), {after:g} min later on the mean"


def _counts(row: Mapping[str, Any], adjective: str, *, french: bool) -> str:
    who = counted(row["authors"], "auteur" if french else "author")
    return f"{who}{adjective} ({counted(len(row['id']), 'message')})"


def _expected(row: Mapping[str, Any], *, french: bool) -> str:
    expected = number(row["expected"], french=french)
    if not french:
        return f"{expected} expected"
    return f"{expected} {'attendus' if row['expected'] >= 2 else 'attendu'}"
