"""What one session does to alerts: acts, what is said of them, the last of them taken back."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from graph.evidence import Replay
from graph.rows import Row
from ui import closing, deciding, markup, wording
from ui.formats import moment
from ui.services import Services
from ui.services.acts import Act, ActRefused, Overtaken
from ui.services.reader import Unconfirmed, Unreachable
from ui.state import State, Words

DONE: dict[str, Words] = {
    "acknowledge": ("Prise en compte", "Taken"),
    "assign": ("Confiée", "Given"),
    "snooze": ("Mise en veille", "Put on hold"),
    "close": ("Clôture", "Closed"),
    "dismiss": ("Mise à l’écart", "Dismissed"),
    "reopen": ("Réouverture", "Reopened"),
    "comment": ("Commentaire ajouté", "Comment added"),
    "merge": ("Réunion", "Merged"),
    "split": ("Séparation", "Split"),
}
REFUSED: dict[str, Words] = {
    "comment": ("Écrivez d’abord le commentaire.", "Write the comment first."),
    "given_to": ("Écrivez d’abord à quel rôle confier l’alerte.", "Write first which role gets the alert."),
    "into": ("Choisissez au moins deux alertes à réunir.", "Choose at least two alerts to merge."),
    "verdict": ("Choisissez d’abord un verdict.", "Choose a verdict first."),
    "alert": ("Cette alerte n’est plus dans la veille.", "This alert is no longer in the inbox."),
}
AWAY: Words = (
    "La base de données ne répond pas : rien n’a été écrit. Votre texte est gardé ; "
    "recommencez quand elle sera de retour.",
    "The database does not answer: nothing was written. Your text is kept; do it again once it is back.",
)
UNCONFIRMED: Words = (
    "La base de données s’est arrêtée pendant l’écriture : l’acte n’est pas confirmé. À son retour, "
    "regardez s’il figure dans « Ce qui a été décidé ».",
    "The database stopped while it was writing: the act is not confirmed. Once it is back, look whether it stands "
    "under “What was decided”.",
)


class Desk:
    """Hears what a person asks for, does it, and holds what to tell them."""

    def __init__(self, state: State, services: Services) -> None:
        self._state = state
        self._services = services
        self._last: tuple[str, ...] = ()
        self._proposed: dict[str, str] = {}
        self._closing: closing.Plan | None = None
        self.done = 0
        """Acts that were done."""
        self.notice = Markup("")
        self.replayed: dict[str, tuple[Replay | None]] = {}
        """What looking again at evidence gave, by alert."""
        self.drafts: dict[str, str] = {}
        """Comments of acts that were refused, by alert: nobody types twice."""

    def hear(self, message: Mapping[str, Any]) -> bool:
        """Do what a form asks for; return whether the message was one."""
        form = message.get("form")
        if not isinstance(form, dict):
            return False
        on = {str(one["id"]): str(one["seen"]) for one in message.get("picked") or ()}
        if "alert" in form:
            on = {str(form["alert"]): str(form.get("seen", ""))}
        name = str(form.get("act", ""))
        try:
            self._do(name, form, on)
        except Overtaken as error:
            self._keep(form)
            self.notice = self._say("bad", _overtaken(self._state, error))
        except ActRefused as error:
            self._keep(form)
            self.notice = self._say("bad", _problem(self._state, error))
        except Unreachable as error:
            self._keep(form)
            self._state.trouble = True
            self.notice = self._say("bad", _problem(self._state, error))
        return True

    def _do(self, name: str, form: Mapping[str, Any], on: dict[str, str]) -> None:
        if name == "undo":
            self._undo(tuple(json.loads(form["undo"])) if "undo" in form else self._last)
        elif name == "propose":
            self._propose(on)
        elif name == "ending":
            self._closing = closing.plan(self._services.triage.inbox(), on)
            self.notice = closing.proposal(self._state, self._closing)
        elif name == "close-each":
            self._close(form)
        elif name == "replay":
            alert = str(form.get("alert", ""))
            self.replayed[alert] = (self._services.spread.again(alert),)
        elif name == "forget":
            self._proposed, self._closing, self.notice = {}, None, Markup("")
        else:
            if name == "merge":
                on = self._proposed
            self._act(name, form, on)

    def _act(self, name: str, form: Mapping[str, Any], on: dict[str, str]) -> None:
        hours = str(form.get("until") or "")
        act = Act(
            name=name,
            on=on,
            comment=str(form.get("comment", "")),
            given_to=str(form.get("given_to", "")),
            verdict=str(form.get("verdict", "")),
            hours=int(hours) if name == "snooze" and hours.isdigit() else None,
            into=str(form.get("into", "")),
        )
        written = self._services.triage.decide(act)
        self._proposed = {}
        self.drafts.clear()
        self.done += 1
        self._last = () if name == "comment" else written
        self.notice = self._say("good", self._told(name, on), undo=self._last)

    def _close(self, form: Mapping[str, Any]) -> None:
        """Close what was proposed, but for what somebody decided on since: that is named, and stays chosen."""
        if self._closing is None or not self._closing.on:
            raise ActRefused("alert")
        verdict, comment = str(form.get("verdict", "")), str(form.get("comment", ""))
        act = Act(name="close", on=self._closing.on, verdict=verdict, comment=comment)
        try:
            written, late = self._services.triage.decide_each(act)
        except (ActRefused, Unreachable) as error:
            self._state.trouble |= isinstance(error, Unreachable)
            given = {"verdict": verdict, "comment": comment, "problem": _problem(self._state, error)}
            self.notice = closing.proposal(self._state, self._closing, **given)
            return
        plan, self._closing, self._last = self._closing, None, written
        self.done += not late
        self.notice = self._closed(plan, late)

    def _closed(self, plan: closing.Plan, late: Mapping[str, Row | None]) -> Markup:
        state, done = self._state, len(plan.on) - len(late)
        many = "" if done < 2 else "s"
        words = state.say(f"{done} alerte{many} close{many}.", f"{done} alert{'' if done == 1 else 's'} closed.")
        left = [(row, late[row["id"]]) for row in plan.closing if row["id"] in late]
        told = closing.changed(state, left) if left else Markup("")
        told = Markup("<div><p>{}</p>{}</div>").format(words, told)
        return self._say("bad" if left else "good", told, undo=self._last)

    def _undo(self, ids: tuple[str, ...]) -> None:
        if not ids:
            self.notice = self._say("plain", self._state.say("Rien à annuler.", "Nothing to undo."))
            return
        self._services.triage.undo(ids)
        self._last = ()
        self.notice = self._say("good", self._state.say("Dernier acte annulé.", "Last act undone."))

    def _propose(self, on: dict[str, str]) -> None:
        """Say what merging would do, before it is done."""
        rows = [row for row in self._services.triage.inbox() if row["id"] in on]
        if len(rows) < 2:
            raise ActRefused("into")
        self._proposed = on
        self.notice = _proposal(self._state, rows)

    def _keep(self, form: Mapping[str, Any]) -> None:
        if form.get("comment"):
            self.drafts[str(form.get("alert", ""))] = str(form["comment"])

    def _told(self, name: str, on: Mapping[str, str]) -> str:
        state = self._state
        done = state.say(*DONE[name])
        if len(on) > 1:
            return state.say(f"{done} : {len(on)} alertes.", f"{done}: {len(on)} alerts.")
        try:
            found = self._services.triage.one(next(iter(on)))
        except Unreachable:  # what was written stands, whatever came after
            found = None
        title = wording.title(state, found) if found else ""
        return state.say(f"{done} : « {title} ».", f"{done}: “{title}”.") if title else f"{done}."

    def _say(self, kind: str, words: str, *, undo: Sequence[str] = ()) -> Markup:
        button = Markup("")
        if undo:
            button = Markup(
                '<form><input type="hidden" name="undo" value="{}"><button class="button" id="undo-last" name="act" '
                'value="undo">{}</button></form>'
            ).format(json.dumps(undo), self._state.say("Annuler (z)", "Undo (z)"))
        return Markup('<div class="notice {}" data-rest tabindex="-1"><span>{}</span>{}</div>').format(
            kind, words, button
        )


def _problem(state: State, error: ActRefused | Unreachable) -> str:
    if isinstance(error, ActRefused):
        return state.say(*REFUSED.get(error.why, ("Cet acte n’est pas possible ici.", "This cannot be done here.")))
    return state.say(*(UNCONFIRMED if isinstance(error, Unconfirmed) else AWAY))


def _overtaken(state: State, error: Overtaken) -> str:
    if error.by is None:
        return state.say(
            "L’alerte a changé entre-temps : rien n’a été écrit.", "The alert changed meanwhile: nothing was written."
        )
    did = wording.word(state, wording.ACTS, error.by["act"])
    at = moment(error.by["at"], state.lang)
    return state.say(
        f"Entre-temps, {error.by['role']} {did} ({at}) : rien n’a été écrit. L’alerte est à jour ci-dessous ; "
        "recommencez si c’est encore utile.",
        f"Meanwhile {error.by['role']} {did} ({at}): nothing was written. The alert is up to date below; "
        "do it again if it is still of use.",
    )


def _proposal(state: State, rows: Sequence[Row]) -> Markup:
    head, others = rows[0], rows[1:]
    names = markup.join(Markup("<li>{}</li>").format(wording.title(state, row)) for row in others)
    return Markup(
        '<div class="notice plain"><form class="stack"><input type="hidden" name="into" value="{}">'
        '<p><b>{}</b></p><p>{}</p><ul>{}</ul><p class="soft">{}</p><div class="row">{}{}</div></form></div>'
    ).format(
        head["id"],
        state.say(f"Réunir {len(rows)} alertes en une ?", f"Merge {len(rows)} alerts into one?"),
        state.say(
            f"« {wording.title(state, head)} », la plus haute, représentera aussi :",
            f"“{wording.title(state, head)}”, the highest, will also stand for:",
        ),
        names,
        state.say(
            "Elle prend leur gravité et leur volume s’ils sont plus forts ; ce qui sera décidé vaudra pour toutes. "
            "Chacune garde son histoire ; « Séparer » les rend.",
            "It takes their severity and volume where those are higher; what is decided will hold for all. "
            "Each keeps its history; “Split” gives them back.",
        ),
        deciding.BUTTON.format("main", "merge-now", "merge", state.say("Réunir", "Merge")),
        deciding.BUTTON.format("", "merge-not", "forget", state.say("Ne rien changer", "Change nothing")),
    )
