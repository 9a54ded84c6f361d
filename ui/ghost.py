"""The period that another is compared with, as a ghost on its curve and a column of its table."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from ui import wording
from ui.formats import number, wall
from ui.services.situation import Hour
from ui.state import State

COLOUR = "--ci-past"


def by_hour(past: Sequence[Hour]) -> dict[int, Hour]:
    """Return the hours of the compared period by the hour of this one that they stand for."""
    return {hour.at: hour for hour in past}


def ghost(hours: Sequence[Hour], past: Mapping[int, Hour]) -> dict[str, Any]:
    """Return the curve of the compared period: an hour that was not wholly heard is a gap, never a low volume."""
    clear = {at: hour.n for at, hour in past.items() if not hour.blind}
    return {
        "name": "past",
        "type": "line",
        "symbol": "none",
        "silent": True,
        "z": 2,
        "connectNulls": False,
        "data": [[wall(hour.at), clear.get(hour.at)] for hour in hours] if past else [],
        "lineStyle": {"color": f"var({COLOUR})", "width": 1.7, "type": [9, 5]},
    }


def name(state: State) -> str:
    """Return the name of the compared period."""
    return wording.word(state, wording.COMPARED, state.compare)


def cell(state: State, hour: Hour | None) -> str:
    """Return the messages of an hour of the compared period, as a table tells them."""
    if hour is None or hour.n is None:
        return state.say("inconnu", "unknown")
    return ("≥ " if hour.blind else "") + number(hour.n, state.lang)


def told(state: State, hour: Hour | None) -> str:
    """Return the messages of an hour of the compared period in words."""
    words = name(state).lower()
    return state.say(f"{words} : {cell(state, hour)}", f"{words}: {cell(state, hour)}")


def absent(state: State) -> Markup:
    """Return why there is no curve of the compared period."""
    return Markup('<p class="small soft">{}</p>').format(
        state.say(
            f"{name(state)} : sans courbe, la collecte ne remonte pas si loin.",
            f"{name(state)}: no curve, nothing was collected that far back.",
        )
    )
