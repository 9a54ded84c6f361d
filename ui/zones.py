"""Zones where nothing is known, as a card: an outage hides them, or no message comes from them."""

from collections.abc import Sequence

from markupsafe import Markup

from ui import markup
from ui.formats import moment, number
from ui.markup import Column
from ui.services.hearing import SILENT, Hearing, Zone
from ui.state import State

NAMED = 5
"""Zones named in the card; all are in its table."""

DAYS = SILENT // 86_400_000


def card(state: State, found: Hearing) -> Markup:
    """Return the zones of a period that could not be heard, how many, since when, and where to look further."""
    dark = len(found.deaf) + len(found.silent)
    count = Markup("")
    if dark:
        count = markup.chip("bad" if found.deaf else "plain", f"{dark} / {found.zones}")
    head = Markup('<div class="row apart"><h2>{}</h2>{}</div>').format(
        state.say("Zones sans visibilité", "Zones out of sight"), count
    )
    parts = [part for part in (_deaf(state, found), _silent(state, found.silent), _lost(state, found)) if part]
    if not dark:
        parts.insert(0, _clear(state))
    ways = Markup('<p class="small row">{}{}</p>').format(
        markup.link(state, state.say("Voir la carte", "See the map"), page="carte", place=""),
        markup.link(state, state.say("Voir les sources", "See the sources"), page="sources"),
    )
    return Markup('<section class="stack" id="zones">{}{}{}{}</section>').format(
        head, markup.join(parts), _table(state, found) if dark else "", ways
    )


def _clear(state: State) -> Markup:
    return Markup("<p>{}</p>").format(
        state.say(
            f"Aucune : chaque département a été entendu dans les {DAYS} derniers jours.",
            f"None: every département was heard in the last {DAYS} days.",
        )
    )


def _deaf(state: State, found: Hearing) -> Markup:
    if not found.deaf:
        return Markup("")
    every = len(found.deaf) == found.zones
    who = state.say("Toute la France", "All of France") if every else _names(state, found.deaf)
    lost, hours = number(found.lost, state.lang), number(found.hours, state.lang)
    how = state.say(f"rien de sûr {lost} h sur {hours}", f"nothing certain {lost} h out of {hours}")
    return Markup('<p><b>{}</b> – {}{}. <span class="soft">{}</span></p>').format(
        who,
        how,
        _when(state, found),
        state.say("Un volume bas n’y veut pas dire calme.", "A low volume there does not mean calm."),
    )


def _when(state: State, found: Hearing) -> str:
    since = None if found.since is None else moment(found.since, state.lang)
    if found.until is None:
        return state.say(f", depuis le {since}", f", since {since}") if since else ""
    until = moment(found.until, state.lang)
    if since is None:
        return state.say(f", jusqu’au {until}", f", until {until}")
    return state.say(f", du {since} au {until}", f", from {since} to {until}")


def _silent(state: State, zones: Sequence[Zone]) -> Markup:
    if not zones:
        return Markup("")
    many = "s" if len(zones) > 1 else ""
    return Markup('<p><b>{}</b>{}{}. <span class="soft">{}</span></p>').format(
        state.say(f"{len(zones)} département{many} muet{many}", f"{len(zones)} silent département{many}"),
        state.say(" : ", ": "),
        _names(state, zones),
        state.say(
            f"Aucun message depuis plus de {DAYS} jours, ou jamais : calmes, ou qu’aucune source ne couvre, "
            "on ne peut pas le dire.",
            f"No message for more than {DAYS} days, or ever: calm, or covered by no source, nobody can tell.",
        ),
    )


def _lost(state: State, found: Hearing) -> Markup:
    """Return what was lost of a period where most of it was heard."""
    if found.deaf or not found.lost:
        return Markup("")
    hours, lost = number(found.hours, state.lang), number(found.lost, state.lang)
    words = state.say(
        f"Partout, {lost} h sur {hours} incomplètes{_when(state, found)}.",
        f"Everywhere, {lost} h out of {hours} incomplete{_when(state, found)}.",
    )
    return Markup('<p class="small soft">{}</p>').format(words)


def _names(state: State, zones: Sequence[Zone]) -> Markup:
    links = [markup.link(state, zone.name, page="carte", place=zone.id) for zone in zones[:NAMED]]
    more = len(zones) - NAMED
    tail = state.say(f" et {more} autre{'s' if more > 1 else ''}", f" and {more} more") if more > 0 else ""
    return Markup(", ").join(links) + tail


def _table(state: State, found: Hearing) -> Markup:
    never = state.say("jamais", "never")
    rows = [
        (
            f"{zone.name} ({zone.id.removeprefix('D')})",
            never if zone.heard_at is None else moment(zone.heard_at, state.lang),
            why,
        )
        for why, zones in (
            (state.say("source coupée", "source down"), found.deaf),
            (state.say("aucun message", "no message"), found.silent),
        )
        for zone in zones
    ]
    titles = (("Zone", "Zone"), ("Dernier message", "Last message"), ("Pourquoi", "Why"))
    caption = state.say("Zones sans visibilité", "Zones out of sight")
    table = markup.table(caption, [Column(state.say(*words)) for words in titles], rows)
    return markup.twin("zones-tableau", state.say("Voir toutes les zones", "Show all zones"), table)
