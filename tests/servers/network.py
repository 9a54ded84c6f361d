"""A real AT Protocol network on 127.0.0.1: accounts, repositories, the firehose, and our Jetstream that reads it.

The server of repositories is Bluesky's own (`@atproto/dev-env` of npm); installing it compiles SQLite, once a machine.
"""

import base64
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import libipld
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from graph import home
from tests.servers.jetstream import Jetstream
from tests.stages.site import Asked, Reply, Site
from tests.stages.sockets import serving_sockets

SCRIPTS = Path(__file__).with_name("at_network")
POSTS = "app.bsky.feed.post"
INSTALL_SECONDS = 900


@dataclass(frozen=True)
class Author:
    """An account that is logged in."""

    pds: str
    did: str
    handle: str
    token: str

    def call(self, method: str, **content: Any) -> Any:
        answer = httpx.post(
            f"{self.pds}/xrpc/{method}", json=content, headers={"authorization": f"Bearer {self.token}"}, timeout=60
        )
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def post(self, text: str, **more: Any) -> str:
        """Write a post; return its address."""
        record = written_now(text) | more
        written = self.call("com.atproto.repo.createRecord", repo=self.did, collection=POSTS, record=record)
        return str(written["uri"])

    def edit(self, uri: str, text: str) -> None:
        rkey = uri.rpartition("/")[2]
        self.call("com.atproto.repo.putRecord", repo=self.did, collection=POSTS, rkey=rkey, record=written_now(text))

    def delete(self, uri: str) -> None:
        rkey = uri.rpartition("/")[2]
        self.call("com.atproto.repo.deleteRecord", repo=self.did, collection=POSTS, rkey=rkey)


def written_now(text: str) -> dict[str, Any]:
    """Return the record of a post."""
    moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"$type": POSTS, "text": text, "langs": ["fr"], "createdAt": moment}


@dataclass
class AtNetwork:
    """The running network."""

    pds: str
    admin: str
    jetstream: Jetstream = field(default_factory=Jetstream)
    site: Site | None = None
    """Serves the Jetstream, and passes the API on to the server of repositories."""

    def join(self, name: str) -> Author:
        """Make an account."""
        handle = f"{name}.test"
        content = {"handle": handle, "email": f"{name}@exemple.test", "password": "invented"}
        answer = httpx.post(f"{self.pds}/xrpc/com.atproto.server.createAccount", json=content, timeout=60)
        assert answer.is_success, answer.text
        made = answer.json()
        return Author(self.pds, made["did"], handle, made["accessJwt"])

    def take_down(self, author: Author) -> None:
        """Do what a moderator does."""
        subject = {"$type": "com.atproto.admin.defs#repoRef", "did": author.did}
        content = {"subject": subject, "takedown": {"applied": True, "ref": "1"}}
        address = f"{self.pds}/xrpc/com.atproto.admin.updateSubjectStatus"
        answer = httpx.post(address, json=content, headers={"authorization": self.admin}, timeout=60)
        assert answer.is_success, answer.text

    def answer(self, asked: Asked) -> Reply | None:
        if "subscribe" in asked.path:
            return self.jetstream.answer(asked)
        answer = httpx.get(f"{self.pds}{asked.path}", params=dict(asked.query), timeout=60)
        return Reply(answer.content, answer.status_code)


@contextmanager
def at_network(folder: Path) -> Iterator[AtNetwork]:
    """Start the network, which ends with the block and with this process; skip the test where it cannot be."""
    scripts = installed()
    process = subprocess.Popen(
        ["node", "start.js"],
        cwd=scripts,
        env=os.environ | {"TMPDIR": str(folder), "LOG_ENABLED": "0"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        said = json.loads(process.stdout.readline())
        network = AtNetwork(said["pds"].replace("localhost", "127.0.0.1"), said["admin"])
        with serving_sockets(network.answer, network.jetstream.talk) as site, _reading_the_firehose(network):
            network.site = site
            yield network
            network.jetstream.stopping.set()
    finally:
        process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def installed() -> Path:
    """Return the folder of the installed scripts, in the cache: installing takes a minute or two."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        reason = "the AT Protocol network needs node and npm"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    wanted = json.loads((SCRIPTS / "package.json").read_text())["dependencies"]["@atproto/dev-env"]
    folder = home.cache() / "servers" / f"at-network-{wanted}"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "start.js"):
        shutil.copy(SCRIPTS / name, folder / name)
    done = folder / "installed"
    if not done.exists():
        quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"]
        # the headers that came with node, where they did: none need be fetched to compile a module
        prefix = Path(node).resolve().parents[1]
        headers = [f"--nodedir={prefix}"] if (prefix / "include/node/node.h").exists() else []
        subprocess.run(["npm", "install", *quiet, *headers], cwd=folder, check=True, timeout=INSTALL_SECONDS)
        done.touch()
    return folder


@contextmanager
def _reading_the_firehose(network: AtNetwork) -> Iterator[None]:
    """Tell the Jetstream what the server of repositories emits, from its first event on."""
    address = f"{network.pds.replace('http', 'ws')}/xrpc/com.atproto.sync.subscribeRepos?cursor=0"
    with connect(address, max_size=None, open_timeout=60) as socket:

        def read() -> None:
            with suppress(ConnectionClosed):
                for frame in socket:
                    assert isinstance(frame, bytes)
                    for event in events(frame):
                        network.jetstream.tell(event)

        thread = threading.Thread(target=read)
        thread.start()
        try:
            yield
        finally:
            socket.close()
            thread.join()


def events(frame: bytes) -> Iterator[dict[str, Any]]:
    """Yield the events of a frame of the firehose (two DAG-CBOR objects) in the form of Jetstream's first version."""
    header, body = libipld.decode_dag_cbor_multi(frame)
    kind = header.get("t", "").removeprefix("#")
    if kind == "commit":
        _, blocks = libipld.decode_car(body["blocks"])
        for operation in body["ops"]:
            collection, rkey = operation["path"].split("/", 1)
            commit = {"operation": operation["action"], "collection": collection, "rkey": rkey, "rev": body["rev"]}
            if operation["cid"] is not None:
                commit |= {"cid": libipld.encode_cid(operation["cid"]), "record": jsonable(blocks[operation["cid"]])}
            yield {"did": body["repo"], "kind": "commit", "commit": commit}
    elif kind in {"account", "identity"}:
        yield {"did": body["did"], "kind": kind, kind: jsonable(body)}


def jsonable(value: Any) -> Any:
    """Return a value of the data model as JSON has it."""
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode().rstrip("=")}
    if isinstance(value, dict):
        return {name: jsonable(each) for name, each in value.items()}
    return [jsonable(each) for each in value] if isinstance(value, list) else value


if __name__ == "__main__":  # what takes the minute, before anybody waits for it
    installed()
