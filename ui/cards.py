"""Cards of indicators: value, what keeps one from trusting it, public lines, definition and query, its parts."""

from collections.abc import Mapping

from markupsafe import Markup

from signals.comparison import change
from signals.facts import Scope
from signals.indicators import ENOUGH, Indicator, Part, Value
from signals.readings import Line, Reading, lines_of
from ui import markup, wording
from ui.formats import day, milliseconds, number, percent
from ui.markup import Column
from ui.services.pillars import Card
from ui.state import State
from ui.values import bar, between, part_name, scale, shown, unit

THEN = {
    "avant": ("avant", "before"),
    "mois": ("un mois avant", "a month before"),
    "an": ("un an avant", "a year before"),
}
"""When what a value is compared with was."""
GRADES = {"low": "bad", "medium": "moderee", "high": "good"}


def card(state: State, one: Card, queries: Mapping[str, str]) -> Markup:
    """Return the card of an indicator that has a value, or has one that is not told."""
    indicator = one.reading.indicator
    return Markup(
        '<article class="indicator" id="card-{}"><p class="eyebrow">{}</p><h3>{}</h3>{}{}{}</article>'
    ).format(
        one.reading.id,
        wording.word(state, wording.THEMES, indicator.theme),
        state.say(indicator.name, indicator.name_en),
        _figure(state, one),
        blinded(state, one.reading),
        _foot(state, one.reading, _parts(state, one.reading), queries),
    )


def absent(state: State, cards: list[Card], queries: Mapping[str, Mapping[str, str]]) -> Markup:
    """Return the indicators without data, folded: each with its definition, so that one sees what is missing."""
    if not cards:
        return Markup("")
    rows = markup.join(
        Markup("<li><b>{}</b> {}{}</li>").format(_name(state, one), blinded(state, one.reading), meaning)
        for one in cards
        if (meaning := _meaning(state, one.reading, queries[one.reading.id]))
    )
    names = ", ".join(_name(state, one) for one in cards)
    number_of = state.say(f"{len(cards)} indicateurs sans donnée", f"{len(cards)} indicators without data")
    if len(cards) == 1:
        number_of = state.say("Un indicateur sans donnée", "One indicator without data")
    return Markup('<details class="absent" id="none-{}"><summary>{} : {}</summary><ul>{}</ul></details>').format(
        cards[0].reading.indicator.pillar, number_of, names, rows
    )


def _name(state: State, one: Card) -> str:
    return state.say(one.reading.indicator.name, one.reading.indicator.name_en)


def dates(state: State, scope: Scope) -> str:
    """Return the period in words."""
    first, last = (day(milliseconds(at), state.lang) for at in (scope.since, scope.until))
    return state.say(f"Du {first} au {last}", f"{first} to {last}")


def blinded(state: State, reading: Reading) -> Markup:
    """Return the warning that platforms could not be heard: a figure is then a lower bound, and zero says nothing."""
    if reading.blind is None:
        return Markup("")
    hours, names = number(reading.blind.hours, state.lang), ", ".join(reading.blind.platforms)
    return Markup('<p class="small blind">{}</p>').format(
        state.say(f"Source coupée {hours} h : {names}", f"Source down for {hours} h: {names}")
    )


def _figure(state: State, one: Card) -> Markup:
    reading, indicator, value = one.reading, one.reading.indicator, one.reading.value
    if reading.is_hidden or value is None:
        return Markup('<p class="value none">{}</p><p class="small soft">{}</p>').format(
            state.say("non montré", "not shown"),
            state.say("moins de 5 observations dans ce territoire", "fewer than 5 observations in this territory"),
        )
    if reading.is_scarce:
        few = markup.chip("moderee", state.say("effectif insuffisant", "too few observations"))
        words = f"{shown(state, indicator, value.value)}{unit(state, indicator)} · n = {number(value.n, state.lang)}"
        return Markup('<p class="row">{}</p><p class="soft">{}</p>').format(few, words)
    label = reading.label
    return Markup('<p class="value">{}<small>{}</small>{}</p>{}{}{}').format(
        shown(state, indicator, value.value),
        unit(state, indicator),
        Markup(" ") + markup.chip(GRADES[label.grade], state.say(label.fr, label.en)) if label else "",
        bar(scale(indicator, value), value, lines_of(reading.id)) if value.interval else "",
        _basis(state, one, value),
        _lines(state, indicator, lines_of(reading.id)),
    )


