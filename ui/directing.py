"""What the director of an exercise may do at the screen: choose, start, pause, pace, inject, end."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from graph.exercise import Inject
from graph.exercise.known import Known, Ready
from signals.said import NARROW
from ui import markup
from ui.formats import milliseconds, moment, number
from ui.services import Services
from ui.services.exercise import ACCOUNTS, PLATFORMS, SPEEDS, NotPossible, Stage
from ui.state import State, Words

PHASES: dict[str, tuple[str, Words]] = {
    "none": ("plain", ("Aucun exercice", "No exercise")),
    "starting": ("plain", ("Démarrage", "Starting")),
    "preparing": ("moderee", ("En préparation", "Being prepared")),
    "playing": ("good", ("En cours", "Running")),
    "paused": ("moderee", ("En pause", "Paused")),
    "interrupted": ("bad", ("Interrompu", "Interrupted")),
    "over": ("plain", ("Terminé", "Over")),
    "failed": ("bad", ("En échec", "Failed")),
}
REFUSED: dict[str, Words] = {
    "running": (
        "Un exercice est déjà en cours : terminez-le d’abord.",
        "An exercise is running already: end it first.",
    ),
    "scenario": ("Choisissez d’abord un scénario.", "Choose a scenario first."),
    "speed": ("Cette vitesse n’existe pas.", "There is no such speed."),
    "text": ("Écrivez d’abord le message à injecter.", "Write the message to inject first."),
    "place": ("Ce territoire n’existe pas.", "There is no such territory."),
    "stopped": ("L’exercice ne joue pas : rien n’a été fait.", "The exercise is not running: nothing was done."),
}
NAMES = {"mastodon": "Mastodon", "bluesky": "Bluesky", "telegram": "Telegram"}
BUTTON = Markup('<button class="button {}" id="{}" name="act" value="{}">{}</button>')


class Directing:
    """What one session asks of the exercise, and what is said of it."""

    def __init__(self, state: State, services: Services) -> None:
        self._state = state
        self._services = services
        self.notice = Markup("")
        self._is_of_inject = False
        self.chosen = ""
        """Name of the scenario that was chosen last."""
        self.injected = 0
        """How often something was injected."""
        self.is_ending = False
        """Whether ending was asked for, and is to be confirmed."""

    def hear(self, message: Mapping[str, Any]) -> bool:
        """Do what a form asks for; return whether the message was one."""
        form = message.get("form")
        if not isinstance(form, dict):
            return False
        self.notice, self._is_of_inject = Markup(""), False
        try:
            self._do(str(form.get("act", "")), form)
        except NotPossible as error:
            self.notice = self._say("bad", REFUSED[error.why])
        return True

    def said(self, stage: Stage) -> Markup:
        """Return what is said of the last act; that an inject waits only as long as it does."""
        if self._is_of_inject and not (stage.may_end and stage.waiting):
            self.notice, self._is_of_inject = Markup(""), False
        return self.notice

    def _do(self, act: str, form: Mapping[str, Any]) -> None:
        exercise, self.is_ending = self._services.exercise, act == "ending"
        plain: dict[str, Callable[[], None]] = {
            "pause": exercise.pause,
            "resume": exercise.resume,
            "end": exercise.end,
            "show": lambda: exercise.show(True),
            "close": lambda: exercise.show(False),
            "inject": lambda: self._inject(_typed(form)),
        }
        name, _, which = act.partition("-")
        if act == "start":
            self.chosen = str(form.get("scenario", ""))
            exercise.start(self.chosen, _whole(form.get("speed")))
        elif act in plain:
            plain[act]()
        elif name == "pace":
            exercise.pace(_whole(which))
        elif name == "ready":
            self._ready(_whole(which))

    def _ready(self, index: int) -> None:
        known = self._services.exercise.stage().scenario
        if known is None or not 0 <= index < len(known.injects):
            raise NotPossible("text")
        one = known.injects[index]
        self._inject(
            Inject(
                id="", text=one.text, platform=one.platform, place=one.place, accounts=one.accounts,
                is_expected=one.is_expected,
            )
        )  # fmt: skip

    def _inject(self, inject: Inject) -> None:
        self._services.exercise.inject(inject)
        self.injected += 1
        said = ("Injecté : entendu au prochain passage.", "Injected: heard at the next look.")
        self.notice, self._is_of_inject = self._say("good", said), True

    def _say(self, kind: str, words: Words) -> Markup:
        return Markup('<div class="notice {}" role="status">{}</div>').format(kind, self._state.say(*words))


def choosing(state: State, known: Mapping[str, Known], chosen: str) -> Markup:
    """Return the form that chooses a scenario and begins."""
    chosen = chosen if chosen in known else next(iter(known), "")
    cards = markup.join(
        Markup(
            '<li><label class="scenario"><input type="radio" name="scenario" value="{}"{}>'
            '<span><b>{}</b><br><span class="soft">{}</span></span></label></li>'
        ).format(
            one.name,
            Markup(" checked") if one.name == chosen else "",
            state.say(one.title, one.title_en),
            state.say(one.summary, one.summary_en),
        )
        for one in known.values()
    )
    return Markup(
        '<form class="stack"><fieldset class="bare"><legend><h2>{}</h2></legend><ul class="plain">{}</ul></fieldset>'
        '<div class="row end"><label class="field">{}<select id="exercise-speed" name="speed">{}</select></label>'
        "{}</div>"
        '<p class="soft small">{}</p></form>'
    ).format(
        state.say("Choisir un scénario", "Choose a scenario"),
        cards,
        state.say("Vitesse au départ", "Speed at first"),
        markup.options_of({str(speed): told_speed(state, speed) for speed in SPEEDS}, "20"),
        BUTTON.format("main", "exercise-start", "start", state.say("Lancer l’exercice", "Start the exercise")),
        state.say(
            "La préparation prend une à cinq minutes, selon le scénario. Le graphe du dernier exercice est remplacé ; "
            "les données réelles ne sont jamais touchées.",
            "Preparing takes one to five minutes, by scenario. The graph of the last exercise is replaced; "
            "real data are never touched.",
        ),
    )


def told_speed(state: State, speed: float) -> str:
    """Return a speed in words."""
    if speed == 1:
        return state.say("Temps réel", "Real time")
    shown = number(speed, state.lang)
    hour = 60 / speed
    took = f"{hour:.0f} min" if hour >= 1 else f"{60 * hour:.0f} s"
    return state.say(f"×{NARROW}{shown} (une heure en {took})", f"×{shown} (an hour in {took})")


def controls(state: State, stage: Stage, *, is_ending: bool) -> Markup:
    """Return the buttons that steer the exercise."""
    buttons = []
    if stage.phase == "playing":
        buttons.append(BUTTON.format("main", "exercise-pause", "pause", state.say("Mettre en pause", "Pause")))
    if stage.phase in ("paused", "interrupted", "failed"):
        buttons.append(BUTTON.format("main", "exercise-resume", "resume", state.say("Reprendre", "Resume")))
    if stage.may_end:
        act, words = (
            ("end", ("Confirmer la fin", "Confirm the end")) if is_ending else ("ending", ("Terminer…", "End…"))
        )
        buttons.append(BUTTON.format("", f"exercise-{act}", act, state.say(*words)))
    if stage.phase == "over" and stage.order:
        act, words = (
            ("close", ("Fermer l’écran d’exercice", "Close the exercise’s screen"))
            if stage.order.is_shown
            else ("show", ("Rouvrir l’exercice", "Open the exercise again"))
        )
        buttons.append(BUTTON.format("", f"exercise-{act}", act, state.say(*words)))
    speeds = _speeds(state, stage) if stage.may_end and stage.order else Markup("")
    if not buttons:
        return Markup("")
    return Markup('<form class="row apart" style="padding-top:12px"><div class="row">{}</div>{}</form>').format(
        markup.join(buttons), speeds
    )


def _speeds(state: State, stage: Stage) -> Markup:
    current = stage.order.speed if stage.order else 0
    buttons = markup.join(
        Markup('<button id="pace-{0}" name="act" value="pace-{0}" aria-pressed="{1}" title="{2}">×{3}</button>').format(
            speed, str(speed == current).lower(), told_speed(state, speed), number(speed, state.lang)
        )
        for speed in SPEEDS
    )
    return Markup(
        '<div class="row"><span class="soft small">{0}</span>'
        '<span class="paces" role="group" aria-label="{0}">{1}</span></div>'
    ).format(state.say("Vitesse", "Speed"), buttons)


def injecting(state: State, services: Services, stage: Stage) -> Markup:
    """Return the ready-made injects of the scenario, and the form for one of the director's own."""
    ready = stage.scenario.injects if stage.scenario else ()
    rows = markup.join(_ready(state, index, one) for index, one in enumerate(ready))
    made = (
        Markup('<form><ul class="plain ready">{}</ul></form>').format(rows)
        if ready
        else markup.empty(state.say("Ce scénario n’en apporte pas", "This scenario brings none"))
    )
    return Markup(
        '<div class="stack"><h2>{}</h2><h3>{}</h3>{}<h3>{}</h3>{}</div>'
    ).format(
        state.say("Injecter", "Inject"),
        state.say("Prêts à l’emploi", "Ready-made"),
        made,
        state.say("Un message de votre main", "A message of your own"),
        _own(state, services),
    )  # fmt: skip


