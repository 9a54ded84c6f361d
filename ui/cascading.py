"""How a topic went from one message to the next, on the page of an alert: a tree over time that can be played back."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from ui import frame, markup, slider
from ui.formats import moment, number, wall
from ui.markup import Column
from ui.services import Services
from ui.services.cascades import Cascade, Said
from ui.services.span import FINE, Span
from ui.spreading import STANCES
from ui.state import State, Words


class Cascading:
    """The card of the largest cascades of a topic."""

    def __init__(self, state: State, services: Services) -> None:
        self._state = state
        self._services = services
        self._head, self._when, self._twin = (frame.block(state) for _ in range(3))
        self._chart = frame.chart(state, 300)
        self.card = frame.card(self._head, self._when, self._chart, self._twin)

    def fill(self, topic: str, span: Span) -> None:
        """Show the cascade that is chosen (by its first message), else the largest, up to the moment of the slider."""
        state = self._state
        found = self._services.cascades.of(topic, span) if topic else []
        self.card.visible = bool(found)
        if not found:
            return
        chosen = next((one for one in found if one.root == state.node), found[0])
        steps = chosen.span.steps(FINE)
        at = slider.chosen(state, steps)
        until = int(steps[at].until.timestamp() * 1_000) if at is not None else None
        shown = [said for said in chosen.messages if until is None or said.at <= until]
        self._head.html = head(state, chosen, shown)
        self._when.html = slider.slider(state, steps) if len(steps) > 1 else ""
        self._twin.html = table(state, found, chosen)
        self._chart.option = option(state, chosen, shown)
        self._chart.label = state.say(
            f"Arbre de {chosen.size} messages. Tableau ci-dessous.", f"Tree of {chosen.size} messages. Table below."
        )


def head(state: State, cascade: Cascade, shown: Sequence[Said]) -> Markup:
    """Return the title, what the tree is, and its legend."""
    n, size = number(len(shown), state.lang), number(cascade.size, state.lang)
    told = state.say(
        f"{n} messages montrés sur {size} : chacun tient à celui auquel il répond, qu’il relaie ou qu’il recopie.",
        f"{n} of {size} messages shown: each hangs on the one that it answers, reposts or copies.",
    )
    entries = [("round", colour, state.say(*words)) for words, colour in STANCES.values()]
    return Markup('<div class="stack"><h2>{}</h2><p class="soft">{}</p>{}</div>').format(
        state.say("De proche en proche", "From one to the next"), told, markup.legend(entries)
    )


def option(state: State, cascade: Cascade, shown: Sequence[Said]) -> dict[str, Any]:
    """Return the tree over time: messages as points on lanes, and a line to what each hangs on."""
    first, last = (wall(int(side.timestamp() * 1_000)) for side in (cascade.span.since, cascade.span.until))
    # a first message of before the period, or deleted, has no point: what hangs on it begins at the edge
    spots = {cascade.root: (first, 0)} | {said.id: (wall(said.at), said.lane) for said in shown}
    lines: list[list[Any]] = []
    for said in shown:
        if said.parent in spots and said.id != cascade.root:
            begin, lane = spots[said.parent]
            lines += [[begin, lane], [begin, said.lane], [wall(said.at), said.lane], [None, None]]
    points = [
        {
            "value": [wall(said.at), said.lane],
            "symbolSize": 13 if said.id == cascade.root else 8,
            "itemStyle": {"color": f"var({_stance(said)[1]})"},
            "tip": _tip(state, said),
        }
        for said in shown
    ]
    soft = {"color": "var(--ci-soft)"}
    return {
        "grid": {"left": 18, "right": 18, "top": 14, "bottom": 30},
        "xAxis": {
            "type": "time", "min": first, "max": last, "splitLine": {"show": False},
            "axisLabel": soft | {"hideOverlap": True},
            "axisLine": {"onZero": False, "lineStyle": {"color": "var(--ci-edge)"}},
        },
        "yAxis": {
            "type": "value", "inverse": True, "min": -1, "show": False,
            "max": 1 + max((said.lane for said in cascade.messages), default=0),
        },
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "line", "symbol": "none", "silent": True, "connectNulls": False, "z": 1,
                "lineStyle": {"color": "var(--ci-edge)", "width": 1.2},
                "data": lines,
            },
            {
                "type": "scatter", "data": points, "z": 2,
                "itemStyle": {"borderColor": "var(--ci-surface)", "borderWidth": 1},
            },
        ],
    }  # fmt: skip


def _tip(state: State, said: Said) -> str:
    words, _ = _stance(said)
    link = state.say("recopie", "copies") if said.copy else state.say("répond ou relaie", "answers or reposts")
    return "\n".join((moment(said.at, state.lang), state.say(*words), *([link] if said.parent else [])))


def _stance(said: Said) -> tuple[Words, str]:
    """Return the words and the colour of what a message does with the claim: a comment makes it known, too."""
    return STANCES.get(said.stance, STANCES["spread"])


def table(state: State, found: Sequence[Cascade], chosen: Cascade) -> Markup:
    """Return the largest cascades with their shape; each can be chosen."""
    columns = [
        Column(state.say("Premier message", "First message")),
        Column(state.say("Messages", "Messages"), numeric=True),
        Column(state.say("Profondeur", "Depth"), numeric=True),
        Column(state.say("Largeur", "Breadth"), numeric=True),
        Column(state.say("Viralité structurelle", "Structural virality"), numeric=True),
    ]
    rows = []
    for one in found:
        when = moment(int(one.span.since.timestamp() * 1_000), state.lang)
        label = when if one is chosen else markup.link(state, when, node=one.root, step="")
        shape = [number(value, state.lang) for value in (one.size, one.depth, one.breadth)]
        rows.append([label, *shape, number(one.virality, state.lang, 2)])
    caption = state.say(
        "Viralité : nombre moyen de pas entre deux messages ; sous 2, un seul a diffusé à beaucoup.",
        "Virality: mean number of steps between two messages; under 2, one told many.",
    )
    return markup.twin(
        "cascades", state.say("Les plus grandes cascades", "The largest cascades"), markup.table(caption, columns, rows)
    )
