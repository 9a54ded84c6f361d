"""Who asks."""

from contextvars import ContextVar
from dataclasses import dataclass

from graph.users.roles import Right


class Forbidden(Exception):
    """Who asks may not do this; the message names the service call."""


@dataclass(frozen=True, slots=True)
class Who:
    """A person or a program that was let in."""

    login: str
    """Empty: whoever sits at the machine of an app without users."""
    role: str
    """Role that decisions are signed with."""
    rights: frozenset[Right]
    author: str = ""
    """What stands beside the role of a decision: the login or a keyed pseudonym of it, as the deployer sets."""
    session: str = ""
    """Digest of the session's secret, empty without one."""
    way: str = "app"
    """app or api."""
    owner: str = ""
    """Keyed pseudonym, whatever the deployer sets: what is kept for this user alone lies under it."""

    @property
    def key(self) -> str:
        """Return what a websocket must share with the page that it belongs to."""
        return f"{self.login}|{self.session}"


NOBODY = Who(login="", role="", rights=frozenset())
"""May do nothing."""

EVERYTHING = frozenset(Right)

asking: ContextVar[Who] = ContextVar("asking", default=NOBODY)
"""Who asks, for all that runs within a request or a websocket."""
