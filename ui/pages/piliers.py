"""The three pillars: visibility, perception, action."""

from datetime import timedelta

from markupsafe import Markup
from panel.viewable import Viewable

from signals.indicators import ENOUGH, PILLARS, Indicator, Part, Value
from ui import frame, markup, wording
from ui.formats import day, length, milliseconds, number, percent
from ui.markup import Column
from ui.services import Services
from ui.services.pillars import Card
from ui.services.span import Span
from ui.state import State, Words

title = "Piliers"
title_en = "Pillars"
order = 4
icon = "pillars"

UNITS: dict[str, Words] = {
    "score": (" /10", " /10"),
    "balance": (" points", " points"),
    "per_1000": (" pour 1 000 hab.", " per 1,000 inh."),
    "per_10000": (" pour 10 000 hab.", " per 10,000 inh."),
}

SCALES = {"share": (0.0, 1.0), "score": (0.0, 10.0), "balance": (-1.0, 1.0)}


def page(state: State, services: Services) -> Viewable:
    """Return the page."""
    head, body = frame.block(state), frame.block(state)

    def fill() -> None:
        span = services.span(state.period)
        head.html = frame.heading(
            state,
            state.say(title, title_en),
            state.say(
                "Visibilité, perception, action : chaque chiffre avec son effectif, sa période et sa source",
                "Visibility, perception, action: each figure with its n, period and source",
            ),
            frame.period_choice(state),
            frame.place_choice(state, services),
        )
        if span is None:
            body.html = frame.nothing_yet(state)
            return
        cards = services.pillars.cards(span, state.place)
        body.html = markup.join(_pillar(state, span, pillar, cards) for pillar in PILLARS)

    state.keep(fill)
    return frame.stack(head, body)


def shown(state: State, indicator: Indicator, value: float) -> str:
    """Return a value of an indicator with its unit."""
    lang = state.lang
    match indicator.unit:
        case "share":
            return percent(value, lang)
        case "balance":
            return ("+" if value > 0 else "") + number(100 * value, lang)
        case "minutes":
            return length(timedelta(minutes=value), lang)
        case "days":
            return number(value, lang) + state.say(" j", " d")
        case "per_1000" | "per_10000":
            return number(value, lang, 2 if value >= 1 else 3)
        case _:
            return number(value, lang)


def _pillar(state: State, span: Span, pillar: str, cards: list[Card]) -> Markup:
    own = markup.join(_card(state, span, card) for card in cards if card.indicator.pillar == pillar)
    return Markup(
        '<section style="margin-bottom:24px"><h2 style="font-size:19px;margin:4px 0 10px">{}</h2>'
        '<div class="indicators">{}</div></section>'
    ).format(wording.word(state, wording.PILLARS, pillar), own)


def _card(state: State, span: Span, card: Card) -> Markup:
    indicator = card.indicator
    name = indicator.name_en.lower().replace(" ", "-")
    about = Markup(
        '<div class="foot-of-card"><p class="small soft">{}</p>'
        '<details id="def-{}"><summary>{}</summary><p class="small">{}</p></details></div>'
    ).format(
        f"{_dates(state, span)} · {state.say(indicator.source, indicator.source_en)}",
        name,
        state.say("Définition", "Definition"),
        state.say(indicator.definition, indicator.definition_en),
    )
    return Markup('<article class="indicator"><h3>{}</h3>{}{}</article>').format(
        state.say(indicator.name, indicator.name_en), _figure(state, card) if card.value else _none(state), about
    )


def _dates(state: State, span: Span) -> str:
    first, last = (day(milliseconds(at), state.lang) for at in (span.since, span.until))
    return state.say(f"Du {first} au {last}", f"{first} to {last}")


def _none(state: State) -> Markup:
    return Markup('<p class="value none">{}</p>').format(state.say("aucune donnée", "no data"))


def _figure(state: State, card: Card) -> Markup:
    indicator, value = card.indicator, card.value
    assert value is not None  # noqa: S101  a card without a value is told apart before
    if value.n < ENOUGH and indicator.unit != "count":
        few = markup.chip("moderee", state.say("effectif insuffisant", "too few observations"))
        words = f"{shown(state, indicator, value.value)} · n = {number(value.n, state.lang)}"
        return Markup('<p class="row">{}</p><p class="soft">{}</p>').format(few, words)
    unit = state.say(*UNITS.get(indicator.unit, ("", "")))
    return Markup('<p class="value">{}<small>{}</small></p>{}{}{}').format(
        shown(state, indicator, value.value),
        unit,
        _interval(state, indicator, value),
        _basis(state, card),
        _parts(state, card),
    )


def _basis(state: State, card: Card) -> Markup:
    indicator, value = card.indicator, card.value
    words = [f"n = {number(value.n, state.lang)}"] if value and indicator.unit != "count" else []
    if value and value.interval:
        low, high = (shown(state, indicator, bound) for bound in value.interval)
        words.append(state.say(f"de {low} à {high} (95 %)", f"{low} to {high} (95%)"))
    lines = [" · ".join(words)] if words else []
    if card.previous is not None and card.previous.n >= ENOUGH:
        before = shown(state, indicator, card.previous.value)
        lines.append(state.say(f"période précédente : {before}", f"period before: {before}"))
    return markup.join(Markup('<p class="small soft">{}</p>').format(line) for line in lines)


def _interval(state: State, indicator: Indicator, value: Value) -> Markup:
    if value.interval is None:
        return Markup("")
    low, high = value.interval
    start, end = SCALES.get(indicator.unit, (0.0, high * 1.25 or 1.0))
    left, right, at = (100 * (bound - start) / (end - start) for bound in (low, high, value.value))
    return Markup(
        '<div class="interval" aria-hidden="true">'
        '<i style="left:{:.1f}%;width:{:.1f}%"></i><b style="left:{:.1f}%"></b></div>'
    ).format(left, right - left, at)


def _parts(state: State, card: Card) -> Markup:
    if card.value is None or len(card.value.parts) < 2:
        return Markup("")
    rows = [(_part(state, card, part), _part_value(state, card.indicator, part)) for part in card.value.parts]
    caption = state.say("Détail", "Detail")
    table = markup.table(
        caption, [Column(state.say("Part", "Part")), Column(state.say("Valeur", "Value"), numeric=True)], rows
    )
    name = card.indicator.name_en.lower().replace(" ", "-")
    return Markup('<details id="part-{}"><summary>{}</summary>{}</details>').format(name, caption, table)


def _part(state: State, card: Card, part: Part) -> str:
    if card.indicator.unit == "balance":
        return wording.word(state, wording.TONES, part.name)
    if card.indicator.name_en == "Communication actions":
        return wording.action(state, part.name)
    return part.name


def _part_value(state: State, indicator: Indicator, part: Part) -> str:
    if indicator.unit == "score":
        enough = part.n >= ENOUGH
        few = state.say("effectif insuffisant", "too few")
        return f"{number(part.value, state.lang)} (n = {part.n})" if enough else f"{few} (n = {part.n})"
    return number(part.value, state.lang)
