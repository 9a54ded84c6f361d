"""ECharts options of the pictures, and the tables that say the same."""

from collections.abc import Mapping, Sequence
from typing import Any

from graph.rows import Row
from ui import ghost, wording
from ui.formats import moment, number, wall
from ui.services.situation import HOUR, Hour, Timeline
from ui.state import State

Option = dict[str, Any]

LANE = 22
"""Pixels of a lane of hazards or actions above the curve."""

PINS = {
    "faible": ("var(--ci-faible)", 20),
    "moderee": ("var(--ci-moderee)", 24),
    "forte": ("var(--ci-forte)", 32),
    "critique": ("var(--ci-critique)", 40),
}
"""Colour and size of the pin of an alert; the most severe lie on top."""

MOST_PINS = 20
"""Alerts drawn on the curve, those of the highest rank; all are in the list."""


def timeline_option(state: State, timeline: Timeline, past: Sequence[Hour] = ()) -> Option:
    """Return volume against expectation, below lanes of hazards and actions, with alerts on the curve.

    `past` are the hours of the compared period, moved onto these.
    """
    curves = _curves(state, timeline.hours, ghost.by_hour(past))
    lanes = _lanes(timeline.hazards)
    rows = (max(lanes.values()) + 1 if lanes else 0) + (1 if timeline.actions else 0)
    top = 8 + rows * LANE
    bounds = _bounds(timeline)
    axis = {"type": "time", "min": bounds[0], "max": bounds[1]}
    return {
        "grid": [
            {"left": 52, "right": 18, "top": top + 8, "bottom": 58},
            {"left": 52, "right": 18, "top": 4, "height": max(1, rows * LANE)},
        ],
        "xAxis": [
            axis | {
                "axisLine": {"lineStyle": {"color": "var(--ci-edge)"}},
                "axisLabel": {"color": "var(--ci-soft)", "hideOverlap": True},
                "splitLine": {"show": False},
            },
            axis | {"gridIndex": 1, "show": False},
        ],
        "yAxis": [
            {
                "type": "value",
                "minInterval": 1,
                "axisLabel": {"color": "var(--ci-soft)"},
                "splitLine": {"lineStyle": {"color": "var(--ci-line)"}},
            },
            {"gridIndex": 1, "type": "value", "min": 0, "max": max(1, rows), "inverse": True, "show": False},
        ],
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "line"}},
        "dataZoom": [
            {"type": "inside", "xAxisIndex": [0, 1], "zoomOnMouseWheel": "ctrl", "filterMode": "none"},
            {
                "type": "slider",
                "xAxisIndex": [0, 1],
                "height": 18,
                "bottom": 8,
                "filterMode": "none",
                "borderColor": "var(--ci-line)",
                "fillerColor": "var(--ci-upper)",
                "textStyle": {"color": "var(--ci-soft)"},
                "brushSelect": False,
                "showDetail": False,
            },
        ],
        "series": [*curves, _pins(state, timeline), *_context(state, timeline, lanes, rows)],
    }  # fmt: skip


