"""All sources of a service and a territory on one time axis, and which of them move together."""

from datetime import date, datetime, time
from typing import Any

import numpy as np
from markupsafe import Markup
from panel.viewable import Viewable

from signals.association import ENOUGH, LAGS, Association
from signals.crossing import ZONE
from signals.said import NARROW
from ui import frame, markup, narrowing, wording
from ui.components import Chart
from ui.formats import day, milliseconds, number, wall
from ui.markup import Column
from ui.pages.piliers import service_choice, territory_choice
from ui.services import Services
from ui.services.choice import Choice
from ui.services.crossings import Behind, Crossing
from ui.state import State, Words

title = "Croisements"
title_en = "Crossings"
order = 7
icon = "crossing"

SERIES: dict[str, Words] = {
    "reports": ("Signalements et procédures", "Reports and procedures"),
    "contacts": ("Contacts", "Contacts"),
    "visits": ("Visites", "Visits"),
    "unique_visitors": ("Visiteurs uniques", "Unique visitors"),
    "left": ("Avis et expériences", "Reviews and experiences"),
    "complaints": ("Plaintes exprimées", "Complaints voiced"),
    "talk": ("Paroles en ligne", "Talk online"),
}

LANE = 92
"""Pixels of the picture of one series."""
SHOWN = 6
"""Associations that are told in full; the table has all of them."""


def page(state: State, services: Services) -> Viewable:
    """Return the page."""
    head, told, twin = (frame.block(state) for _ in range(3))
    picture = frame.chart(state, LANE)

    def fill() -> None:
        words = (
            "Toutes les sources d’un service et d’un territoire sur un même axe de temps, et ce qui va de pair",
            "All sources of a service and a territory on one time axis, and what goes together",
        )
        choices = (service_choice(state, services), territory_choice(state, services))
        head.html = frame.heading(state, state.say(title, title_en), state.say(*words), *choices)
        choice = services.territory.choice(state.place)
        found = services.crossings.crossing(choice.places, state.service)
        picture.visible = found is not None
        if found is None:
            told.html, twin.html = _nothing(state), Markup("")
            return
        _draw(picture, state, found)
        told.html = _told(state, services, found, choice)
        twin.html = _table(state, found)

    state.keep(fill)
    return frame.stack(head, frame.columns((7, frame.card(picture, twin)), (5, frame.card(told))))


def _nothing(state: State) -> Markup:
    return markup.empty(
        state.say("Aucun comptage par jour ici", "No daily counts here"),
        state.say(
            "Choisissez un autre service ou un territoire plus large.", "Choose another service or a wider territory."
        ),
    )


def _at(of: date) -> int:
    return milliseconds(datetime.combine(of, time(), ZONE))


def _draw(picture: Chart, state: State, found: Crossing) -> None:
    names = list(found.series)
    picture.height = LANE * len(names) + 26
    first, last = wall(_at(found.days[0])), wall(_at(found.days[-1]))
    picture.option = {
        "grid": [
            {"left": 62, "right": 16, "top": 28 + LANE * lane, "height": LANE - 36} for lane in range(len(names))
        ],
        "xAxis": [_time_axis(lane, first, last, is_last=lane == len(names) - 1) for lane in range(len(names))],
        "yAxis": [
            {"type": "value", "gridIndex": lane, "min": 0, "splitNumber": 2, "minInterval": 1,
             "name": state.say(*SERIES[name]), "nameGap": 9,
             "nameTextStyle": {"align": "left", "padding": [0, 0, 0, -46], "fontSize": 12.5, "fontWeight": 700,
                               "color": "var(--ci-soft)"},
             "axisLabel": {"color": "var(--ci-soft)", "fontSize": 11},
             "splitLine": {"lineStyle": {"color": "var(--ci-line)"}}}
            for lane, name in enumerate(names)
        ],
        "axisPointer": {"link": [{"xAxisIndex": "all"}]},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "line"}},
        "series": [_curve(state, found, name, lane) for lane, name in enumerate(names)],
    }  # fmt: skip
    picture.label = state.say(
        "Une courbe par source, jour par jour ; le tableau dessous dit la même chose",
        "One curve a source, day by day; the table below says the same",
    )


