"""The pictures of a brief: hourly volume against expectation, and the map of the territory. Colours of paper."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import cos, floor, log10, pi, radians, sin
from typing import Any

from signals.brief.drawing import Picture, Point, Shape, area, box, line, words
from signals.brief.moments import clock, day
from signals.said import number
from signals.volume import HOUR

Row = Mapping[str, Any]
Rings = Sequence[Sequence[Point]]

INK, SOFT, EDGE, RULE = "#1b2430", "#566273", "#9fabbb", "#dbe1e9"
VOLUME, EXPECTED, UPPER, UNKNOWN = "#1d4f91", "#566273", "#dfe7f1", "#7d8998"
GOOD = "#1c6b3a"
SEVERITIES = {"faible": "#6b7889", "moderee": "#7a5a00", "forte": "#a84300", "critique": "#b3201b"}
SHADES = ("#e7ebf0", "#d3e2f2", "#a5c5e5", "#6c9fd1", "#3673b3", "#15457f")
"""Nobody wrote, then five classes."""
PER = 100_000
"""Inhabitants that rates are given for."""
LEFT, RIGHT, TOP, BOTTOM = 46.0, 14.0, 34.0, 40.0


def curve(state: Row, lang: str) -> Picture:
    """Return the messages of each hour, what was expected, alerts and actions; hours unheard are hatched."""
    width, height = 760.0, 270.0
    hours = state["volume"]["hours"]
    start: int = hours[0]["at"]
    end: int = hours[-1]["at"] + HOUR
    most: float = max([1.0, *(hour[name] or 0 for hour in hours for name in ("n", "upper"))])
    step = _step(most)
    top: float = step * (floor(most / step) + 1)

    def x(at: float) -> float:
        return LEFT + (width - LEFT - RIGHT) * (at - start) / max(1, end - start)

    def y(value: float) -> float:
        return height - BOTTOM - (height - TOP - BOTTOM) * value / top

    shapes = [*_grid(width, step, top, y, lang), *_days(start, end, x, height, lang)]
    shapes += _blind(hours, x, y(top), y(0))
    known = [hour for hour in hours if hour["upper"] is not None]
    if known:
        band = [(x(hour["at"] + HOUR / 2), y(hour["upper"])) for hour in known]
        shapes.append(area([(band[0][0], y(0)), *band, (band[-1][0], y(0))], fill=UPPER))
        shapes.append(
            line([(x(one["at"] + HOUR / 2), y(one["expected"] or 0)) for one in known], EXPECTED, dashed=True)
        )
    for piece in _pieces(hours):
        shapes.append(line([(x(one["at"] + HOUR / 2), y(one["n"])) for one in piece], VOLUME, width=2.2))
    shapes += _moments(state, start, end, x, y(0), lang)
    shapes += _key(lang, expected=bool(known))
    said = (
        f"Courbe : {number(state['volume']['n'], lang)} messages en {len(hours)} heures"
        if lang == "fr"
        else f"Curve: {number(state['volume']['n'], lang)} messages in {len(hours)} hours"
    )
    return Picture(width, height, tuple(shapes), said)


def country(areas: Sequence[Row], outlines: Mapping[str, Rings], lang: str) -> Picture:
    """Return France with its insets, each département by its rate; those unknown are hatched."""
    width, height = 560.0, 560.0
    place = _frame([point for rings in outlines.values() for ring in rings for point in ring], width, height - 40)
    drawn = {code: [[place(point) for point in ring] for ring in rings] for code, rings in outlines.items()}
    shapes = list(_shaded(areas, drawn))
    return Picture(width, height, (*shapes, *_scale(_bounds(areas), height - 12, lang)), _map_said(areas, lang))


def region(areas: Sequence[Row], outlines: Mapping[str, Rings], lang: str, *, flattened: bool = False) -> Picture:
    """Return some départements by name, each by its rate; outlines are in degrees, unless `flattened` already."""
    width, height = 560.0, 460.0
    points = [point for rings in outlines.values() for ring in rings for point in ring]
    flat = 1.0 if flattened else cos(radians(sum(point[1] for point in points) / max(1, len(points))))
    place = _frame([(lon * flat, lat) for lon, lat in points], width, height - 60)
    drawn = {
        code: [[place((lon * flat, lat)) for lon, lat in ring] for ring in rings] for code, rings in outlines.items()
    }
    shapes = list(_shaded(areas, drawn))
    names = {one["id"].removeprefix("D"): one["name"] for one in areas}
    for code, rings in sorted(drawn.items()):
        shapes += _named(max(rings, key=len), names.get(code, code), code)
    return Picture(width, height, (*shapes, *_scale(_bounds(areas), height - 12, lang)), _map_said(areas, lang))


def _bounds(areas: Sequence[Row]) -> list[float]:
    return breaks([_rate(one) or 0.0 for one in areas])


def _shaded(areas: Sequence[Row], drawn: Mapping[str, Rings]) -> Iterator[Shape]:
    """Yield the outlines of départements, each by its rate; those unknown are hatched."""
    rates, bounds = {one["id"].removeprefix("D"): _rate(one) for one in areas}, _bounds(areas)
    for code, rings in sorted(drawn.items()):
        rate = rates.get(code)
        fill = "#ffffff" if rate is None else shade(rate, bounds)
        yield area(*rings, fill=fill, stroke="#ffffff", width=0.7)
        if rate is None:
            yield from (line(ends, UNKNOWN, width=0.8) for ends in hatch(rings, 5.0))
            yield area(*rings, stroke=EDGE, width=0.6)


def _named(ring: Sequence[Point], name: str, code: str) -> Iterator[Shape]:
    """Yield the name of a département on a white ground, which reads on any shade; its code where that is too long."""
    xs, ys = [point[0] for point in ring], [point[1] for point in ring]
    text = name if _wide(name) <= 1.15 * (max(xs) - min(xs)) else code
    at = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2 + 4)
    yield box(at[0] - _wide(text) / 2, at[1] - 12, _wide(text), 17, fill="#ffffff")
    yield words(at, text, size=12, anchor="middle")


def _wide(text: str) -> float:
    return 6.4 * len(text) + 8


def departement(areas: Sequence[Row], rings: Rings, lang: str) -> Picture:
    """Return one département with its communes as discs, whose colour and size follow the rate."""
    width, height = 560.0, 460.0
    points = [point for ring in rings for point in ring]
    flat = cos(radians(sum(point[1] for point in points) / max(1, len(points))))
    place = _frame([(lon * flat, lat) for lon, lat in points], width, height - 60)
    drawn = [[place((lon * flat, lat)) for lon, lat in ring] for ring in rings]
    bounds = breaks([_rate(one) or 0.0 for one in areas])
    highest = max([_rate(one) or 0.0 for one in areas], default=0.0) or 1.0
    shapes = [area(*drawn, fill="#f3f5f8", stroke=EDGE, width=1.4)]
    for one in sorted(areas, key=lambda one: -(_rate(one) or 0.0)):
        rate = _rate(one)
        if one["lat"] is None:
            continue
        at, radius = place((one["lon"] * flat, one["lat"])), 5 + 15 * ((rate or 0.0) / highest) ** 0.5
        fill = "#ffffff" if rate is None else shade(rate, bounds)
        shapes.append(area(_disc(at, radius), fill=fill, stroke=EDGE, width=1))
        shapes.append(words((at[0], at[1] + radius + 13), one["name"], size=12, anchor="middle"))
    shapes += _scale(bounds, height - 12, lang)
    return Picture(width, height, tuple(shapes), _map_said(areas, lang))


def breaks(rates: Sequence[float]) -> list[float]:
    """Return the upper bounds of five classes, round numbers, the last not under the highest rate.

    >>> breaks([0.0, 3.1, 40.0]), breaks([0.0])
    ([2.0, 5.0, 10.0, 20.0, 50.0], [])
    """
    highest = max(rates, default=0.0)
    if highest <= 0:
        return []
    power = floor(log10(highest))
    ladder = [factor * 10.0**exponent for exponent in range(power - 3, power + 2) for factor in (1, 2, 5)]
    last = next(index for index, bound in enumerate(ladder) if bound >= highest * 0.999)
    return ladder[last - 4 : last + 1]


def shade(rate: float, bounds: Sequence[float]) -> str:
    """Return the colour of a rate."""
    return SHADES[0] if not rate or not bounds else SHADES[1 + sum(rate > bound for bound in bounds[:-1])]


def hatch(rings: Rings, gap: float) -> Iterator[tuple[Point, Point]]:
    """Yield slanted lines that fill rings.

    >>> len(list(hatch([[(0, 0), (10, 0), (10, 10), (0, 10)]], 5)))
    3
    """
    edges = [pair for ring in rings for pair in pairwise([*ring, ring[0]])]
    sums = [x + y for ring in rings for x, y in ring]
    at = (floor(min(sums) / gap) + 1) * gap
    while at < max(sums):
        found = []
        for (x0, y0), (x1, y1) in edges:
            low, high = x0 + y0 - at, x1 + y1 - at
            if (low < 0) != (high < 0):
                share = low / (low - high)
                found.append((x0 + share * (x1 - x0), y0 + share * (y1 - y0)))
        found.sort()
        yield from zip(found[::2], found[1::2], strict=False)
        at += gap


def _rate(one: Row) -> float | None:
    return one["n"] * PER / one["population"] if one["known"] and one["population"] else None


def _map_said(areas: Sequence[Row], lang: str) -> str:
    unknown = sum(_rate(one) is None for one in areas)
    heard = sum(bool(one["n"]) for one in areas)
    if lang == "fr":
        return f"Carte : {len(areas)} territoires, {heard} où l’on écrit, {unknown} inconnus"
    return f"Map: {len(areas)} areas, {heard} from which people write, {unknown} unknown"


def _frame(points: Sequence[Point], width: float, height: float) -> Any:
    """Return how points of a map, north up, come to lie in a picture."""
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    scale = min((width - 16) / (east - west), (height - 16) / (north - south))
    left, top = (width - scale * (east - west)) / 2, (height - scale * (north - south)) / 2
    return lambda point: (left + scale * (point[0] - west), top + scale * (north - point[1]))


def _scale(bounds: Sequence[float], y: float, lang: str) -> Iterator[Shape]:
    at = 8.0
    none, unknown = ("aucun message", "inconnu") if lang == "fr" else ("no message", "unknown")
    classes = [(SHADES[0], none)] + [
        (colour, f"≤ {number(bound, lang, 0 if bound >= 1 else 2)}")
        for colour, bound in zip(SHADES[1:], bounds, strict=False)
    ]
    for colour, text in classes:
        yield box(at, y - 10, 15, 11, fill=colour, stroke=EDGE)
        yield words((at + 20, y), text, size=11, fill=SOFT)
        at += 34 + 6.4 * len(text)
    square = [(at, y - 10), (at + 15, y - 10), (at + 15, y + 1), (at, y + 1)]
    yield from (line(ends, UNKNOWN, width=0.8) for ends in hatch([square], 5.0))
    yield area(square, stroke=EDGE)
    yield words((at + 20, y), unknown, size=11, fill=SOFT)


def _disc(at: Point, radius: float) -> list[Point]:
    return [(at[0] + radius * cos(pi * part / 14), at[1] + radius * sin(pi * part / 14)) for part in range(28)]


def _step(most: float) -> float:
    power = 10.0 ** floor(log10(most / 4)) if most > 4 else 1.0
    return next(factor * power for factor in (1, 2, 5, 10) if most / (factor * power) <= 5)


def _grid(width: float, step: float, top: float, y: Any, lang: str) -> Iterator[Shape]:
    value = 0.0
    while value <= top:
        yield line([(LEFT, y(value)), (width - RIGHT, y(value))], RULE if value else EDGE)
        yield words((LEFT - 6, y(value) + 4), number(value, lang, 0), size=11, fill=SOFT, anchor="end")
        value += step


def _days(start: int, end: int, x: Any, height: float, lang: str) -> Iterator[Shape]:
    """Yield the times below the curve: hours of a day or two, else days."""
    spacing = next(hours for hours in (3, 6, 12, 24, 72, 120, 240) if (end - start) / HOUR / hours <= 9 or hours == 240)
    last = ""
    for at in range(start, end, HOUR):
        hour = int(clock(at, "en")[:2])
        whole_days = (at - start) // (24 * HOUR) % (spacing // 24) == 0 if spacing >= 24 else True
        if hour % min(spacing, 24) or not whole_days:
            continue
        yield line([(x(at), height - BOTTOM), (x(at), height - BOTTOM + 4)], EDGE)
        if spacing < 24:
            yield words((x(at), height - BOTTOM + 16), clock(at, lang), size=11, fill=SOFT, anchor="middle")
        if day(at, lang) != last:
            low = 30 if spacing < 24 else 16
            yield words((x(at), height - BOTTOM + low), day(at, lang), size=11, fill=SOFT, anchor="middle")
            last = day(at, lang)


def _blind(hours: Sequence[Row], x: Any, top: float, bottom: float) -> Iterator[Shape]:
    for hour in hours:
        if hour["n"] is None or hour["blind"]:
            left, right = x(hour["at"]), x(hour["at"] + HOUR)
            square = [(left, top), (right, top), (right, bottom), (left, bottom)]
            yield from (line(ends, "#c3cad3", width=0.8) for ends in hatch([square], 6.0))


def _pieces(hours: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the stretches of hours that are known and over."""
    piece: list[Row] = []
    for hour in hours:
        if hour["n"] is None or hour["running"]:
            if len(piece) > 1:
                yield piece
            piece = []
        else:
            piece.append(hour)
    if len(piece) > 1:
        yield piece