def _bounds(timeline: Timeline) -> tuple[int, int]:
    last = max([timeline.hours[-1].at, *(alert["first_at"] for alert in timeline.alerts)])
    return wall(timeline.hours[0].at), wall((last // HOUR + 1) * HOUR)


def _curves(state: State, hours: Sequence[Hour], past: Mapping[int, Hour]) -> list[Option]:
    plain = {"type": "line", "symbol": "none", "silent": True, "z": 1}
    over = [hour for hour in hours if not hour.running]
    volume = [{"value": [wall(hour.at), hour.n], "tip": _tip(state, hour, past)} for hour in over]
    running = [
        {"value": [wall(hour.at), hour.n], "tip": _tip(state, hour, past)} for hour in hours[max(0, len(over) - 1) :]
    ]
    return [
        plain | {
            "name": "upper",
            "data": [[wall(hour.at), hour.upper] for hour in hours],
            "lineStyle": {"opacity": 0},
            "areaStyle": {"color": "var(--ci-upper)", "opacity": 1},
        },
        plain | {
            "name": "expected",
            "data": [[wall(hour.at), hour.expected] for hour in hours],
            "lineStyle": {"color": "var(--ci-expected)", "width": 1.5, "type": [5, 4]},
        },
        ghost.ghost(hours, past),
        {
            "name": "running",
            "type": "line",
            "symbol": "none",
            "data": running if len(over) < len(hours) else [],
            "lineStyle": {"color": "var(--ci-volume)", "width": 1.6, "type": [2, 3]},
        },
        {
            "name": "volume",
            "type": "line",
            "symbol": "none",
            "data": volume,
            "lineStyle": {"color": "var(--ci-volume)", "width": 2.2},
            "itemStyle": {"color": "var(--ci-volume)"},
            "markArea": {
                "silent": True,
                "itemStyle": {"color": "$hatch", "opacity": 0.55},
                "data": [[{"xAxis": start}, {"xAxis": end}] for start, end in _blind_spans(hours)],
            },
        },
    ]  # fmt: skip


def _blind_spans(hours: Sequence[Hour]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for hour in hours:
        if hour.n is None or hour.blind:
            start, end = wall(hour.at), wall(hour.at + HOUR)
            if spans and spans[-1][1] == start:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return spans


def _tip(state: State, hour: Hour, past: Mapping[int, Hour]) -> str:
    lines = [moment(hour.at, state.lang)]
    then = [ghost.told(state, past.get(hour.at))] if past else []
    if hour.n is None:
        unknown = state.say("Rien n’est connu de cette heure", "Nothing is known of this hour")
        return "\n".join([*lines, unknown, *then])
    lines.append(state.say(f"{number(hour.n, 'fr')} messages", f"{number(hour.n, 'en')} messages"))
    if hour.expected is not None:
        expected = number(hour.expected, state.lang)
        lines.append(state.say(f"attendu : {expected}", f"expected: {expected}"))
    if hour.upper is not None:
        upper = number(hour.upper, state.lang)
        lines.append(state.say(f"borne haute : {upper}", f"upper bound: {upper}"))
    if hour.running:
        lines.append(state.say("heure en cours", "hour not over yet"))
    if hour.blind:
        lines.append(state.say("une source était coupée : minimum", "a source was down: lower bound"))
    return "\n".join([*lines, *then])


def _pins(state: State, timeline: Timeline) -> Option:
    first, order = timeline.hours[0].at, list(PINS)
    shown = [alert for alert in timeline.alerts if alert["first_at"] >= first][:MOST_PINS]
    data = [
        {
            "value": [wall(alert["first_at"]), _volume_at(timeline, alert["first_at"])],
            "id": alert["id"],
            "tip": f"{moment(alert['first_at'], state.lang)}\n{wording.title(state, alert)}",
            "itemStyle": {"color": PINS[alert["severity"]][0]},
            "symbolSize": PINS[alert["severity"]][1],
        }
        for alert in sorted(shown, key=lambda alert: order.index(alert["severity"]))
    ]
    return {
        "name": "alerts",
        "type": "scatter",
        "symbol": "pin",
        "symbolOffset": [0, -2],
        "z": 5,
        "data": data,
        "tooltip": {"trigger": "item"},
        "itemStyle": {"opacity": 1, "borderColor": "var(--ci-surface)", "borderWidth": 1.5},
    }


def _volume_at(timeline: Timeline, at: int) -> int:
    """Return the messages of the hour of a moment, or of the last hour before it that is known."""
    return next((hour.n for hour in reversed(timeline.hours) if hour.at <= at and hour.n is not None), 0)


def _lanes(hazards: Sequence[Row]) -> dict[str, int]:
    """Return a lane for each hazard, so that none covers another."""
    ends: list[int] = []
    lanes = {}
    for hazard in hazards:
        lane = next((index for index, end in enumerate(ends) if end <= hazard["start"]), len(ends))
        ends[lane:lane + 1] = [hazard["end"]]  # fmt: skip
        lanes[hazard["id"]] = lane
    return lanes


def _hazard_tip(state: State, hazard: Row, name: str) -> str:
    start, end = (moment(hazard[side], state.lang) for side in ("start", "end"))
    return "\n".join([name, f"{start} – {end}", ", ".join(place for place in hazard["places"][:6] if place)])


def _context(state: State, timeline: Timeline, lanes: dict[str, int], rows: int) -> list[Option]:
    first, last = _bounds(timeline)
    areas = [
        [
            {
                "name": name,
                "tip": _hazard_tip(state, hazard, name),
                "label": {
                    "show": min(last, wall(hazard["end"])) - max(first, wall(hazard["start"])) > (last - first) / 8
                },
                "xAxis": max(first, wall(hazard["start"])),
                "yAxis": lanes[hazard["id"]] + 0.1,
                "itemStyle": {"color": f"var(--ci-{hazard['level']})"},
            },
            {"xAxis": min(last, wall(hazard["end"])), "yAxis": lanes[hazard["id"]] + 0.9},
        ]
        for hazard in timeline.hazards
        for name in (wording.hazard(state, hazard),)
    ]
    hazards = {
        "name": "hazards", "type": "line", "xAxisIndex": 1, "yAxisIndex": 1, "data": [],
        "tooltip": {"trigger": "item"},
        "markArea": {
            "data": areas,
            "label": {"position": "insideLeft", "color": "#1b1b1b", "fontSize": 11, "distance": 4},
        },
    }  # fmt: skip
    actions = {
        "name": "actions", "type": "scatter", "xAxisIndex": 1, "yAxisIndex": 1, "symbol": "diamond", "symbolSize": 13,
        "itemStyle": {"color": "var(--ci-good)", "opacity": 1}, "tooltip": {"trigger": "item"},
        "label": {"show": True, "position": "right", "formatter": "{b}", "color": "var(--ci-good)", "fontSize": 12},
        "labelLayout": {"hideOverlap": True},
        "data": [
            {
                "name": wording.action(state, action["kind"]),
                "value": [wall(action["at"]), rows - 0.5],
                "label": {"position": "left" if wall(action["at"]) > last - (last - first) / 8 else "right"},
                "tip": f"{moment(action['at'], state.lang)}\n{wording.action(state, action['kind'])}\n{action['text']}",
            }
            for action in timeline.actions
        ],
    }  # fmt: skip
    lines = {
        "name": "moments", "type": "line", "data": [],
        "markLine": {
            "silent": True, "symbol": "none", "label": {"show": False},
            "lineStyle": {"color": "var(--ci-good)", "type": "dotted", "width": 1.5},
            "data": [{"xAxis": wall(action["at"])} for action in timeline.actions],
        },
    }  # fmt: skip
    return [hazards, actions, lines]
