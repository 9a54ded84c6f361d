"""One indicator over the same weekdays of the last weeks, a year ago, and over the territories it is made of."""

from collections.abc import Sequence

from markupsafe import Markup

from signals.comparison import RATES, Standing, change
from signals.indicators import Indicator, Value
from signals.readings import Reading
from ui import markup
from ui.cards import blinded, dates
from ui.formats import number
from ui.markup import Column
from ui.multiples import multiples
from ui.services.pillars import Comparison, Course
from ui.state import State
from ui.values import bar, between, scale, shown, unit


def comparing(state: State, indicator: Indicator, found: Comparison, beside: Sequence[Course] = ()) -> Markup:
    """Return the panel that holds an indicator against other periods and territories."""
    close = markup.link(state, state.say("Fermer", "Close"), indicator="")
    return Markup(
        '<section class="card comparing" aria-label="{0}"><header class="row apart"><h2>{0}</h2>{1}</header>'
        '<div class="two"><div>{2}</div><div>{3}</div></div>{4}</section>'
    ).format(
        state.say(f"Comparer : {indicator.name}", f"Compare: {indicator.name_en}"),
        close,
        _course(state, indicator, found),
        _territories(state, indicator, found),
        multiples(state, indicator, beside),
    )


def _course(state: State, indicator: Indicator, found: Comparison) -> Markup:
    told = [place for place, (_, reading) in enumerate(found.course) if reading.value or reading.is_hidden]
    course = found.course[: max(told, default=0) + 1]
    readings = [reading for _, reading in course]
    values = [reading.value for reading in readings if reading.value]
    if not values:
        return markup.empty(state.say("Aucune donnée sur ces périodes", "No data in these periods"))
    bounds = scale(indicator, *values)
    rows = [
        [dates(state, scope), *_cells(state, indicator, reading, bounds), _verdict(state, indicator, readings, step)]
        for step, (scope, reading) in enumerate(course)
    ]
    columns = _columns(
        state, state.say("Période", "Period"), state.say("face à la précédente", "against the one before")
    )
    caption = state.say(
        "Périodes de même durée et de mêmes jours de semaine", "Periods of the same length and the same weekdays"
    ) + unit(state, indicator)
    return markup.table(caption, columns, rows) + _year(state, indicator, readings[0].value, found.year_ago)


def _year(state: State, indicator: Indicator, now: Value | None, then: Reading | None) -> Markup:
    if then is None or then.value is None or now is None:
        words = state.say(
            "Même saison, un an plus tôt (52 semaines) : aucune donnée.",
            "Same season, a year before (52 weeks): no data.",
        )
        return Markup('<p class="small soft">{}</p>').format(words)
    told = _told(state, now, then.value)
    value = shown(state, indicator, then.value.value)
    return Markup('<p class="small">{}</p>').format(
        state.say(
            f"Même saison, 52 semaines plus tôt : {value} ; {told}.", f"Same season, 52 weeks before: {value}; {told}."
        )
    )


def _cells(state: State, indicator: Indicator, reading: Reading, bounds: tuple[float, float]) -> list[object]:
    value = reading.value
    if value is None:
        none = state.say("non montré", "not shown") if reading.is_hidden else state.say("aucune donnée", "no data")
        return ["", none + blinded(state, reading), ""]
    few = state.say("effectif insuffisant", "too few") if reading.is_scarce else ""
    text = shown(state, indicator, value.value)
    return [
        bar(bounds, value),
        Markup("{} {}{}").format(text, few, blinded(state, reading)),
        number(value.n, state.lang),
    ]


def _columns(state: State, first: str, last: str) -> list[Column]:
    return [
        Column(first),
        Column(state.say("Intervalle à 95 %", "95% interval")),
        Column(state.say("Valeur", "Value")),
        Column("n", numeric=True),
        Column(last),
    ]


def _verdict(state: State, indicator: Indicator, readings: list[Reading], step: int) -> str:
    if step + 1 >= len(readings):
        return ""
    now, then = readings[step], readings[step + 1]
    if now.value is None or then.value is None or now.is_scarce or then.is_scarce:
        return ""
    return _told(state, now.value, then.value)


def _told(state: State, now: Value, then: Value) -> str:
    told = change(now, then)
    if told.interval is None:
        return state.say("sans intervalle : on ne peut pas trancher", "no interval: nobody can tell")
    if not told.is_told_apart:
        return state.say("pas d’écart net", "no clear difference")
    return state.say("plus haut", "higher") if told.value > 0 else state.say("plus bas", "lower")


def _territories(state: State, indicator: Indicator, found: Comparison) -> Markup:
    if indicator.unit not in RATES:
        words = state.say(
            "Un nombre dépend de la taille du territoire : comparez plutôt un taux par habitant.",
            "A count depends on the size of the territory: compare a rate per inhabitant instead.",
        )
        return markup.empty(state.say("Territoires", "Territories"), words)
    if not found.standings:
        words = state.say("Trop peu d’observations dans chacun.", "Too few observations in each.")
        return markup.empty(state.say("Territoires", "Territories"), words)
    bounds = scale(indicator, *(standing.value for standing in found.standings))
    rows = [_standing(state, indicator, standing, found.names, bounds) for standing in found.standings]
    columns = _columns(state, state.say("Territoire", "Territory"), state.say("face à l’ensemble", "against the whole"))
    caption = state.say("Territoires, du plus haut au plus bas", "Territories, from the highest to the lowest") + unit(
        state, indicator
    )
    note = ""
    if found.hidden:
        note = state.say(
            f"{found.hidden} territoires sans effectif suffisant (30) ne sont pas classés.",
            f"{found.hidden} territories without enough observations (30) are not ranked.",
        )
    return markup.table(caption, columns, rows) + Markup('<p class="small soft">{}</p>').format(note)


def _standing(
    state: State, indicator: Indicator, standing: Standing, names: dict[str, str], bounds: tuple[float, float]
) -> list[object]:
    told = ""
    if standing.change is not None and standing.change.interval is not None:
        words = ("au-dessus", "above") if standing.change.value > 0 else ("au-dessous", "below")
        told = state.say(*(words if standing.change.is_told_apart else ("comparable", "much the same")))
    value = standing.value
    name = markup.link(state, names[standing.place], place=standing.place)
    text = Markup('<span title="{}">{}</span>').format(
        between(state, indicator, value), shown(state, indicator, value.value)
    )
    return [name, bar(bounds, value), text, number(value.n, state.lang), told]
