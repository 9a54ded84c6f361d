"""Services as one person may use them: a call without its right raises, whatever the page shows."""

from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial
from typing import Any

from graph.users.roles import Right
from ui.access.rights import AUDITED, FIGURES, NEEDED, WITHOUT_VERBATIMS
from ui.access.who import Forbidden, Who
from ui.services import Services

Lives = Callable[[Who], bool]
"""Tells whether somebody who was let in still is."""


class Guarded:
    """One service as `who` may use it."""

    __slots__ = ("_lives", "_name", "_note", "_service", "_who")

    def __init__(self, service: object, name: str, who: Who, *, note: Callable[..., None], lives: Lives) -> None:
        self._service, self._name, self._who = service, name, who
        self._note, self._lives = note, lives

    def __getattr__(self, name: str) -> Any:
        call = f"{self._name}.{name}"
        if call in FIGURES:
            return getattr(self._service, name)
        if NEEDED.get(call) is None:
            raise Forbidden(call)
        return partial(self._called, call, getattr(self._service, name))

    def _called(self, call: str, function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        right, who = NEEDED[call], self._who
        if right not in who.rights or (right is not Right.see and not self._lives(who)):
            raise Forbidden(call)
        answer = function(*given, **named)
        if call in WITHOUT_VERBATIMS and Right.verbatims not in who.rights:
            return WITHOUT_VERBATIMS[call](answer)
        if call in AUDITED and AUDITED[call].shows(answer):
            # before it is given: what cannot be answered for is not read
            self._note(who, AUDITED[call].what, AUDITED[call].subject([*given, *named.values()]))
        return answer


def guarded(services: Services, who: Who, *, lives: Lives) -> Services:
    """Return the services as `who` may use them; what they decide is signed with their role."""
    own = services.signed(who)
    made: dict[str, Any] = {
        field.name: Guarded(getattr(own, field.name), field.name, who, note=services.audit.note, lives=lives)
        for field in fields(own)
        if field.name not in ("handovers", "who")
    }
    return replace(own, **made)
