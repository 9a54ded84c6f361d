"""Needs of several départements together, as a table."""

from collections.abc import Sequence

from markupsafe import Markup

from ui import markup, unmet
from ui.formats import number
from ui.markup import Column
from ui.services.pooled import Pooled
from ui.state import State


def table(state: State, rows: Sequence[Pooled], count: int) -> Markup:
    """Return what each need comes to in `count` départements, and which of them it says nothing of."""
    columns = [
        Column(state.say("Besoin", "Need")),
        Column(state.say("n", "n"), numeric=True),
        Column(state.say("Sans réponse, par mois", "Not served, a month"), numeric=True),
        Column(state.say("Écart, pondéré par habitant", "Gap, by inhabitants"), numeric=True),
        Column(state.say("Repose sur", "Rests on")),
        Column(state.say("Inconnus, et non zéro", "Unknown, not zero")),
    ]
    cells = [
        (
            state.say(one.label, one.label_en),
            _least(state, one),
            "–" if one.unmet is None else number(round(one.unmet), state.lang),
            unmet.between(state, one.gap, one.low, one.high),
            state.say(f"{one.shown} / {count} départements", f"{one.shown} of {count} départements"),
            _unknown(state, one),
        )
        for one in rows
    ]
    return Markup('<section class="stack" id="pooled"><h2>{}</h2><p class="small soft">{}</p>{}</section>').format(
        state.say(f"Les {count} départements ensemble", f"The {count} départements together"),
        state.say(
            "Messages et demandes sans réponse s’additionnent ; l’écart est une moyenne pondérée par les habitants, "
            "ses bornes aussi, ce qui ne les resserre jamais à tort. Part servie et offre sans usage ne se moyennent "
            "pas : elles restent par département, plus bas.",
            "Messages and demands that are not served add up; the gap is a mean by inhabitants, and so are its bounds, "
            "which never makes them too narrow. Share served and idle offer are no means: they stay by département, "
            "below.",
        ),
        markup.table(state.say("Besoins de l’ensemble", "Needs of all of them"), columns, cells, wide=True),
    )


def _least(state: State, one: Pooled) -> str:
    if not one.shown:
        return "–"
    least = "≥ " if one.few or one.unknown else ""
    return f"{least}{number(one.messages, state.lang)}"


def _unknown(state: State, one: Pooled) -> str:
    told = [", ".join(one.unknown[:4]) + (" …" if len(one.unknown) > 4 else "")] if one.unknown else []
    if one.few:
        few = ", ".join(one.few) if len(one.few) < 3 else f"{len(one.few)} départements"
        told.append(state.say(f"{few} : sous 5 messages ou auteurs", f"{few}: under 5 messages or authors"))
    return " ; ".join(told) or "–"
