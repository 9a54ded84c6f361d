"""Questions of one's own: read-only Cypher, a library to begin with, the answer as a table and as a network."""

import json
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from contextvars import copy_context
from math import sqrt
from threading import Thread
from typing import Any

import panel as pn
from markupsafe import Markup
from panel.viewable import Viewable

from graph.console import QueryRefused
from ui import frame, markup
from ui.components import Network
from ui.downloads import download
from ui.formats import number
from ui.markup import Column
from ui.queries import Typed, form, refusal
from ui.services import Services
from ui.services.analyses import Nested, Outcome
from ui.services.reader import Unreachable
from ui.state import State

title = "Analyse"
title_en = "Analysis"
order = 9
icon = "console"

PAGE = 50
"""Rows shown at a time."""
LONGEST = 240
"""Signs shown of a cell."""
COLOURS = {"Topic": "--ci-topic", "Place": "--ci-place", "Service": "--ci-service", "Account": "--ci-community"}
OTHERS = ("--ci-primary", "--ci-good", "--ci-moderee", "--ci-edge-strong", "--ci-critique", "--ci-faible")


class _Desk:
    """One session's query: what is typed, what runs, what came back."""

    def __init__(self) -> None:
        self.typed = Typed()
        self.ticket = ""
        """Of the query that runs, empty while none does."""
        self.outcome: Outcome | None = None
        self.refused: QueryRefused | None = None
        self.first = 0
        """First row on screen."""


def page(state: State, services: Services) -> Viewable:
    """Return the page."""
    head, asked, told, twin, legend = (frame.block(state) for _ in range(5))
    network = Network(height=460, sizing_mode="stretch_width")
    desk = _Desk()
    saves = [
        download("CSV", lambda: desk.outcome.csv() if desk.outcome else b""),
        download("Parquet", lambda: desk.outcome.parquet() if desk.outcome else b""),
    ]
    saves[0].filename, saves[1].filename = "analyse.csv", "analyse.parquet"
    bar = pn.Row(*saves, styles={"gap": "10px", "flex-wrap": "wrap", "margin-top": "10px"}, sizing_mode="stretch_width")
    drawn = frame.card(legend, network, twin)

    def show() -> None:
        asked.html = form(state, desk.typed, services.analyses.library(), running=bool(desk.ticket))
        told.html = _told(state, desk)
        found = desk.outcome
        bar.visible = bool(found and found.rows)
        drawn.visible = bool(found and found.picture.things)
        if found and found.picture.things:
            _draw(network, legend, state, found)
            twin.html = _ties(state, found)

    def hear(message: Mapping[str, Any]) -> None:
        values, change = message.get("form"), message.get("go")
        if isinstance(values, dict):
            _act(services, desk, values, show)
        elif isinstance(change, dict) and "query" in change:
            desk.typed.choose(str(change["query"]), services.analyses.library().get(str(change["query"])))
        elif isinstance(change, dict) and "row" in change:
            desk.first = int(change["row"]) if str(change["row"]).isdigit() else 0
        else:
            state.hear(message)
            return
        show()

    asked.listen(hear)
    told.listen(hear)

    def fill() -> None:
        head.html = frame.heading(
            state,
            state.say(title, title_en),
            state.say(
                "Interroger le graphe en lecture seule ; la bibliothèque donne de quoi commencer",
                "Ask the graph, read-only; the library is where to begin",
            ),
        )
        show()

    state.keep(fill)
    return frame.stack(
        head, frame.columns((4, frame.card(asked)), (8, frame.stack(frame.card(told, bar), drawn)))
    )  # fmt: skip


def _act(services: Services, desk: _Desk, values: Mapping[str, Any], show: Callable[[], None]) -> None:
    """Run or cancel: a query runs in a thread of its own, so that nobody else waits for it."""
    desk.typed.hear(values)
    if values.get("act") == "cancel":
        with suppress(Unreachable):  # the query itself then ends with the same, and says so
            services.analyses.cancel(desk.ticket)
        return
    if desk.ticket:
        return
    ticket = desk.ticket = secrets.token_hex(8)
    desk.outcome, desk.refused, desk.first = None, None, 0
    document = pn.state.curdoc

    def work() -> None:
        outcome, refused = _answer(services, desk.typed, ticket)

        def done() -> None:
            desk.outcome, desk.refused, desk.ticket = outcome, refused, ""
            show()

        if document is None:
            done()
        else:
            document.add_next_tick_callback(done)

    # in the context of who asks: what they may save is told from it
    Thread(target=copy_context().run, args=(work,), daemon=True).start()


def _answer(services: Services, typed: Typed, ticket: str) -> tuple[Outcome | None, QueryRefused | None]:
    try:
        parameters = typed.parameters(services.analyses.library().get(typed.name))
        return services.analyses.run(typed.text, parameters, ticket), None
    except QueryRefused as error:
        return None, error
    except Unreachable:
        return None, QueryRefused("the database does not answer", "failed", "Neo4j")


