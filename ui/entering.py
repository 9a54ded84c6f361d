"""The form that logs an action: typed, shown as it will be kept, then kept."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from markupsafe import Markup

from graph.model import Action
from signals.entries import KINDS, Done, EntryRefused
from ui import deciding, markup, wording
from ui.formats import ZONE, milliseconds, moment
from ui.services import Services
from ui.services.entries import Withdrawn
from ui.services.reader import Unconfirmed, Unreachable
from ui.state import State, Words

FIELDS = ("kind", "text", "channel", "place", "at", "role")
CHANNELS = ("X", "Facebook", "FR-Alert", "Presse", "Radio", "Site internet")
TYPED = "%Y-%m-%dT%H:%M"
SELECT = Markup('<select id="log-{0}" name="{0}">{1}</select>')
AWAY: Words = (
    "La base de données ne répond pas : rien n’a été inscrit. Votre saisie est gardée ; "
    "recommencez quand elle sera de retour.",
    "The database does not answer: nothing was logged. What you typed is kept; do it again once it is back.",
)
UNCONFIRMED: Words = (
    "La base de données s’est arrêtée pendant l’écriture. À son retour, regardez si l’action figure au journal.",
    "The database stopped while it was writing. Once it is back, look whether the action is in the journal.",
)


class Entering:
    """What one session is about to log."""

    def __init__(self, state: State, services: Services) -> None:
        self._state = state
        self._services = services
        self._typed: dict[str, str] = {}
        self._problems: dict[str, str] = {}
        self._shown: Action | None = None
        self._notice = Markup("")

    def hear(self, message: Mapping[str, Any]) -> bool:
        """Do what the form asks for; return whether the message was of it."""
        form = message.get("form")
        if not isinstance(form, dict) or form.get("act") not in ("look", "change", "keep"):
            return False
        self._notice, self._problems = Markup(""), {}
        try:
            if form["act"] == "keep":
                self._keep()
            elif form["act"] == "change":
                self._shown = None
            else:
                self._typed = {name: str(form.get(name, "")) for name in FIELDS}
                self._shown = self._services.entries.preview(self._done())
        except EntryRefused as error:
            self._shown = None
            self._problems = {one.field: self._state.say(one.says.fr, one.says.en) for one in error.problems}
        except Unreachable as error:
            self._state.trouble = True
            words = UNCONFIRMED if isinstance(error, Unconfirmed) else AWAY
            self._notice = _notice("bad", self._state.say(*words))
        return True

    def html(self) -> Markup:
        """Return the form, or what it would keep."""
        body = self._form() if self._shown is None else self._preview(self._shown)
        is_open = Markup(" open") if self._typed or self._problems or self._notice else Markup("")
        return Markup('<details id="log-action" class="entering"{}><summary>{}</summary>{}{}</details>').format(
            is_open, self._state.say("Inscrire une action", "Log an action"), self._notice, body
        )

    def _done(self) -> Done:
        typed = self._typed
        try:
            at = datetime.strptime(typed["at"], TYPED).replace(tzinfo=ZONE)
        except ValueError:
            at = self._services.entries.clock().as_of
        places = (typed["place"],) if typed["place"] else ()
        named = {name: typed[name] for name in ("kind", "text", "channel", "role")}
        return Done(**named, at=at, places=places)

    def _keep(self) -> None:
        if self._shown is None:
            return
        state = self._state
        try:
            record, new = self._services.entries.log(self._done())
        except Withdrawn:
            words = state.say(
                "Cette action a déjà été retirée du journal : changez son texte ou son heure.",
                "This action was withdrawn from the log: change its text or its time.",
            )
            self._notice, self._shown = _notice("bad", words), None
            return
        words = state.say(
            "Inscrite. Le sujet dont elle parle et son effet seront cherchés au prochain passage.",
            "Logged. The topic that it speaks of and its effect will be looked for at the next pass.",
        )
        if not new:
            words = state.say("Déjà inscrite : rien n’a été ajouté.", "Already logged: nothing was added.")
        self._typed, self._shown, self._notice = {}, None, _notice("good", words)
        state.go({"action": record.id})

    def _form(self) -> Markup:
        state = self._state
        cells = markup.join(self._field(*field) for field in self._controls())
        return Markup(
            '<form class="stack"><div class="entries">{}</div><p class="small soft">{}</p><div>{}</div></form>'
        ).format(
            cells,
            state.say(
                "Aucun nom : des rôles, des lieux, des faits. Les noms et numéros de personnes seront masqués.",
                "No names: roles, places, facts. Names and numbers of persons will be masked.",
            ),
            deciding.BUTTON.format(
                "main", "log-look", "look", state.say("Voir ce qui sera gardé", "See what will be kept")
            ),
        )

    def _controls(self) -> Iterator[tuple[str, str, Markup]]:
        """Yield each field with its label and what is typed into it."""
        state, typed = self._state, self._typed
        now = self._services.entries.clock().as_of.astimezone(ZONE).strftime(TYPED)
        kinds = {code: wording.action(state, code) for code in KINDS}
        names = {code: f"{name} ({code[1:]})" for code, name in self._services.territory.names().items()}
        where = {"": state.say("France entière", "All of France")} | names
        kind = markup.options_of(kinds, typed.get("kind", ""))
        place = markup.options_of(where, typed.get("place", state.departement))
        channels = markup.join(Markup('<option value="{}">').format(name) for name in CHANNELS)
        given = {name: typed.get(name, "") for name in FIELDS}
        area = Markup('<textarea id="log-text" name="text" maxlength="2000">{}</textarea>')
        channel = Markup(
            '<input type="text" id="log-channel" name="channel" value="{}" maxlength="60" list="channels">'
            '<datalist id="channels">{}</datalist>'
        )
        at = Markup('<input type="datetime-local" id="log-at" name="at" value="{}">')
        role = Markup('<input type="text" id="log-role" name="role" value="{}" maxlength="80">')
        yield "kind", state.say("Nature", "Kind"), SELECT.format("kind", kind)
        yield (
            "text",
            state.say("Texte, tel qu’il a été diffusé", "Text, as it was given out"),
            area.format(given["text"]),
        )
        yield "channel", state.say("Canal", "Channel"), channel.format(given["channel"], channels)
        yield "place", state.say("Territoire", "Territory"), SELECT.format("place", place)
        yield "at", state.say("Heure (de Paris)", "Time (Paris)"), at.format(given["at"] or now)
        yield "role", state.say("Au nom de (rôle)", "On behalf of (role)"), role.format(given["role"])

    def _field(self, name: str, label: str, control: Markup) -> Markup:
        problem = self._problems.get("places" if name == "place" else name, "")
        said = Markup('<span class="problem" role="alert">{}</span>').format(problem) if problem else ""
        return Markup('<label class="field {}">{}{}{}</label>').format(name, label, control, said)

    def _preview(self, action: Action) -> Markup:
        state = self._state
        names = self._services.territory.names()
        where = ", ".join(names.get(place, place) for place in action.place_ids)
        about = (
            moment(milliseconds(action.at), state.lang),
            action.channel,
            where or state.say("France entière", "All of France"),
            action.role,
        )
        masked = Markup("")
        if action.text != self._typed.get("text", "").strip():
            masked = Markup('<p class="small">{}</p>').format(
                state.say(
                    "Ce qui désignait une personne est remplacé : rien d’autre que ceci n’est écrit.",
                    "What named a person is replaced: nothing but this is written.",
                )
            )
        return Markup(
            '<form class="stack"><h3 data-rest tabindex="-1">{}</h3>'
            '<div class="row">{}<span class="soft small">{}</span></div>'
            '<blockquote><p>{}</p></blockquote>{}<div class="row">{}{}</div></form>'
        ).format(
            state.say("Ce qui sera gardé", "What will be kept"),
            markup.chip("plain", wording.action(state, action.kind)),
            " · ".join(part for part in about if part),
            action.text,
            masked,
            deciding.BUTTON.format("main", "log-keep", "keep", state.say("Inscrire", "Log it")),
            deciding.BUTTON.format("", "log-change", "change", state.say("Modifier", "Change")),
        )


def _notice(kind: str, words: str) -> Markup:
    return Markup('<div class="notice {}" role="status" data-rest tabindex="-1"><span>{}</span></div>').format(
        kind, words
    )
