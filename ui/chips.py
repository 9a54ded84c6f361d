"""What a view is narrowed to, as chips: each with a button that takes it off."""

import json

from markupsafe import Markup

from signals.said import NARROW
from ui import markup, narrowing, wording
from ui.services import Services
from ui.services.choice import Choice
from ui.services.reader import Unreachable
from ui.state import State

SAID = {
    "period": ("Période", "Period"),
    "compare": ("Comparée", "Compared"),
    "place": ("Territoire", "Territory"),
    "service": ("Service", "Service"),
    "topic": ("Sujet", "Topic"),
}
"""Choices that hold on every page, in the order in which they are shown."""

HEEDING = frozenset({"situation", "veille", "carte", "piliers", "croisements", "besoins", "actions", "point"})
"""Pages that a territory narrows."""

COARSE = frozenset({"situation", "besoins", "point"})
"""Pages whose finest grain is the département, that a commune stands for there."""

BUTTON = (
    "font:inherit;line-height:1;color:inherit;background:none;border:0;padding:5px 7px;margin:-3px -8px -3px -2px;"
    "cursor:pointer"
)


def chips(state: State, services: Services) -> Markup:
    """Return the choices that are not the usual ones; nothing where all of them are."""
    found = [
        (name, state.say(*words), _value(state, services, name))
        for name, words in SAID.items()
        if getattr(state, name) != state.param[name].default
    ]
    if not found:
        return Markup("")
    items = markup.join(_chip(state, *one) for one in found)
    everything = ""
    if len(found) > 1:
        plain = json.dumps({name: state.param[name].default for name, _, _ in found})
        button = Markup('<li class="off"><button class="button small" id="off-all" data-go="{}">{}</button></li>')
        everything = button.format(plain, state.say("Tout retirer", "Take all off"))
    return Markup(
        '<ul class="row plain chosen" style="display:flex;padding:2px 0 6px" aria-label="{}">{}{}</ul>'
    ).format(state.say("Filtres actifs", "Active filters"), items, everything)


def _chip(state: State, name: str, label: str, value: str) -> Markup:
    off = json.dumps({name: state.param[name].default})
    title = state.say(
        f"Retirer le filtre {label.lower()}{NARROW}: {value}", f"Take off the filter {label.lower()}: {value}"
    )
    return Markup(
        '<li><span class="chip plain">{}{} <b>{}</b><button class="off" id="off-{}" data-go="{}" aria-label="{}"'
        ' title="{}" style="{}">✕</button></span></li>'
    ).format(label, state.say(f"{NARROW}:", ":"), value, name, off, title, title, BUTTON)


def _value(state: State, services: Services, name: str) -> str:
    code = str(getattr(state, name))
    try:
        match name:
            case "period":
                return wording.word(state, wording.PERIODS, code)
            case "compare":
                return wording.word(state, wording.COMPARED, code)
            case "place":
                return _place(state, services)
            case "service":
                return services.pillars.services().get(code, code)
            case _:
                return _topic(services, code)
    except Unreachable:
        return code


def _place(state: State, services: Services) -> str:
    choice = services.territory.choice(state.place)
    name = narrowing.listed(state, choice) or state.say("France entière", "All of France")
    if choice.left_out:
        codes = ", ".join(choice.left_out[:3]) + (" …" if len(choice.left_out) > 3 else "")
        name += state.say(
            f" ({codes}{NARROW}: inconnu ou d’une autre maille)", f" ({codes}: unknown, or of another kind)"
        )
    return name + _heeded(state, services, choice)


def _heeded(state: State, services: Services, choice: Choice) -> str:
    """Return how a page heeds the chosen territory, where it does not do so as it stands."""
    if state.page not in HEEDING:
        return state.say(" (sans effet ici)", " (no effect here)")
    if state.page in COARSE and choice.kind in ("commune", "arrondissement"):
        names = services.territory.names()
        of = ", ".join(names.get(code, code) for code in choice.departements)
        return state.say(f" (ici, le département : {of})", f" (here its département: {of})")
    return ""


def _topic(services: Services, code: str) -> str:
    span = services.span("30j")
    rows = services.situation.topics(span) if span else []
    return next((str(row["label"]) for row in rows if row["id"] == code), code)
