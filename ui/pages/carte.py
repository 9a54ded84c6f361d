"""Where people write: rate by inhabitant, unknown apart from calm, from département to commune."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from panel.viewable import Viewable

from graph.rows import Row
from ui import brushing, frame, maps, markup, slider, wording
from ui.borders import ATTRIBUTION
from ui.brushing import Chooser
from ui.formats import number, percent
from ui.markup import Column
from ui.services import Services
from ui.services.choice import Choice
from ui.services.span import Span
from ui.services.territory import FEWEST_AUTHORS, PER, Area, boxes
from ui.state import State

title = "Carte"
title_en = "Map"
order = 2
icon = "map"

SEA = {"background": "var(--ci-ground)", "border-radius": "8px", "overflow": "hidden"}

HIGHEST = 10
"""Territories listed beside the map."""


def page(state: State, services: Services) -> Viewable:
    """Return the page."""
    head, legend, when, ranking, twin, foot = (frame.block(state) for _ in range(6))
    country = frame.chart(state, 640, map_name="france", map_url="assets/france.geojson", brush=True, **maps.FITTING)
    closer = frame.chart(
        state, 640, map_name="departements", map_url="assets/departements.geojson", styles=SEA, brush=True
    )
    chooser = Chooser(state, services, lambda: state.refill(fill))
    for picture in (country, closer):
        picture.listen(chooser.drawn)
    twin.listen(chooser.ticked)

    def fill() -> None:
        span = services.span(state.period)
        choice = services.territory.choice(state.place)
        zoom = _zoom(choice)
        zoomed = bool(zoom)
        head.html = _head(state, services, span, zoomed=zoomed)
        country.visible, closer.visible = span is not None and not zoomed, span is not None and zoomed
        if span is None:
            ranking.html = frame.nothing_yet(state)
            when.html = ""
            return
        steps = span.steps()
        at = slider.chosen(state, steps)
        when.html = slider.slider(state, steps)
        span = span if at is None else steps[at]
        shown = _shown(state, services, span, choice)
        chooser.offers({area.id for area in shown.areas} if zoomed else services.territory.names())
        if zoomed:
            closer.option = maps.departement_option(state, zoom, shown.areas, shown.chosen)
            closer.label = shown.said(state)
        else:
            country.option = maps.country_option(state, shown.areas, shown.hazards, shown.chosen)
            country.label = shown.said(state)
        legend.html = _nobody(state, shown, zoomed=zoomed) + _legend(state, shown.areas, shown.hazards, zoomed=zoomed)
        together = brushing.together(state, shown.here, zoom, asked=len(shown.chosen)) if shown.chosen else Markup("")
        highest = _ranking(state, shown.here, zoomed)
        ranking.html = Markup('<div class="stack">{}<div>{}</div></div>').format(together, highest)
        twin.html = _table(state, shown, zoomed=zoomed)
        foot.html = chooser.told(zoomed=zoomed) + _foot(state, shown.hidden)

    state.keep(fill)
    return frame.stack(
        head,
        frame.columns((8, frame.card(legend, when, country, closer, foot)), (4, frame.card(ranking, twin))),
    )


@dataclass(frozen=True)
class _Shown:
    """What the map shows."""

    areas: Sequence[Area]
    hazards: Mapping[str, Row]
    hidden: int = 0
    """Communes left out for want of authors."""
    deaf: bool = False
    """Whether an outage covers most of the period in the département shown: its silence says nothing."""
    chosen: Sequence[str] = ()
    """Départements, or communes, looked at together."""

    @property
    def here(self) -> Sequence[Area]:
        """Return the areas chosen, all of them where none is."""
        return [area for area in self.areas if area.id in self.chosen] if self.chosen else self.areas

    def said(self, state: State) -> str:
        """Return what a screen reader says of the map."""
        known = sum(area.known for area in self.areas)
        share = percent(known / len(self.areas), state.lang) if self.areas else "0"
        return state.say(
            f"Carte de {len(self.areas)} territoires, dont {share} connus. Tableau à côté.",
            f"Map of {len(self.areas)} territories, {share} of them known. Table beside it.",
        )


def _zoom(choice: Choice) -> str:
    """Return the département whose communes are shown: that which is chosen, or in which all chosen communes lie."""
    if len(choice.departements) != 1 or choice.kind not in ("departement", "commune", "arrondissement"):
        return ""
    return choice.departements[0] if choice.departements[0] in boxes() else ""


def _shown(state: State, services: Services, span: Span, choice: Choice) -> _Shown:
    hazards = services.territory.hazards(span)
    if zoom := _zoom(choice):
        areas, hidden = services.territory.communes(span, zoom, topic=state.topic)
        day = services.territory.departements(span.last_day()) if not areas else []
        deaf = any(area.id == zoom and not area.known for area in day)
        return _Shown(areas, hazards, hidden, deaf, () if choice.kind == "departement" else choice.places)
    return _Shown(services.territory.departements(span, state.topic), hazards, chosen=choice.departements)


def _nobody(state: State, shown: _Shown, *, zoomed: bool) -> Markup:
    """Return what an empty map says: that nobody wrote, that too few did, or that nothing is known."""
    if any(area.n for area in shown.areas):
        return Markup("")
    if shown.deaf or (shown.areas and not any(area.known for area in shown.areas)):
        title = state.say("Inconnu : source coupée ou absente", "Unknown: source down or missing")
        return markup.empty(title, state.say("Ce silence ne dit rien.", "This silence says nothing."))
    if shown.hidden:
        title = state.say("Trop peu d’auteurs pour une carte", "Too few authors for a map")
    else:
        title = state.say(
            "Personne n’a écrit dans cette zone dans cette période", "Nobody wrote in this zone in this period"
        )
    words = state.say("La carte lit au plus les dernières 24 heures.", "The map reads the last 24 hours at most.")
    return markup.empty(title, words if zoomed else "")


def _head(state: State, services: Services, span: Span | None, *, zoomed: bool) -> Markup:
    topics = services.situation.topics(span, 20) if span else []
    labels = {row["id"]: row["label"] for row in topics}
    if state.topic:
        labels.setdefault(state.topic, state.say("Sujet choisi", "Chosen topic"))
    subtitle = state.say("Messages pour 100 000 habitants", "Messages per 100,000 inhabitants")
    if zoomed:
        subtitle = state.say(
            "Communes, dernières 24 heures au plus, pour 100 000 habitants",
            "Communes, last 24 hours at most, per 100,000 inhabitants",
        )
    return frame.heading(
        state,
        state.say(title, title_en),
        subtitle,
        frame.period_choice(state),
        frame.place_choice(state, services),
        frame.topic_choice(state, labels),
    )


def _legend(state: State, areas: Sequence[Area], hazards: Mapping[str, Row], *, zoomed: bool) -> Markup:
    bounds = maps.breaks([area.rate or 0.0 for area in areas])
    lows = [0.0, *bounds[:-1]][: len(bounds)]
    entries = [("", "--ci-s0", state.say("aucun message", "no message"))]
    for index, (low, high) in enumerate(zip(lows, bounds, strict=True), start=1):
        a, b = number(low, state.lang), number(high, state.lang)
        words = state.say(f"jusqu’à {b}", f"up to {b}") if not low else state.say(f"{a} à {b}", f"{a} to {b}")
        entries.append(("", f"--ci-s{index}", words))
    if not zoomed:
        entries.append(
            (
                "unknown",
                "",
                state.say(
                    "inconnu : source coupée, ou population non publiée",
                    "unknown: source down, or population not published",
                ),
            )
        )
        entries += [
            ("ring", f"--ci-{level}", state.say(f"vigilance {words[0]}", f"{words[1]} vigilance"))
            for level, words in (("orange", ("orange", "orange")), ("rouge", ("rouge", "red")))
            if any(hazard["level"] == level for hazard in hazards.values())
        ]
        return markup.legend(entries)
    back = markup.link(state, state.say("← Revenir à la France entière", "← Back to all of France"), place="")
    return Markup('<div class="row apart">{}<b>{}</b></div>').format(markup.legend(entries), back)


def _ranking(state: State, areas: Sequence[Area], zoomed: bool) -> Markup:
    known = sorted((area for area in areas if area.rate), key=lambda area: -(area.rate or 0))
    unknown = [area for area in areas if not area.known]
    head = Markup("<h2>{}</h2>").format(
        state.say("Communes où l’on écrit le plus", "Communes that write most")
        if zoomed
        else state.say("Territoires où l’on écrit le plus", "Territories that write most")
    )
    if not known:
        head += markup.empty(
            state.say("Aucun message localisé", "No located message"),
            state.say(
                "Choisissez une période plus longue ou un autre sujet.", "Choose a longer period or another topic."
            ),
        )
    else:
        rows = [
            (_name(state, area, zoomed), _rate(state, area), number(area.n, state.lang)) for area in known[:HIGHEST]
        ]
        head += markup.table(state.say("Pour 100 000 habitants", "Per 100,000 inhabitants"), _columns(state), rows)
    if unknown:
        names = ", ".join(area.name for area in unknown[:6]) + ("…" if len(unknown) > 6 else "")
        head += Markup('<p class="small soft">{}</p>').format(
            state.say(f"Inconnu ({len(unknown)}) : {names}", f"Unknown ({len(unknown)}): {names}")
        )
    return head


def _name(state: State, area: Area, zoomed: bool) -> Markup | str:
    return markup.link(state, area.name, place=area.id)


def _rate(state: State, area: Area) -> str:
    return state.say("inconnu", "unknown") if area.rate is None else number(area.rate, state.lang)


def _columns(state: State) -> list[Column]:
    return [
        Column(state.say("Territoire", "Territory")),
        Column(state.say("Taux", "Rate"), numeric=True),
        Column("n", numeric=True),
    ]


def _table(state: State, shown: _Shown, *, zoomed: bool) -> Markup:
    """Return the areas as a table; départements have a tick, those that are chosen come first."""
    hazards = shown.hazards
    areas = sorted(shown.areas, key=lambda area: area.id not in shown.chosen)
    columns = [
        *_columns(state),
        Column(state.say("Intervalle à 95 %", "95% interval"), numeric=True),
        Column(state.say("Vigilance", "Vigilance")),
    ]
    rows = [
        (
            brushing.tick(area, f"{area.name} ({area.id.removeprefix('D')})", is_chosen=area.id in shown.chosen),
            _rate(state, area),
            number(area.n, state.lang),
            "–" if area.interval is None else "–".join(number(bound, state.lang) for bound in area.interval),
            wording.hazard(state, hazards[area.id]) if area.id in hazards else "",
        )
        for area in areas
    ]
    caption = state.say(f"Messages pour {number(PER, 'fr')} habitants", f"Messages per {number(PER, 'en')} inhabitants")
    table = markup.table(caption, columns, rows)
    return markup.twin(
        "carte",
        state.say("Voir tout le tableau", "Show the whole table"),
        brushing.ticks(state, table, zoomed=zoomed),
    )


def _foot(state: State, hidden: int) -> Markup:
    words = ATTRIBUTION
    if hidden:
        words = (
            state.say(
                f"{hidden} communes de moins de {FEWEST_AUTHORS} auteurs ne sont pas montrées. ",
                f"{hidden} communes with fewer than {FEWEST_AUTHORS} authors are not shown. ",
            )
            + words
        )
    return Markup('<p class="small soft">{}</p>').format(words)
