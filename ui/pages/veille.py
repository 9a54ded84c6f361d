"""The watch: alerts by where they stand, one of them beside the list, all of it by keys."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from panel.viewable import Viewable

from graph.users.roles import Right
from ui import frame, inbox, narrowing
from ui.components import Block
from ui.desk import Desk
from ui.drawer import drawer, nothing
from ui.services import Services
from ui.state import State

title = "Veille"
title_en = "Watch"
order = 1
icon = "inbox"


def page(state: State, services: Services) -> Viewable:
    """Return the page."""
    head, tools, notice, beside = (frame.block(state) for _ in range(4))
    rows = Block(keys=True, sizing_mode="stretch_width")
    desk = Desk(state, services)

    def hear(message: Mapping[str, Any]) -> None:
        if desk.hear(message):
            state.refill(fill)
        else:
            state.hear(message)

    for block in (rows, notice, beside):
        block.listen(hear)
    rows.param.watch(lambda event: state.go({"alert": event.new}), "current")

    def fill() -> None:
        span = services.span(state.period)
        if span is None:
            head.html = frame.heading(state, state.say(title, title_en), "")
            rows.html = frame.nothing_yet(state)
            return
        found = narrowing.alerts(services, services.territory.choice(state.place), services.triage.inbox())
        opened = services.triage.one(state.alert) if state.alert else None
        head.html = _head(state, services) + inbox.boxes(state, found.shown) + narrowing.overlooked(state, found)
        tools.html = inbox.tools(state)
        notice.html = Markup('<div role="status" aria-live="polite" data-live>{}</div>').format(desk.notice)
        here = inbox.matching(found.shown, state.inbox, state.search_words)
        rows.html = inbox.listed(state, here, span, may=services.may(Right.decide))
        rows.cleared = desk.done
        rows.current = opened["id"] if opened else ""
        draft = desk.drafts.get(opened["id"], "") if opened else ""
        beside.html = drawer(state, services, opened, draft=draft) if opened else nothing(state)

    state.keep(fill)
    return frame.stack(
        head,
        notice,
        frame.columns((5, frame.card(tools, rows)), (7, frame.card(beside))),
    )


def _head(state: State, services: Services) -> Markup:
    return frame.heading(
        state,
        state.say(title, title_en),
        state.say(
            "Chaque alerte à sa place : ce qui reste à faire, ce qui est suivi, ce qui attend, ce qui est fini",
            "Each alert in its place: what is left to do, what is followed, what waits, what is done",
        ),
        frame.place_choice(state, services),
    )