def _told(state: State, desk: _Desk) -> Markup:
    if desk.ticket:
        return Markup('<p class="banner" role="status">{}</p>').format(
            state.say("Requête en cours… elle peut être annulée.", "The query runs… it can be cancelled.")
        )
    if desk.refused is not None:
        return refusal(state, desk.refused)
    found = desk.outcome
    if found is None:
        return markup.empty(
            state.say("Aucune requête exécutée", "No query was run yet"),
            state.say(
                "Choisissez-en une dans la bibliothèque, ou écrivez la vôtre, puis « Exécuter ».",
                "Choose one of the library, or write your own, then “Run”.",
            ),
        )
    if not found.rows:
        return markup.empty(
            state.say("Aucune ligne ne répond", "No row answers"),
            state.say("La requête a été exécutée ; rien ne correspond.", "The query was run; nothing matches."),
        )
    return _table(state, found, desk.first if desk.first < len(found.rows) else 0)


def _table(state: State, found: Outcome, first: int) -> Markup:
    shown = found.rows[first : first + PAGE]
    numeric = [all(isinstance(row[place], int | float) for row in shown) for place in range(len(found.columns))]
    columns = [Column(name, numeric=kind) for name, kind in zip(found.columns, numeric, strict=True)]
    total, last = number(len(found.rows), state.lang), first + len(shown)
    seconds = number(max(found.seconds, 0.1), state.lang, 1)
    caption = state.say(
        f"Lignes {first + 1} à {last} sur {total}, en {seconds} s",
        f"Rows {first + 1} to {last} of {total}, in {seconds} s",
    )
    cut = Markup('<p class="banner" role="status">{}</p>').format(
        state.say(
            f"Réponse coupée à {total} lignes : précisez la requête, ou ajoutez ORDER BY et LIMIT.",
            f"Answer cut at {total} rows: narrow the query, or add ORDER BY and LIMIT.",
        )
    )
    rows = [[_cell(state, cell) for cell in row] for row in shown]
    body = Markup('<div class="tall">{}</div>').format(markup.table(caption, columns, rows, saved=False, wide=True))
    return Markup('<div class="stack" role="status">{}{}{}</div>').format(
        Markup("") if found.complete else cut, body, _turn(state, len(found.rows), first)
    )


def _cell(state: State, cell: Any) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, bool):
        return state.say("oui", "yes") if cell else state.say("non", "no")
    if isinstance(cell, int | float):
        return number(cell, state.lang) if abs(cell) >= 1 or cell == 0 else _small(state, cell)
    text = cell.short if isinstance(cell, Nested) else str(cell)
    return text if len(text) <= LONGEST else text[: LONGEST - 2] + " …"


def _small(state: State, value: float) -> str:
    """Return a number under 1 with its two leading digits."""
    text = f"{value:.2g}"
    return (
        text.replace(".", state.say(",", "."))
        if "e" in text
        else number(value, state.lang, len(text.partition(".")[2]))
    )


def _turn(state: State, total: int, first: int) -> Markup:
    link = Markup('<button type="button" class="button" id="rows-{0}" data-go="{1}">{2}</button>')
    parts = []
    if first:
        before = json.dumps({"row": str(max(0, first - PAGE))})
        parts.append(link.format("before", before, state.say("← Précédentes", "← Previous")))
    if first + PAGE < total:
        parts.append(link.format("after", json.dumps({"row": str(first + PAGE)}), state.say("Suivantes →", "Next →")))
    return Markup('<div class="row">{}</div>').format(markup.join(parts)) if parts else Markup("")


def _draw(network: Network, legend: Any, state: State, found: Outcome) -> None:
    kinds = sorted({thing.kind for thing in found.picture.things})
    others = [kind for kind in kinds if kind not in COLOURS]
    colours = COLOURS | {kind: OTHERS[place % len(OTHERS)] for place, kind in enumerate(others)}
    most = max(thing.n for thing in found.picture.things)
    nodes = [
        {"id": one.id, "label": one.label, "x": one.x, "y": one.y, "size": 5 + 9 * sqrt(one.n / most),
         "colour": colours[one.kind]}
        for one in found.picture.things
    ]  # fmt: skip
    edges = [{"start": tie.start, "end": tie.end, "size": 1.2} for tie in found.picture.ties]
    said = state.say(
        f"Réseau de la réponse : {len(nodes)} nœuds, {len(edges)} liens. Tableau ci-dessous.",
        f"Network of the answer: {len(nodes)} nodes, {len(edges)} ties. Table below.",
    )
    network.param.update(nodes=nodes, edges=edges, label=said)
    entries = [("round", colours[kind], kind or "?") for kind in kinds]
    more = Markup('<p class="soft small">{}</p>').format(
        state.say(f"{found.hidden} autres nœuds ne sont pas dessinés.", f"{found.hidden} more nodes are not drawn.")
    )
    legend.html = markup.legend(entries) + (more if found.hidden else Markup(""))


def _ties(state: State, found: Outcome) -> Markup:
    by_id = {thing.id: thing for thing in found.picture.things}
    rows = [
        (by_id[tie.start].label, by_id[tie.start].kind, by_id[tie.end].label, by_id[tie.end].kind)
        for tie in found.picture.ties
    ]
    titles = [
        (state.say("De", "From")),
        state.say("Nature", "Kind"),
        state.say("Vers", "To"),
        state.say("Nature", "Kind"),
    ]
    caption = state.say("Liens de la réponse", "Ties of the answer")
    table = markup.table(caption, [Column(one) for one in titles], rows, wide=True)
    return markup.twin("ties", state.say("Voir les liens en tableau", "Show the ties as a table"), table)