def _time_axis(lane: int, first: int, last: int, *, is_last: bool) -> dict[str, Any]:
    return {
        "type": "time", "gridIndex": lane, "min": first, "max": last, "splitLine": {"show": False},
        "axisLabel": {"show": is_last, "color": "var(--ci-soft)", "hideOverlap": True},
        "axisLine": {"lineStyle": {"color": "var(--ci-edge)"}},
    }  # fmt: skip


def _curve(state: State, found: Crossing, name: str, lane: int) -> dict[str, Any]:
    values = found.series[name]
    points = [
        {"value": [wall(_at(at)), None if np.isnan(value) else value], "tip": _tip(state, name, at, value)}
        for at, value in zip(found.days, values, strict=True)
    ]
    hazards = [
        [{"xAxis": wall(row["start"]), "name": row["name"]}, {"xAxis": wall(row["end"])}] for row in found.hazards
    ]
    actions = [{"xAxis": wall(row["at"]), "name": wording.action(state, row["kind"])} for row in found.actions]
    return {
        "name": name, "type": "line", "symbol": "none", "xAxisIndex": lane, "yAxisIndex": lane, "data": points,
        "connectNulls": False,
        "lineStyle": {"color": "var(--ci-volume)", "width": 1.8}, "itemStyle": {"color": "var(--ci-volume)"},
        "markArea": {"silent": True, "itemStyle": {"color": "var(--ci-upper)", "opacity": 0.6}, "data": hazards,
                     "label": {"show": False}},
        "markLine": {"silent": True, "symbol": "none", "data": actions, "label": {"show": False},
                     "lineStyle": {"color": "var(--ci-good)", "width": 1, "type": "solid"}},
    }  # fmt: skip


def _tip(state: State, name: str, at: date, value: float) -> str:
    known = number(value, state.lang) if np.isfinite(value) else state.say("inconnu", "unknown")
    return f"{day(_at(at), state.lang)}\n{state.say(*SERIES[name])} : {known}"


def _told(state: State, services: Services, found: Crossing, choice: Choice) -> Markup:
    heading = Markup("<h2>{}</h2>").format(state.say("Ce qui va de pair", "What goes together"))
    heading += _together(state, found, choice)
    note = Markup('<p class="small soft">{}</p>').format(
        state.say(
            "Une fois retirés la tendance, le jour de la semaine et l’élan propre de chaque série. Ce n’est jamais une "
            "cause : un troisième fait peut mener les deux.",
            "Once trend, weekday and each series’ own momentum are taken out. It is never a cause: something else may "
            "lead both.",
        )
    )
    if not found.found:
        days = ENOUGH + LAGS
        return (
            heading
            + markup.empty(
                state.say("Trop peu de jours pour le dire", "Too few days to tell"),
                state.say(
                    f"Il en faut {days} connus de part et d’autre ; l’axe en montre {len(found.days)}.",
                    f"It takes {days} known on both sides; the axis shows {len(found.days)}.",
                ),
            )
            + note
        )
    sure = [one for one in found.found if one.found]
    if not sure:
        none = state.say(
            f"Aucune des {len(found.found)} paires comparées n’est associée au-delà du hasard.",
            f"None of the {len(found.found)} pairs compared is associated beyond chance.",
        )
        return heading + Markup("<p>{}</p>").format(none) + note + _pairs(state, found)
    told = [
        _association(state, one, services.crossings.behind(found, one, choice.places, state.service))
        for one in sure[:SHOWN]
    ]
    return heading + note + markup.join(told) + _pairs(state, found)


def _together(state: State, found: Crossing, choice: Choice) -> Markup:
    """Return how series of several territories come about; nothing for one."""
    if not choice.is_several:
        return Markup("")
    called = narrowing.called(state, choice)
    words = state.say(
        f"{called} vus comme un seul territoire : un message qui en nomme deux compte une fois, un jour qui manque à "
        "l’un d’eux est inconnu pour tous.",
        f"{called} seen as one territory: a message that names two counts once, a day that one of them lacks is "
        "unknown for all.",
    )
    for series, codes in found.uncounted.items():
        if codes:
            names = ", ".join(choice.names[code] for code in codes)
            words += state.say(
                f" {SERIES[series][0]}{NARROW}: aucun comptage par jour pour {names}.",
                f" {SERIES[series][1]}: no daily counts for {names}.",
            )
    return Markup('<p class="small" id="together">{}</p>').format(words)


