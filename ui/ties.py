"""What is tied to what, in words and tables: the twin of the picture of the network."""

from markupsafe import Markup

from ui import joining, markup, wording
from ui.formats import number
from ui.markup import Column
from ui.services.pictures import GROUP, Picture, Step, Thing
from ui.state import State

LISTED = 12
"""Topics listed beside the picture."""


def name(state: State, thing: Thing) -> str:
    """Return the name of a thing; communities have a number and a size, never a member."""
    if thing.kind != "community":
        return thing.label
    return f"{kind(state, 'community')} {thing.label} ({thing.n})"


def kind(state: State, code: str) -> str:
    """Return the word for a kind of things."""
    return wording.word(state, wording.KINDS, code)


def chosen(state: State, picture: Picture, thing: Thing, *, pinned: bool) -> Markup:
    """Return what is tied to a thing, what else can be seen of it, and the way to another."""
    back = markup.link(state, state.say("← Toute la liste", "← Whole list"), node="", goal="", opened="")
    body = _members(state, picture, thing) if thing.kind == GROUP else _around(state, picture, thing)
    return Markup(
        '<div class="stack"><p>{}</p><h2>{}</h2><p class="soft">{}</p>{}<p class="row">{}</p>{}{}{}</div>'
    ).format(
        back,
        name(state, thing),
        kind(state, thing.kind),
        joining.why(state, bridge) if (bridge := picture.bridge(thing.id)) else "",
        _elsewhere(state, thing),
        _release(state, thing) if pinned else "",
        _way(state, picture, thing),
        body,
    )


def listed(state: State, picture: Picture) -> Markup:
    """Return the topics written about most, or the groups while they are folded."""
    of = GROUP if picture.members else "topic"
    things = sorted((thing for thing in picture.things if thing.kind == of), key=lambda thing: -thing.n)
    rows = [
        (
            markup.link(state, thing.label, node=thing.id),
            number(thing.n, state.lang),
            number(len(picture.around(thing.id)), state.lang),
        )
        for thing in things[:LISTED]
    ]
    columns = [
        Column(kind(state, of)),
        Column(state.say("Messages", "Messages"), numeric=True),
        Column(state.say("Liens", "Ties"), numeric=True),
    ]
    caption = state.say("Choisissez un élément pour voir ses liens", "Choose a thing to see its ties")
    title = state.say("Sujets les plus actifs", "Most active topics")
    if picture.members:
        title = state.say("Ce qui va ensemble", "What belongs together")
    return Markup("<h2>{}</h2>{}").format(title, markup.table(caption, columns, rows))


def twin(state: State, picture: Picture) -> Markup:
    """Return all ties as a table."""
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


def _around(state: State, picture: Picture, thing: Thing) -> Markup:
    rows = [
        (markup.link(state, name(state, other), node=other.id), kind(state, other.kind), number(n, state.lang))
        for other, n in picture.around(thing.id)
    ]
    columns = [
        Column(state.say("Lié à", "Tied to")),
        Column(state.say("Nature", "Kind")),
        Column(state.say("Messages", "Messages"), numeric=True),
    ]
    return markup.table(state.say(f"Liens de {name(state, thing)}", f"Ties of {name(state, thing)}"), columns, rows)


def _members(state: State, picture: Picture, thing: Thing) -> Markup:
    rows = [
        (
            markup.link(state, name(state, member), node=member.id, fold=""),
            kind(state, member.kind),
            number(member.n, state.lang),
        )
        for member in sorted(picture.members[thing.id], key=lambda member: -member.n)
    ]
    columns = [
        Column(state.say("Élément", "Thing")),
        Column(state.say("Nature", "Kind")),
        Column(state.say("Messages", "Messages"), numeric=True),
    ]
    return markup.table(state.say("Ce que le groupe rassemble", "What the group holds"), columns, rows)


def _elsewhere(state: State, thing: Thing) -> Markup:
    what, _, code = thing.id.partition(":")
    links = []
    if what == "topic":
        links.append(markup.link(state, state.say("Voir sa courbe", "Show its curve"), page="situation", topic=code))
        links.append(markup.link(state, state.say("Voir sur la carte", "Show on the map"), page="carte", topic=code))
    if what == "place":
        links.append(markup.link(state, state.say("Voir sur la carte", "Show on the map"), page="carte", place=code))
    if what == GROUP:
        links.append(markup.link(state, state.say("Déplier les groupes", "Unfold the groups"), fold="", node=""))
    elif what != "community":
        words = state.say("Voir tous ses liens", "Show all its ties")
        if state.opened == thing.id:
            links.append(markup.link(state, state.say("Ne garder que les plus forts", "Keep the strongest"), opened=""))
        else:
            links.append(markup.link(state, words, opened=thing.id))
    return markup.join(links)


def _release(state: State, thing: Thing) -> Markup:
    return Markup('<form><button class="button" name="release" value="{}">{}</button></form>').format(
        thing.id, state.say("Rendre sa place", "Give its place back")
    )


def _way(state: State, picture: Picture, thing: Thing) -> Markup:
    """Return the list of goals, and the way to the one that is chosen."""
    groups: dict[str, dict[str, str]] = {"": {"": state.say("Choisir…", "Choose…")}}
    for other in sorted(picture.things, key=lambda other: (other.kind, -other.n)):
        if other.id != thing.id:
            groups.setdefault(kind(state, other.kind), {})[other.id] = name(state, other)
    label = state.say("Chemin jusqu’à", "Way to")
    field = markup.grouped_choice("goal", label, groups=groups, chosen=state.goal)
    if picture.thing(state.goal) is None or state.goal == thing.id:
        return field
    steps = picture.way(thing.id, state.goal)
    if not steps:
        return field + Markup('<p class="soft">{}</p>').format(
            state.say("Aucun chemin entre ces deux éléments.", "There is no way between these two.")
        )
    return field + Markup('<ol class="way">{}</ol>').format(markup.join(_step(state, step) for step in steps))


def _step(state: State, step: Step) -> Markup:
    messages = number(step.n, state.lang)
    by = state.say(f"par {messages} messages", f"by {messages} messages") if step.n else ""
    return Markup('<li>{} <span class="soft">{}</span></li>').format(
        markup.link(state, name(state, step.thing), node=step.thing.id), by
    )
