"""The doors of an OpenID Connect provider: away to it, and back as somebody."""

import asyncio
import logging
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from graph.users.book import Book, UserRefused
from ui.access.door import COOKIE
from ui.access.farewell import FAREWELL, farewell
from ui.access.oidc import BACK, NotLetIn, Person, Provider, Trip
from ui.access.router import Doors, form_of, renewed, set_cookie, view_of

log = logging.getLogger(__name__)

TRIP = "cyberimpact-oidc"
"""Name of the cookie that ties an answer of the provider to the browser that asked."""


UNKEPT = {"Cache-Control": "no-store"}


class Sso:
    """Login through a provider."""

    def __init__(self, doors: Doors, provider: Provider) -> None:
        self._doors, self._door, self._provider = doors, doors.door, provider

    async def leave(self, request: Request) -> Response:
        """Send the browser to the provider."""
        back = view_of(request.query_params.get("vers", ""))
        try:
            to, trip = await asyncio.to_thread(self._provider.leave, back)
        except NotLetIn as error:
            return self._refused(request, back, error)
        response = RedirectResponse(to, 303, headers={"Cache-Control": "no-store"})
        kept = self._door.sealed(urlsafe_b64encode(trip.dump().encode()).decode())
        set_cookie(response, TRIP, kept, is_secure=self._door.is_secure(request))
        return response

    async def arrive(self, request: Request) -> Response:
        """Let in whom the provider vouches for: a new session, whatever the browser came with."""
        trip, now = self._trip(request), datetime.now(UTC)
        try:
            person = await asyncio.to_thread(self._provider.arrive, trip, dict(request.query_params))
            await asyncio.to_thread(admit, self._door.book, person, now=now)
        except NotLetIn as error:
            return self._refused(request, trip.back if trip else "", error)
        secret = await asyncio.to_thread(
            partial(renewed, sub=person.sub, sid=person.sid), self._door, request, person.login, now
        )
        entered = RedirectResponse("/" + view_of(trip.back if trip else ""), 303)
        set_cookie(entered, COOKIE, self._door.sealed(secret), is_secure=self._door.is_secure(request))
        entered.delete_cookie(TRIP, path="/")
        return entered

    async def farewell(self, request: Request) -> Response:
        """End the sessions that the provider says are over; their pages close within seconds."""
        given, now = await form_of(request), datetime.now(UTC)
        try:
            told = await asyncio.to_thread(farewell, self._provider, given.get("logout_token", ""), now=now)
            ended = await asyncio.to_thread(
                self._door.book.say_farewell, told.id, sub=told.sub, sid=told.sid, until=told.until
            )
            if ended is None:
                raise NotLetIn("stale")
        except NotLetIn as error:
            log.warning("a logout through %s was refused: %s", self._provider.label, error.why)
            return JSONResponse({"error": "invalid_request"}, 400, headers=UNKEPT)
        log.info("a logout through %s ended %d sessions", self._provider.label, ended)
        return Response(status_code=200, headers=UNKEPT)

    def _trip(self, request: Request) -> Trip | None:
        kept = self._door.unsealed(request.cookies.get(TRIP, ""))
        try:
            return Trip.load(urlsafe_b64decode(kept).decode()) if kept else None
        except ValueError:
            return None

    def _refused(self, request: Request, back: str, error: NotLetIn) -> Response:
        log.warning("a login through %s failed from %s: %s", self._provider.label, self._door.peer(request), error.why)
        response = self._doors.form(
            request, back, trouble=f"sso-{error.why}", status=502 if error.why == "away" else 403
        )
        response.delete_cookie(TRIP, path="/")
        return response


def admit(book: Book, person: Person, *, now: datetime) -> None:
    """Know somebody under the role that the provider gives; who has a password here is somebody else."""
    try:
        if book.user(person.login) is None:
            book.add(person.login, person.role, None, now=now)
    except UserRefused:
        log.info("somebody came in by two ways at once")
    user = book.user(person.login)
    if user is None or user.has_password:
        raise NotLetIn("login")
    if user.role is not person.role:
        book.set_role(person.login, person.role)


def router(doors: Doors, provider: Provider) -> APIRouter:
    """Return the routes."""
    routes, sso = APIRouter(include_in_schema=False), Sso(doors, provider)
    routes.add_api_route("/login/oidc", sso.leave, methods=["GET"])
    routes.add_api_route(BACK, sso.arrive, methods=["GET"])
    routes.add_api_route(FAREWELL, sso.farewell, methods=["POST"])
    return routes