def _association(state: State, one: Association, behind: Behind) -> Markup:
    low, high = (number(bound, state.lang, 2) for bound in one.interval)
    basis = state.say(
        f"corrélation {number(one.correlation, 'fr', 2)} (de {low} à {high}), q = {number(one.q_value, 'fr', 3)}, "
        f"{one.n} jours",
        f"correlation {number(one.correlation, 'en', 2)} ({low} to {high}), q = {number(one.q_value, 'en', 3)}, "
        f"{one.n} days",
    )
    return Markup(
        '<section class="stack" style="margin-top:14px"><h3>{}</h3><p class="small soft">{}</p>{}</section>'
    ).format(sentence(state, one), basis, _behind(state, one, behind))


def sentence(state: State, one: Association) -> str:
    """Return what an association says, as a person would."""
    ahead, after = (one.first, one.second) if one.lag >= 0 else (one.second, one.first)
    a, b, days = state.say(*SERIES[ahead]), state.say(*SERIES[after]), abs(one.lag)
    against = one.correlation < 0
    if not days:
        way = ("en sens contraire", "against each other") if against else ("ensemble", "together")
        return state.say(f"{a} et {b} : le même jour, {way[0]}", f"{a} and {b}: the same day, {way[1]}")
    unit = state.say("jour" if days == 1 else "jours", "day" if days == 1 else "days")
    way = (", en sens contraire", ", against each other") if against else ("", "")
    return state.say(f"{a} : {days} {unit} avant {b}{way[0]}", f"{a}: {days} {unit} before {b}{way[1]}")


def _behind(state: State, one: Association, behind: Behind) -> Markup:
    if not behind.rises:
        return Markup("")
    dates = " · ".join(
        day(_at(first), state.lang)
        if first == second
        else f"{day(_at(first), state.lang)} → {day(_at(second), state.lang)}"
        for first, second in behind.rises
    )
    rows = [
        [row["label"], number(row["messages"], state.lang), number(row["authors"], state.lang), row["text"]]
        for row in behind.topics
    ]
    columns = [
        Column(state.say("Sujet", "Topic")), Column("n", numeric=True),
        Column(state.say("auteurs", "authors"), numeric=True), Column(state.say("Un message", "One message")),
    ]  # fmt: skip
    caption = state.say("Ce qui s’est dit ces jours-là", "What was said on those days")
    table = markup.table(caption, columns, rows) if rows else Markup("")
    label = state.say(f"{len(behind.rises)} hausses communes récentes", f"{len(behind.rises)} recent common rises")
    return Markup('<details id="rise-{}-{}"><summary>{}</summary><p class="small">{}</p>{}</details>').format(
        one.first, one.second, label, dates, table
    )


def _pairs(state: State, found: Crossing) -> Markup:
    rows = [
        [
            sentence(state, one), number(one.correlation, state.lang, 2), number(one.p_value, state.lang, 3),
            number(one.q_value, state.lang, 3), number(one.n, state.lang),
        ]
        for one in found.found
    ]  # fmt: skip
    columns = [
        Column(state.say("Paire, au meilleur décalage", "Pair, at its best lag")), Column("r", numeric=True),
        Column("p", numeric=True), Column("q", numeric=True), Column(state.say("jours", "days"), numeric=True),
    ]  # fmt: skip
    caption = state.say("Toutes les paires comparées", "All pairs compared")
    return markup.twin("pairs", caption, markup.table(caption, columns, rows))


def _table(state: State, found: Crossing) -> Markup:
    columns = [Column(state.say("Jour", "Day"))]
    columns += [Column(state.say(*SERIES[name]), numeric=True) for name in found.series]
    rows = [
        [day(_at(at), state.lang), *(_cell(state, values[row]) for values in found.series.values())]
        for row, at in reversed(list(enumerate(found.days)))
    ]
    caption = state.say("Jour par jour", "Day by day")
    return markup.twin("days", caption, markup.table(caption, columns, rows))


def _cell(state: State, value: float) -> str:
    return number(float(value), state.lang) if np.isfinite(value) else state.say("inconnu", "unknown")