def _moments(state: Row, start: int, end: int, x: Any, bottom: float, lang: str) -> Iterator[Shape]:
    for action in state["actions"]:
        if start <= action["at"] < end:
            at = x(action["at"])
            yield line([(at, TOP - 6), (at, bottom)], GOOD, dashed=True)
            yield area([(at, TOP - 14), (at + 6, TOP - 8), (at, TOP - 2), (at - 6, TOP - 8)], fill=GOOD)
    for place, alert in reversed(list(enumerate(state["alerts"], start=1))):
        if start <= alert["first_at"] < end:
            at = x(alert["first_at"])
            colour = SEVERITIES.get(alert["severity"], SOFT)
            yield line([(at, TOP + 4), (at, bottom)], colour)
            yield area(_disc((at, TOP + 4), 8.5), fill=colour, stroke="#ffffff", width=1.2)
            yield words((at, TOP + 8), str(place), size=11, fill="#ffffff", anchor="middle")


def _key(lang: str, *, expected: bool) -> Iterator[Shape]:
    fr = lang == "fr"
    at, y = LEFT, 13.0
    for kind, text in (
        ("line", "observés" if fr else "observed"),
        ("dashed", "attendus" if fr else "expected"),
        ("band", "jusqu’à la borne haute" if fr else "up to the upper bound"),
        ("hatch", "source coupée" if fr else "source down"),
        ("action", "action"),
        ("alert", "alerte (son rang)" if fr else "alert (its rank)"),
    ):
        if kind in ("dashed", "band") and not expected:
            continue
        if kind in ("line", "dashed"):
            colour = VOLUME if kind == "line" else EXPECTED
            yield line(
                [(at, y - 4), (at + 18, y - 4)], colour, width=2.2 if kind == "line" else 1, dashed=kind == "dashed"
            )
        elif kind == "band":
            yield box(at, y - 10, 18, 12, fill=UPPER)
        elif kind == "hatch":
            square = [(at, y - 10), (at + 18, y - 10), (at + 18, y + 2), (at, y + 2)]
            yield from (line(ends, UNKNOWN, width=0.8) for ends in hatch([square], 5.0))
        elif kind == "action":
            yield area([(at + 9, y - 10), (at + 15, y - 4), (at + 9, y + 2), (at + 3, y - 4)], fill=GOOD)
        else:
            yield area(_disc((at + 9, y - 4), 6.5), fill=SEVERITIES["critique"])
        yield words((at + 24, y), text, size=11, fill=SOFT)
        at += 40 + 6.2 * len(text)
