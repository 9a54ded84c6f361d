"""Several territories of the map chosen together: by a rectangle, or by ticks in its table; what they come to."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from signals.facts import MOST_PLACES
from ui import markup
from ui.formats import number
from ui.services import Services
from ui.services.territory import PER, Area
from ui.state import State

TICK = "tick-"
"""What the name of the tick of a territory begins with."""


def chosen(codes: Iterable[str], known: Collection[str]) -> str | None:
    """Return the choice of these territories as the address holds it; None where there are none, or too many.

    >>> chosen(["D71", "D21", "nowhere"], {"D21", "D71"}), chosen([], {"D21"})
    ('D21,D71', None)
    """
    found = sorted({code for code in codes if code in known})
    return ",".join(found) if 0 < len(found) <= MOST_PLACES else None


def ticked(form: Mapping[str, object]) -> list[str]:
    """Return the territories whose rows are ticked."""
    return [name.removeprefix(TICK) for name in form if name.startswith(TICK)]


class Chooser:
    """Hears what is drawn and ticked, and chooses it, or says why not."""

    def __init__(self, state: State, services: Services, again: Callable[[], None]) -> None:
        self._state = state
        self._services = services
        self._again = again
        self._refused: int | None = None
        self._offered: frozenset[str] = frozenset()

    def offers(self, codes: Iterable[str]) -> None:
        """Let these be chosen, which the map shows; départements unless somebody says so."""
        self._offered = frozenset(codes)

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

    def told(self, *, zoomed: bool = False, ticks: bool = True) -> Markup:
        """Return how several are chosen, and once why the last ones were not; without `ticks`, those are on Carte."""
        count, self._refused = self._refused, None
        told = hint(self._state, zoomed=zoomed) if ticks else _hint_without(self._state)
        return told if count is None else refused(self._state, count, zoomed=zoomed) + told

    def _choose(self, codes: list[str]) -> None:
        offered = self._offered or self._services.territory.names()
        places = chosen(codes, offered)
        if places is None:
            self._refused = sum(code in offered for code in set(codes))
            self._again()
        else:
            self._state.go({"place": places})


def refused(state: State, count: int, *, zoomed: bool = False) -> Markup:
    """Return why so many territories were not chosen."""
    what = "communes" if zoomed else "départements"
    words = state.say(
        f"{count} {what} : {MOST_PLACES} au plus à la fois. Le choix n’a pas changé.",
        f"{count} {what}: at most {MOST_PLACES} at a time. The choice has not changed.",
    )
    if not count:
        words = state.say("Aucun département choisi.", "No département chosen.")
        if zoomed:
            words = state.say("Aucune commune choisie.", "No commune chosen.")
    return Markup('<p class="notice bad" role="alert">{}</p>').format(words)


def hint(state: State, *, zoomed: bool = False) -> Markup:
    """Return how several are chosen."""
    words = state.say(
        "Un clic ouvre un département. Pour en choisir plusieurs, tracez un rectangle à la souris, ou cochez-les "
        "dans le tableau.",
        "A click opens a département. To choose several, draw a rectangle with the mouse, or tick them in the table.",
    )
    if zoomed:
        words = state.say(
            "Un clic choisit une commune. Pour en choisir plusieurs, tracez un rectangle à la souris, ou cochez-les "
            "dans le tableau ; la molette agrandit.",
            "A click chooses a commune. To choose several, draw a rectangle with the mouse, or tick them in the table; "
            "the wheel zooms.",
        )
    return Markup('<p class="small soft">{}</p>').format(words)


def _hint_without(state: State) -> Markup:
    """Return how several are chosen on a page without ticks, and where keys alone do it."""
    words = state.say(
        "Un clic choisit un département ; un rectangle tracé à la souris, plusieurs. Au clavier : cochez-les sur la",
        "A click chooses a département; a rectangle drawn with the mouse, several. With keys: tick them on the",
    )
    return Markup('<p class="small soft">{} {}.</p>').format(
        words, markup.link(state, state.say("Carte", "Map"), page="carte")
    )


def together(state: State, areas: Sequence[Area], zoom: str = "", *, asked: int = 0) -> Markup:
    """Return what the chosen territories come to, and the ways on: to their situation, and back.

    `zoom` is the département that communes lie in; `asked`, how many are chosen, shown or not.
    """
    known = [area for area in areas if area.known and area.population]
    whole = Area("", "", sum(area.n for area in known), sum(area.population or 0 for area in known))
    count = max(asked, len(areas))
    many = "s" if count > 1 else ""
    what = f"commune{many}" if zoom else f"département{many}"
    figures = {
        state.say(f"messages, somme de {len(known)} {what}", f"messages, the sum of {len(known)} {what}"): (
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
    chosen = ("choisie" if zoom else "choisi") + many
    back = markup.link(state, state.say("Revenir à la France entière", "Back to all of France"), place="")
    if zoom:
        back = markup.link(state, state.say("Tout le département", "The whole département"), place=zoom) + back
    return Markup(
        '<section class="stack"><h2>{}</h2>{}<p class="small soft">{}</p><p class="small row">{}{}</p></section>'
    ).format(
        state.say(f"{count} {what} {chosen}", f"{count} {what} chosen"),
        markup.figures(figures),
        " ".join(_cautions(state, count - len(known), zoomed=bool(zoom))),
        markup.link(state, state.say("Leurs alertes", "Their alerts"), page="veille")
        + markup.link(state, state.say("Leur situation", "Their situation"), page="situation"),
        back,
    )


def _cautions(state: State, missing: int, *, zoomed: bool) -> Iterator[str]:
    if zoomed:
        yield state.say(
            "Un message qui nomme deux communes y compte deux fois.",
            "A message that names two communes counts in both.",
        )
        if missing:
            fr = f"{missing} sans chiffre ici : moins de trois auteurs, ou aucun message."
            yield state.say(fr, f"{missing} not shown: fewer than three authors, or no message.")
        return
    yield state.say(
        "Un message qui nomme deux départements y compte deux fois.",
        "A message that names two départements counts in both.",
    )
    if missing:
        fr = f"{missing} inconnus n’y sont pas." if missing > 1 else "1 inconnu n’y est pas."
        yield state.say(fr, f"{missing} unknown left out.")


def ticks(state: State, table: Markup, *, zoomed: bool = False) -> Markup:
    """Return the table of territories as a form: those that are ticked are chosen together."""
    words = state.say("Choisir les départements cochés", "Choose the ticked départements")
    if zoomed:
        words = state.say("Choisir les communes cochées", "Choose the ticked communes")
    return Markup(
        '<form class="stack"><p class="row"><button class="button" id="tick-go" name="act" value="places">{}</button>'
        "</p>{}</form>"
    ).format(words, table)


def tick(area: Area, name: str, *, is_chosen: bool) -> Markup:
    """Return the name of a territory with its tick."""
    return Markup(
        '<label class="row" style="flex-wrap:nowrap;gap:8px;cursor:pointer"><input type="checkbox" id="{0}{1}" '
        'name="{0}{1}"{2}><span>{3}</span></label>'
    ).format(TICK, area.id, Markup(" checked") if is_chosen else "", name)
