"""A slider over the steps of a period: which part of it is shown."""

import json
from collections.abc import Sequence

from markupsafe import Markup

from ui import markup
from ui.formats import moment
from ui.services.span import Span
from ui.state import State


def code(step: Span) -> str:
    """Return how the address names a step.

    >>> from datetime import UTC, datetime
    >>> code(Span(datetime(2026, 11, 24, 7, tzinfo=UTC), datetime(2026, 11, 24, 8, tzinfo=UTC)))
    '2026-11-24T07:00'
    """
    return f"{step.since:%Y-%m-%dT%H:%M}"


def chosen(state: State, steps: Sequence[Span]) -> int | None:
    """Return which step the state is at; None: the whole period, or a step that it does not hold."""
    return next((index for index, step in enumerate(steps) if code(step) == state.step), None)


def slider(state: State, steps: Sequence[Span]) -> Markup:
    """Return the slider, what it stands at in words, and the way back to the whole period."""
    at = chosen(state, steps)
    last = len(steps) - 1
    label = state.say("Moment montré", "Moment shown")
    words = state.say("Toute la période", "Whole period") if at is None else told(state, steps[at])
    back = markup.link(state, state.say("Toute la période", "Whole period"), step="") if at is not None else ""
    return Markup(
        '<div class="slider"><b id="step-words">{}</b>'
        '<input type="range" id="set-step" data-set="step" data-steps="{}" '
        'min="0" max="{}" step="1" value="{}" aria-label="{}" aria-valuetext="{}">'
        '<span class="row"><button type="button" class="button" data-play aria-pressed="false">{}</button>{}</span>'
        "</div>"
    ).format(
        words,
        json.dumps([code(step) for step in steps]),
        last,
        last if at is None else at,
        label,
        words,
        state.say("Lecture", "Play"),
        back,
    )


def told(state: State, step: Span) -> str:
    """Return from when to when a step lasts."""
    start, end = (moment(int(side.timestamp() * 1_000), state.lang) for side in (step.since, step.until))
    return f"{start} – {end}"
