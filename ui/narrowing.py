"""What a choice of territories does to a page: what it hides, what is unknown in it, how its figures come about."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from graph.rows import Row
from signals.said import NARROW
from ui import markup
from ui.services import Services
from ui.services.choice import Choice, Near
from ui.services.hearing import Hearing, Zone
from ui.services.span import Span
from ui.state import State

GRAVE = ("critique", "forte")
NAMED = 8
"""Zones of which nothing is known that are named; more are counted."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The rows that a choice leaves in sight, and those that it hides."""

    shown: list[Row]
    hidden: list[Row]
    wider: int
    """Of those hidden, how many are about a larger territory that holds the chosen one."""


def alerts(services: Services, choice: Choice, rows: Sequence[Row]) -> Narrowed:
    """Return the alerts of which a place, or that of an alert merged into them, lies in the choice."""
    return _narrowed(services, choice, rows, lambda near, codes: near.holds(codes))


def actions(services: Services, choice: Choice, rows: Sequence[Row]) -> Narrowed:
    """Return the actions that are meant for the choice: for a part of it, for it, or for more than it."""
    return _narrowed(services, choice, rows, lambda near, codes: near.reaches(codes))


def _narrowed(
    services: Services, choice: Choice, rows: Sequence[Row], stays: Callable[[Near, list[str]], bool]
) -> Narrowed:
    if not choice.places:
        return Narrowed(list(rows), [], 0)
    codes = {row["id"]: _codes(row) for row in rows}
    near = services.territory.near(choice, (code for found in codes.values() for code in found))
    hidden = [row for row in rows if not stays(near, codes[row["id"]])]
    gone = {row["id"] for row in hidden}
    wider = sum(near.reaches(codes[row["id"]]) for row in hidden)
    return Narrowed([row for row in rows if row["id"] not in gone], hidden, wider)


def _codes(row: Row) -> list[str]:
    return [place["id"] for one in (row, *row.get("parts", ())) for place in one["places"]]


def overlooked(state: State, found: Narrowed) -> Markup:
    """Return how many alerts a choice hides, how grave those to be dealt with are, and the way back to all of them."""
    hidden, say = len(found.hidden), state.say
    if not state.place:
        return Markup("")
    todo = [row for row in found.hidden if row["standing"].state == "open"]
    grave = sum(row["severity"] in GRAVE for row in todo)
    if not hidden:
        words = say("Aucune alerte ailleurs : le territoire ne cache rien.", "No alert elsewhere: nothing is hidden.")
    else:
        words = say(
            f"{hidden} alerte{_s(hidden)} hors du territoire choisi, dont {len(todo)} à traiter",
            f"{hidden} alert{_s(hidden)} outside the chosen territory, {len(todo)} of them to do",
        )
        if grave:
            words += say(f" ({grave} forte{_s(grave)} ou critique{_s(grave)})", f" ({grave} high or critical)")
        if found.wider:
            words += say(
                f" ; {found.wider} vis{'ent' if found.wider > 1 else 'e'} plus large (région, pays ou sans lieu)",
                f"; {found.wider} about more than it (région, country or no place)",
            )
        words += "."
    return Markup(
        '<div class="notice {}" id="hidden" role="note" style="margin-top:12px"><span>{}</span>{}</div>'
    ).format(
        "bad" if grave else "plain",
        words,
        markup.link(state, say("Voir toutes les alertes", "See all alerts"), place=""),
    )


def left_out(state: State, found: Narrowed) -> Markup:
    """Return how many actions a choice hides, and the way back to all of them."""
    if not state.place:
        return Markup("")
    hidden = len(found.hidden)
    words = state.say(
        f"Actions pour ce territoire ou plus large que lui ; {hidden} ailleurs.",
        f"Actions for this territory, or for more than it; {hidden} elsewhere.",
    )
    return Markup('<p class="small soft row" id="hidden">{}{}</p>').format(
        words, markup.link(state, state.say("Voir toutes les actions", "See all actions"), place="")
    )


