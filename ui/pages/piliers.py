"""The three pillars: visibility, perception, action; every indicator for a service, a territory and a period."""

from dataclasses import replace

from markupsafe import Markup
from panel.viewable import Viewable

from signals.facts import Scope
from signals.indicators import PILLARS, by_id
from ui import frame, markup, narrowing, wording
from ui.cards import absent, card, dates
from ui.comparing import comparing
from ui.services import Services
from ui.services.pillars import Card
from ui.state import State

title = "Piliers"
title_en = "Pillars"
order = 4
icon = "pillars"

COLUMNS = (
    ("pilier", "pillar"), ("indicateur", "indicator"), ("unité", "unit"), ("valeur", "value"), ("effectif", "n"),
    ("bas 95 %", "low 95%"), ("haut 95 %", "high 95%"), ("période comparée", "compared period"),
    ("heures de coupure", "hours blind"),
)  # fmt: skip
"""Columns of the file that holds all indicators."""


def page(state: State, services: Services) -> Viewable:
    """Return the page."""
    head, compared, body = (frame.block(state) for _ in range(3))

    def fill() -> None:
        span = services.span(state.period)
        head.html = _head(state, services)
        compared.visible = False
        if span is None:
            body.html = frame.nothing_yet(state)
            return
        choice = services.territory.choice(state.place)
        scope = services.pillars.scope(span, choice.code, state.service)
        heard = narrowing.listening(services, choice, span)
        if state.indicator in by_id():
            of = replace(scope, place=heard) if heard and by_id()[state.indicator].is_heard else scope
            found = services.pillars.compare(state.indicator, of)
            compared.visible = True
            beside = services.pillars.side_by_side(state.indicator, of, found)
            compared.html = comparing(state, by_id()[state.indicator], found, beside)
        cards = services.pillars.cards(scope, state.compare, heard=heard)
        beneath = narrowing.counted_once(state, choice) + narrowing.unheard(state, services, choice, span)
        body.html = (
            _tools(state, scope, cards)
            + beneath
            + markup.join(
                _pillar(state, services, scope, [one for one in cards if one.reading.indicator.pillar == pillar])
                for pillar in PILLARS
            )
        )

    state.keep(fill)
    return frame.stack(head, compared, body)


def _head(state: State, services: Services) -> Markup:
    words = (
        "Visibilité, perception, action : chaque chiffre avec son effectif, son intervalle et sa source",
        "Visibility, perception, action: each figure with its n, interval and source",
    )
    choices = [service_choice(state, services), territory_choice(state, services)]
    if communes := services.pillars.communes(state.departement):
        everywhere = {state.departement: state.say("Tout le département", "Whole département")}
        names = {row["id"]: row["name"] for row in communes}
        choices.append(
            markup.choice(
                "place",
                state.say("Commune", "Commune"),
                options=everywhere | names,
                chosen=state.place,
                second="-commune",
            )
        )
    return frame.heading(
        state,
        state.say(title, title_en),
        state.say(*words),
        *choices,
        frame.period_choice(state),
        frame.compare_choice(state),
    )


def service_choice(state: State, services: Services) -> Markup:
    """Return the list of services."""
    every = {"": state.say("Tous les services", "All services")}
    names = services.pillars.services()
    if state.service:
        names.setdefault(state.service, state.service)
    return markup.choice("service", state.say("Service", "Service"), options=every | names, chosen=state.service)


def territory_choice(state: State, services: Services, chosen: str = "") -> Markup:
    """Return the list of régions and départements; `chosen` is what the territory lies in, where that is another."""
    places = services.pillars.places()
    kinds = {"region": ("Régions", "Régions"), "departement": ("Départements", "Départements")}
    groups = {"": {"": state.say("France entière", "All of France")}}
    for kind, words in kinds.items():
        found = {row["id"]: f"{row['name']} ({row['id'][1:]})" for row in places if row["kind"] == kind}
        if found:
            groups[state.say(*words)] = found
    chosen = chosen or state.departement or state.place
    if chosen and chosen not in {row["id"] for row in places}:
        groups[""][chosen] = frame.place_name(state, services)
    return markup.grouped_choice("place", state.say("Territoire", "Territory"), groups=groups, chosen=chosen)


def _tools(state: State, scope: Scope, cards: list[Card]) -> Markup:
    columns = ["id", *(state.say(*words) for words in COLUMNS)]
    rows = [_row(state, one) for one in cards]
    where = scope.place.replace(",", "-")
    name = f"piliers-{where}-{scope.service or 'tous'}-{scope.since:%Y-%m-%d}-{scope.until:%Y-%m-%d}"
    link = markup.csv_link(name, columns, rows, label=state.say("Tous les indicateurs (CSV)", "All indicators (CSV)"))
    known = sum(one.reading.value is not None for one in cards)
    words = state.say(
        f"{dates(state, scope)} : {known} indicateurs sur {len(cards)} ont des données.",
        f"{dates(state, scope)}: {known} of {len(cards)} indicators have data.",
    )
    return Markup('<p class="row apart small"><span class="soft">{}</span>{}</p>').format(words, link)


def _row(state: State, one: Card) -> list[object]:
    reading, value = one.reading, one.reading.value
    low, high = value.interval if value and value.interval else (None, None)
    return [
        reading.id,
        wording.word(state, wording.PILLARS, reading.indicator.pillar),
        state.say(reading.indicator.name, reading.indicator.name_en),
        reading.indicator.unit,
        value.value if value else None,
        value.n if value else None,
        low,
        high,
        one.previous.value if one.previous else None,
        reading.blind.hours if reading.blind else 0,
    ]


def _pillar(state: State, services: Services, scope: Scope, cards: list[Card]) -> Markup:
    queries = {one.reading.id: services.pillars.queries(one.reading.id, scope) for one in cards}
    told = [one for one in cards if one.reading.value is not None or one.reading.is_hidden]
    without = [one for one in cards if one not in told]
    grid = Markup('<div class="indicators">{}</div>').format(
        markup.join(card(state, one, queries[one.reading.id]) for one in told)
    )
    return Markup('<section class="pillar"><h2>{}</h2>{}{}</section>').format(
        wording.word(state, wording.PILLARS, cards[0].reading.indicator.pillar),
        grid if told else "",
        absent(state, without, queries),
    )
