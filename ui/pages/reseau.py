"""How topics, places, services and communities hang together."""

from collections.abc import Mapping
from contextlib import suppress
from math import sqrt
from typing import Any

import panel as pn
from markupsafe import Markup
from panel.viewable import Viewable

from graph.users.roles import Right
from ui import frame, joining, markup, ties
from ui.components import Network
from ui.downloads import download
from ui.services import Services
from ui.services.network import KINDS
from ui.services.pictures import GROUP, Picture
from ui.services.placements import Spot, is_possible
from ui.services.reader import Unreachable
from ui.state import State

title = "Réseau"
title_en = "Network"
order = 3
icon = "network"


def page(state: State, services: Services) -> Viewable:
    """Return the page. Where somebody puts a thing by hand it stays, for them, until they give its place back."""
    head, legend, back, detail, twin = (frame.block(state) for _ in range(5))
    network = Network(height=640, sizing_mode="stretch_width")
    moved = Moved(services)

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
            twin.html = legend.html = back.html = ""
            return
        pins = moved.spots()
        _draw(network, state, picture, pins)
        legend.html = _legend(state, picture)
        back.html = _back(state, len(pins))
        detail.html = _detail(state, picture, pins)
        twin.html = ties.twin(state, picture)

    def hear(message: Mapping[str, Any]) -> None:
        if moved.hear(message):
            state.refill(fill)
        elif "id" in message:
            state.go({"node": str(message["id"])})
        else:
            state.hear(message)

    for block in (network, detail, back):
        block.listen(hear)
    state.keep(fill)
    tools = pn.Row(legend, graphml, sizing_mode="stretch_width", styles={"gap": "12px", "align-items": "center"})
    return frame.stack(head, frame.columns((8, frame.card(tools, network, back)), (4, frame.card(detail, twin))))


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


class Moved:
    """What one user put elsewhere by hand; while the graph is away, what this session knows of it."""

    def __init__(self, services: Services) -> None:
        self._kept = services.placements
        self._spots: dict[str, Spot] | None = None

    def spots(self) -> Mapping[str, Spot]:
        """Return the places by id of the thing, as they were kept when the page was opened and moved since."""
        if self._spots is None:
            with suppress(Unreachable):  # the network itself may still be known
                self._spots = self._kept.mine()
        return self._spots or {}

    def hear(self, message: Mapping[str, Any]) -> bool:
        """Do what was asked for; return whether the message was about places."""
        form, spot = message.get("form"), message.get("pin")
        known = self._spots if self._spots is not None else {}
        with suppress(Unreachable):  # moved on screen all the same; the banner says that nothing is kept now
            if isinstance(form, dict) and "release" in form:
                thing = str(form["release"])
                known.pop(thing, None)
                self._kept.release(thing)
            elif isinstance(form, dict) and "clear" in form:
                known.clear()
                self._kept.clear()
            elif isinstance(spot, dict) and (put := _spot(spot)):
                known[put[0]] = put[1]
                self._kept.put(put[0], *put[1])
            else:
                return False
        return True


def _spot(given: Mapping[str, Any]) -> tuple[str, Spot] | None:
    x, y = given.get("x"), given.get("y")
    if not isinstance(x, int | float) or not isinstance(y, int | float):
        return None
    thing, there = str(given.get("id", "")), (float(x), float(y))
    return (thing, there) if is_possible(thing, *there) else None


def _detail(state: State, picture: Picture, pins: Mapping[str, Spot]) -> Markup:
    """Return what is told beside the picture: the thing that is chosen, or the topics and bridges."""
    if thing := picture.thing(state.node):
        return ties.chosen(state, picture, thing, pinned=thing.id in pins)
    return ties.listed(state, picture) + joining.listed(state, picture)


def _legend(state: State, picture: Picture) -> Markup:
    """Return what the colours mean."""
    entries = [("round", f"--ci-{kind}", _kind_explained(state, kind)) for kind in _kinds(picture)]
    if any(picture.thing(bridge.id) for bridge in picture.bridges):
        entries.append(("round", "--ci-bridge", state.say("pont entre communautés", "bridge between communities")))
    return markup.legend(entries)


def _back(state: State, moved: int) -> Markup:
    """Return the way back of what was moved by hand; below the picture, which stays where it is."""
    if not moved:
        return Markup("")
    words = state.say(
        f"{moved} élément{'s déplacés' if moved > 1 else ' déplacé'} par vous",
        f"{moved} thing{'s' if moved > 1 else ''} moved by you",
    )
    return Markup(
        '<form class="row" style="padding-top:10px"><span class="soft small">{}</span><button class="button small" '
        'id="clear-places" name="clear" value="all">{}</button></form>'
    ).format(words, state.say("Tout remettre en place", "Put everything back"))


def _draw(network: Network, state: State, picture: Picture, pins: Mapping[str, Spot]) -> None:
    largest = max(thing.n for thing in picture.things)
    bridging = {bridge.id for bridge in picture.bridges}
    strongest = max((tie.n for tie in picture.ties), default=1)
    nodes = [
        {
            "id": thing.id,
            "label": ties.name(state, thing) + (state.say(", pont", ", bridge") if thing.id in bridging else ""),
            "x": thing.x,
            "y": thing.y,
            "pinned": list(pins[thing.id]) if thing.id in pins else None,
            "size": 5 + 17 * sqrt(thing.n / largest),
            "colour": "--ci-bridge" if thing.id in bridging else f"--ci-{thing.kind}",
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