def _basis(state: State, one: Card, value: Value) -> Markup:
    indicator = one.reading.indicator
    words = [f"n = {number(value.n, state.lang)}"] if indicator.unit != "count" else []
    rows = [" · ".join(filter(None, [*words, between(state, indicator, value)]))]
    if one.previous is not None and (one.previous.n >= ENOUGH or indicator.unit == "count"):
        rows.append(_against(state, indicator, value, one.previous))
    return markup.join(Markup('<p class="small soft">{}</p>').format(row) for row in rows if row)


def _against(state: State, indicator: Indicator, value: Value, previous: Value) -> Markup:
    """Return the value of the period that this one is compared with, and whether the two can be told apart."""
    told = change(value, previous)
    before = shown(state, indicator, previous.value)
    if told.interval is None:
        verdict = ""
    elif not told.is_told_apart:
        verdict = state.say(" : pas d’écart net", ": no clear change")
    else:
        verdict = state.say(" : en hausse", ": up") if told.value > 0 else state.say(" : en baisse", ": down")
    relative = ""
    if indicator.unit == "count" and previous.value:
        step = value.value / previous.value - 1
        relative = f" ({'+' if step > 0 else ''}{percent(step, state.lang)})"
    when = state.say(*THEN[state.compare])
    return Markup("{}{}{}").format(state.say(f"{when} : {before}", f"{when}: {before}"), relative, verdict)


def _lines(state: State, indicator: Indicator, lines: list[Line]) -> Markup:
    return markup.join(
        Markup('<p class="small line {}">{}</p>').format(
            "goal" if line.same else "beside",
            state.say(line.fr, line.en)
            if line.same
            else f"{state.say('Repère, autre question', 'Beside, another question')} – {state.say(line.fr, line.en)}",
        )
        for line in lines
    )


def _foot(state: State, reading: Reading, parts: Markup, queries: Mapping[str, str]) -> Markup:
    compare = markup.link(state, state.say("Comparer", "Compare"), indicator=reading.id)
    return Markup('<div class="foot-of-card">{}{}{}</div>').format(
        _meaning(state, reading, queries), parts, Markup('<p class="small">{}</p>').format(compare)
    )


def _meaning(state: State, reading: Reading, queries: Mapping[str, str]) -> Markup:
    indicator = reading.indicator
    sources = [f"{state.say(line.fr, line.en)} ({line.source}, {line.year})" for line in lines_of(reading.id)]
    rows = {
        state.say("Formule", "Formula"): state.say(indicator.formula, indicator.formula_en),
        state.say("Sens", "Direction"): state.say(*wording.DIRECTIONS[indicator.direction]),
        state.say("Source", "Source"): state.say(indicator.source, indicator.source_en),
        state.say("Repères publiés", "Published lines"): " · ".join(sources),
    }
    terms = markup.join(
        Markup("<p class='small'><b>{}</b> : {}</p>").format(name, text) for name, text in rows.items() if text
    )
    texts = markup.join(
        Markup("<p class='small soft'>graph/queries/{}.cypher</p><pre tabindex='0'>{}</pre>").format(name, text)
        for name, text in queries.items()
    )
    return Markup('<details id="def-{}"><summary>{}</summary><p class="small">{}</p>{}{}</details>').format(
        reading.id,
        state.say("Définition", "Definition"),
        state.say(indicator.definition, indicator.definition_en),
        terms,
        texts,
    )


def _parts(state: State, reading: Reading) -> Markup:
    value = reading.value
    if value is None or reading.is_scarce or len(value.parts) < 2:
        return Markup("")
    counts = reading.indicator.unit in ("count", "balance")
    columns = [Column(state.say("Part", "Part")), Column(state.say("Valeur", "Value"), numeric=True)]
    rows = [[part_name(state, part), _part_value(state, reading, part)] for part in value.parts]
    if not counts:
        columns.append(Column("n", numeric=True))
        rows = [[*row, number(part.n, state.lang)] for row, part in zip(rows, value.parts, strict=True)]
    caption = state.say("Détail", "Detail")
    name = f"{caption} – {state.say(reading.indicator.name, reading.indicator.name_en)}"
    return Markup('<details id="part-{}"><summary>{}</summary>{}</details>').format(
        reading.id, caption, markup.table(name, columns, rows)
    )


def _part_value(state: State, reading: Reading, part: Part) -> str:
    """Return the value of a part; one that rests on too few is not read as a figure, whatever the whole rests on."""
    if reading.indicator.unit in ("count", "balance"):
        return number(part.value, state.lang)
    if reading.id == "need_coverage":
        return state.say(f"{part.value:.0f} contenu(s)", f"{part.value:.0f} content(s)")
    if part.n < ENOUGH:
        return state.say("effectif insuffisant", "too few")
    return shown(state, reading.indicator, part.value)
