"""Small multiples: the same small curve, on the same scale, for each territory side by side (Tufte 1983)."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from signals.indicators import Indicator, Value
from signals.readings import Reading
from ui import markup
from ui.cards import dates
from ui.markup import Column
from ui.services.pillars import Course
from ui.state import State
from ui.values import between, scale, shown, unit

WIDTH, HEIGHT, MARGIN = 210, 62, 4
"""Size of a curve, in units that its frame stretches."""

Points = list[tuple[float, float]]


def multiples(state: State, indicator: Indicator, courses: Sequence[Course]) -> Markup:
    """Return the curves of an indicator by territory, each with its interval, and their table."""
    values = [reading.value for course in courses for _, reading in course.steps if reading.value]
    if not values:
        return Markup("")
    bounds = scale(indicator, *values)
    low, high = (shown(state, indicator, bound) for bound in bounds)
    told = state.say(
        f"Mêmes jours de semaine, de la plus ancienne période à gauche à la plus récente ; chaque cadre va de {low} à "
        f"{high}. Bande : intervalle à 95 %. Trou : rien à montrer.",
        f"Same weekdays, from the oldest period on the left to the latest; each frame goes from {low} to {high}. Band: "
        "95% interval. Gap: nothing to show.",
    )
    frames = markup.join(
        Markup("<figure><figcaption>{}</figcaption>{}</figure>").format(
            markup.link(state, course.name, place=course.place), curve(state, indicator, course, bounds)
        )
        for course in courses
    )
    return Markup(
        '<div class="stack"><h3>{}</h3><p class="small soft">{}</p><div class="multiples">{}</div>{}</div>'
    ).format(state.say("Côte à côte", "Side by side"), told, frames, _table(state, indicator, courses))


def curve(state: State, indicator: Indicator, course: Course, bounds: tuple[float, float]) -> Markup:
    """Return a curve with its band, broken where a period has nothing to show."""
    readings = [reading for _, reading in reversed(course.steps)]
    step = (WIDTH - 2 * MARGIN) / max(1, len(readings) - 1)
    parts = markup.join(_part(run, bounds) for run in _runs(readings, step))
    last = course.steps[0][1].value
    said = shown(state, indicator, last.value) if last else state.say("rien à montrer", "nothing to show")
    label = state.say(f"{course.name}, dernière période : {said}", f"{course.name}, latest period: {said}")
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(WIDTH, HEIGHT, label, parts)


def _runs(readings: Sequence[Reading], step: float) -> Iterator[list[tuple[float, Value]]]:
    """Yield the values that follow each other without a gap, each with where it stands."""
    run: list[tuple[float, Value]] = []
    for place, reading in enumerate(readings):
        if reading.value is not None:
            run.append((MARGIN + place * step, reading.value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _part(run: Sequence[tuple[float, Value]], bounds: tuple[float, float]) -> Markup:
    start, end = bounds

    def at(value: float) -> float:
        return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (value - start) / (end - start)

    line = [(x, at(value.value)) for x, value in run]
    intervals = [(x, value.interval or (value.value, value.value)) for x, value in run]
    band = [(x, at(high)) for x, (_, high) in intervals] + [(x, at(low)) for x, (low, _) in reversed(intervals)]
    dots = markup.join(Markup('<circle cx="{:.1f}" cy="{:.1f}" r="2"/>').format(*point) for point in line)
    return Markup('<polygon points="{}"/><polyline points="{}"/>{}').format(_points(band), _points(line), dots)


def _points(points: Points) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _table(state: State, indicator: Indicator, courses: Sequence[Course]) -> Markup:
    columns = [Column(state.say("Territoire", "Territory"))]
    columns += [Column(dates(state, scope), numeric=True) for scope, _ in courses[0].steps]
    rows = [[course.name, *(_cell(state, indicator, reading) for _, reading in course.steps)] for course in courses]
    caption = state.say("Par territoire et par période", "By territory and period") + unit(state, indicator)
    return markup.twin(
        "multiples", state.say("Voir le tableau", "Show the table"), markup.table(caption, columns, rows, wide=True)
    )


def _cell(state: State, indicator: Indicator, reading: Reading) -> Markup | str:
    if reading.value is None:
        return "–"
    return Markup('<span title="{}">{}</span>').format(
        between(state, indicator, reading.value), shown(state, indicator, reading.value.value)
    )
