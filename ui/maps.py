"""ECharts options of the maps, and the classes of their colours."""

from collections.abc import Collection, Mapping, Sequence
from math import cos, floor, log10, radians
from typing import Any

from graph.rows import Row
from ui import wording
from ui.formats import number
from ui.services.territory import Area, Box, boxes
from ui.state import State

Option = dict[str, Any]

CLASSES = 5

ROOM = 0.3
"""How far the view of communes opens towards the border of their département."""

EDGE = 3
"""Pixels around the country, for the borders of what lies at its edge."""

FITTING: Mapping[str, Any] = {
    "styles": {"max-height": "76vw"},
    "stylesheets": [":host > div { max-height: inherit; }"],
}
"""How the picture of the country stands on a small screen: no higher than the country, which is broader than high."""

INK = {"borderColor": "var(--ci-surface)", "borderWidth": 0.8}


def breaks(rates: Sequence[float]) -> list[float]:
    """Return the upper bounds of the classes, round numbers that double or so, the last not under the highest rate.

    >>> breaks([0.0, 3.1, 40.0])
    [2.0, 5.0, 10.0, 20.0, 50.0]
    >>> breaks([0.0])
    []
    """
    highest = max(rates, default=0.0)
    if highest <= 0:
        return []
    power = floor(log10(highest))
    ladder = [factor * 10.0**exponent for exponent in range(power - 3, power + 2) for factor in (1, 2, 5)]
    last = next(index for index, bound in enumerate(ladder) if bound >= highest * 0.999)
    return ladder[last - CLASSES + 1 : last + 1]


def colour(area: Area, bounds: Sequence[float]) -> str:
    """Return the colour of an area: hatched where unknown, pale where nobody wrote."""
    if area.rate is None:
        return "$hatch"
    if not area.rate or not bounds:
        return "var(--ci-s0)"
    return f"var(--ci-s{1 + sum(area.rate > bound for bound in bounds[:-1])})"


def tip(state: State, area: Area, hazard: Row | None = None) -> str:
    """Return what is said of an area."""
    lines = [f"{area.name} ({area.id.removeprefix('D')})"]
    if not area.known:
        lines.append(state.say("Source coupée ou absente : inconnu", "Source down or missing: unknown"))
    elif not area.population:
        lines.append(state.say("Population non publiée : taux inconnu", "Population not published: rate unknown"))
    lines.append(f"{number(area.n, state.lang)} messages")
    if area.rate is not None and area.interval is not None:
        low, high = (number(bound, state.lang) for bound in area.interval)
        rate = number(area.rate, state.lang)
        lines.append(
            state.say(
                f"{rate} pour 100 000 habitants (de {low} à {high})",
                f"{rate} per 100,000 inhabitants ({low} to {high})",
            )
        )
    if hazard:
        lines.append(wording.hazard(state, hazard))
    return "\n".join(lines)


def country_option(
    state: State, areas: Sequence[Area], hazards: Mapping[str, Row], chosen: Collection[str] = ()
) -> Option:
    """Return France with its insets, one colour a département, those under a vigilance with its border.

    Where some are `chosen`, the others are pale.
    """
    bounds = breaks([area.rate or 0.0 for area in areas])
    data = [
        {
            "name": area.id.removeprefix("D"),
            "id": area.id,
            "value": area.rate,
            "tip": tip(state, area, hazards.get(area.id)),
            "itemStyle": {
                "areaColor": colour(area, bounds),
                **stood_out(area.id, chosen),
                **_bordered(hazards.get(area.id)),
            },
        }
        for area in areas
    ]
    return country(data)


def stood_out(code: str, chosen: Collection[str]) -> Option:
    """Return the style of an area that is among those chosen, or not; none where none is chosen."""
    if not chosen:
        return {}
    return {"borderColor": "var(--ci-ink)", "borderWidth": 1.6} if code in chosen else {"opacity": 0.45}


def _bordered(hazard: Row | None) -> Option:
    return {"borderColor": f"var(--ci-{hazard['level']})", "borderWidth": 3} if hazard else {}


def country(data: Sequence[Option]) -> Option:
    """Return France with its insets from one datum a département: `name` (its code without `D`), colour and tip."""
    series = {
        "type": "map",
        "map": "france",
        "nameProperty": "code",
        "aspectScale": 1,
        **dict.fromkeys(("left", "right", "top", "bottom"), EDGE),
        "preserveAspect": "contain",
        "roam": False,
        "selectedMode": False,
        "itemStyle": {"areaColor": "$hatch", **INK},
        "label": {"show": False},
        "emphasis": {"label": {"show": False}, "itemStyle": {"borderColor": "var(--ci-ink)", "borderWidth": 2}},
        "data": list(data),
    }
    return {"tooltip": {"trigger": "item"}, "series": [series]}


def _view(box: Box, communes: Sequence[Area]) -> Box:
    """Return what to look at: the communes with room around them, the more the less they are spread."""
    points = [(commune.lon, commune.lat) for commune in communes if commune.lon is not None and commune.lat is not None]
    if not points:
        return box
    longitudes, latitudes = zip(*points, strict=True)
    tight = (min(longitudes), min(latitudes), max(longitudes), max(latitudes))
    west, south, east, north = (inner + ROOM * (outer - inner) for inner, outer in zip(tight, box, strict=True))
    return west, south, east, north


def departement_option(state: State, place: str, communes: Sequence[Area], chosen: Collection[str] = ()) -> Option:
    """Return one département and its communes, as discs whose area follows the rate; those `chosen` stand out."""
    west, south, east, north = _view(boxes()[place], communes)
    highest = max((commune.rate or 0.0 for commune in communes), default=0.0) or 1.0
    bounds = breaks([commune.rate or 0.0 for commune in communes])
    data = [
        {
            "name": commune.name,
            "id": commune.id,
            "value": [commune.lon, commune.lat, commune.rate],
            "symbolSize": 9 + 33 * ((commune.rate or 0.0) / highest) ** 0.5,
            "tip": tip(state, commune),
            "itemStyle": {"color": colour(commune, bounds), **stood_out(commune.id, chosen)},
        }
        for commune in sorted(communes, key=lambda commune: -(commune.rate or 0.0))
        if commune.lat is not None
    ]
    geo = {
        "map": "departements",
        "nameProperty": "code",
        "roam": "scale",
        "scaleLimit": {"min": 0.6, "max": 8},
        "aspectScale": cos(radians((south + north) / 2)),
        "boundingCoords": [[west, north], [east, south]],
        "silent": True,
        "itemStyle": {"areaColor": "var(--ci-ground)", "borderColor": "var(--ci-line)"},
        "regions": [
            {
                "name": place.removeprefix("D"),
                "itemStyle": {
                    "areaColor": "var(--ci-surface)",
                    "borderColor": "var(--ci-edge-strong)",
                    "borderWidth": 1.5,
                },
            }
        ],
    }
    series = {
        "type": "scatter",
        "coordinateSystem": "geo",
        "data": data,
        "itemStyle": {"opacity": 0.9, "borderColor": "var(--ci-surface)", "borderWidth": 1.2},
        "label": {
            "show": True, "formatter": "{b}", "position": "bottom", "color": "var(--ci-ink)",
            "textBorderColor": "var(--ci-surface)", "textBorderWidth": 3, "minMargin": 5,
        },
        "labelLayout": {"hideOverlap": True},
    }  # fmt: skip
    return {"tooltip": {"trigger": "item"}, "geo": geo, "series": [series]}
