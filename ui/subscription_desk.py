"""What one session does to subscriptions, and what is said of it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from markupsafe import Markup

from graph.rows import Row
from graph.subscriptions.kept import NoSubscription
from signals.announce.wish import WishRefused
from signals.entries import Problem
from ui import subscribing
from ui.services import Services
from ui.services.reader import Unconfirmed, Unreachable
from ui.state import State, Words

GONE: Words = (
    "Cet abonnement n’est plus là : quelqu’un l’a supprimé.",
    "This subscription is not there any more: somebody deleted it.",
)
AWAY: Words = (
    "La base de données ne répond pas : rien n’a été changé. Recommencez quand elle sera de retour.",
    "The database does not answer: nothing was changed. Do it again once it is back.",
)
UNCONFIRMED: Words = (
    "La base de données s’est arrêtée pendant l’écriture. À son retour, regardez si le changement est fait.",
    "The database stopped while it was writing. Once it is back, look whether the change was made.",
)
DONE: dict[str, Words] = {
    "try": ("Essai demandé : il part au prochain passage.", "Trial asked for: it leaves at the next look."),
    "tried": ("Un essai est déjà en route.", "A trial is on its way already."),
    "pause": (
        "En pause : rien ne lui est plus envoyé. À la reprise, ce qui court encore lui sera dit.",
        "Paused: nothing is sent to it. When it goes on, it is told what is still going on.",
    ),
    "resume": ("L’abonnement reprend.", "The subscription goes on."),
    "end": ("Abonnement supprimé.", "Subscription deleted."),
    "keep": ("Abonnement enregistré.", "Subscription kept."),
}
FRESH = {"severity": "moderee", "quiet_severity": "critique", "digest_hour": "8", "channel": "mail", "lang": "fr"}


class Desk:
    """What one session is about to subscribe or change."""

    def __init__(self, state: State, services: Services) -> None:
        self._state, self._services = state, services
        self.chosen = ""
        """Id of the subscription that is changed; empty: a new one, if any."""
        self.is_open = False
        self.ending = ""
        self.typed: dict[str, str] = dict(FRESH)
        self.problems: dict[str, str] = {}
        self.notice = Markup("")
        self._secret: tuple[str, str] = ("", "")

    def hear(self, message: Mapping[str, Any]) -> bool:
        """Do what a form asks for; return whether the message was one."""
        form, go = message.get("form"), message.get("go")
        if isinstance(go, dict) and "edit" in go:
            form = {"act": "edit", "id": go["edit"]}
        if not isinstance(form, dict):
            return False
        self.notice, self.problems, self.ending = Markup(""), {}, ""
        try:
            self._do(str(form.get("act", "")), form)
        except WishRefused as error:
            self._refuse(error.problems)
        except NoSubscription:
            self._close()
            self._say("bad", GONE)
        except Unreachable as error:
            self._state.trouble = True
            self._say("bad", UNCONFIRMED if isinstance(error, Unconfirmed) else AWAY)
        return True

    def _do(self, act: str, form: Mapping[str, Any]) -> None:
        name = str(form.get("id", ""))
        acts: dict[str, Callable[[], None]] = {
            "new": lambda: self._open("", FRESH),
            "edit": lambda: self._open(name, subscribing.typed_of(self._one(name))),
            "keep": lambda: self._keep(form),
            "renew": self._renew,
            "try": lambda: self._try(name),
            "pause": lambda: self._turn("pause", name),
            "resume": lambda: self._turn("resume", name),
            "end": lambda: self._turn("end", name),
            "ending": lambda: self._ask(name),
            "noted": self._note,
            "cancel": self._close,
        }
        acts.get(act, lambda: None)()

    def _open(self, name: str, typed: Mapping[str, str]) -> None:
        self.typed, self.chosen, self.is_open = dict(typed), name, True

    def _try(self, name: str) -> None:
        self._say("good", DONE["try" if self._services.subscriptions.attempt(name) else "tried"])

    def _turn(self, act: str, name: str) -> None:
        asked = self._services.subscriptions
        {"pause": asked.pause, "resume": asked.resume, "end": asked.end}[act](name)
        if name == self.chosen:
            self._close()
        self._say("good", DONE[act])

    def _ask(self, name: str) -> None:
        self.ending = name

    def _note(self) -> None:
        self._secret = ("", "")

    def _renew(self) -> None:
        name = self._one(self.chosen)["name"]
        self._secret = (name, self._services.subscriptions.renew(self.chosen))
        self._close()

    def _keep(self, form: Mapping[str, Any]) -> None:
        self.typed = {name: str(form.get(name, "")) for name in subscribing.FIELDS}
        before = self._one(self.chosen) if self.chosen else None
        wish, unread = subscribing.wished(self.typed, before)
        asked = self._services.subscriptions
        if unread:
            self._refuse([*unread, *asked.problems(wish, self.chosen)])
            return
        made, secret = asked.change(self.chosen, wish) if before else asked.begin(wish)
        self._close()
        if secret:
            self._secret = (made["name"], secret)
        else:
            self._say("good", DONE["keep"])

    def _one(self, name: str) -> Row:
        found = next((row for row in self._services.subscriptions.listed() if row["id"] == name), None)
        if found is None:
            raise NoSubscription(name)
        return found

    def _refuse(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            words = self._state.say(problem.says.fr, problem.says.en)
            self.problems.setdefault(problem.field, _sentence(words))

    def _close(self) -> None:
        self.chosen, self.is_open, self.typed = "", False, dict(FRESH)

    def _say(self, kind: str, words: Words) -> None:
        self.notice = Markup(
            '<div class="notice {}" role="status" data-rest tabindex="-1"><span>{}</span></div>'
        ).format(kind, self._state.say(*words))

    def secret(self) -> Markup:
        """Return the secret that is shown this once, until it is noted or the page is left."""
        name, secret = self._secret
        if not secret:
            return Markup("")
        say = self._state.say
        return Markup(
            '<form class="notice good secret" role="status"><div class="stack"><b data-rest tabindex="-1">{}</b>'
            '<code>{}</code><p class="small">{}</p></div>'
            '<button class="button main" id="secret-noted" name="act" value="noted">{}</button></form>'
        ).format(
            say(
                f"Secret du webhook « {name} », montré cette seule fois",
                f"Secret of the webhook “{name}”, shown this once",
            ),
            secret,
            say(
                "Copiez-le chez le destinataire : il y vérifie que chaque message vient d’ici (Standard Webhooks).",
                "Copy it to the receiver, who verifies with it that each message comes from here (Standard Webhooks).",
            ),
            say("C’est noté", "It is noted"),
        )  # fmt: skip


def _sentence(words: str) -> str:
    """Return words as a sentence; the name of a server stays as it is written."""
    first = words.partition(" ")[0]
    return f"{words}." if "." in first else f"{words[:1].upper()}{words[1:]}."
