"""Makes guessing slow: who fails often waits longer and longer."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

FORGIVEN = timedelta(minutes=15)
"""How long failures count."""

LONGEST = timedelta(minutes=5)
"""Longest wait."""

FREE = (5, 20, 50)
"""Failures without a wait: of one login from one peer, of one peer, of one login. Nobody is locked out by few tries."""

KEPT = 10_000
"""Failing logins and peers that are remembered."""


@dataclass(slots=True)
class _Failures:
    n: int
    at: datetime


class Slow:
    """Counts failed logins."""

    def __init__(self) -> None:
        self._failures: OrderedDict[tuple[str, str], _Failures] = OrderedDict()

    def wait(self, login: str, peer: str, *, now: datetime) -> timedelta:
        """Return how long one has to wait before the next try.

        >>> slow, now = Slow(), datetime(2026, 11, 24)
        >>> for _ in range(6):
        ...     slow.failed("marie", "10.0.0.9", now=now)
        >>> [slow.wait(login, "10.0.0.9", now=now).seconds for login in ("marie", "paul")]
        [4, 0]
        """
        waits = [timedelta()]
        for key, free in zip(_keys(login, peer), FREE, strict=True):
            failures = self._failures.get(key)
            if failures is None or failures.n < free or now - failures.at > FORGIVEN:
                continue
            pause = min(LONGEST, timedelta(seconds=2.0 ** min(failures.n - free + 1, 12)))
            waits.append(failures.at + pause - now)
        return max(waits)

    def failed(self, login: str, peer: str, *, now: datetime) -> None:
        """Count a failure."""
        for key in _keys(login, peer):
            before = self._failures.pop(key, None)
            n = before.n if before and now - before.at <= FORGIVEN else 0
            self._failures[key] = _Failures(n + 1, now)
        while len(self._failures) > KEPT:
            self._failures.popitem(last=False)

    def passed(self, login: str, peer: str) -> None:
        """Forget what was counted of somebody who knew the password: that try, and all of theirs from there."""
        first, *others = _keys(login, peer)
        self._failures.pop(first, None)
        for key in others:
            if key in self._failures:
                self._failures[key].n -= 1


def _keys(login: str, peer: str) -> tuple[tuple[str, str], ...]:
    return (login, peer), ("", peer), (login, "")
