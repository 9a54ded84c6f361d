"""Values of indicators as people read them: unit, scale, interval."""

from markupsafe import Markup

from signals import said
from signals.indicators import Indicator, Part, Value
from signals.readings import Line
from ui import wording
from ui.state import State

SCALES = {"share": (0.0, 1.0), "score": (0.0, 10.0), "stars": (1.0, 5.0), "balance": (-1.0, 1.0)}
"""From and to where a unit can go; others begin at zero."""

NAMES = (wording.TONES, wording.ASPECTS, wording.ACTIONS)
"""Words for the codes that parts may bear."""


def shown(state: State, indicator: Indicator, value: float) -> str:
    """Return a value of an indicator in the language of the session."""
    return said.shown(indicator, value, state.lang)


def unit(state: State, indicator: Indicator) -> str:
    """Return what stands behind a value."""
    return said.unit(indicator, state.lang)


def between(state: State, indicator: Indicator, value: Value) -> str:
    """Return the interval in words, empty where there is none."""
    return said.between(indicator, value, state.lang)


def scale(indicator: Indicator, *values: Value) -> tuple[float, float]:
    """Return where a bar for these values begins and ends."""
    if indicator.unit in SCALES:
        return SCALES[indicator.unit]
    bounds = [bound for value in values for bound in (value.interval or (value.value, value.value))]
    low, high = min(0.0, *bounds), max(bounds)
    return low, low + (high - low) * 1.2 or 1.0


def bar(bounds: tuple[float, float], value: Value, lines: list[Line] | None = None) -> Markup:
    """Return value and interval on a scale, with a tick for each public line of the same unit."""
    start, end = bounds

    def at(point: float) -> float:
        return min(100.0, max(0.0, 100 * (point - start) / (end - start)))

    low, high = value.interval or (value.value, value.value)
    ticks = Markup("").join(
        Markup('<u class="{}" style="left:{:.1f}%"></u>').format("goal" if line.same else "beside", at(line.value))
        for line in lines or ()
        if line.value is not None
    )
    return Markup(
        '<div class="interval" aria-hidden="true">'
        '<i style="left:{:.1f}%;width:{:.1f}%"></i>{}<b style="left:{:.1f}%"></b></div>'
    ).format(at(low), at(high) - at(low), ticks, at(value.value))


def part_name(state: State, part: Part) -> str:
    """Return what a part of a figure is called."""
    return next((state.say(*words[part.name]) for words in NAMES if part.name in words), part.name)
