"""Two forms of the page of needs: limited means, and whether a text answers."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from signals.means.choose import RESOURCES, Budget, Plan
from signals.means.relays import KINDS
from signals.relevance.review import Review
from ui import markup
from ui.formats import number, percent
from ui.markup import Column
from ui.state import State, Words

LABELS: Mapping[str, Words] = {
    "hours": ("Heures d’agents", "Hours of agents"),
    "euros": ("Euros", "Euros"),
    "posts": ("Publications", "Posts"),
}
USUAL = Budget(hours=40, euros=1_000, posts=6)
"""Budget that is shown before somebody gives theirs."""
EDITS: Mapping[str, Words] = {
    "detail": ("Précision à donner", "Detail to give"),
    "question": ("Question à traiter", "Question to answer"),
    "word": ("Mot des usagers", "Word of the users"),
}
LONGEST = 20_000
"""Characters of a text that are read."""


def budget_of(values: Mapping[str, str]) -> Budget | None:
    """Return the budget that a form gives; an empty field is no limit, None: a field is no number.

    >>> budget_of({"hours": "7,5", "euros": "", "posts": "3"})
    Budget(hours=7.5, euros=inf, posts=3.0)
    >>> budget_of({"hours": "beaucoup"}) is budget_of({"hours": "-1"}) is None
    True
    """
    try:
        given = {name: float(str(values.get(name, "")).strip().replace(",", ".") or "inf") for name in RESOURCES}
        return Budget(**given)
    except ValueError:
        return None


def means_form(state: State, budget: Budget, *, is_wrong: bool = False) -> Markup:
    """Return the form of a budget."""
    fields = markup.join(
        Markup('<label class="field">{}<input type="text" inputmode="decimal" name="{}" id="means-{}" value="{}" '
               'style="width:110px"></label>').format(state.say(*words), name, name, _limit(state, budget, name))
        for name, words in LABELS.items()
    )  # fmt: skip
    wrong = state.say("Un nombre, ou rien pour ne pas limiter.", "A number, or nothing for no limit.")
    return Markup(
        '<h2>{}</h2><p class="small soft">{}</p><form class="row" style="align-items:flex-end;margin-top:8px">{}'
        '<button class="button main" type="submit" id="means-go">{}</button></form>{}'
    ).format(
        state.say("Avec quels moyens, par qui d’abord ?", "With what means, through whom first?"),
        state.say(
            "Des institutions seulement. Coûts et portée sont présumés (docs/needs.md) ; chaque ligne s’ajoute à "
            "celles du dessus.",
            "Institutions only. Costs and reach are presumed (docs/needs.md); each line adds to those above.",
        ),
        fields,
        state.say("Proposer", "Propose"),
        Markup('<p class="small" role="alert">{}</p>').format(wrong) if is_wrong else "",
    )


def _limit(state: State, budget: Budget, name: str) -> str:
    value = getattr(budget, name)
    return "" if value == float("inf") else number(value, state.lang).replace("\u202f", "")


def plan(state: State, found: Plan, places: Mapping[str, str], needs: Mapping[str, str]) -> Markup:
    """Return the table of what to do first."""
    if not found.steps:
        return markup.empty(
            state.say("Rien à faire avec ces moyens ici", "Nothing to do here with these means"),
            state.say("Donnez plus de moyens, ou choisissez toute la France.", "Give more, or choose all of France."),
        )
    columns = [
        Column(state.say("Par qui, et où", "Through whom, and where")),
        Column(state.say("Besoin", "Need")),
        Column(state.say("Gain", "Gain"), numeric=True),
        Column(state.say("Total", "Total"), numeric=True),
    ]
    rows = []
    for step in found.steps:
        place = places.get(step.relay.place_id, step.relay.place_id)
        is_online = KINDS[step.relay.kind].online
        where = state.say("en ligne", "online") if is_online else state.say("sur le terrain", "on the ground")
        rows.append(
            (
                f"{state.say(*step.relay.title(place))} ({where})",
                needs.get(step.need, step.need),
                number(step.gain, state.lang),
                number(step.covered, state.lang),
            )
        )
    share = percent(round(found.share or 0, 3), state.lang)
    spent = " · ".join(
        f"{number(getattr(found.spent, name), state.lang)} {state.say(*words).lower()}"
        for name, words in LABELS.items()
    )
    note = state.say(f"{share} des demandes sans réponse atteintes ; {spent}", f"{share} of demands reached; {spent}")
    return Markup('<p class="small soft" style="margin:8px 0">{}</p>{}').format(
        note,
        markup.table(
            state.say(
                "Le plus utile pour ce qu’il coûte d’abord ; demandes atteintes par mois",
                "The most useful for what it costs first; demands reached a month",
            ),
            columns,
            rows,
        ),
    )


def review_form(state: State, needs: Mapping[str, str]) -> Markup:
    """Return the form of a text."""
    plain = Markup('<option value="{}">{}</option>')
    options = markup.join(plain.format(code, name) for code, name in needs.items())
    return Markup(
        '<h2>{}</h2><p class="small soft">{}</p><form class="stack" style="margin-top:8px"><label class="field">{}'
        '<select name="need" id="review-need">{}</select></label><label class="field">{}<textarea name="text" '
        'id="review-text" data-keep="no" maxlength="{}"></textarea></label><div><button class="button main" '
        'type="submit" id="review-go">{}</button></div></form>'
    ).format(
        state.say("Un texte répond-il aux questions ?", "Does a text answer the questions?"),
        state.say(
            "Collez une page ou un dépliant : il est comparé aux questions des 90 derniers jours, puis oublié.",
            "Paste a page or a leaflet: it is held against the questions of the last 90 days, then forgotten.",
        ),
        state.say("Besoin", "Need"),
        options,
        state.say("Texte de l’offre", "Text of the offer"),
        LONGEST,
        state.say("Comparer", "Compare"),
    )


def reviewed(state: State, found: Review | None, fewest: int) -> Markup:
    """Return what an editor can do about a text; None: no encoder is there to read it."""
    if found is None:
        return markup.empty(
            state.say("L’encodeur n’est pas installé", "The encoder is not installed"),
            state.say(
                "Lancez une collecte une première fois : elle l’installe.", "Start collecting once: it installs it."
            ),
        )
    if not found.n:
        return markup.empty(
            state.say("Personne n’a posé de question sur ce besoin", "Nobody asked about this need"),
            state.say("Choisissez un autre besoin.", "Choose another need."),
        )
    share = percent(round(found.answered / found.n, 2), state.lang)
    few = markup.chip("moderee", state.say("effectif insuffisant", "too few observations")) if found.n < fewest else ""
    head = Markup('<p class="row" style="margin:10px 0"><b>{}</b><span class="small soft">{}</span>{}</p>').format(
        state.say(f"{share} des questions y trouvent une réponse", f"{share} of the questions find an answer in it"),
        state.say(f"n = {found.n}, {found.authors} auteurs", f"n = {found.n}, {found.authors} authors"),
        few,
    )
    return head + _edits(state, found)


def _edits(state: State, found: Review) -> Markup:
    if not found.edits:
        return markup.empty(
            state.say("Rien que cinq auteurs demandent ne manque", "Nothing that five authors ask for is missing"), ""
        )
    rows: Sequence[tuple[str, str, str]] = [
        (state.say(*EDITS[edit.kind]), state.say(edit.fr, edit.en), number(edit.authors, state.lang))
        for edit in found.edits
    ]
    columns = [
        Column(state.say("Quoi", "What")),
        Column(state.say("À faire", "To do")),
        Column(state.say("Auteurs", "Authors"), numeric=True),
    ]
    return markup.table(state.say("Le plus demandé d’abord", "The most asked for first"), columns, rows)
