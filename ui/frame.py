"""Frames of a page: its heading with filters, cards, columns."""

from collections.abc import Mapping
from typing import Any

import panel as pn
import panel_material_ui as pmui
from markupsafe import Markup
from panel.viewable import Viewable

from ui import markup, narrowing, wording
from ui.components import Block, Chart
from ui.services import Services
from ui.state import State

CARD = {
    "background": "var(--ci-surface)",
    "border": "1px solid var(--ci-line)",
    "border-radius": "10px",
    "padding": "14px 18px 16px",
}


def block(state: State) -> Block:
    """Return an empty block whose links and lists move `state`."""
    return Block(listener=state.hear, sizing_mode="stretch_width")


def chart(state: State, height: int, **params: Any) -> Chart:
    """Return an empty picture."""
    return Chart(lang=state.lang, height=height, sizing_mode="stretch_width", **params)


def card(*parts: Viewable) -> pn.Column:
    """Return the parts, one below the other, in a frame."""
    return pn.Column(*parts, sizing_mode="stretch_width", styles=CARD)


def columns(*parts: tuple[int, Viewable]) -> Viewable:
    """Return the parts side by side, in twelfths of the width; one below the other on a small screen."""
    cells = [pmui.Grid(part, size={"xs": 12, "lg": twelfths}) for twelfths, part in parts]
    return pmui.Grid(*cells, container=True, spacing=2, sizing_mode="stretch_width")


def stack(*parts: Viewable) -> pn.Column:
    """Return the parts of a page, one below the other."""
    return pn.Column(*parts, sizing_mode="stretch_width", styles={"gap": "16px"})


def heading(state: State, title: str, subtitle: str, *filters: Markup) -> Markup:
    """Return the title of a page, what it speaks of, and its filters."""
    return Markup(
        '<header class="row apart top"><div><h1 tabindex="-1" data-main>{}</h1><p class="soft">{}</p></div>'
        '<div class="filters">{}</div></header>'
    ).format(title, subtitle, markup.join(filters))


def period_choice(state: State) -> Markup:
    """Return the list of periods."""
    options = {code: state.say(*words) for code, words in wording.PERIODS.items()}
    return markup.choice("period", state.say("Période", "Period"), options=options, chosen=state.period)


def compare_choice(state: State) -> Markup:
    """Return the list of what a period is compared with."""
    options = {code: state.say(*words) for code, words in wording.COMPARED.items()}
    return markup.choice("compare", state.say("Comparée à", "Compared with"), options=options, chosen=state.compare)


def place_choice(state: State, services: Services) -> Markup:
    """Return the list of territories."""
    names = {code: f"{name} ({code[1:]})" for code, name in services.territory.names().items()}
    everywhere = {"": state.say("France entière", "All of France")}
    chosen = state.departement or state.place
    if chosen and chosen not in names:
        everywhere[chosen] = place_name(state, services)
    return markup.choice("place", state.say("Territoire", "Territory"), options=everywhere | names, chosen=chosen)


def place_name(state: State, services: Services) -> str:
    """Return the name of the chosen territory, or of several."""
    choice = services.territory.choice(state.place)
    return narrowing.listed(state, choice) or state.place


def added_up(state: State, services: Services) -> Markup:
    """Return how the volume of several départements comes about; nothing for one, or for the whole country."""
    count = len(services.territory.choice(state.place).departements)
    if count < 2:
        return Markup("")
    return Markup('<p class="small soft">{}</p>').format(
        state.say(
            f"Volume : somme de {count} départements ; un message qui en nomme deux y compte deux fois. "
            "Aucun attendu n’en est connu.",
            f"Volume: the sum of {count} départements; a message that names two of them counts twice. "
            "What was to be expected is not known.",
        )
    )


def topic_choice(state: State, topics: Mapping[str, str]) -> Markup:
    """Return the list of topics."""
    everything = {"": state.say("Tous les messages", "All messages")}
    return markup.choice("topic", state.say("Sujet", "Topic"), options=everything | dict(topics), chosen=state.topic)


def unread(state: State, title: str) -> Markup:
    """Return what stands in the place of a page that could not be read when it was opened."""
    told = markup.empty(
        state.say("Cette page n’a pas encore été lue", "This page was not read yet"),
        state.say(
            "Elle s’affichera dès que la base de données répondra ; les pages déjà ouvertes restent lisibles.",
            "It will show as soon as the database answers; pages that were opened before stay readable.",
        ),
    )
    return Markup('<div class="stack">{}{}</div>').format(heading(state, title, ""), told)


def nothing_yet(state: State) -> Markup:
    """Return what a page shows while nothing was ever collected."""
    return markup.empty(
        state.say("Aucune donnée pour l’instant", "No data yet"),
        state.say(
            "Lancez une collecte ; cette page se remplira d’elle-même.",
            "Start collecting; this page will fill by itself.",
        ),
    )
