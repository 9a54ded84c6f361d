"""The doors that people see: login, logout, who am I."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from math import ceil
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from graph.users.book import LONGEST
from ui.access import screens
from ui.access.door import COOKIE, Door
from ui.access.gate import EXERCISE
from ui.access.oidc import Provider
from ui.access.slow import Slow
from ui.access.who import asking
from ui.state import State

log = logging.getLogger(__name__)

FORM = "cyberimpact-form"
"""Name of the cookie that ties a login form to the browser that asked for it."""

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
"""Of the login pages: no script at all."""

FORM_BYTES = 8_000
"""Bytes of a form."""

AT_ONCE = 2
"""Passwords looked at at once: each takes 64 MiB."""


class Doors:
    """Login, account and logout over one door."""

    def __init__(self, door: Door, is_exercise: Callable[[], bool], provider: Provider | None = None) -> None:
        self.door, self._is_exercise, self._provider = door, is_exercise, provider
        self._process = secrets.token_hex(8)
        self._slow, self._turn = Slow(), asyncio.Semaphore(AT_ONCE)

    def ask(self, request: Request) -> Response:
        """Show the form, or go on for those who are in already."""
        back = view_of(request.query_params.get("vers", ""))
        if self.door.who(request) is not None:
            return RedirectResponse("/" + back, 303)
        return self.form(request, back)

    async def enter(self, request: Request) -> Response:
        """Let in who knows the password: a new session, whatever the browser came with."""
        given, door, now = await form_of(request), self.door, datetime.now(UTC)
        back = view_of(given.get("vers", ""))
        login, peer = given.get("login", "").strip().lower()[:64], door.peer(request)
        made = door.unsealed(request.cookies.get(FORM, ""))
        if not made or not secrets.compare_digest(door.proof(made), given.get("proof", "")):
            return self.form(request, back, trouble=screens.STALE, login=login, status=403)
        if (wait := ceil(self._slow.wait(login, peer, now=now).total_seconds())) > 0:
            return self.form(request, back, trouble=screens.SLOW, login=login, wait=wait)
        self._slow.failed(login, peer, now=now)  # counted before it is known: tries at once are not all free
        async with self._turn:
            user = await asyncio.to_thread(door.book.verified, login, given.get("password", "")[: LONGEST + 1])
        if user is None:
            log.warning("a login failed from %s", peer)
            return self.form(request, back, trouble=screens.WRONG, login=login, status=401)
        self._slow.passed(login, peer)
        secret = await asyncio.to_thread(renewed, door, request, user.login, now)
        entered = RedirectResponse("/" + back, 303)
        set_cookie(entered, COOKIE, door.sealed(secret), is_secure=door.is_secure(request))
        entered.delete_cookie(FORM, path="/")
        return entered

    def alive(self, request: Request) -> Response:
        """Tell the page whether its session lives, and which process answers; asking does not keep it alive."""
        is_in = self.door.who(request) is not None
        return JSONResponse({"open": is_in, "process": self._process}, 200 if is_in else 401)

    def account(self, request: Request) -> Response:
        """Show who is in, what they may do, and the way out, which may lead through the provider."""
        back, who = view_of(request.query_params.get("vers", "")), asking.get()
        proof = self.door.proof(who.session)
        state = _state(request, back)
        body = screens.account(state, who, back=back, proof=proof, is_exercise=self._is_exercise())
        return _page(body, 200, lets=self._provider.origin if self._provider else "")

    async def leave(self, request: Request) -> Response:
        """End the session."""
        given, digest = await form_of(request), self.door.session_of(request)
        if not digest or not secrets.compare_digest(self.door.proof(digest), given.get("proof", "")):
            return _page(screens.refused(_state(request, "")), 403)
        to = await asyncio.to_thread(self._way_out, request)
        await asyncio.to_thread(self.door.book.end, digest)
        response = RedirectResponse(to, 303)
        response.delete_cookie(COOKIE, path="/")
        return response

    def _way_out(self, request: Request) -> str:
        """Return where one lands after logging out: at the provider, for whom it vouched."""
        who = self.door.who(request)
        user = self.door.book.user(who.login) if who and self._provider else None
        there = self._provider.logout() if self._provider and user and not user.has_password else ""
        return there or "/login"

    def form(
        self, request: Request, back: str, *, trouble: str = "", login: str = "", status: int = 200, wait: int = 0
    ) -> HTMLResponse:
        """Return the form, tied to the browser that asks for it: nobody logs others in under a name of theirs."""
        door = self.door
        known = door.unsealed(request.cookies.get(FORM, ""))
        made = known or secrets.token_urlsafe(16)
        label = self._provider.label if self._provider else ""
        given = screens.Given(
            back=back, proof=door.proof(made), name=login, trouble=trouble, wait=wait, provider=label
        )  # fmt: skip
        body = screens.login(_state(request, back), given, is_exercise=self._is_exercise())
        response = _page(body, 429 if wait else status)
        if wait:
            response.headers["Retry-After"] = str(wait)
        if not known:
            set_cookie(response, FORM, door.sealed(made), is_secure=door.is_secure(request))
        return response


def router(doors: Doors) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/login", doors.ask, methods=["GET"])
    routes.add_api_route("/login", doors.enter, methods=["POST"])
    routes.add_api_route("/session", doors.alive, methods=["GET"])
    routes.add_api_route("/compte", doors.account, methods=["GET"])
    routes.add_api_route("/logout", doors.leave, methods=["POST"])
    return routes


def renewed(door: Door, request: Request, login: str, now: datetime, *, sub: str = "", sid: str = "") -> str:
    """Return the secret of a new session; the one that the browser came with ends: others may know it."""
    if digest := door.session_of(request):
        door.book.end(digest)
    door.book.sweep(before=now - door.settings.longest)
    return door.book.begin(login, now=now, sub=sub, sid=sid)


async def form_of(request: Request) -> dict[str, str]:
    """Return the fields of a form that is small enough; none of one that is not."""
    if int(request.headers.get("content-length") or 0) > FORM_BYTES:
        return {}
    try:
        fields = parse_qs((await request.body()).decode(), max_num_fields=8)
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items()}


def view_of(given: str) -> str:
    r"""Return the view to go on to: a query of ours, never another address.

    >>> [view_of(given) for given in ("page=carte&theme=dark", "//evil.example/", "page=a\r\nSet-Cookie: x=1")]
    ['?page=carte&theme=dark', '', '?page=a']
    >>> [view_of(given) for given in ("exercice?page=carte", "exercice?", "exercice/../x?page=carte")]
    ['exercice?page=carte', 'exercice', '?page=carte']
    """
    first = given.splitlines()[0] if given else ""
    place, mark, query = first.partition("?")
    state = State()
    state.read(query if mark else first)
    found = state.search()
    return (EXERCISE[1:] if mark and place == EXERCISE[1:] else "") + ("" if found == "?" else found)


def _state(request: Request, back: str) -> State:
    """Return language and theme: of the form's own address, else of the view to go on to."""
    state = State()
    state.read(back.removeprefix(EXERCISE[1:]))
    state.go({name: request.query_params.get(key, "") for name, key in (("lang", "langue"), ("theme", "theme"))})
    return state


def _page(body: str, status: int, lets: str = "") -> HTMLResponse:
    # a browser holds the redirections of a form against the policy too
    policy = POLICY.replace("form-action 'self'", f"form-action 'self' {lets}".rstrip())
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store", "X-Frame-Options": "DENY"}
    return HTMLResponse(body, status, headers)


def set_cookie(response: Response, name: str, value: str, *, is_secure: bool) -> None:
    """Give the browser a cookie that no script reads and no other site sends."""
    response.set_cookie(name, value, path="/", httponly=True, samesite="lax", secure=is_secure)