def _ready(state: State, index: int, one: Ready) -> Markup:
    return Markup(
        '<li class="inject"><div><b>{}</b><p class="small">{}</p><p class="soft small">{}</p></div>{}</li>'
    ).format(
        state.say(one.label, one.label_en),
        state.say(f"«{NARROW}{one.text}{NARROW}»", f"“{one.text}”"),
        _terms(state, one.platform, one.accounts, one.is_expected),
        BUTTON.format("small", f"ready-{index}", f"ready-{index}", state.say("Injecter", "Inject")),
    )


def _terms(state: State, platform: str, accounts: int, is_expected: bool) -> str:
    by = (
        state.say("1 compte", "1 account")
        if accounts == 1
        else state.say(f"{accounts} comptes", f"{accounts} accounts")
    )
    wanted = (
        state.say("alerte attendue", "an alert is expected") if is_expected else state.say("à laisser", "to be left")
    )
    return " · ".join((platform_name(state, platform), by, wanted))


def platform_name(state: State, platform: str) -> str:
    """Return a platform as people write it."""
    return NAMES.get(platform, state.say("Presse", "Press"))


def _own(state: State, services: Services) -> Markup:
    names = {code: f"{name} ({code[1:]})" for code, name in services.territory.names().items()}
    fields = (
        ("platform", ("Où", "Where"), {name: platform_name(state, name) for name in PLATFORMS}),
        ("place", ("Territoire", "Territory"), {"": state.say("Sans lieu", "No place")} | names),
        ("accounts", ("Comptes", "Accounts"), {str(n): str(n) for n in ACCOUNTS}),
        (
            "expected",
            ("Attendu de la cellule", "Expected of the cell"),
            {"no": state.say("Laisser passer", "To let it go"), "yes": state.say("Une alerte", "An alert")},
        ),
    )
    lists = markup.join(
        Markup('<label class="field">{}<select id="inject-{}" name="{}">{}</select></label>').format(
            state.say(*label), name, name, markup.options_of(options, "")
        )
        for name, label, options in fields
    )
    return Markup(
        '<form class="stack"><label class="field">{}<textarea id="inject-text" name="text" maxlength="1000" '
        'data-keep="no"></textarea></label><div class="entries">{}</div><div class="row">{}<span class="soft small">{}'
        "</span></div></form>"
    ).format(
        state.say("Message, tel que quelqu’un l’écrirait", "Message, as somebody would write it"),
        lists,
        BUTTON.format("main", "inject-own", "inject", state.say("Injecter", "Inject")),
        state.say("Masqué comme tout message : ni nom, ni numéro.", "Masked as every message: no names, no numbers."),
    )


