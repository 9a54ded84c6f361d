"""Several départements of the map chosen together: by a rectangle, or by ticks in its table; what they come to."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from ui import markup
from ui.formats import number
from ui.services import Services
from ui.services.territory import MOST_PLACES, PER, Area
from ui.state import State

TICK = "tick-"
"""What the name of the tick of a département begins with."""


def chosen(codes: Iterable[str], known: Collection[str]) -> str | None:
    """Return the choice of these départements as the address holds it; None where there are none, or too many.

    >>> chosen(["D71", "D21", "nowhere"], {"D21", "D71"}), chosen([], {"D21"})
    ('D21,D71', None)
    """
    found = sorted({code for code in codes if code in known})
    return ",".join(found) if 0 < len(found) <= MOST_PLACES else None


def ticked(form: Mapping[str, object]) -> list[str]:
    """Return the départements whose rows are ticked."""
    return [name.removeprefix(TICK) for name in form if name.startswith(TICK)]


class Chooser:
    """Hears what is drawn and ticked, and chooses it, or says why not."""

    def __init__(self, state: State, services: Services, again: Callable[[], None]) -> None:
        self._state = state
        self._services = services
        self._again = again
        self._refused: int | None = None

    def drawn(self, message: Mapping[str, Any]) -> None:
        """Choose what lies in a rectangle, or what was clicked."""
        if "brush" in message:
            self._choose([str(code) for code in message["brush"]])
        else:
            self._state.go({"place": message["id"]})

    def ticked(self, message: Mapping[str, Any]) -> None:
        """Choose the rows that are ticked, or follow a link."""
        if isinstance(message.get("form"), dict):
            self._choose(ticked(message["form"]))
        else:
            self._state.hear(message)

    def told(self) -> Markup:
        """Return how several are chosen, and once why the last ones were not."""
        count, self._refused = self._refused, None
        return hint(self._state) if count is None else refused(self._state, count) + hint(self._state)

    def _choose(self, codes: list[str]) -> None:
        places = chosen(codes, self._services.territory.names())
        if places is None:
            self._refused = len(codes)
            self._again()
        else:
            self._state.go({"place": places})


def refused(state: State, count: int) -> Markup:
    """Return why so many départements were not chosen."""
    words = state.say(
        f"{count} départements : {MOST_PLACES} au plus à la fois. Le choix n’a pas changé.",
        f"{count} départements: at most {MOST_PLACES} at a time. The choice has not changed.",
    )
    if not count:
        words = state.say("Aucun département choisi.", "No département chosen.")
    return Markup('<p class="notice bad" role="alert">{}</p>').format(words)


def hint(state: State) -> Markup:
    """Return how several are chosen."""
    return Markup('<p class="small soft">{}</p>').format(
        state.say(
            "Un clic ouvre un département. Pour en choisir plusieurs, tracez un rectangle à la souris, ou cochez-les "
            "dans le tableau.",
            "A click opens a département. To choose several, draw a rectangle with the mouse, or tick them in the "
            "table.",
        )
    )


def together(state: State, areas: Sequence[Area]) -> Markup:
    """Return what the chosen départements come to, and that it holds on Situation too."""
    known = [area for area in areas if area.known and area.population]
    whole = Area("", "", sum(area.n for area in known), sum(area.population or 0 for area in known))
    count = len(areas)
    figures = {
        state.say(f"messages, somme de {len(known)} départements", f"messages, the sum of {len(known)} départements"): (
            number(whole.n, state.lang)
        )
    }
    if whole.rate is not None and whole.interval is not None:
        low, high = (number(bound, state.lang) for bound in whole.interval)
        label = state.say(
            f"pour {number(PER, 'fr')} habitants (de {low} à {high})",
            f"per {number(PER, 'en')} inhabitants ({low} to {high})",
        )
        figures[label] = number(whole.rate, state.lang)
    lines = [
        state.say(
            "Un message qui nomme deux départements y compte deux fois.",
            "A message that names two départements counts in both.",
        )
    ]
    if missing := count - len(known):
        fr = f"{missing} inconnus n’y sont pas." if missing > 1 else "1 inconnu n’y est pas."
        lines.append(state.say(fr, f"{missing} unknown left out."))
    return Markup(
        '<section class="stack"><h2>{}</h2>{}<p class="small soft">{}</p><p class="small row">{}{}</p></section>'
    ).format(
        state.say(f"{count} départements choisis", f"{count} départements chosen"),
        markup.figures(figures),
        " ".join(lines),
        markup.link(state, state.say("Leur situation", "Their situation"), page="situation"),
        markup.link(state, state.say("Revenir à la France entière", "Back to all of France"), place=""),
    )


def ticks(state: State, table: Markup) -> Markup:
    """Return the table of départements as a form: those that are ticked are chosen together."""
    return Markup(
        '<form class="stack"><p class="row"><button class="button" id="tick-go" name="act" value="places">{}</button>'
        "</p>{}</form>"
    ).format(state.say("Choisir les départements cochés", "Choose the ticked départements"), table)


def tick(area: Area, name: str, *, is_chosen: bool) -> Markup:
    """Return the name of a département with its tick."""
    return Markup(
        '<label class="row" style="flex-wrap:nowrap;gap:8px;cursor:pointer"><input type="checkbox" id="{0}{1}" '
        'name="{0}{1}"{2}><span>{3}</span></label>'
    ).format(TICK, area.id, Markup(" checked") if is_chosen else "", name)
