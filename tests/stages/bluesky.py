"""Bluesky: a Jetstream of the second version, and the API that knows two chosen accounts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from tests.servers.jetstream import SECOND, Jetstream
from tests.stages import Kind, Stage
from tests.stages.site import Asked, Reply, json_reply
from tests.stages.sockets import serving_sockets

OURS = {"prefet21.gouv.fr": "did:plc:prefecture", "journal.exemple": "did:plc:journal"}
POSTS = "app.bsky.feed.post"
UNICODE = "Crue 🌊👩‍👩‍👧 \u202eà l'envers\u202c Ωμέγα 洪水 \ud83d fin"


@dataclass
class Network:
    """What people wrote, in the order in which they did."""

    jetstream: Jetstream = field(default_factory=lambda: Jetstream(lively=True))
    feeds: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {did: [] for did in OURS.values()})
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def write(
        self, did: str, text: str, *, written: datetime | None = None, rkey: str = "", told: bool = True, **more: Any
    ) -> str:
        """Write a post; return the id of the message. A post that was not told is only in the feed of its author."""
        now = datetime.now(UTC)
        rkey = rkey or f"3k{next(self._numbers):011d}"
        record = {"$type": POSTS, "text": text, "langs": ["fr"], "createdAt": _text(written or now), **more}
        if did in self.feeds:
            self.feeds[did].insert(0, _view(did, rkey, record, now))
        if told:
            self.tell(did, rkey, "create", record=record)
        return f"bluesky:{did}/{rkey}"

    def tell(self, did: str, rkey: str, operation: str, **more: Any) -> None:
        commit = {"operation": operation, "collection": POSTS, "rkey": rkey, "rev": rkey, **more}
        self.jetstream.tell({"did": did, "kind": "commit", "commit": commit})

    def answer(self, asked: Asked) -> Reply | None:
        """Answer the two methods of the API that we use; a subscription is not answered here."""
        if asked.path == "/xrpc/com.atproto.identity.resolveHandle":
            did = OURS.get(asked.query["handle"])
            unknown = json_reply({"error": "InvalidRequest", "message": "Unable to resolve handle"}, 400)
            return json_reply({"did": did}) if did else unknown
        if asked.path == "/xrpc/app.bsky.feed.getAuthorFeed":
            start, limit = int(asked.query.get("cursor", "0")), int(asked.query["limit"])
            page = self.feeds[asked.query["actor"]][start : start + limit]
            more = {"cursor": str(start + limit)} if len(page) == limit else {}
            return json_reply({"feed": page, **more})
        return self.jetstream.answer(asked)


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    network = Network()
    prefet, journal = OURS.values()
    stranger = "did:plc:camille"
    first = {
        network.write(prefet, "Vigilance : restez chez vous.", told=False),
        network.write(journal, "Notre vérification du jour."),
        network.write(stranger, "La crue monte à Dijon"),
        network.write(
            stranger,
            "Regardez",
            facets=[{"features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "Crue"}]}],
            reply={"parent": {"uri": f"at://{prefet}/{POSTS}/3k00000000001"}},
        ),
    }
    network.write(stranger, "Il fait beau")
    network.write(stranger, "The crue is a flood", langs=["en"])
    with serving_sockets(network.answer, network.jetstream.talk) as site:
        try:
            yield Stage(
                settings={
                    "words": ["crue", "brigade numérique"],
                    "tags": ["crue"],
                    "authors": ["prefet21.gouv.fr"],
                    "press": ["journal.exemple"],
                    "addresses": [f"{site.address.replace('http', 'ws')}{SECOND}"],
                    "api": site.address,
                    "silence": 2.0,
                    "timeout": 0.5,
                    "tries": 2,
                    "pause": 0.01,
                },
                first=frozenset(first),
                publish=lambda kind: frozenset(_publish(network, kind)),
                site=site,
            )
        finally:
            network.jetstream.stopping.set()


def _publish(network: Network, kind: Kind) -> set[str]:
    prefet, stranger = OURS["prefet21.gouv.fr"], "did:plc:leo"
    good = {network.write(stranger, "La crue continue"), network.write(prefet, "Évitez les berges.")}
    if kind == "duplicated":
        for event in network.jetstream.events[1:4]:
            network.jetstream.tell({name: value for name, value in event.items() if name != "time_us"})
    elif kind == "out-of-order":
        good |= {network.write(stranger, "Crue d'hier", written=datetime.now(UTC) - timedelta(days=1))}
    elif kind == "skewed":
        good |= {network.write(stranger, "Crue de demain", written=datetime.now(UTC) + timedelta(days=365))}
    elif kind == "unicode":
        good |= {network.write(stranger, UNICODE), network.write(prefet, UNICODE)}
    elif kind == "malformed":
        network.jetstream.tell({"kind": "commit", "commit": {"collection": POSTS}})
        network.tell(stranger, "3kdamaged", "create", record={"text": ["crue"], "createdAt": 7})
        network.tell(stranger, "3kwithout", "create")
        network.feeds[prefet].insert(0, {"post": {"uri": "at://nobody", "record": None}})
        good |= {network.write(stranger, "Crue sans date", createdAt="hier"), network.write(stranger, "Crue ?")}
    elif kind == "huge":
        network.write(stranger, "crue " * 1_000_000)
        good |= {network.write(stranger, "Crue !")}
    return good


def _view(did: str, rkey: str, record: dict[str, Any], seen: datetime) -> dict[str, Any]:
    return {
        "post": {
            "uri": f"at://{did}/{POSTS}/{rkey}",
            "cid": "bafyinvented",
            "author": {"did": did},
            "record": record,
            "likeCount": 3,
            "indexedAt": _text(seen),
        }
    }


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
