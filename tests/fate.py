"""Death at a chosen moment: at a yield, before or after a commit, at a request. The dead write nothing any more."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
import pytest
import requests
from neo4j import Driver

from flows.sources import Collector, Item
from graph.model import Source

Moment = Literal["yield", "before a commit", "after a commit", "request"]


class Killed(BaseException):
    """What a process does not survive: no `except Exception` holds it up, and what `finally` tries is too late."""


@dataclass
class Fate:
    """Counts what happens, and kills at one of these moments; a fate without one only counts."""

    moment: Moment | None = None
    number: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    dead: bool = False

    def meet(self, moment: Moment) -> None:
        """Let a moment come; raise `Killed` when it is the last one, or when that has passed."""
        self.survive()
        self.counts[moment] += 1
        if moment == self.moment and self.counts[moment] == self.number:
            self.dead = True
            raise Killed

    def survive(self) -> None:
        if self.dead:
            raise Killed


@dataclass
class MortalDriver:
    """A driver in the hands of a process that may die."""

    driver: Driver
    fate: Fate

    def session(self, **options: Any) -> "MortalSession":
        return MortalSession(self.driver.session(**options), self.fate)


class MortalSession:
    def __init__(self, session: Any, fate: Fate) -> None:
        self.session, self.fate = session, fate

    def __enter__(self) -> "MortalSession":
        self.session.__enter__()
        return self

    def __exit__(self, *details: Any) -> None:
        self.session.__exit__(*details)

    def execute_write(self, work: Callable[..., Any], *arguments: Any) -> Any:
        def dying(tx: Any, *inner: Any) -> Any:
            self.fate.survive()
            result = work(tx, *inner)
            # nothing is committed before this function returns
            self.fate.meet("before a commit")
            return result

        result = self.session.execute_write(dying, *arguments)
        self.fate.meet("after a commit")
        return result

    def execute_read(self, *arguments: Any) -> Any:
        self.fate.survive()
        return self.session.execute_read(*arguments)

    def run(self, *arguments: Any, **more: Any) -> Any:
        self.fate.survive()
        return self.session.run(*arguments, **more)


@dataclass
class Mortal:
    """A source read by a process that may die."""

    collector: Collector
    fate: Fate

    @property
    def about(self) -> Source:
        return self.collector.about

    @property
    def missing(self) -> str | None:
        return self.collector.missing

    @property
    def ids_name_authors(self) -> bool:
        return bool(getattr(self.collector, "ids_name_authors", False))

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        for item in self.collector.collect(cursors):
            self.fate.meet("yield")
            yield item


@contextmanager
def mortal_requests(fate: Fate) -> Iterator[None]:
    """Let every request over HTTP be a moment of `fate`."""
    with pytest.MonkeyPatch.context() as patch:
        for client in (httpx.Client, requests.Session):
            patch.setattr(client, "send", _mortal(client.send, fate))
        yield


def _mortal(send: Callable[..., Any], fate: Fate) -> Callable[..., Any]:
    def dying(*arguments: Any, **more: Any) -> Any:
        fate.meet("request")
        return send(*arguments, **more)

    return dying
