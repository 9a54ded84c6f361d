"""People of every role, and how they enter the app as a browser does."""

import asyncio
import re
import ssl
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from graph.users.book import Book
from graph.users.roles import Role
from tests.serving import QUICK

PATIENCE = 60
"""Seconds that an answer may take on a machine that has other things to do."""

NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts no certificate, and the servers of tests have none: to read those of the world takes each client 23 ms."""

request = partial(httpx.request, timeout=PATIENCE, verify=NOBODY)
get, post = partial(request, "GET"), partial(request, "POST")
browsing = partial(httpx.Client, timeout=PATIENCE, verify=NOBODY)

T = TypeVar("T")

PASSWORD = "correct horse battery staple"  # noqa: S105


def users(home: Path) -> Book:
    """Return a book with one user a role, called like it."""
    book = Book(home, QUICK)
    for role in Role:
        book.add(role.value, role, PASSWORD, now=datetime.now(UTC))
    return book


def proof(text: str) -> str:
    """Return what the form of a page must bring back."""
    found = re.search(r'name="proof" value="(\w+)"', text)
    assert found, text[:2000]
    return found[1]


def login(client: httpx.Client, name: str, password: str = PASSWORD, **more: str) -> httpx.Response:
    """Fill the login form and send it."""
    given = {"login": name, "password": password, "proof": proof(client.get("/login").text)} | more
    return client.post("/login", data=given)


@contextmanager
def enter(address: str, role: Role) -> Iterator[httpx.Client]:
    """Yield a browser in which a user of that role logged in."""
    with browsing(base_url=address) as client:
        answer = login(client, role.value)
        assert answer.status_code == 303, answer.text
        yield client


def cookie(client: httpx.Client) -> str:
    """Return what the browser sends as cookies."""
    return "; ".join(f"{name}={value}" for name, value in client.cookies.items())


def waited(work: Coroutine[Any, Any, T]) -> T:
    """Return what comes of `work`, done on a thread of its own: the tests' browser has a loop on this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()


async def opened(address: str, token: str, cookies: str, **headers: str) -> str | int:
    """Return `ACK` once the websocket of a page is open, else the status of the refusal."""
    url = f"ws{address.removeprefix('http')}/ws"
    given = {"Origin": address, "Cookie": cookies} | {name.title(): value for name, value in headers.items()}
    try:
        async with connect(url, subprotocols=["bokeh", token], additional_headers=given) as socket:  # type: ignore[list-item]
            return "ACK" if '"ACK"' in str(await asyncio.wait_for(socket.recv(), 20)) else "?"
    except InvalidStatus as refused:
        return refused.response.status_code
