"""Bridges in words: which communities join others, and why they count."""

from markupsafe import Markup

from ui import markup
from ui.formats import number, percent
from ui.markup import Column
from ui.services.between import Bridge
from ui.services.pictures import Picture
from ui.state import State


def listed(state: State, picture: Picture) -> Markup:
    """Return the list of bridges, the twin of those that are marked in the picture; nothing where there is none."""
    if not picture.bridges:
        return Markup("")
    rows = []
    for bridge in picture.bridges:
        name = Markup('<span class="nowrap">{}</span>').format(
            state.say(f"Communauté {bridge.label}", f"Community {bridge.label}")
        )
        shown = name if picture.thing(bridge.id) is None else markup.link(state, name, node=bridge.id)
        rows.append((shown, number(bridge.partners, state.lang), sentence(state, bridge)))
    columns = [
        Column(state.say("Pont", "Bridge")),
        Column(state.say("Reliées", "Joined"), numeric=True),
        Column(state.say("Pourquoi", "Why")),
    ]
    caption = state.say(
        "Les communautés par lesquelles passe ce qui va des unes aux autres",
        "The communities that lead from one to another",
    )
    return Markup('<h2 style="margin-top:16px">{}</h2>{}').format(
        state.say("Ponts", "Bridges"), markup.table(caption, columns, rows)
    )


def sentence(state: State, bridge: Bridge) -> str:
    """Return why a community is a bridge."""
    share = percent(bridge.share, state.lang)
    french = f"{share} des plus courts chemins entre deux autres passent par ses {bridge.members} comptes"
    english = f"{share} of the shortest ways between two others lead through its {bridge.members} accounts"
    if bridge.splits:
        french += " ; sans elle, certaines ne se rejoignent plus"
        english += "; without it some do not reach each other"
    return state.say(french + ".", english + ".")


def why(state: State, bridge: Bridge) -> Markup:
    """Return what is said of a bridge that is chosen."""
    joined = state.say(
        f"Pont : reliée à {bridge.partners} autre{'s' if bridge.partners > 1 else ''} "
        f"communauté{'s' if bridge.partners > 1 else ''}. ",
        f"Bridge: joined to {bridge.partners} other communit{'ies' if bridge.partners > 1 else 'y'}. ",
    )
    return Markup('<p class="notice"><span><b>{}</b>{}</span></p>').format(joined, sentence(state, bridge))
