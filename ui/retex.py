"""The account of an exercise (RETEX): figures, each truth on the clock, tables, and files to take away."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import panel as pn
from markupsafe import Markup
from panel.viewable import Viewable

from graph.users.roles import Right
from signals.retex import Line, Retex, Unfounded
from ui import frame, lanes, markup, retex_file
from ui.downloads import download
from ui.formats import clock, day, length, milliseconds, number
from ui.markup import Column
from ui.services import Services
from ui.services.exercise import Stage, name_of
from ui.services.reader import Unreachable
from ui.state import State, Words

KINDS: dict[str, Words] = {
    "rumour": ("Rumeur", "Rumour"),
    "panic": ("Panique", "Panic"),
    "movement": ("Mouvement de population", "Movement of people"),
    "incident": ("Incident réel", "Real incident"),
    "silent_wave": ("Vague silencieuse", "Silent wave"),
    "coordination": ("Diffusion coordonnée", "Coordinated spread"),
    "event_benign": ("Événement sans suite", "Benign event"),
}
VERDICTS: dict[str, tuple[str, Words]] = {
    "seen": ("good", ("Vue", "Seen")),
    "dismissed": ("bad", ("Écartée à tort", "Wrongly dismissed")),
    "missed": ("bad", ("Manquée", "Missed")),
    "waiting": ("plain", ("Pas encore vue", "Not seen yet")),
    "left": ("good", ("Laissé, à raison", "Rightly left")),
    "alerted": ("moderee", ("Alerte à tort", "Alerted on")),
}

SHEET = lanes.SHEET + Markup(
    "<style>"
    ".ci .retex { gap: 18px; grid-template-columns: minmax(0, 1fr); padding-bottom: 14px; }"
    ".ci .retex .figures { grid-template-columns: repeat(auto-fit, minmax(125px, 1fr)); }"
    ".ci .retex th, .ci .retex td { overflow-wrap: normal; }"
    "</style>"
)


class Account:
    """What one session sees of the account, and takes away."""

    def __init__(self, state: State, services: Services) -> None:
        self._state = state
        self._services = services
        self._shown: tuple[Retex, Stage] | None = None
        self._body = frame.block(state)
        self._buttons = {
            form: download(form.upper(), self._maker(form), main=form == "html") for form in ("html", "csv")
        }
        self._files = pn.Row(*self._buttons.values(), styles={"gap": "10px"}, sizing_mode="stretch_width")
        self.view: Viewable = frame.card(self._body, self._files)

    def fill(self, stage: Stage) -> None:
        """Show the account of what was done until now, where one may see it."""
        state, services = self._state, self._services
        found = self._read()
        self._shown = None if found is None else (found, stage)
        self.view.visible = found is not None or (stage.phase == "over" and stage.order is not None)
        self._files.visible = found is not None and services.may(Right.export)
        if found is None:
            self._body.html = _closed(state) if self.view.visible else ""
            return
        self._body.html = SHEET + body(state, found, linked=stage.is_open)
        for form, button in self._buttons.items():
            button.label = state.say(*FILES[form])
            button.filename = f"EXERCICE-retex-{name_of(_title(state, stage))}.{form}"

    def _read(self) -> Retex | None:
        """Return the account; an exercise that does not answer is no trouble of the graph of real data."""
        exercise = self._services.exercise
        try:
            return exercise.retex_now() if self._services.may(Right.train) else exercise.retex()
        except Unreachable:
            return None

    def _maker(self, form: str) -> Callable[[], bytes]:
        def make() -> bytes:
            if self._shown is None:
                return b""
            found, stage = self._shown
            if form == "csv":
                return retex_file.table(self._state, found)
            return retex_file.page(self._state, _title(self._state, stage), SHEET + body(self._state, found))

        return make


FILES: dict[str, Words] = {"html": ("RETEX en HTML", "Account as HTML"), "csv": ("RETEX en CSV", "Account as CSV")}


def _title(state: State, stage: Stage) -> str:
    if stage.scenario:
        return state.say(stage.scenario.title, stage.scenario.title_en)
    return stage.order.scenario if stage.order else ""


def _closed(state: State) -> Markup:
    return markup.empty(
        state.say("Le RETEX se lit quand l’exercice est ouvert", "The account is read while the exercise is open"),
        state.say("Rouvrez-le pour le relire ; cela prend une demi-minute.", "Open it again; it takes half a minute."),
    )


def body(state: State, found: Retex, *, linked: bool = False) -> Markup:
    """Return the whole account; `linked`: alerts lead to their pages."""
    until = clock(milliseconds(found.now), state.lang)
    head = Markup('<div class="row apart"><h2>{}</h2><span class="soft">{}</span></div>').format(
        state.say("RETEX : ce que la cellule a fait", "What the cell did (RETEX)"),
        state.say("Exercice terminé", "The exercise is over")
        if found.is_over
        else state.say(f"Provisoire, jusqu’à {until}", f"So far, until {until}"),
    )
    parts = [head, _figures(state, found), lanes.drawn(state, found), _wanted(state, found, linked=linked)]
    parts += [_benign(state, found, linked=linked), _unfounded(state, found, linked=linked)]
    return Markup('<section class="stack retex">{}</section>').format(markup.join(parts))


def _figures(state: State, found: Retex) -> Markup:
    wanted, seen = len(found.wanted), found.count("seen", "dismissed")
    missed = found.count("missed") if found.is_over else found.count("waiting")
    return markup.figures(
        {
            state.say("vues, sur ce qui devait l’être", "seen of what should be"): f"{seen} / {wanted}",
            state.say("pour voir (médiane)", "to see (median)"): _took(state, found.median("to_see")),
            state.say("pour qualifier (médiane)", "to qualify (median)"): _took(state, found.median("to_take")),
            state.say("pour démentir (médiane)", "to deny (median)"): _took(state, found.median("to_deny")),
            (
                state.say("manquées", "missed") if found.is_over else state.say("pas encore vues", "not seen yet")
            ): number(missed, state.lang),
            state.say("alertes sur rien", "alerts on nothing"): number(len(found.unfounded), state.lang),
        }
    )


def _took(state: State, span: timedelta | None) -> str:
    return "–" if span is None else length(span, state.lang)


def _wanted(state: State, found: Retex, *, linked: bool) -> Markup:
    words = (
        ("Ce qui était vrai", "What was true"), ("Verdict", "Verdict"), ("Début", "Beginning"),
        ("Du début à l’alerte", "Beginning to alert"), ("De l’alerte à la prise en compte", "Alert to taken"),
        ("Du début au démenti", "Beginning to denial"), ("Alertes", "Alerts"),
    )  # fmt: skip
    columns = [Column(state.say(*pair)) for pair in words]
    head = state.say("Ce qui demandait une alerte", "What called for an alert")
    caption = state.say("Durées à l’horloge de l’exercice", "Times by the clock of the exercise")
    rows = [
        (
            _what(state, line),
            _verdict(state, line),
            _moment(state, line.began),
            _took(state, line.to_see),
            _taken(state, line),
            _denied(state, line, found),
            _alerts(state, line.alerts, linked=linked),
        )
        for line in found.wanted
    ]
    if not rows:
        return markup.empty(state.say("Rien ne demandait d’alerte jusqu’ici", "Nothing called for an alert so far"))
    return Markup("<div><h3>{}</h3>{}</div>").format(head, markup.table(caption, columns, rows, saved=False, wide=True))


def _benign(state: State, found: Retex, *, linked: bool) -> Markup:
    if not found.benign:
        return Markup("")
    head = state.say("Ce qu’il fallait laisser passer", "What was to be left alone")
    caption = state.say(
        "Bien laissé : aucune alerte, ou elle a été écartée", "Rightly left: no alert, or it was dismissed"
    )
    words = (("Événement", "Event"), ("Verdict", "Verdict"), ("Début", "Beginning"), ("Alertes", "Alerts"))
    rows = [
        (
            _what(state, line),
            _verdict(state, line),
            _moment(state, line.began),
            _alerts(state, line.alerts, linked=linked),
        )
        for line in found.benign
    ]
    columns = [Column(state.say(*pair)) for pair in words]
    return Markup("<div><h3>{}</h3>{}</div>").format(head, markup.table(caption, columns, rows, saved=False, wide=True))


def _unfounded(state: State, found: Retex, *, linked: bool) -> Markup:
    head = state.say("Alertes sur rien de vrai", "Alerts on nothing true")
    caption = state.say("Levées depuis l’ouverture de l’exercice", "Raised since the exercise opened")
    if not found.unfounded:
        return Markup('<div><h3>{}</h3><p class="soft">{}</p></div>').format(head, state.say("Aucune.", "None."))
    words = (("Alerte", "Alert"), ("Levée", "Raised"), ("Écartée", "Dismissed"))
    rows = [(_alert(state, one, linked=linked), _moment(state, one.at), _gone(state, one)) for one in found.unfounded]
    columns = [Column(state.say(*pair)) for pair in words]
    return Markup("<div><h3>{}</h3>{}</div>").format(head, markup.table(caption, columns, rows, saved=False, wide=True))


def _what(state: State, line: Line) -> Markup:
    kind = state.say(*KINDS[line.kind]) if line.kind in KINDS else line.kind
    return Markup('<b>{}</b><br><span class="soft small">{}</span>').format(lanes.short(line.label), kind)


def _verdict(state: State, line: Line) -> Markup:
    kind, words = VERDICTS[line.verdict]
    return markup.chip(kind, state.say(*words))


def _moment(state: State, at: datetime) -> Markup:
    return Markup('<span class="nowrap">{}, {}</span>').format(
        day(milliseconds(at), state.lang), clock(milliseconds(at), state.lang)
    )


def _taken(state: State, line: Line) -> str:
    if line.seen is None:
        return "–"
    return _took(state, line.to_take) if line.taken else state.say("pas prise", "not taken")


def _denied(state: State, line: Line, found: Retex) -> str:
    if not line.wants_denial:
        return state.say("sans objet", "does not apply")
    if line.denied is None:
        return state.say("jamais", "never") if found.is_over else state.say("pas encore", "not yet")
    return _took(state, line.to_deny)


def _gone(state: State, one: Unfounded) -> str:
    if one.dismissed is None:
        return state.say("non", "no")
    took = length(max(one.dismissed - one.at, timedelta()), state.lang)
    return state.say(f"après {took}", f"after {took}")


def _alerts(state: State, alerts: Sequence[str], *, linked: bool) -> Markup:
    if not alerts:
        return Markup("–")
    if not linked:
        return Markup("{}").format(number(len(alerts), state.lang))
    return markup.join(
        Markup('{}<a href="/exercice{}" target="_blank" rel="noopener">{}</a>').format(
            ", " if index else "",
            state.search(page="alerte", alert=alert),
            state.say(f"n°\u00a0{index + 1}", f"no.\u00a0{index + 1}"),
        )
        for index, alert in enumerate(alerts[:5])
    )


def _alert(state: State, one: Unfounded, *, linked: bool) -> Markup:
    title = state.say(one.title, one.title_en)
    if not linked:
        return Markup("{}").format(title)
    return Markup('<a href="/exercice{}" target="_blank" rel="noopener">{}</a>').format(
        state.search(page="alerte", alert=one.id), title
    )