def heard(services: Services, choice: Choice, span: Span) -> Hearing:
    """Return what could be heard of the départements of a choice."""
    areas = [area for area in services.territory.departements(span) if area.id in choice.departements]
    return services.situation.hearing(span, areas)


def unknown(services: Services, choice: Choice, span: Span) -> list[Zone]:
    """Return the zones of a choice of which nothing is known."""
    found = heard(services, choice, span)
    return [*found.deaf, *found.silent]


def listening(services: Services, choice: Choice, span: Span) -> str:
    """Return the code of those of several départements of which something is known; of all where nothing is of any."""
    if choice.kind != "departement" or not choice.is_several:
        return choice.code
    out = {zone.id for zone in unknown(services, choice, span)}
    return ",".join(code for code in choice.places if code not in out) or choice.code


def unheard(state: State, services: Services, choice: Choice, span: Span) -> Markup:
    """Return the zones of a choice of which nothing is known, named: their silence is no zero; nothing without any."""
    if not choice.places:
        return Markup("")
    found = heard(services, choice, span)
    parts = []
    if found.deaf:
        parts.append(state.say("source coupée : ", "source down: ") + _names(state, [one.name for one in found.deaf]))
    if found.silent:
        silent = _names(state, [one.name for one in found.silent])
        parts.append(state.say("aucun message depuis 30 jours : ", "no message for 30 days: ") + silent)
    if uncounted := _uncounted(services, choice, span, found):
        parts.append(
            state.say(
                "habitants non publiés, donc aucun taux d’ensemble : ", "inhabitants not published, so no rate of all: "
            )
            + _names(state, uncounted)
        )
    if not parts:
        return Markup("")
    rest = ""
    if choice.code != listening(services, choice, span):
        rest = state.say(
            " Ce qui s’entend (messages, taux par habitant qui en viennent) porte sur les autres.",
            " What is heard (messages, and rates per inhabitant of them) is told of the others.",
        )
    return Markup('<p class="small" id="unheard"><b>{}</b> {}.{}</p>').format(
        state.say(f"Inconnu, et non zéro{NARROW}:", "Unknown, which is not zero:"), " ; ".join(parts), rest
    )


def _uncounted(services: Services, choice: Choice, span: Span, found: Hearing) -> list[str]:
    """Return the names of several départements that are heard, and whose inhabitants nobody counted."""
    out = {zone.id for zone in (*found.deaf, *found.silent)}
    areas = services.territory.departements(span) if choice.is_several else ()
    return [one.name for one in areas if one.id in choice.departements and one.id not in out and not one.population]


def counted_once(state: State, choice: Choice) -> Markup:
    """Return how figures of several territories come about; nothing for one."""
    if not choice.is_several:
        return Markup("")
    return Markup('<p class="small soft" id="together">{}</p>').format(
        state.say(
            f"{called(state, choice)} vus comme un seul territoire : un message qui en nomme deux compte une fois ; "
            "parts, médianes et intervalles sont recalculés sur l’ensemble, jamais moyennés.",
            f"{called(state, choice)} seen as one territory: a message that names two of them counts once; shares, "
            "medians and intervals are computed again over all of it, never averaged.",
        )
    )


KINDS = {
    "commune": ("communes", "communes"),
    "arrondissement": ("arrondissements", "arrondissements"),
    "epci": ("intercommunalités", "groups of communes"),
    "region": ("régions", "régions"),
}


def called(state: State, choice: Choice) -> str:
    """Return how many territories are chosen, and of which kind: `3 départements`."""
    kind = state.say(*KINDS.get(choice.kind, ("départements", "départements")))
    return f"{len(choice.places)} {kind}"


def listed(state: State, choice: Choice, most: int = 3) -> str:
    """Return the names of a choice; of many, how many they are."""
    return called(state, choice) if len(choice.places) > most else ", ".join(choice.names.values())


def _names(state: State, names: Iterable[str]) -> str:
    found = list(names)
    more = len(found) - NAMED
    tail = state.say(f" et {more} autre{_s(more)}", f" and {more} more") if more > 0 else ""
    return ", ".join(found[:NAMED]) + tail


def _s(count: int) -> str:
    return "s" if count > 1 else ""
