"""How topics, places, services and communities hang together."""

from collections.abc import Mapping
from math import isfinite, sqrt
from typing import Any

import panel as pn
from markupsafe import Markup
from panel.viewable import Viewable

from graph.users.roles import Right
from ui import frame, markup, ties
from ui.components import Network
from ui.downloads import download
from ui.services import Services
from ui.services.network import KINDS
from ui.services.pictures import GROUP, Picture
from ui.state import State

title = "Réseau"
title_en = "Network"
order = 3
icon = "network"

FAR = 10.0
"""How far from the middle a thing may be put by hand; the picture itself reaches to about 1."""


def page(state: State, services: Services) -> Viewable:
    """Return the page. Where somebody puts a thing by hand it stays, for them, as long as they are on it."""
    head, legend, detail, twin = (frame.block(state) for _ in range(4))
    network = Network(height=640, sizing_mode="stretch_width")
    pins: dict[str, tuple[float, float]] = {}

    def saved() -> bytes:
        span = services.span(state.period)
        return services.network.graphml(span, state.opened) if span else b""

    graphml = download("GraphML", saved)
    graphml.filename = "reseau.graphml"
    graphml.visible = services.may(Right.export)

    def fill() -> None:
        span = services.span(state.period)
        head.html = _head(state)
        picture = services.network.picture(span, state.opened) if span else Picture((), ())
        picture = picture.folded() if state.fold else picture
        network.visible = bool(picture.things)
        if not picture.things:
            detail.html = frame.nothing_yet(state) if span is None else _nothing(state)
            twin.html = legend.html = ""
            return
        _draw(network, state, picture, pins)
        legend.html = markup.legend(("round", f"--ci-{kind}", _kind_explained(state, kind)) for kind in _kinds(picture))
        thing = picture.thing(state.node)
        detail.html = (
            ties.chosen(state, picture, thing, pinned=thing.id in pins) if thing else ties.listed(state, picture)
        )
        twin.html = ties.twin(state, picture)

    def hear(message: Mapping[str, Any]) -> None:
        form, spot = message.get("form"), message.get("pin")
        if isinstance(form, dict) and "release" in form:
            pins.pop(str(form["release"]), None)
        elif isinstance(spot, dict) and _near(spot):
            pins[str(spot["id"])] = (float(spot["x"]), float(spot["y"]))
        elif "id" in message:
            state.go({"node": str(message["id"])})
            return
        else:
            state.hear(message)
            return
        fill()

    network.listen(hear)
    detail.listen(hear)
    state.keep(fill)
    tools = pn.Row(legend, graphml, sizing_mode="stretch_width", styles={"gap": "12px", "align-items": "center"})
    return frame.stack(head, frame.columns((8, frame.card(tools, network)), (4, frame.card(detail, twin))))


def _head(state: State) -> Markup:
    folds = {"": state.say("Chaque élément", "Each thing"), "groups": state.say("Groupes repliés", "Groups folded")}
    return frame.heading(
        state,
        state.say(title, title_en),
        state.say(
            "Sujets, territoires, services et communautés liés par les messages des dernières 24 heures",
            "Topics, territories, services and communities tied by the messages of the last 24 hours",
        ),
        markup.choice("fold", state.say("Montrer", "Show"), options=folds, chosen=state.fold),
    )


def _near(spot: Mapping[str, Any]) -> bool:
    values = [spot.get("x"), spot.get("y")]
    return all(isinstance(value, int | float) and isfinite(value) and abs(value) <= FAR for value in values)


def _draw(network: Network, state: State, picture: Picture, pins: Mapping[str, tuple[float, float]]) -> None:
    largest = max(thing.n for thing in picture.things)
    strongest = max((tie.n for tie in picture.ties), default=1)
    nodes = [
        {
            "id": thing.id,
            "label": ties.name(state, thing),
            "x": thing.x,
            "y": thing.y,
            "pinned": list(pins[thing.id]) if thing.id in pins else None,
            "size": 5 + 17 * sqrt(thing.n / largest),
            "colour": f"--ci-{thing.kind}",
        }
        for thing in picture.things
    ]
    edges = [{"start": tie.start, "end": tie.end, "size": 0.8 + 4 * sqrt(tie.n / strongest)} for tie in picture.ties]
    chosen = state.node if picture.thing(state.node) else ""
    label = state.say(
        f"Réseau de {len(nodes)} éléments et {len(edges)} liens. Liste à côté.",
        f"Network of {len(nodes)} things and {len(edges)} ties. List beside it.",
    )
    network.param.update(
        nodes=nodes,
        edges=edges,
        selected=chosen,
        way=[step.thing.id for step in picture.way(chosen, state.goal)],
        label=label,
        save_words=state.say("Image PNG", "PNG picture"),
    )


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
    return [kind for kind in (*KINDS, GROUP) if kind in present]


def _kind_explained(state: State, kind: str) -> str:
    size = state.say("communauté (nombre de comptes)", "community (number of accounts)")
    return size if kind == "community" else ties.kind(state, kind).lower()
