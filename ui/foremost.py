"""Needs against offer: the first cells as a list, each with its interval, its reason and its figures."""

from collections.abc import Sequence

from markupsafe import Markup

from signals.needs.words import ADVICE
from ui import markup, unmet
from ui.formats import number, percent
from ui.markup import Column
from ui.services.needs import FEWEST, Cell
from ui.state import State

FIRST = 6
"""Cells listed with their reasons."""
TONES = {
    "create": "critique", "open": "forte", "reinforce": "forte", "clarify": "moderee", "promote": "moderee",
    "retire": "plain", "keep": "good",
}  # fmt: skip
SCALE = {"gap": 8.0, "idle": 1.0}
"""Right end of the bars of intervals."""


def listed(state: State, cells: Sequence[Cell]) -> Markup:
    """Return the first of ranked cells, each with its reason and its figures."""
    name = Markup('<div class="row apart"><h2>{}</h2><span class="small soft">{}</span></div>').format(
        unmet.words(state, state.direction),
        state.say(f"{min(FIRST, len(cells))} sur {len(cells)}", f"{min(FIRST, len(cells))} of {len(cells)}"),
    )
    if not cells:
        return name + markup.empty(
            state.say("Rien à montrer ici", "Nothing to show here"),
            state.say(
                "Sous 5 messages et 5 auteurs rien n’est dit ; choisissez une période plus longue ou toute la France."
                if state.direction == "gap"
                else "L’usage des services n’est pas mesuré ici, ou il est conforme à l’habituel.",
                "Nothing is told of fewer than 5 messages or 5 authors; choose a longer period or all of France."
                if state.direction == "gap"
                else "The use of services is not measured here, or it is as usual.",
            ),
        )
    items = markup.join(item(state, cell) for cell in cells[:FIRST])
    return name + Markup('{}<ol class="nd" style="margin-top:10px">{}</ol>').format(unmet.STYLE, items)


def item(state: State, cell: Cell) -> Markup:
    """Return one cell: its bar, what is told of it, its reason, and its figures folded."""
    figure = cell.figure(state.direction)
    assert figure is not None  # noqa: S101  only known cells are ranked
    value, low, high = figure
    end = SCALE[state.direction]
    left, right, at = (min(100.0, 100 * bound / end) for bound in (low, high, value))
    bar = Markup(
        '<div class="interval" aria-hidden="true"><i style="left:{:.1f}%;width:{:.1f}%"></i>'
        '<b style="left:{:.1f}%"></b></div>'
    ).format(left, max(0.5, right - left), at)
    a, b, c = (unmet.said(state, one, state.direction) for one in (value, low, high))
    what = state.say("Écart", "Gap") if state.direction == "gap" else state.say("Offre sans usage", "Idle offer")
    told = state.say(f"{what} {a} (de {b} à {c}, 95 %)", f"{what} {a} ({b} to {c}, 95%)")
    few = ""
    if state.direction == "gap" and (cell.messages or 0) < FEWEST:
        few = markup.chip("moderee", state.say("effectif insuffisant", "too few observations"))
    heading = Markup("<h3>{} – {}</h3>").format(
        state.say(cell.label, cell.label_en), markup.link(state, cell.place, place=cell.place_id)
    )
    return Markup(
        '<li><div class="row apart">{}<span class="row">{}{}</span></div>{}<p class="small soft">{}</p><p>{}</p>{}</li>'
    ).format(heading, few, _advice(state, cell.advised), bar, told, _reason(state, cell), _detail(state, cell))


def _reason(state: State, cell: Cell) -> str:
    if state.direction == "gap" or cell.use is None:
        said = state.say(cell.reason, cell.reason_en)
        # need and place are in the heading already
        _, _, rest = said.partition(f", {cell.place} : " if state.lang == "fr" else f", {cell.place}: ")
        return rest[:1].upper() + rest[1:] if rest else said
    use, share = percent(round(cell.use, 2), state.lang), percent(round(cell.offer or 0, 2), state.lang)
    return state.say(
        f"L’offre sert bien ({share}), mais on s’en sert à {use} de l’usage habituel du pays par habitant.",
        f"The offer serves well ({share}), yet it is used {use} as much an inhabitant as is usual in the country.",
    )


def _advice(state: State, code: str | None) -> Markup:
    return markup.chip(TONES[code], state.say(*ADVICE[code])) if code else Markup("")


def _detail(state: State, cell: Cell) -> Markup:
    lang = state.lang
    small = state.say("moins de 5", "fewer than 5")

    def few(n: int | None) -> str:
        return "–" if n is None else number(n, lang) if n == 0 or n >= 5 else small

    rows = [
        (state.say("Questions, plaintes, signalements, conseils demandés", "Questions, complaints, reports, advice"),
         ", ".join(few(n) for n in (cell.questions, cell.complaints, cell.reports, cell.advice))),
        (state.say("Demande par mois pour 100 000 habitants", "Demand a month per 100,000 inhabitants"),
         unmet.between(state, cell.demand, cell.demand_low, cell.demand_high)),
        (state.say("Part servie (0 à 1)", "Share served (0 to 1)"),
         state.say("aucun signe mesuré", "no sign measured") if cell.offer_n < 1
         else unmet.between(state, cell.offer, cell.offer_low, cell.offer_high, digits=2)),
        (state.say("Usage, en fois l’habituel", "Use, times the usual"),
         state.say("non mesuré", "not measured") if cell.use is None else number(cell.use, lang)),
        (state.say("Écoute du territoire, 1 : comme le pays", "How well it is heard, 1: as the country"),
         number(cell.coverage, lang, 2)),
        (state.say("Services qui y répondent", "Services that answer it"),
         ", ".join(name for _, name in cell.services) or state.say("aucun", "none")),
    ]  # fmt: skip
    words = state.say("Chiffres", "Figures")
    body = markup.table(words, [Column(state.say("Mesure", "Figure")), Column(state.say("Valeur", "Value"))], rows)
    return Markup('<details id="need-{}-{}"><summary>{}</summary>{}</details>').format(
        cell.need, cell.place_id, words, body
    )