def told(state: State, stage: Stage) -> Markup:
    """Return what was injected, the latest first."""
    said = reversed(stage.course.injects if stage.course else ())
    rows = [(one, state.say("attend le prochain passage", "waits for the next look")) for one in stage.waiting]
    rows += [(one, moment(milliseconds(one.at), state.lang) if one.at else "") for one in said]
    items = markup.join(
        Markup("<li><blockquote>{}<footer>{} · {}</footer></blockquote></li>").format(
            one.text, when, _terms(state, one.platform, one.accounts, one.is_expected)
        )
        for one, when in rows
    )
    body = Markup('<ul class="plain tall" id="injected">{}</ul>').format(items)
    if not rows:
        body = markup.empty(state.say("Rien n’a encore été injecté", "Nothing was injected yet"))
    return Markup('<div class="stack"><h2>{}</h2>{}</div>').format(state.say("Injectés", "Injected"), body)


def _typed(form: Mapping[str, Any]) -> Inject:
    return Inject(
        id="",
        text=str(form.get("text", "")),
        platform=str(form.get("platform", "")),
        place=str(form.get("place", "")),
        accounts=_whole(form.get("accounts")),
        is_expected=form.get("expected") == "yes",
    )


def _whole(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isdigit() and len(text) < 6 else -1
