"""How topics, places, services and communities hang together."""

from math import sqrt

from markupsafe import Markup
from panel.viewable import Viewable

from ui import frame, markup, wording
from ui.components import Network
from ui.formats import number
from ui.markup import Column
from ui.services import Services
from ui.services.network import KINDS, Picture, Thing
from ui.state import State

title = "Réseau"
title_en = "Network"
order = 3
icon = "network"

LISTED = 12
"""Topics listed beside the picture."""


def page(state: State, services: Services) -> Viewable:
    """Return the page."""
    head, legend, detail, twin = (frame.block(state) for _ in range(4))
    network = Network(
        listener=lambda message: state.go({"node": message["id"]}), height=640, sizing_mode="stretch_width"
    )

    def fill() -> None:
        span = services.span(state.period)
        head.html = frame.heading(
            state,
            state.say(title, title_en),
            state.say(
                "Sujets, territoires, services et communautés liés par les messages des dernières 24 heures",
                "Topics, territories, services and communities tied by the messages of the last 24 hours",
            ),
        )
        picture = services.network.picture(span) if span else Picture((), ())
        network.visible = bool(picture.things)
        if not picture.things:
            detail.html = frame.nothing_yet(state) if span is None else _nothing(state)
            twin.html = legend.html = ""
            return
        _draw(network, state, picture)
        legend.html = markup.legend(("round", f"--ci-{kind}", _kind_explained(state, kind)) for kind in _kinds(picture))
        detail.html = _detail(state, picture)
        twin.html = _table(state, picture)

    state.keep(fill)
    return frame.stack(head, frame.columns((8, frame.card(legend, network)), (4, frame.card(detail, twin))))


def name(state: State, thing: Thing) -> str:
    """Return the name of a thing; communities have a number and a size, never a member."""
    if thing.kind != "community":
        return thing.label
    return f"{_kind(state, 'community')} {thing.label} ({thing.n})"


def _draw(network: Network, state: State, picture: Picture) -> None:
    largest = max(thing.n for thing in picture.things)
    strongest = max((tie.n for tie in picture.ties), default=1)
    nodes = [
        {
            "id": thing.id,
            "label": name(state, thing),
            "x": thing.x,
            "y": thing.y,
            "size": 5 + 17 * sqrt(thing.n / largest),
            "colour": f"--ci-{thing.kind}",
        }
        for thing in picture.things
    ]
    edges = [{"start": tie.start, "end": tie.end, "size": 0.8 + 4 * sqrt(tie.n / strongest)} for tie in picture.ties]
    chosen = state.node if any(thing.id == state.node for thing in picture.things) else ""
    label = state.say(
        f"Réseau de {len(nodes)} éléments et {len(edges)} liens. Liste à côté.",
        f"Network of {len(nodes)} things and {len(edges)} ties. List beside it.",
    )
    network.param.update(nodes=nodes, edges=edges, selected=chosen, label=label)


def _detail(state: State, picture: Picture) -> Markup:
    chosen = next((thing for thing in picture.things if thing.id == state.node), None)
    return _list(state, picture) if chosen is None else _chosen(state, picture, chosen)


def _list(state: State, picture: Picture) -> Markup:
    topics = sorted((thing for thing in picture.things if thing.kind == "topic"), key=lambda thing: -thing.n)
    rows = [
        (
            markup.link(state, topic.label, node=topic.id),
            number(topic.n, state.lang),
            number(len(picture.around(topic.id)), state.lang),
        )
        for topic in topics[:LISTED]
    ]
    columns = [
        Column(state.say("Sujet", "Topic")),
        Column(state.say("Messages", "Messages"), numeric=True),
        Column(state.say("Liens", "Ties"), numeric=True),
    ]
    caption = state.say("Choisissez un élément pour voir ses liens", "Choose a thing to see its ties")
    return Markup("<h2>{}</h2>{}").format(
        state.say("Sujets les plus actifs", "Most active topics"), markup.table(caption, columns, rows)
    )


def _chosen(state: State, picture: Picture, thing: Thing) -> Markup:
    rows = [
        (markup.link(state, name(state, other), node=other.id), _kind(state, other.kind), number(n, state.lang))
        for other, n in picture.around(thing.id)
    ]
    columns = [
        Column(state.say("Lié à", "Tied to")),
        Column(state.say("Nature", "Kind")),
        Column(state.say("Messages", "Messages"), numeric=True),
    ]
    table = markup.table(state.say(f"Liens de {name(state, thing)}", f"Ties of {name(state, thing)}"), columns, rows)
    return Markup('<div class="stack"><p>{}</p><h2>{}</h2><p class="soft">{}</p><p class="row">{}</p>{}</div>').format(
        markup.link(state, state.say("← Toute la liste", "← Whole list"), node=""),
        name(state, thing),
        _kind(state, thing.kind),
        _elsewhere(state, thing),
        table,
    )


def _elsewhere(state: State, thing: Thing) -> Markup:
    kind, _, code = thing.id.partition(":")
    if kind == "topic":
        return markup.link(
            state, state.say("Voir sa courbe", "Show its curve"), page="situation", topic=code
        ) + markup.link(state, state.say("Voir sur la carte", "Show on the map"), page="carte", topic=code)
    if kind == "place":
        return markup.link(state, state.say("Voir sur la carte", "Show on the map"), page="carte", place=code)
    return Markup("")


def _table(state: State, picture: Picture) -> Markup:
    by_id = {thing.id: thing for thing in picture.things}
    rows = [
        (name(state, by_id[tie.start]), name(state, by_id[tie.end]), number(tie.n, state.lang))
        for tie in sorted(picture.ties, key=lambda tie: -tie.n)
    ]
    columns = [
        Column(state.say("De", "From")),
        Column(state.say("Vers", "To")),
        Column(state.say("Messages", "Messages"), numeric=True),
    ]
    caption = state.say("Tous les liens, les plus forts d’abord", "All ties, strongest first")
    return markup.twin("liens", state.say("Voir tous les liens", "Show all ties"), markup.table(caption, columns, rows))


def _nothing(state: State) -> Markup:
    return markup.empty(
        state.say("Aucun lien dans les dernières 24 heures", "No tie in the last 24 hours"),
        state.say(
            "Le réseau apparaît quand des messages sont rattachés à des sujets.",
            "The network appears once messages are tied to topics.",
        ),
    )


def _kinds(picture: Picture) -> list[str]:
    present = {thing.kind for thing in picture.things}
    return [kind for kind in KINDS if kind in present]


def _kind_explained(state: State, kind: str) -> str:
    size = state.say("communauté (nombre de comptes)", "community (number of accounts)")
    return size if kind == "community" else _kind(state, kind).lower()


def _kind(state: State, kind: str) -> str:
    return wording.word(state, wording.KINDS, kind)
