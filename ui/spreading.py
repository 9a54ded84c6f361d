"""The talk about an alert's topic on its page: stances over time, what is repeated, what was done and its effect."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from graph.evidence import Replay
from graph.rows import Row
from graph.users.roles import Right
from ui import effects, frame, markup, wording
from ui.formats import day, moment, number, wall
from ui.markup import Column
from ui.services import Services
from ui.services.situation import HOUR, Timeline
from ui.services.span import Span
from ui.services.spread import Stances
from ui.state import State, Words

STANCES: dict[str, tuple[Words, str]] = {
    "spread": (("la font circuler", "spread it"), "--ci-forte"),
    "query": (("demandent si c’est vrai", "ask whether it is true"), "--ci-volume"),
    "deny": (("démentent", "deny it"), "--ci-good"),
}
LONGEST = 140
"""Characters shown of a text that is repeated."""


class Talk:
    """The cards of a topic: stances over time, what is repeated, what was done."""

    def __init__(self, state: State, services: Services) -> None:
        self._state = state
        self._services = services
        self._head, self._twin, self._repeated, self._done = (frame.block(state) for _ in range(4))
        self._chart = frame.chart(state, 240)
        self.cards = (
            frame.card(self._head, self._chart, self._twin),
            frame.card(self._repeated),
            frame.card(self._done),
        )

    def fill(self, topic: str, span: Span, timeline: Timeline) -> None:
        """Show a topic."""
        state, spread = self._state, self._services.spread
        hours = spread.stances(topic, span, timeline)
        self._head.html, self._twin.html = stances_head(state, hours), stances_table(state, hours)
        self._chart.visible = bool(hours)
        if hours:
            self._chart.option = stances_option(state, hours)
            self._chart.label = state.say("Positions par heure. Tableau ci-dessous.", "Stances per hour. Table below.")
        self.cards[1].visible = self._services.may(Right.verbatims)
        if self.cards[1].visible:
            self._repeated.html = repeated(state, spread.repeated(topic, span))
        self._done.html = done(state, self._services, spread.actions(topic, self._services.actions.journal()))


def stances_option(state: State, hours: Sequence[Stances]) -> dict[str, Any]:
    """Return the hours as steps, one layer a stance, hatched where nothing is known."""
    soft = {"color": "var(--ci-soft)"}
    unknown = [hour.at for hour in hours if hour.spread is None]
    drawn = [*hours, replace(hours[-1], at=hours[-1].at + HOUR)]  # the last step lasts its hour
    series: list[dict[str, Any]] = [
        {
            "name": name,
            "type": "line",
            "step": "end",
            "stack": "all",
            "symbol": "none",
            "lineStyle": {"width": 0},
            "areaStyle": {"color": f"var({colour})", "opacity": 1},
            "data": [{"value": [wall(hour.at), getattr(hour, name)], "tip": _tip(state, hour)} for hour in drawn],
        }
        for name, (_, colour) in STANCES.items()
    ]
    series[0]["markArea"] = {
        "silent": True,
        "itemStyle": {"color": "$hatch", "opacity": 0.55},
        "data": [[{"xAxis": wall(at)}, {"xAxis": wall(at + HOUR)}] for at in unknown],
    }
    return {
        "grid": {"left": 48, "right": 18, "top": 12, "bottom": 30},
        "xAxis": {
            "type": "time", "splitLine": {"show": False}, "axisLabel": soft | {"hideOverlap": True},
            "axisLine": {"lineStyle": {"color": "var(--ci-edge)"}},
        },
        "yAxis": {
            "type": "value", "minInterval": 1, "axisLabel": soft,
            "splitLine": {"lineStyle": {"color": "var(--ci-line)"}},
        },
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "line"}},
        "series": series,
    }  # fmt: skip


def _tip(state: State, hour: Stances) -> str:
    if hour.spread is None:
        return moment(hour.at, state.lang) + "\n" + state.say("inconnu : source coupée", "unknown: source down")
    counts = (f"{number(getattr(hour, name), state.lang)} {state.say(*words)}" for name, (words, _) in STANCES.items())
    return "\n".join((moment(hour.at, state.lang), *counts))


def stances_head(state: State, hours: Sequence[Stances]) -> Markup:
    """Return the title of the picture, its sums and its legend."""
    sums = {name: sum(getattr(hour, name) or 0 for hour in hours) for name in STANCES}
    told = ", ".join(f"{number(sums[name], state.lang)} {state.say(*words)}" for name, (words, _) in STANCES.items())
    entries = [("", colour, state.say(*words)) for words, colour in STANCES.values()]
    if any(hour.spread is None for hour in hours):
        entries.append(("unknown", "", state.say("source coupée : inconnu", "source down: unknown")))
    return Markup('<div class="stack"><h2>{}</h2><p class="soft">{}</p>{}</div>').format(
        state.say("Positions des messages, par heure", "Stances of messages, per hour"),
        state.say(f"Sur la période : {told}.", f"In the period: {told}.") if hours else "",
        markup.legend(entries) if hours else "",
    )


def stances_table(state: State, hours: Sequence[Stances]) -> Markup:
    """Return the picture as a table, folded."""
    if not hours:
        return markup.empty(
            state.say("Aucun message de ce sujet dans la période", "No message of this topic in the period"),
            state.say(
                "Choisissez une période plus longue depuis la Situation.", "Choose a longer period in Situation."
            ),
        )
    unknown = state.say("inconnu", "unknown")
    rows = [
        (moment(hour.at, state.lang), *(unknown if (n := getattr(hour, name)) is None else n for name in STANCES))
        for hour in reversed(hours)
    ]
    titles = (("Circulation", "Spread"), ("Questions", "Questions"), ("Démentis", "Denials"))
    columns = [Column(state.say("Heure", "Hour")), *(Column(state.say(*words), numeric=True) for words in titles)]
    caption = state.say("Positions par heure, les plus récentes d’abord", "Stances per hour, latest first")
    return markup.twin(
        "positions", state.say("Voir le tableau", "Show the table"), markup.table(caption, columns, rows)
    )


def repeated(state: State, rows: Sequence[Row]) -> Markup:
    """Return the texts that were said again, with the first time of each."""
    head = Markup("<h2>{}</h2>").format(state.say("Ce qui se répète", "What is repeated"))
    if not rows:
        return Markup('<div class="stack">{}{}</div>').format(
            head,
            Markup('<p class="soft">{}</p>').format(
                state.say(
                    "Aucune copie, reformulation ou traduction reconnue.", "No copy, rewording or translation found."
                )
            ),
        )
    columns = [
        Column(state.say("Premier message", "First message")),
        Column(state.say("Copies", "Copies"), numeric=True),
        Column(state.say("Reformulations", "Rewordings"), numeric=True),
        Column(state.say("Traductions", "Translations"), numeric=True),
    ]
    cells = [
        (
            Markup('{}<br><span class="soft small">{}</span>').format(
                _short(row["text"]),
                state.say(
                    f"{row['platform']}, d’abord le {first}, encore le {last}",
                    f"{row['platform']}, first {first}, last {last}",
                ),
            ),
            *(number(row[name], state.lang) for name in ("copies", "rewordings", "translations")),
        )
        for row in rows
        for first, last in [(moment(row["first_at"], state.lang), moment(row["last_at"], state.lang))]
    ]
    caption = state.say(
        "Les plus repris d’abord ; un démenti n’est jamais une copie", "Most repeated first; a denial is never a copy"
    )
    return Markup('<div class="stack">{}{}</div>').format(head, markup.table(caption, columns, cells))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 2].rsplit(" ", 1)[0] + " …"


def done(state: State, services: Services, rows: Sequence[Row]) -> Markup:
    """Return what was done about the topic, each action with what it changed."""
    items = markup.join(
        Markup(
            '<li><div class="row">{}<span class="soft small">{}</span></div>{}<p class="soft small">{}</p></li>'
        ).format(
            markup.chip("plain", wording.action(state, row["kind"])),
            " · ".join(part for part in (moment(row["at"], state.lang), row["channel"]) if part),
            markup.link(state, _short(row["text"]) or day(row["at"], state.lang), page="actions", action=row["id"]),
            effects.sentence(state, row["kind"], services.actions.told(row).account),
        )
        for row in rows
    )
    if not rows:
        items = Markup('<li class="soft">{} {}</li>').format(
            state.say("Aucune action ne parle de ce sujet.", "No action speaks of this topic."),
            markup.link(state, state.say("Inscrire une action", "Log an action"), page="actions", action=""),
        )
    return Markup('<div class="stack"><h2>{}</h2><ul class="plain">{}</ul></div>').format(
        state.say("Ce qui a été fait, et son effet", "What was done, and its effect"), items
    )


def replayed(state: State, alert: str, found: Replay | None, *, asked: bool) -> Markup:
    """Return the button that looks again at the evidence, and what the last look said."""
    button = Markup(
        '<form><input type="hidden" name="alert" value="{}">'
        '<button class="button" id="replay" name="act" value="replay">{}</button></form>'
    ).format(alert, state.say("Rejouer les preuves", "Replay the evidence"))
    if not asked:
        return button
    if found is None:
        said = state.say("Aucune preuve n’a été gardée pour cette alerte.", "No evidence was kept for this alert.")
        return Markup('{}<p role="status">{}</p>').format(button, said)
    kind, word = ("good", ("Identique", "Identical")) if found.identical else ("bad", ("Différent", "Different"))
    _, _, reason = state.say(found.reason, found.reason_en).partition(":")
    return Markup('{}<div class="row" role="status">{}<span>{}</span></div>').format(
        button, markup.chip(kind, state.say(*word)), reason.strip()
    )
