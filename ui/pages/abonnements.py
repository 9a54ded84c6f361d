"""Subscriptions: who is told of alerts outside the app, of what, when, and whether it arrives."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup
from panel.viewable import Viewable

from graph.rows import Row
from graph.subscriptions.settings import Settings
from ui import frame, markup, subscribed, subscribing
from ui.services import Services
from ui.state import State
from ui.subscription_desk import Desk

title = "Abonnements"
title_en = "Subscriptions"
order = 11
icon = "mail"


def page(state: State, services: Services) -> Viewable:
    """Return the page."""
    head, said, listed, entry = (frame.block(state) for _ in range(4))
    desk = Desk(state, services)

    def fill() -> None:
        rows, sent, now = services.subscriptions.listed(), services.subscriptions.recent(), datetime.now(UTC)
        head.html = _head(state)
        told = desk.secret() + desk.notice + _setting(state, sent, rows, now)
        said.html, said.visible = subscribed.SHEET + told, bool(told)
        listed.html = subscribed.SHEET + subscribed.cards(
            state, rows, sent, now, chosen=desk.chosen, ending=desk.ending
        )
        entry.html = subscribing.SHEET + _entry(state, desk, rows)

    def hear(message: Mapping[str, Any]) -> None:
        if desk.hear(message):
            state.refill(fill)
        else:
            state.hear(message)

    for block in (said, listed, entry):
        block.listen(hear)
    state.keep(fill)
    return frame.stack(head, said, frame.columns((7, listed), (5, frame.card(entry))))


def _head(state: State) -> Markup:
    return frame.heading(
        state,
        state.say(title, title_en),
        state.say(
            "Qui est prévenu des alertes hors de l’application, de quoi, quand, et si cela arrive",
            "Who is told of alerts outside the app, of what, when, and whether it arrives",
        ),
    )


def _setting(state: State, sent: Mapping[str, Any], rows: list[Row], now: datetime) -> Markup:
    """Return what keeps anything from being sent: nothing is allowed, or nobody sends."""
    settings = Settings()
    words: list[str] = []
    if not settings.hosts and not settings.domains:
        words.append(
            state.say(
                "Aucun envoi n’est permis : l’exploitation nomme d’abord les serveurs et domaines admis "
                "(CYBERIMPACT_DELIVERY_HOSTS, CYBERIMPACT_DELIVERY_DOMAINS).",
                "Nothing may be sent: whoever runs the platform first names the hosts and domains that are allowed "
                "(CYBERIMPACT_DELIVERY_HOSTS, CYBERIMPACT_DELIVERY_DOMAINS).",
            )
        )
    if subscribed.is_nobody_sending(sent, {row["id"] for row in rows if row["paused_at"]}, now):
        words.append(
            state.say(
                "Des envois attendent et rien ne part : « cyberimpact watch » ne tourne pas, ou ne répond plus.",
                "Things wait and nothing leaves: “cyberimpact watch” does not run, or hangs.",
            )
        )
    return markup.join(
        Markup('<div class="notice bad" role="status"><span>{}</span></div>').format(one) for one in words
    )


def _entry(state: State, desk: Desk, rows: list[Row]) -> Markup:
    if not desk.is_open:
        return Markup(
            '<form class="stack"><h2>{}</h2><p class="soft">{}</p><div><button class="button main" '
            'id="subscribing-new" name="act" value="new">{}</button></div></form>'
        ).format(
            state.say("Abonner un service", "Subscribe a service"),
            state.say(
                "Une préfecture, un CORG, une main courante : prévenu par courriel ou par webhook, aussitôt ou par "
                "relevés, sans jamais citer personne.",
                "A prefecture, an operations centre, a log: told by mail or webhook, at once or by digests, and nobody "
                "is ever quoted.",
            ),
            state.say("Nouvel abonnement", "New subscription"),
        )
    before = next((row for row in rows if row["id"] == desk.chosen), None)
    return subscribing.form(state, desk.typed, desk.problems, before)
