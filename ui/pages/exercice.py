"""The exercise: chosen, started, paced, fed with injects, and at its end the account of what the cell did."""

import re
import time
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from panel.viewable import Viewable

from graph.users.roles import Right
from ui import directing, frame, markup, retex
from ui.directing import PHASES, Directing
from ui.formats import clock, day, milliseconds, number
from ui.services import Services
from ui.services.exercise import Stage
from ui.state import State, Words

title = "Exercice"
title_en = "Exercise"
order = 12
icon = "flag"

SHEET = Markup(
    "<style>"
    ".ci .scenario { display: grid; grid-template-columns: auto 1fr; gap: 12px; padding: 10px 12px; cursor: pointer;"
    " border: 1px solid var(--ci-line); border-radius: 8px; }"
    ".ci .scenario:hover { background: var(--ci-hover); }"
    ".ci .scenario:has(input:checked) { border-color: var(--ci-primary); background: var(--ci-chosen); }"
    ".ci .scenario input { width: 18px; height: 18px; margin: 1px 0 0; accent-color: var(--ci-primary); }"
    ".ci fieldset.bare { border: 0; margin: 0; padding: 0; min-width: 0; }"
    ".ci fieldset.bare legend { padding: 0 0 10px; }"
    ".ci .course { height: 10px; border-radius: 5px; background: var(--ci-hover); overflow: hidden; }"
    ".ci .course i { display: block; height: 100%; background: var(--ci-primary); }"
    ".ci .inject { display: flex; gap: 12px; justify-content: space-between; align-items: flex-start;"
    " border-bottom: 1px solid var(--ci-line); padding-bottom: 8px; }"
    ".ci .inject > div { display: grid; gap: 2px; min-width: 0; }"
    ".ci .inject .button { flex: none; }"
    ".ci .ready { gap: 10px; }"
    ".ci .row.end { align-items: flex-end; }"
    ".ci .paces { display: inline-flex; }"
    ".ci .paces button { font: inherit; font-size: 13.5px; color: var(--ci-ink); background: var(--ci-surface);"
    " border: 1px solid var(--ci-edge-strong); border-left-width: 0; padding: 6px 11px; cursor: pointer; }"
    ".ci .paces button:first-child { border-left-width: 1px; border-radius: 6px 0 0 6px; }"
    ".ci .paces button:last-child { border-radius: 0 6px 6px 0; }"
    ".ci .paces button:hover { background: var(--ci-hover); }"
    ".ci .paces button[aria-pressed=true] { background: var(--ci-primary); border-color: var(--ci-primary);"
    " color: var(--ci-on-primary); font-weight: 700; }"
    ".ci a.button { text-decoration: none; }"
    "</style>"
)


def page(state: State, services: Services) -> Viewable:
    """Return the page."""
    head, said, where, steer, choose, inject, told = (frame.block(state) for _ in range(7))
    cards = {"where": frame.card(where, steer), "choose": frame.card(choose)}
    beside = frame.columns((7, frame.card(inject)), (5, frame.card(told)))
    director, account = Directing(state, services), retex.Account(state, services)
    may = services.may(Right.train)

    def fill() -> None:
        stage = services.exercise.stage()
        head.html = _head(state)
        cards["where"].visible = stage.phase != "none" or not may
        where.html = _where(state, stage)
        notice = director.said(stage)
        said.html, said.visible = notice, bool(notice)
        steer.html = SHEET + directing.controls(state, stage, is_ending=director.is_ending) if may else ""
        cards["choose"].visible = may and not stage.is_running and not stage.may_end
        if cards["choose"].visible:
            choose.html = SHEET + directing.choosing(state, services.exercise.scenarios(), director.chosen)
        beside.visible = may and stage.may_end
        if beside.visible:
            fresh = Markup("<!-- {} -->").format(director.injected)  # what was sent is no draft any more
            inject.html = SHEET + directing.injecting(state, services, stage) + fresh
            told.html = directing.told(state, stage)
        account.fill(stage)

    def hear(message: Mapping[str, Any]) -> None:
        if director.hear(message):
            fill()
        else:
            state.hear(message)

    for block in (steer, choose, inject):
        block.listen(hear)
    state.keep(fill)
    return frame.stack(head, said, cards["where"], beside, account.view, cards["choose"])


def _head(state: State) -> Markup:
    return frame.heading(
        state,
        state.say(title, title_en),
        state.say(
            "S’entraîner sur les vrais écrans, avec des données inventées, dans un graphe à part",
            "Train on the real screens, with invented data, in a graph apart",
        ),
    )


