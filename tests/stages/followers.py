"""A server that tells counters as Mastodon and Bluesky do, and a folder of CSV files for closed platforms."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flows.measures import day, local_day, measure
from tests.stages import Kind, Stage
from tests.stages.site import Asked, Reply, json_reply, serving

HEADER = "date;platform;account;followers;posts;engagements"


@dataclass
class Server:
    """Counters by account: followers and posts."""

    mastodon: dict[str, Any] = field(default_factory=lambda: {"gn": (5200, 310)})
    bluesky: dict[str, Any] = field(
        default_factory=lambda: {"gn.example.social": (880, 41), "gn21.example.social": (12, 3)}
    )

    def answer(self, asked: Asked) -> Reply:
        if asked.path == "/api/v1/accounts/lookup":
            return self._lookup(asked.query.get("acct", ""))
        if asked.path == "/xrpc/app.bsky.actor.getProfiles":
            return self._profiles(asked.queries.get("actors", ()))
        return json_reply({"error": "Not Found"}, 404)

    def _lookup(self, account: str) -> Reply:
        if account not in self.mastodon:
            return json_reply({"error": "Record not found"}, 404)
        followers, posts = self.mastodon[account]
        told = {"id": "1", "username": account, "acct": account, "display_name": "Inventé", "bot": False,
                "followers_count": followers, "following_count": 3, "statuses_count": posts}  # fmt: skip
        return json_reply(told, X_RateLimit_Limit="300", X_RateLimit_Remaining="299")

    def _profiles(self, actors: Sequence[str]) -> Reply:
        if not 1 <= len(actors) <= 25:
            return json_reply({"error": "InvalidRequest", "message": "Error: Params must have 1 to 25 actors"}, 400)
        profiles: list[Mapping[str, Any]] = [
            {"did": f"did:plc:{actor.partition('.')[0]}", "handle": actor, "displayName": "Inventé",
             "followersCount": self.bluesky[actor][0], "followsCount": 3, "postsCount": self.bluesky[actor][1]}
            for actor in actors
            if actor in self.bluesky
        ]  # fmt: skip
        # accounts that are not there are left out without a word
        return json_reply({"profiles": profiles})


def drop(path: Path, rows: Sequence[str], header: str = HEADER) -> Path:
    """Write a file of counters."""
    path.write_bytes("\n".join([header, *rows, ""]).encode("utf-8", "surrogatepass"))
    return path


def counted(platform: str, when: str, metric: str = "followers", page: str = "gendarmerie-nationale") -> str:
    """The id of a counter of a day."""
    return measure("followers", (f"page:{platform}:{page}", "FR", metric), day(when), 0).id


FIRST = [
    "2022-01-01;Twitter;@Gendarmerie;120 500;4;310",
    "02/01/2022;x;gendarmerie;120510;;",
    "2022-01-01;facebook;GN;7;1;2",
]


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Accounts on two open platforms and two closed ones."""
    files = folder / "files"
    files.mkdir()
    drop(files / "0.csv", FIRST)

    def publish(kind: Kind) -> frozenset[str]:
        new: dict[Kind, list[str]] = {
            "more": ["2022-02-01;x;gendarmerie;5;;"],
            "duplicated": FIRST,
            "out-of-order": ["2021-02-01;x;gendarmerie;5;;"],
            "skewed": ["2124-01-01;x;gendarmerie;5;;", "2022-02-03;x;gendarmerie;5;;"],
            "unicode": ["2022-02-04;x;🚓\u202e\ud800;5;;", "2022-02-04;x;gendarmerie;5;;"],
            "malformed": ["hier;x;gendarmerie;5;;", "2022-02-05;x", "2022-02-05;x;gendarmerie;beaucoup;;",
                          "2022-02-05;x;gendarmerie;5;;"],
            "huge": [f"2022-02-06;x;{'g' * 3_000_000};5;;", "2022-02-06;x;gendarmerie;5;;"],
        }  # fmt: skip
        drop(files / f"{kind}.csv", new[kind])
        days = {"more": "2022-02-01", "out-of-order": "2021-02-01", "skewed": "2022-02-03", "unicode": "2022-02-04"}
        days |= {"malformed": "2022-02-05", "huge": "2022-02-06"}
        return frozenset({counted("x", days[kind])} if kind in days else ())

    with serving(Server().answer) as site:
        host = urlsplit(site.address).netloc
        settings = {
            "accounts": {
                f"mastodon:gn@{host}": "gendarmerie-nationale",
                "bluesky:GN.example.social": "gendarmerie-nationale",
                "bluesky:gn21.example.social": {"name": "gendarmerie-cote-d-or", "place": "D21"},
                "x:Gendarmerie": "gendarmerie-nationale",
                "facebook:GN": "gendarmerie-nationale",
            },
            "mastodon": {host: site.address},
            "bluesky": site.address,
            "file": files,
            "hours": 0,
            "timeout": 0.5,
            "tries": 1,
            "pause": 0,
        }
        today = str(local_day(datetime.now(UTC)))
        first = {counted("x", "2022-01-01"), counted("x", "2022-01-02"), counted("facebook", "2022-01-01", "posts")}
        first |= {counted("mastodon", today), counted("bluesky", today), counted("mastodon", today, "posts_total")}
        yield Stage(settings, frozenset(first), publish, site=site)
