"""Public timelines page by page, forward from where we stopped, so that no message is jumped over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr

from flows.errors import SourceBroken, SourceRefused
from flows.fediverse.statuses import order, parse
from flows.sources import Checkpoint, Item
from flows.web import Limits, ask, parsed, request_to

PAGE = 40
"""Statuses of one request: the most that Mastodon gives."""


@dataclass(frozen=True, slots=True)
class Depth:
    """How many pages of 40 are read from one timeline in a run."""

    first: int
    """Back from now, when nothing is known yet."""
    next: int
    """Forward from the cursor."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server, and the token for what it shows to nobody else."""

    address: str
    token: SecretStr | None = None

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token.get_secret_value()}"} if self.token else {}

    def get(self, web: httpx.Client, path: str, limits: Limits, **asked: str) -> Any:
        """Return what the server answers at a path of its API; raise a `SourceError`."""
        request = request_to(web, f"{self.address}/api/{path}", self.headers, asked)
        try:
            return parsed(ask(web, request, limits=limits))
        except SourceRefused as error:
            hint = "" if self.token else f" A token for {self.host} may help: CYBERIMPACT_MASTODON_ACCESS_TOKENS."
            raise SourceRefused(f"{error}{hint}") from error

    def configuration(self, web: httpx.Client, limits: Limits) -> Mapping[str, Any]:
        """Return what the server says of itself; empty where it says nothing (not all of them are Mastodon)."""
        try:
            found = self.get(web, "v2/instance", limits)
        except (SourceBroken, SourceRefused):
            return {}
        said = found.get("configuration") if isinstance(found, dict) else None
        return said if isinstance(said, dict) else {}


@dataclass(frozen=True, slots=True)
class Timeline:
    """One timeline; its name is the partition of its cursor, the id of the newest status read."""

    server: Server
    path: str
    """`public` or `tag/NAME`."""
    local: bool

    @property
    def name(self) -> str:
        return f"{self.server.host}/{self.path}"

    @property
    def stream(self) -> str:
        """Return the path and query of its stream.

        >>> Timeline(Server("https://s.exemple"), "tag/crue", True).stream
        'hashtag/local?tag=crue'
        """
        kind, _, tag = self.path.partition("/")
        where = "/local" if self.local else ""
        return f"hashtag{where}?tag={tag}" if kind == "tag" else f"public{where}"

    def collect(self, web: httpx.Client, cursor: str | None, depth: Depth, limits: Limits) -> Iterator[Item]:
        """Yield what statuses say, the oldest first, and a checkpoint after each page."""
        pages = self._next(web, cursor, depth, limits) if cursor else self._first(web, depth, limits)
        for page in pages:
            for status in page:
                yield from parse(status, self.server.host)
            yield Checkpoint(str(page[-1]["id"]), self.name)

    def _page(self, web: httpx.Client, limits: Limits, **place: str) -> list[Any]:
        """Return at most 40 statuses, oldest first."""
        where = {"local": "true"} if self.local else {}
        page = self.server.get(web, f"v1/timelines/{self.path}", limits, limit=str(PAGE), **where, **place)
        if not isinstance(page, list) or not all(isinstance(status, dict) and status.get("id") for status in page):
            raise SourceBroken(f"{self.name} answered something other than a list of messages: check the address.")
        return sorted(page, key=order)

    def _first(self, web: httpx.Client, depth: Depth, limits: Limits) -> Iterator[list[Any]]:
        """Read back from the newest page, then yield the oldest page first: the cursor never runs ahead."""
        pages: list[list[Any]] = []
        place: dict[str, str] = {}
        while len(pages) < depth.first and (page := self._page(web, limits, **place)):
            if pages and order(page[-1]) >= order(pages[-1][0]):
                break
            pages.append(page)
            place = {"max_id": str(page[0]["id"])}
        if not pages and self._is_closed(self.server.configuration(web, limits)):
            raise SourceRefused(
                f"{self.name} is empty for those who do not log in: set a token for {self.server.host} in "
                "CYBERIMPACT_MASTODON_ACCESS_TOKENS."
            )
        yield from reversed(pages)

    def _next(self, web: httpx.Client, cursor: str, depth: Depth, limits: Limits) -> Iterator[list[Any]]:
        for _ in range(depth.next):
            page = [s for s in self._page(web, limits, min_id=cursor) if order(s) > order({"id": cursor})]
            # an empty page is the end; a server that ignores `min_id` ends here too, once nothing is newer
            if not page:
                return
            yield page
            cursor = str(page[-1]["id"])

    def _is_closed(self, configuration: Mapping[str, Any]) -> bool:
        """Tell whether the server says that it shows nothing of this timeline to us (since Mastodon 4.5)."""
        access = configuration.get("timelines_access")
        feeds = (
            access.get("live_feeds" if self.path == "public" else "hashtag_feeds") if isinstance(access, dict) else None
        )
        if not isinstance(feeds, dict):
            return False
        open_to_us = {"public", "authenticated"} if self.server.token else {"public"}
        return not any(
            feeds.get(part, "public") in open_to_us for part in ("local", *([] if self.local else ["remote"]))
        )
