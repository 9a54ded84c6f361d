"""What the institution said or did, and what each action changed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from markupsafe import Markup
from panel.viewable import Viewable

from graph.rows import Row
from graph.users.roles import Right
from signals.effects.account import Account
from signals.effects.caution import BLOCKING
from signals.effects.lack import SOUGHT, Lack
from signals.effects.measure import NEAREST, Effect
from signals.said import NARROW
from ui import effect_details, effects, frame, markup, narrowing, wording
from ui.entering import Entering
from ui.formats import length, moment, number
from ui.services import Services
from ui.services.actions import LISTED, MOST, Told
from ui.state import State

title = "Actions"
title_en = "Actions"
order = 6
icon = "effect"


def page(state: State, services: Services) -> Viewable:
    """Return the page."""
    head, journal, said, curve_head, twin, placebo, moved, asked, used = (frame.block(state) for _ in range(9))
    curve = frame.chart(state, 300)
    drawn = frame.card(curve_head, curve, twin)
    entry, entering = frame.block(state), Entering(state, services)
    parts = {name: frame.card(block) for name, block in (("placebo", placebo), ("moved", moved), ("asked", asked))}
    parts["used"] = frame.card(used)

    def hear(message: Mapping[str, Any]) -> None:
        if entering.hear(message):
            state.refill(fill)
        else:
            state.hear(message)

    entry.listen(hear)

    def fill() -> None:
        found = narrowing.actions(services, services.territory.choice(state.place), _journalled(state, services))
        rows = found.shown[:LISTED]
        head.html = _head(state, services)
        entry.html = entering.html() if services.may(Right.log) else ""
        elsewhere = [row for row in found.hidden if row["id"] == state.action]
        action = services.actions.chosen(state.action, [*rows, *elsewhere])
        journal.html = _journal(state, rows, action, narrowing.left_out(state, found))
        for part in (drawn, *parts.values()):
            part.visible = action is not None
        if action is None:
            said.html = _elsewhere(state) if found.hidden else _nothing(state)
            return
        told = services.actions.told(action)
        effect = told.account.effect
        said.html = _said(state, told)
        drawn.visible = effect is not None
        if effect is not None:
            curve_head.html = _curve_head(state, effect)
            curve.option = effects.curve_option(state, effect, action["at"])
            curve.label = effects.sentence(state, action["kind"], told.account)
            twin.html = effects.curve_table(state, effect)
        placebo.html = effect_details.placebos(state, told.account)
        moved.html = effect_details.moved(state, told.account, services.territory.names())
        asked.html = effect_details.asked(state, told, services.territory.names())
        used.html = effect_details.used(state, told.account)
        parts["placebo"].visible = parts["moved"].visible = effect is not None

    state.keep(fill)
    return frame.stack(
        head,
        frame.columns((4, frame.card(entry, journal)), (8, frame.stack(said, drawn))),
        frame.columns((6, parts["placebo"]), (6, parts["moved"])),
        parts["asked"],
        parts["used"],
    )


def _journalled(state: State, services: Services) -> list[Row]:
    return services.actions.journal(MOST) if state.place else services.actions.journal()


def _elsewhere(state: State) -> Markup:
    return markup.empty(
        state.say("Aucune action pour ce territoire", "No action for this territory"),
        state.say("Il y en a pour d’autres : retirez le filtre.", "There are some for others: take the filter off."),
    )


def _head(state: State, services: Services) -> Markup:
    return frame.heading(
        state,
        state.say(title, title_en),
        state.say(
            "Ce qui a été dit ou fait, et ce que cela a changé, comparé à ce qui se serait passé sans",
            "What was said or done, and what it changed, against what would have happened without it",
        ),
        frame.place_choice(state, services),
    )


def _nothing(state: State) -> Markup:
    return markup.empty(
        state.say("Aucune action dans le journal", "No action in the journal"),
        state.say(
            "Inscrivez un démenti, une consigne ou une campagne : son effet se mesurera ici.",
            "Log a denial, an instruction or a campaign: its effect will be measured here.",
        ),
    )


def _journal(state: State, rows: list[Row], chosen: Row | None, hidden: Markup) -> Markup:
    items = markup.join(_entry(state, row, row["id"] == (chosen or {}).get("id")) for row in rows)
    body = Markup('<ol class="alerts tall">{}</ol>').format(items) if rows else Markup("")
    return Markup('<section class="stack"><h2>{}</h2>{}{}</section>').format(
        state.say("Journal", "Journal"), hidden, body
    )


def _entry(state: State, row: Row, is_chosen: bool) -> Markup:
    text = row["text"] if len(row["text"]) <= 120 else row["text"][:118].rsplit(" ", 1)[0] + " …"
    places = ", ".join(place["name"] or place["id"] for place in row["places"][:3])
    where = " · ".join(part for part in (moment(row["at"], state.lang), row["channel"], places) if part)
    style = "border-left-color:var(--ci-primary);background:var(--ci-chosen)" if is_chosen else ""
    return Markup(
        '<li style="{}"{}><div class="row">{}<span class="soft small">{}</span></div><h3>{}</h3>{}</li>'
    ).format(
        style,
        Markup(' aria-current="true"') if is_chosen else "",
        markup.chip("plain", wording.action(state, row["kind"])),
        where,
        markup.link(state, text or state.say("(sans texte)", "(no text)"), action=row["id"]),
        Markup('<p class="soft small">{}</p>').format(state.say(f"Sujet : {row['label']}", f"Topic: {row['label']}"))
        if row["topic"]
        else "",
    )


def _said(state: State, told: Told) -> Markup:
    action, account = told.action, told.account
    kind, words = effects.VERDICTS[account.verdict]
    cautions = markup.join(
        Markup("<li>{}</li>").format(state.say(*effects.CAUTIONS[name])) for name in _beside(account)
    )
    notes = Markup('<ul class="soft">{}</ul>').format(cautions) if cautions else Markup("")
    where = moment(action["at"], state.lang)
    return Markup(
        '<section class="card stack" aria-live="polite"><div class="row">{}<span class="soft">{}</span></div>'
        '<p style="font-size:21px;line-height:1.35;font-weight:700;max-width:60ch">{}</p>{}{}'
        "<blockquote><p>{}</p><footer>{}</footer></blockquote>{}</section>"
    ).format(
        markup.chip(kind, state.say(*words)),
        f"{wording.action(state, action['kind'])}, {where}",
        effects.sentence(state, action["kind"], account),
        _ready(state, told) + _onset(state, account),
        notes,
        action["text"],
        " · ".join(part for part in (action["channel"], action["role"]) if part),
        _figures(state, account),
    )


def _ready(state: State, told: Told) -> Markup:
    """Return from when on an effect can be read, and why not before."""
    lack = told.account.lack
    if lack is None or lack.ready_at is None:
        return Markup("")
    at = moment(lack.ready_at, state.lang)
    when, why = _sought(state, told.action["at"], at) if lack.why == "sought" else _too_early(state, lack, at)
    return Markup('<p data-ready-at="{}"><b>{}</b> {}</p>').format(lack.ready_at, when, why)


def _too_early(state: State, lack: Lack, at: str) -> tuple[str, str]:
    width = length(timedelta(milliseconds=lack.width), state.lang)
    return state.say(f"L’effet se lira à partir du {at}.", f"An effect can be read from {at} on."), state.say(
        f"Il se mesure sur {NEAREST} intervalles de {width} au moins{NARROW}: avant, le hasard de quelques messages "
        "l’emporte. Cette page se mettra à jour d’elle-même.",
        f"It is measured over {NEAREST} intervals of {width} at least: before, the chance of a few messages outweighs "
        "it. This page will catch up by itself.",
    )


def _sought(state: State, done: int, at: str) -> tuple[str, str]:
    until = moment(done + SOUGHT, state.lang)
    return state.say(f"L’effet se lira au plus tôt le {at}.", f"An effect can be read from {at} on at the earliest."), (
        state.say(
            f"Le sujet dont elle parle est cherché à chaque passage, jusqu’au {until}. Il faut ensuite une à six "
            "heures de messages après l’action, selon l’âge du sujet.",
            f"The topic that it speaks of is looked for at each pass, until {until}. Then it takes one to six hours of "
            "messages after the action, by the age of the topic.",
        )
    )


def _beside(account: Account) -> list[str]:
    """Return the cautions that the sentence does not say."""
    said = next((one for one in account.cautions if one in BLOCKING), None)
    return [name for name in account.cautions if name != said]


def _figures(state: State, account: Account) -> Markup:
    effect = account.effect
    if effect is None:
        return Markup("")
    figures = {
        state.say("écart à l’attendu", "gap to expected") + f" ({effects.interval(state, effect)})": effects.change(
            state, effect.change
        ),
        state.say("observés / attendus sans l’action", "observed / expected without it"): (
            f"{number(effect.observed, state.lang)} / {number(effect.expected, state.lang, 0)}"
        ),
        state.say("messages avant, sur lesquels repose la prévision", "messages before, that the forecast rests on"): (
            number(effect.before, state.lang)
        ),
    }
    return markup.figures(figures)


def _onset(state: State, account: Account) -> Markup:
    """Return after how long the effect shows, and how it lasts, in a sentence."""
    found = account.onset
    if found is None or found.delay is None or found.delay_high is None or account.verdict not in ("less", "more"):
        return Markup("")
    delay, high = (length(timedelta(milliseconds=part), state.lang) for part in (found.delay, found.delay_high))
    shows = state.say(
        f"L’effet se voit après {delay} ({high} au plus, à 95 %)", f"It shows after {delay} ({high} at most)"
    )
    if found.delay == 0:
        shows = state.say(
            f"L’effet se voit aussitôt ({high} au plus, à 95 %)", f"It shows at once ({high} at most, 95%)"
        )
    lasts = state.say("et ne faiblit pas dans le temps mesuré.", "and does not fade in the time measured.")
    if found.half_life is not None:
        half = length(timedelta(milliseconds=found.half_life), state.lang)
        lasts = state.say(
            f"et perd la moitié de sa force en {half} environ.", f"and loses half its force in about {half}."
        )
    return Markup("<p>{} {}</p>").format(shows, lasts)


def _curve_head(state: State, effect: Effect) -> Markup:
    width = length(timedelta(milliseconds=effect.width), state.lang)
    rests = ""
    if effect.beside > 0.1:
        share = number(100 * effect.beside, state.lang, 0)
        rests = state.say(
            f" La prévision repose à {share} % sur des sujets ou lieux semblables que l’action n’a pas touchés.",
            f" The forecast rests for {share}% on like topics or places that the action did not reach.",
        )
    return Markup('<div class="stack"><h2>{}</h2><p class="soft small">{}</p>{}</div>').format(
        state.say(f"Messages qui propagent, par {width}", f"Messages that spread it, by {width}"),
        state.say(
            "Les démentis ne sont pas comptés. Mesuré aussi loin que la prévision reste utile." + rests,
            "Denials are not counted. Measured as far as the forecast is of use." + rests,
        ),
        effects.curve_legend(state, effect),
    )
