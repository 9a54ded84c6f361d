"""Mastodon: a real server of its interface (mastodon-mock) behind a site that can misbehave."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from mastodon_mock.testing import MockServer

from tests.stages import Kind, Stage
from tests.stages.site import Asked, Reply, Site, serving

UNICODE = "Crue 🌊👩‍👩‍👧 \u202eà l'envers\u202c Ωμέγα 洪水"


@dataclass
class Instance:
    """A server as seen through its front door, and what was changed on the way."""

    server: MockServer
    site: Site | None = None
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What a status says instead, by its id: clocks and damage that the server itself would not allow."""
    streams: bool = True
    """False: it has no stream for us."""
    cuts: int = 0

    @property
    def host(self) -> str:
        assert self.site is not None
        return self.site.address.removeprefix("http://")

    def post(self, text: str, by: str = "alice", **more: Any) -> str:
        """Write a status; return the id of the message."""
        return self.id_of(self.server.client(by).status_post(text, **more))

    def share(self, message: str, by: str = "bob") -> str:
        return self.id_of(self.server.client(by).status_reblog(self.native(message)))

    def edit(self, message: str, text: str, by: str = "alice") -> None:
        self.server.client(by).status_update(self.native(message), text)

    def delete(self, message: str, by: str = "alice") -> None:
        self.server.client(by).status_delete(self.native(message))

    def cut(self) -> None:
        """End the streams that are open."""
        self.cuts += 1

    def id_of(self, status: Any) -> str:
        return f"mastodon:{self.host}/{status.id}"

    def native(self, message: str) -> str:
        return message.rpartition("/")[2]

    def answer(self, asked: Asked) -> Reply:
        """Pass a request on, and its answer back."""
        if asked.path.startswith("/api/v1/streaming"):
            return self._stream(asked) if self.streams else Reply(b'{"error":"Missing access token"}', 401)
        with closing(self._ask(asked)) as answer:
            body, headers = answer.read(), {name: answer.headers[name] for name in ("Link",) if name in answer.headers}
        found = json.loads(body)
        if asked.path == "/api/v2/instance" and self.site is not None:
            found["configuration"]["urls"]["streaming"] = self.site.address.replace("http", "ws")
        if isinstance(found, list):
            found = [status | self.changes.get(str(status.get("id")), {}) for status in found]
        return Reply(json.dumps(found).encode(), answer.status, headers)

    def _stream(self, asked: Asked) -> Reply:
        answer, cuts = self._ask(asked), self.cuts

        def pieces() -> Iterator[bytes]:
            with closing(answer):
                # the server gives a sign of life five times a second
                for line in iter(answer.readline, b""):
                    if self.cuts > cuts:
                        return
                    yield line

        return Reply(content_type="text/event-stream", pieces=pieces())

    def _ask(self, asked: Asked) -> Any:
        address = f"{self.server.base_url}{asked.path}?{urlencode(asked.query)}"
        wanted = {name: value for name, value in asked.headers.items() if name == "authorization"}
        try:
            return urlopen(Request(address, headers=wanted), timeout=30)  # noqa: S310
        except HTTPError as error:
            return error


@contextmanager
def instance() -> Iterator[Instance]:
    """Start a server and its front door."""
    with MockServer() as server:
        opened = Instance(server)
        with serving(opened.answer) as site:
            opened.site = site
            yield opened


def quick(*instances: Instance) -> Mapping[str, Any]:
    """Return settings that read these servers impatiently."""
    return {
        "base_urls": [f"http://{each.host}" for each in instances],
        "timeout": 0.5,
        "tries": 2,
        "pause": 0.01,
        "every": 0.1,
    }


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    with instance() as opened:
        first = {
            opened.post("L'eau monte #Crue https://www.exemple.fr/a?utm_source=x", language="fr"),
            opened.post("@bob Merci", language="fr"),
        }
        first |= {opened.post("Bonsoir", by="bob", spoiler_text="Calme")}
        # public timelines list no shares
        opened.share(sorted(first)[0])
        yield Stage(
            settings=quick(opened),
            first=frozenset(first),
            publish=lambda kind: frozenset(_publish(opened, kind)),
            cannot={
                "out-of-order": "a server lists statuses by id, and ids grow",
                "huge": "a server holds its authors to some hundred characters",
            },
            site=opened.site,
        )


def _publish(opened: Instance, kind: Kind) -> set[str]:
    good = {opened.post("La crue continue"), opened.post("Évitez les berges", by="carol")}
    if kind == "duplicated":
        good |= {opened.post("La crue continue"), opened.post("La crue continue", by="bob")}
    elif kind == "skewed":
        opened.changes[opened.native(opened.post("Demain"))] = {"created_at": "2031-01-01T00:00:00.000Z"}
    elif kind == "unicode":
        broken = opened.post("x")
        opened.changes[opened.native(broken)] = {"content": "<p>Une lettre \ud83d perdue sur trente</p>"}
        good |= {broken, opened.post(UNICODE)}
    elif kind == "malformed":
        for change in ({"account": None}, {"created_at": "hier"}, {"tags": 7}, {"content": ["x"]}, {"reblog": "x"}):
            opened.changes[opened.native(opened.post("Abîmé"))] = change
        good |= {opened.post("Entier")}
    return good