def _where(state: State, stage: Stage) -> Markup:
    kind, words = PHASES[stage.phase]
    if stage.order is None:
        return markup.empty(
            state.say("Aucun exercice", "No exercise"),
            state.say(
                "Quand la direction d’exercice en lancera un, il apparaîtra ici.",
                "When a director starts one, it will appear here.",
            ),
        )
    name = state.say(stage.scenario.title, stage.scenario.title_en) if stage.scenario else stage.order.scenario
    return SHEET + Markup(
        '<section class="stack"><div class="row apart"><div class="row"><h2>{}</h2>{}</div>{}</div>{}</section>'
    ).format(name, markup.chip(kind, state.say(*words)), _door(state, stage), _course(state, stage))


def _door(state: State, stage: Stage) -> Markup:
    if not stage.is_open:
        return Markup("")
    return Markup(
        '<a class="button" id="exercise-open" href="/exercice{}" target="_blank" rel="noopener">{} ↗</a>'
    ).format(
        state.search(page="veille", alert="", action="", node=""),
        state.say("Ouvrir les écrans de l’exercice", "Open the screens of the exercise"),
    )  # fmt: skip


STEPS: tuple[tuple[str, Words], ...] = (
    (
        "looking for the last exercise",
        ("Le graphe du dernier exercice est remplacé", "The graph of the last exercise is replaced"),
    ),
    ("loading the French places", ("Les territoires se chargent", "The territories are loading")),
    (r"scenario: read (\d+).*", ("{} messages et mesures chargés", "{} messages and measures loaded")),
    (r"read (\d+) messages", ("{} messages lus", "{} messages read")),
    ("looking for topics", ("Les sujets se cherchent", "Topics are being looked for")),
)
"""What the process that plays says of its preparing."""


def told_line(state: State, line: str) -> str:
    """Return what the process says in words of the cell; what is not known stays as it is.

    >>> told_line(State(), "read 5000 messages"), told_line(State(lang="en"), "looking for topics")
    ('5\u202f000 messages lus', 'Topics are being looked for')
    """
    for pattern, words in STEPS:
        if found := re.fullmatch(pattern, line):
            return state.say(*words).format(*(number(int(one), state.lang) for one in found.groups()))
    return line


def _course(state: State, stage: Stage) -> Markup:
    course = stage.course
    if stage.phase == "failed" and course is not None:
        return Markup('<p class="problem" role="alert">{}</p><p class="soft small">{}</p>').format(
            state.say("L’exercice s’est arrêté : ", "The exercise stopped: ") + course.line,
            state.say(
                "Rien n’est perdu : « Reprendre » repart du dernier passage. Le détail est dans logs/exercise.log.",
                "Nothing is lost: “Resume” goes on from the last look. Details are in logs/exercise.log.",
            ),
        )
    if course is None or stage.clock is None or stage.phase in ("starting", "preparing"):
        line = told_line(state, course.line) if course else ""
        waited = state.say(
            "L’historique du scénario se charge : une à cinq minutes.",
            "The history of the scenario is loading: one to five minutes.",
        )
        return Markup('<p>{}</p><p class="soft small">{}</p>').format(waited, line)
    share = (stage.clock - course.start) / (course.end - course.start)
    at, end = (milliseconds(one) for one in (stage.clock, course.end))
    words = state.say(
        f"Dans l’exercice, nous sommes le {day(at, 'fr')}, il est {clock(at, 'fr')} ; "
        f"le scénario finit le {day(end, 'fr')} à {clock(end, 'fr')}.",
        f"In the exercise it is {clock(at, 'en')} on {day(at, 'en')}; "
        f"the scenario ends at {clock(end, 'en')} on {day(end, 'en')}.",
    )
    if stage.phase == "over":
        words = state.say(
            f"Arrêté le {day(at, 'fr')} à {clock(at, 'fr')}, heure de l’exercice.",
            f"Ended at {clock(at, 'en')} on {day(at, 'en')}, by the clock of the exercise.",
        )
    if stage.phase == "interrupted":
        words += " " + state.say(
            "Le processus qui le joue s’est arrêté ; rien n’est perdu, reprenez où il en était.",
            "The process that plays it has ended; nothing is lost, go on where it was.",
        )
    lag = stage.phase == "playing" and time.time() - course.wall > 90
    slow = state.say(" Un passage prend plus longtemps que prévu.", " A look takes longer than planned.") if lag else ""
    return Markup('<div class="course"><i style="width:{:.1f}%"></i></div><p>{}{}</p>').format(
        100 * min(1.0, max(0.0, share)), words, slow
    )
