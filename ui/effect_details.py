"""What stands beside an effect: where nothing was done, where talk went, what was asked, what was used."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from signals.effects.account import Account
from signals.effects.placebo import Placebo
from signals.effects.recourse import Recourse
from signals.effects.understood import FEWEST, Cell
from ui import effects, markup, wording
from ui.formats import moment, number, percent
from ui.markup import Column
from ui.services.actions import Told
from ui.state import State, Words

METRICS: dict[str, Words] = {
    "visits": ("visites", "visits"),
    "reports": ("signalements", "reports"),
    "contacts": ("contacts", "contacts"),
}
LANGUAGES: dict[str, Words] = {
    "fr": ("français", "French"),
    "en": ("anglais", "English"),
    "ar": ("arabe", "Arabic"),
    "es": ("espagnol", "Spanish"),
    "de": ("allemand", "German"),
    "pt": ("portugais", "Portuguese"),
    "tr": ("turc", "Turkish"),
    "it": ("italien", "Italian"),
}


MOST_CELLS = 6
"""Places, and languages, that are listed."""


def placebos(state: State, account: Account) -> Markup:
    """Return what the same measure finds at dates on which nothing was done."""
    head = Markup('<div class="stack"><h2>{}</h2><p class="soft small">{}</p></div>').format(
        state.say("Placebo : des dates sans action", "Placebo: dates without action"),
        state.say(
            "La même mesure, à des moments où rien n’a été fait, ne doit rien trouver (zéro dans l’intervalle).",
            "The same measure, at moments when nothing was done, must find nothing (zero in the interval).",
        ),
    )
    if not account.dates:
        return head + markup.empty(
            state.say("Pas assez de messages avant l’action", "Too few messages before the action"),
            state.say(
                "La mesure ne peut pas être mise à l’épreuve ici.", "The measure cannot be put to the test here."
            ),
        )
    wrong = sum(one.effect.is_clear for one in account.dates)
    verdict = state.say(
        f"{wrong} faux effet{'s' if wrong > 1 else ''} sur {len(account.dates)}",
        f"{wrong} false effect{'' if wrong == 1 else 's'} of {len(account.dates)}",
    )
    rows = [(moment(one.at, state.lang), one.effect) for one in account.dates]
    caption = state.say("Les plus récentes d’abord", "Latest first")
    table = effects.forest(state, caption, state.say("Date", "Date"), rows)
    chip = markup.chip("bad" if wrong > 1 else "good", verdict)
    return head + Markup('<p style="margin:8px 0">{}</p>').format(chip) + table


def moved(state: State, account: Account, names: Mapping[str, str]) -> Markup:
    """Return the effect on each platform, and what happened where the action did not reach."""
    head = Markup('<div class="stack"><h2>{}</h2><p class="soft small">{}</p></div>').format(
        state.say("Ailleurs : plateformes et lieux", "Elsewhere: platforms and places"),
        state.say(
            "Une hausse ici pendant une baisse là-bas est un report ; la même baisse partout a une autre cause.",
            "A rise here while it falls there is displacement; the same fall everywhere has another cause.",
        ),
    )
    body = Markup("")
    if account.without:
        left = ", ".join(account.without)
        body += Markup("<p>{}</p>").format(
            state.say(f"Non entendu, donc laissé de côté : {left}.", f"Not heard, hence left out: {left}.")
        )
    if account.platforms:
        rows = [(one.name, one.effect) for one in account.platforms]
        body += Markup('<div style="height:8px"></div>')
        body += effects.forest(
            state, state.say("Par plateforme", "By platform"), state.say("Plateforme", "Platform"), rows
        )
    rows = [(names.get(one.name, one.name), one.effect) for one in account.places if _may_be_shown(one)]
    if rows:
        caption = state.say("Là où l’action ne portait pas", "Where the action did not reach")
        body += effects.forest(state, caption, state.say("Lieu", "Place"), rows)
    if not account.platforms and not account.places:
        body += markup.empty(
            state.say("Effectif insuffisant", "Too few messages"),
            state.say(
                "Moins de 30 messages avant l’action sur chaque plateforme et dans chaque lieu.",
                "Fewer than 30 messages before the action on each platform and in each place.",
            ),
        )
    return head + body


def _may_be_shown(one: Placebo) -> bool:
    return one.effect.observed >= FEWEST


def asked(state: State, told: Told, names: Mapping[str, str]) -> Markup:
    """Return whether it was understood: questions by place and language, the sentence that confuses, verbatims."""
    found = told.account.understood
    head = Markup('<h2 style="margin-bottom:8px">{}</h2>').format(
        state.say("A-t-elle été comprise ?", "Was it understood?")
    )
    if not found.messages or found.askers < FEWEST:
        return head + markup.empty(
            state.say("Trop peu de questions pour les montrer", "Too few questions to be shown"),
            state.say(
                f"Questions et plaintes sur le sujet dans les 24 h, de {FEWEST} auteurs au moins.",
                f"Questions and complaints about the topic within 24 h, by {FEWEST} authors at least.",
            ),
        )
    share, basis = _share(state, told)
    figures = {state.say("de questions ou plaintes dans les 24 h", "questions or complaints in 24 h") + basis: share}
    if found.share_before is not None:
        figures[state.say("dans le même temps avant", "in as long a time before")] = percent(
            found.share_before, state.lang
        )
    where = [(names.get(cell.name, cell.name), cell) for cell in found.places[:MOST_CELLS]]
    tongues = [(wording.word(state, LANGUAGES, cell.name), cell) for cell in found.languages[:MOST_CELLS]]
    cells = markup.join(
        _cells(state, caption, title, part)
        for caption, title, part in (
            (state.say("Par territoire", "By place"), state.say("Territoire", "Place"), where),
            (state.say("Par langue", "By language"), state.say("Langue", "Language"), tongues),
        )
        if part
    )
    hidden = Markup("")
    if found.hidden:
        hidden = Markup('<p class="soft small">{}</p>').format(
            state.say(
                f"{found.hidden} cases de moins de {FEWEST} messages ou auteurs ne sont pas montrées.",
                f"{found.hidden} cells with fewer than {FEWEST} messages or authors are not shown.",
            )
        )
    beside = Markup('<div class="row" style="align-items:flex-start;gap:28px">{}</div>').format(cells)
    parts = markup.figures(figures) + _confusing(state, told) + beside + hidden + _verbatims(state, told)
    return head + Markup('<div class="stack" style="grid-template-columns:minmax(0,1fr)">{}</div>').format(parts)


def _share(state: State, told: Told) -> tuple[str, str]:
    """Return the share of questions, and what it rests on."""
    found = told.account.understood
    share, n = found.share or 0.0, f"{number(found.asked, state.lang)} / {number(found.messages, state.lang)}"
    if found.messages < 30 or found.interval is None:
        return n, f" ({state.say('effectif insuffisant', 'too few')})"
    low, high = (percent(bound, state.lang) for bound in found.interval)
    bounds = state.say(f"de {low} à {high}", f"{low} to {high}")
    return percent(share, state.lang), f" ({bounds}, n = {number(found.messages, state.lang)})"


def _confusing(state: State, told: Told) -> Markup:
    if not told.sentence:
        return Markup('<p class="soft">{}</p>').format(
            state.say("Aucune phrase ne concentre les questions.", "No sentence draws the questions.")
        )
    n = number(told.account.understood.about, state.lang)
    return Markup("<div><p class='soft small'>{}</p><blockquote><p><b>{}</b></p></blockquote></div>").format(
        state.say(
            f"La phrase qui trouble le plus ({n} questions) :", f"The sentence that confuses most ({n} questions):"
        ),
        told.sentence,
    )


def _cells(state: State, caption: str, title: str, cells: Sequence[tuple[str, Cell]]) -> Markup:
    columns = [
        Column(title), Column(state.say("Questions", "Questions"), numeric=True),
        Column(state.say("Messages", "Messages"), numeric=True),
        Column(state.say("Part (95 %)", "Share (95%)"), numeric=True),
    ]  # fmt: skip
    rows = []
    for name, cell in cells:
        low, high = (percent(bound, state.lang) for bound in cell.interval)
        few = state.say("effectif insuffisant", "too few")
        share = few if cell.messages < 30 else f"{percent(cell.asked / cell.messages, state.lang)} ({low}–{high})"
        rows.append(
            (
                Markup('<span class="nowrap">{}</span>').format(name),
                number(cell.asked, state.lang),
                number(cell.messages, state.lang),
                share,
            )
        )
    return Markup('<div style="flex:1 1 300px;min-width:0">{}</div>').format(markup.table(caption, columns, rows))


def _verbatims(state: State, told: Told) -> Markup:
    quotes = markup.join(
        Markup("<blockquote><p>{}</p><footer>{}</footer></blockquote>").format(
            row["text"],
            " · ".join(
                (row["platform"], wording.word(state, wording.MESSAGES, row["kind"]), moment(row["at"], state.lang))
            ),
        )
        for row in told.verbatims
    )
    if not quotes:
        return Markup("")
    return Markup('<details id="verbatims"><summary>{}</summary><div class="stack">{}</div></details>').format(
        state.say("Lire des questions (textes masqués, sans auteur)", "Read questions (masked, without author)"), quotes
    )


def used(state: State, account: Account) -> Markup:
    """Return the recourse to the services that the text names."""
    head = Markup('<div class="stack"><h2>{}</h2><p class="soft small">{}</p></div>').format(
        state.say("Recours au service promu, en 72 h", "Recourse to the promoted service, in 72 h"),
        state.say(
            "Visites et signalements de trois jours, moins ce qui était attendu.",
            "Visits and reports of three days, minus what was expected.",
        ),
    )
    if not account.recourse:
        return head + markup.empty(
            state.say("Rien à mesurer", "Nothing to measure"),
            state.say(
                "Le texte ne nomme aucun service dont les chiffres quotidiens soient connus avant et après.",
                "The text names no service whose daily figures are known before and after.",
            ),
        )
    columns = [
        Column(state.say("Service", "Service")), Column(state.say("Observés", "Observed"), numeric=True),
        Column(state.say("Attendus", "Expected"), numeric=True),
        Column(state.say("Écart (95 %)", "Gap (95%)"), numeric=True),
    ]  # fmt: skip
    rows = [_used(state, one) for one in account.recourse]
    return head + markup.table(state.say("Trois jours, celui de l’action compris", "Three days"), columns, rows)


def _used(state: State, one: Recourse) -> tuple[str, ...]:
    more, low, high = (
        ("+" if value > 0 else "") + number(value, state.lang, 0) for value in (one.more, one.low, one.high)
    )
    name = Markup('<span class="nowrap">{}, {}</span>').format(one.name, wording.word(state, METRICS, one.metric))
    return name, number(one.observed, state.lang), number(one.expected, state.lang, 0), f"{more} ({low} … {high})"
