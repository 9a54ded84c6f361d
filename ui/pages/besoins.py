"""Needs against offer: where people ask for what is hardly served, and where an offer waits for users."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from panel.viewable import Viewable

from signals.encoders import EncoderError
from signals.means.choose import Budget
from signals.needs.words import ADVICE
from ui import brushing, foremost, frame, inside, maps, markup, means, pooling, unmet
from ui.borders import ATTRIBUTION
from ui.formats import moment, number
from ui.markup import Column
from ui.services import Services
from ui.services.needs import DAYS, FEWEST, Cell, chosen, ranked, strongest
from ui.services.pooled import pooled
from ui.services.reader import Unreachable
from ui.state import State

title = "Besoins × offre"
title_en = "Needs × offer"
order = 5
icon = "balance"


def page(state: State, services: Services) -> Viewable:
    """Return the page."""
    head, figures, legend, ranking, table, foot = (frame.block(state) for _ in range(6))
    twin, towns, budget, plan, text, verdict, whole = (frame.block(state) for _ in range(7))
    country = frame.chart(state, 460, map_name="france", map_url="assets/france.geojson", brush=True, **maps.FITTING)
    chooser = brushing.Chooser(state, services, lambda: state.refill(fill))
    country.listen(chooser.drawn)
    pictures = frame.columns((7, frame.card(ranking)), (5, frame.card(legend, country, foot)))
    tools = (frame.card(budget, plan), frame.card(text, verdict))
    cards = (pictures, frame.card(table), frame.card(twin), frame.card(towns), frame.card(whole), *tools)
    given = [means.USUAL]

    def fill() -> None:
        everything = services.needs.cells(state.period)
        head.html = _head(state, services, everything)
        for part in cards:
            part.visible = bool(everything)
        if not everything:
            figures.html = _none(state, services)
            return
        regions = services.needs.regions()
        cells = chosen(everything, need=state.need)
        choice = services.territory.choice(state.place)
        here = chosen(cells, places=choice.departements)
        best = strongest(cells, state.direction)
        figures.html = _figures(state, here)
        several = len(choice.departements) > 1
        if several:
            names = {code: name for region in regions for code, name in region.departements}
            of = {code: names.get(code, code) for code in choice.departements}
            both = pooled(here, services.needs.people(), of)
            whole.html = pooling.table(state, both, len(choice.departements))
        legend.html = _legend(state)
        country.option = unmet.map_option(state, regions, best, choice.departements)
        country.label = _said(state, best)
        foot.html = chooser.told(ticks=False) + Markup('<p class="small soft">{}</p>').format(ATTRIBUTION)
        ranking.html = foremost.listed(state, ranked(here, state.direction))
        needs = _called(state, cells)
        table.html = _matrix(state, unmet.matrix(state, regions, cells, needs, choice.departements))
        twin.html = _twin(state, here)
        towns.html = inside.tables(state, services, ADVICE)
        cards[3].visible, cards[4].visible = bool(choice.departements), several
        budget.html, text.html = means.means_form(state, given[0]), means.review_form(state, needs)
        plan.html = _plan(state, services, given[0], needs)

    def spend(message: Mapping[str, Any]) -> None:
        found = means.budget_of(message.get("form", {}))
        given[0] = found or given[0]
        budget.html = means.means_form(state, given[0], is_wrong=found is None)
        plan.html = _plan(state, services, given[0], _labels(state, services))

    def read(message: Mapping[str, Any]) -> None:
        form = message.get("form", {})
        verdict.html = _reviewed(state, services, form.get("need", ""), str(form.get("text", ""))[: means.LONGEST])

    budget.listen(spend)
    text.listen(read)
    state.keep(fill)
    return frame.stack(head, figures, cards[4], *cards[:4], *tools)


def _called(state: State, cells: Sequence[Cell]) -> dict[str, str]:
    """Return what needs are called, in the order of the words."""
    return dict(sorted({cell.need: state.say(cell.label, cell.label_en) for cell in cells}.items(), key=_second))


def _labels(state: State, services: Services) -> dict[str, str]:
    return _called(state, services.needs.cells(state.period))


def _plan(state: State, services: Services, budget: Budget, needs: Mapping[str, str]) -> Markup:
    of = services.territory.choice(state.place).departements
    chosen_need = "" if state.need.startswith("service:") else state.need
    try:
        found, places = services.needs.plan(state.period, budget, need=chosen_need, places=of)
    except Unreachable:
        return markup.empty(state.say("La base de données ne répond pas", "The database does not answer"))
    return means.plan(state, found, places, needs)


def _reviewed(state: State, services: Services, need: str, text: str) -> Markup:
    if not text.strip() or not need:
        return markup.empty(state.say("Collez un texte et choisissez un besoin", "Paste a text and choose a need"))
    try:
        return means.reviewed(state, services.needs.review(need, text), FEWEST)
    except EncoderError:
        return means.reviewed(state, None, FEWEST)
    except Unreachable:
        return markup.empty(state.say("La base de données ne répond pas", "The database does not answer"))


def _second(pair: tuple[str, str]) -> str:
    return pair[1]


def _head(state: State, services: Services, cells: Sequence[Cell]) -> Markup:
    needs = _called(state, cells)
    offers = {f"service:{code}": name for cell in cells for code, name in cell.services}
    options = {"": state.say("Tous les besoins", "All needs")} | needs
    options |= {
        code: state.say(f"Service : {name}", f"Service: {name}") for code, name in sorted(offers.items(), key=_second)
    }
    days, at = DAYS[state.period], services.needs.at(state.period)
    since = "" if at is None else state.say(f", au {moment(at, 'fr')}", f", as of {moment(at, 'en')}")
    directions = {code: unmet.words(state, code) for code in ("gap", "idle")}
    return frame.heading(
        state,
        state.say(title, title_en),
        state.say(
            f"Ce que l’on demande, face à ce qui est offert : {days} jours{since}",
            f"What people ask for, against what is offered: {days} days{since}",
        ),
        frame.period_choice(state),
        frame.place_choice(state, services),
        markup.choice("need", state.say("Besoin ou service", "Need or service"), options=options, chosen=state.need),
        markup.choice("direction", state.say("Sens", "Direction"), options=directions, chosen=state.direction),
    )


def _none(state: State, services: Services) -> Markup:
    if services.reader.clock is None:
        return frame.nothing_yet(state)
    return markup.empty(
        state.say("Les besoins n’ont pas encore été comparés à l’offre", "Needs were not compared with the offer yet"),
        state.say(
            "La comparaison se fait à la première détection, puis toutes les heures.",
            "It is done at the first detection, then every hour.",
        ),
    )


def _figures(state: State, cells: Sequence[Cell]) -> Markup:
    shown = [cell for cell in cells if cell.status == "shown"]
    unmet_demands = sum(cell.unmet or 0.0 for cell in shown)
    deaf = {cell.place_id for cell in cells if cell.status == "unknown"}
    strong = sum((cell.gap_low or 0.0) > 1 for cell in shown)
    lang = state.lang
    return markup.figures(
        {
            state.say("couples besoin × territoire montrés", "pairs of need and territory shown"): number(
                len(shown), lang
            ),
            state.say(
                "écarts sûrs : plus que l’habituel, non servi, borne basse comprise",
                "certain gaps: more than usual, not served, even at the lower bound",
            ): number(strong, lang),
            state.say(
                "demandes par mois sans réponse, à écoute égale", "demands a month not served, were all heard alike"
            ): number(round(unmet_demands), lang),
            state.say("territoires trop peu entendus : inconnus", "territories hardly heard: unknown"): number(
                len(deaf), lang
            ),
        }
    )


def _legend(state: State) -> Markup:
    note = (
        state.say(
            "Écart = demande (en fois l’habituelle) × part non servie ; 1 : demande habituelle sans aucune offre.",
            "Gap = demand (times the usual) × share not served; 1: usual demand without any offer.",
        )
        if state.direction == "gap"
        else state.say(
            "Part de l’offre qui attend des usagers : part servie × usage manquant.",
            "Share of the offer that waits for users: share served × missing use.",
        )
    )
    what = (
        state.say("Le plus fort de chaque territoire", "The strongest of each territory")
        if not state.need
        else state.say("Par territoire", "By territory")
    )
    return Markup('<h2>{}</h2><p class="small soft">{}</p>{}').format(
        what, note, markup.legend(unmet.legend(state, state.direction))
    )


def _said(state: State, best: Mapping[str, Cell]) -> str:
    known = [cell for cell in best.values() if cell.figure(state.direction)]
    top = ", ".join(cell.place for cell in ranked(known, state.direction)[:3])
    return state.say(
        f"Carte des départements : {unmet.words(state, state.direction)}. {len(known)} connus. D’abord : {top}.",
        f"Map of the départements: {unmet.words(state, state.direction)}. {len(known)} known. First: {top}.",
    )


def _matrix(state: State, table: Markup) -> Markup:
    head = Markup('<div class="row apart"><h2>{}</h2></div><p class="small soft">{}</p>').format(
        state.say("Besoins par département", "Needs by département"),
        state.say(
            "Une couleur par écart, mêmes teintes que la carte ; survolez une case pour ses chiffres.",
            "One colour a gap, as on the map; hover a cell for its figures.",
        ),
    )
    return head + table


def _twin(state: State, cells: Sequence[Cell]) -> Markup:
    told = [cell for cell in ranked(cells, state.direction)]
    hidden = sum(cell.status == "few" for cell in cells)
    columns = [
        Column(state.say("Besoin", "Need")),
        Column(state.say("Territoire", "Territory")),
        Column("n", numeric=True),
        Column(state.say("Demande (fois l’habituelle)", "Demand (times the usual)"), numeric=True),
        Column(state.say("Part servie", "Share served"), numeric=True),
        Column(state.say("Écart", "Gap"), numeric=True),
        Column(state.say("Offre sans usage", "Idle offer"), numeric=True),
        Column(state.say("Conseil", "Advice")),
    ]
    rows = [
        (
            state.say(cell.label, cell.label_en),
            f"{cell.place} ({cell.place_id.removeprefix('D')})",
            state.say("< 5", "< 5") if cell.messages is None else number(cell.messages, state.lang),
            unmet.between(state, cell.ratio, cell.ratio_low, cell.ratio_high),
            "–" if cell.offer_n < 1 else unmet.between(state, cell.offer, cell.offer_low, cell.offer_high, digits=2),
            unmet.between(state, cell.gap, cell.gap_low, cell.gap_high),
            unmet.between(state, cell.idle, cell.idle_low, cell.idle_high, digits=2),
            state.say(*ADVICE[cell.advised]) if cell.advised else "–",
        )
        for cell in told
    ]
    note = state.say(
        f"{hidden} couples sous 5 messages ou 5 auteurs dont seule l’offre est connue.",
        f"{hidden} pairs under 5 messages or 5 authors of which only the offer is known.",
    )
    name = f"besoins-{DAYS[state.period]}-jours"
    table = markup.table(unmet.words(state, state.direction), columns, rows)
    return Markup('<div class="row apart"><p class="small soft">{}</p>{}</div>{}').format(
        note,
        unmet.download(state, cells, name),
        markup.twin("besoins", state.say("Voir tout le tableau", "Show the whole table"), table),
    )
