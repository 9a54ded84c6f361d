"""One alert: why, how much, on which messages, and what we decide."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from panel.viewable import Viewable

from graph.rows import Row
from graph.users.roles import Right
from ui import deciding, frame, markup, why, wording
from ui.cascading import Cascading
from ui.charts import timeline_option
from ui.claims import claimed
from ui.desk import Desk
from ui.drawer import parts, splitting, supporting
from ui.formats import moment
from ui.pages.situation import curve_legend, timeline_table
from ui.services import Services
from ui.spreading import Talk
from ui.state import State

title = "Alerte"
title_en = "Alert"
order = None
icon = "bell"


def page(state: State, services: Services) -> Viewable:
    """Return the page."""
    head, numbers, decisions, curve_head, twin, messages, query = (frame.block(state) for _ in range(7))
    curve, talk, cascading = frame.chart(state, 300), Talk(state, services), Cascading(state, services)
    framed = [frame.card(part) for part in (decisions, messages, query)]
    drawn = frame.card(curve_head, curve, twin)

    desk = Desk(state, services)

    def hear(message: Mapping[str, Any]) -> None:
        if desk.hear(message):
            state.refill(fill)
        else:
            state.hear(message)

    decisions.listen(hear)
    query.listen(hear)

    def fill() -> None:
        span = services.span(state.period)
        alert = services.alerts.detail(state.alert) if span else None
        for part in (*framed, drawn, *talk.cards, cascading.card):
            part.visible = alert is not None
        if span is None or alert is None:
            head.html = _unknown(state)
            numbers.html = ""
            return
        alert = _whole(services, alert)
        head.html = _head(state, alert) + claimed(state, services.alerts.rumour(alert["id"]))
        numbers.html = why.numbers(state, alert)
        decisions.html = _decisions(state, services, alert, desk)
        messages.html = Markup('<div class="stack">{}</div>').format(supporting(state, services, alert["id"]))
        query.html = why.why(state, services, alert, desk.replayed.get(alert["id"]))
        topic = alert["topic_id"] or ""
        timeline = services.situation.timeline(span, topic=topic)
        curve_head.html = Markup("<h2>{}</h2>{}").format(
            state.say("Messages du sujet, par heure", "Messages of the topic, per hour"), curve_legend(state, timeline)
        )
        curve.visible = bool(timeline.hours)
        if timeline.hours:
            curve.option = timeline_option(state, timeline)
            curve.label = state.say("Courbe du sujet. Tableau ci-dessous.", "Curve of the topic. Table below.")
        twin.html = timeline_table(state, timeline)
        talk.fill(topic, span, timeline)
        cascading.fill(topic, span)

    state.keep(fill)
    stances, repeated, done = talk.cards
    side = frame.stack(framed[0], done, framed[2])
    main = frame.stack(drawn, stances, cascading.card, repeated, framed[1])
    return frame.stack(head, numbers, frame.columns((8, main), (4, side)))


def _unknown(state: State) -> Markup:
    return frame.heading(state, state.say(title, title_en), "") + markup.empty(
        state.say("Cette alerte n’existe pas ou n’existe plus", "This alert does not exist, or no longer does"),
        state.say(
            "Revenez à la situation pour voir les alertes en cours.", "Go back to the situation for current alerts."
        ),
    )


def _head(state: State, alert: Row) -> Markup:
    back = markup.join(
        (
            markup.link(state, "← Situation", page="situation", alert=""),
            " · ",
            markup.link(state, state.say("Veille", "Watch"), page="veille"),
        )
    )
    chips = markup.chip(alert["severity"], wording.word(state, wording.SEVERITIES, alert["severity"])) + markup.chip(
        "plain", wording.word(state, wording.STATES, alert["state"])
    )
    since = moment(alert["first_at"], state.lang)
    last = moment(alert["last_at"], state.lang)
    return Markup(
        '<div class="stack"><p>{}</p><h1 tabindex="-1" data-main>{}</h1>'
        '<div class="row">{}<span class="soft">{}</span></div>'
        '<p style="font-size:16px;max-width:80ch">{}</p></div>'
    ).format(
        back,
        wording.title(state, alert),
        chips,
        state.say(f"levée le {since}, dernier signal le {last}", f"raised {since}, last signal {last}"),
        wording.reason(state, alert),
    )


def _whole(services: Services, alert: Row) -> Row:
    """Return an alert with what was merged into it, which counts for where it stands."""
    held = services.triage.one(alert["id"])
    if held is None or held["id"] != alert["id"]:
        return alert
    return alert | {"standing": held["standing"], "state": held["standing"].state, "parts": held["parts"]}


def _form(state: State, services: Services, alert: Row, *, draft: str) -> Markup:
    """Return what can be done: on an alert that another stands for, splitting it off."""
    may = services.may(Right.decide)
    head = services.triage.one(alert["id"])
    if not alert["standing"].into or head is None or head["id"] == alert["id"]:
        return deciding.form(state, alert, draft=draft) if may else Markup("")
    return Markup('<div class="row apart"><span>{} {}</span>{}</div>').format(
        state.say("Réunie à :", "Merged into:"),
        markup.link(state, wording.title(state, head), alert=head["id"]),
        splitting(state, alert) if may else "",
    )


def _decisions(state: State, services: Services, alert: Row, desk: Desk) -> Markup:
    may = services.may(Right.decide)
    places = ", ".join(place["name"] or place["id"] for place in alert["places"])
    where = Markup("<h2>{}</h2><p>{}</p>").format(state.say("Lieux", "Places"), places) if places else Markup("")
    return Markup(
        '<div class="stack"><div role="status" aria-live="polite">{}</div>'
        '<h2 data-rest tabindex="-1">{}</h2>{}{}{}</div>'
    ).format(
        desk.notice,
        state.say("Décisions", "Decisions"),
        parts(state, alert, may=may) + _form(state, services, alert, draft=desk.drafts.get(alert["id"], "")),
        deciding.history(state, alert, undo=services.triage.last_of(alert) if may else ()),
        where,
    )
