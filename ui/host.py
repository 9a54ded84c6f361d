"""The web server: who is let in, pages, assets, headers, health."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import panel as pn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from panel.io.fastapi import add_applications
from panel.viewable import Viewable
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph import home
from graph.exercise import Room
from graph.java import ServerFailed
from graph.store import Store
from graph.users.book import Book
from ui.access import sso
from ui.access.door import Door
from ui.access.gate import EXERCISE, Gate
from ui.access.guard import Lives, guarded
from ui.access.oidc import provider_of
from ui.access.oidc_settings import Settings as Oidc
from ui.access.owners import Owners
from ui.access.router import Doors, router
from ui.access.settings import Settings as Access
from ui.access.who import asking
from ui.ahead import Ahead
from ui.api.app import make as make_api
from ui.leak import end_sessions
from ui.lean import forget_undrawn
from ui.services import Services, make_services
from ui.services.exercise import Exercise
from ui.services.hall import Hall
from ui.services.reader import Reader, Unreachable
from ui.settings import Settings
from ui.shell import query_of_session, session

log = logging.getLogger(__name__)

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",  # Bokeh compiles its templates in the browser
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob:",
        "worker-src 'self' blob:",
        "frame-ancestors 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
"""The browser itself enforces that nothing comes from, or goes to, another host."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

CACHING = {
    "/static/": "public, max-age=86400",  # Panel's own files, their version in the address
    "/components/": "no-cache",  # ours: kept by the browser, asked for by fingerprint
    "/assets/": "no-cache",
}
"""How long browsers keep what lies under a path; anything else is not kept."""

FOREVER = "public, max-age=31536000, immutable"
"""How long they keep what has its fingerprint or version in the address."""


def create(
    store: Store,
    settings: Settings,
    *,
    book: Book | None = None,
    access: Access | None = None,
    oidc: Oidc | None = None,
    revive: Callable[[], bool] | None = None,
    room: Room | None = None,
) -> FastAPI:
    """Return the application over `store`, to be run by one process.

    `book` has the users, `room` the exercise, by default those of the state. While the graph is away `revive` is
    called, which may start a server of ours that died.
    """
    reader, room, owners = Reader(store), room or Room(), Owners()
    exercise = Exercise(room, lambda: hall.reader)
    hall = Hall(room, lambda own: make_services(own, settings.handovers, settings.role, exercise=exercise))
    services = make_services(reader, settings.handovers, settings.role, exercise=exercise)
    provider = provider_of(oidc or Oidc())
    door = Door(
        book or Book(home.home()), access or Access(), host=settings.host, role=settings.role,
        has_provider=provider is not None,
    )  # fmt: skip
    lifespan = partial(_polling, partial(_poll_graph, reader, revive), hall, settings.refresh_seconds)
    app = FastAPI(title="CyberImpact", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.add_middleware(Ahead, paths=("/", EXERCISE))
    app.add_middleware(OnlyWhileOpen, is_open=lambda: hall.services is not None)
    app.add_middleware(Gate, door=door, owners=owners, host=settings.host, origins=settings.origins)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.middleware("http")(_with_headers)
    app.mount("/assets", StaticFiles(directory=Path(__file__).with_name("assets")))
    app.mount("/api", make_api(lambda: services, lives=door.lives))
    app.mount(f"{EXERCISE}/api", make_api(lambda: hall.services, lives=door.lives))
    app.include_router(router(doors := Doors(door, lambda: _exercise(services), provider)))
    if provider:
        app.include_router(sso.router(doors, provider))

    @app.get("/healthz")
    def health() -> Response:
        return JSONResponse({"ok": reader.reachable}, status_code=200 if reader.reachable else 503)

    opened = Pages(services, hall, owners, door.lives, settings.refresh_seconds)
    kept = int(1000 * settings.keep_seconds)
    pn.extension(reconnect=True, notifications=False)
    end_sessions()
    forget_undrawn()
    # The token of a page lies in its HTML: no cookie and no header of a proxy may go into it.
    add_applications(
        {"/": opened.first, EXERCISE: opened.of_exercise},
        app=app,
        title="CyberImpact",
        sign_sessions=True,
        secret_key=door.key,
        include_cookies=[],
        include_headers=["host", "user-agent", "accept-language"],
        unused_session_lifetime_milliseconds=kept,
        check_unused_sessions_milliseconds=max(500, kept // 2),
    )
    return app


@dataclass(frozen=True, slots=True)
class Pages:
    """Opens a page for each browser that comes, over the graph that is served or over that of the exercise."""

    services: Services
    hall: Hall
    owners: Owners
    lives: Lives
    seconds: float

    def first(self) -> Viewable:
        """Return a page over the graph that is served."""
        return self._page(self.services, "")

    def of_exercise(self) -> Viewable:
        """Return a page over the graph of the exercise; an empty one when it was closed a moment ago."""
        found = self.hall.services
        return pn.Column() if found is None else self._page(found, EXERCISE)

    def _page(self, services: Services, path: str) -> Viewable:
        who = asking.get()
        context = pn.state.curdoc.session_context if pn.state.curdoc else None
        if pn.state.curdoc:  # `assets/away.js` tells of lost connections, in the language of the page
            pn.state.curdoc.config.update(notify_connection_status=False, notifications=None)
        name = str(context.id) if context else ""
        self.owners.add(name, who)
        pn.state.on_session_destroyed(lambda _: self.owners.drop(name))
        mine = guarded(services, who, lives=self.lives)
        return session(mine, query_of_session(), self.seconds, path=path)


class OnlyWhileOpen:
    """Leads from the exercise to its page in the app while there is none to look at; answers of one say so."""

    def __init__(self, app: ASGIApp, *, is_open: Callable[[], bool]) -> None:
        self._app, self._is_open = app, is_open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or lead away."""
        if scope["type"] != "http" or not f"{scope['path']}/".startswith(f"{EXERCISE}/"):
            await self._app(scope, receive, send)
        elif scope["path"] == EXERCISE and not self._is_open():
            await RedirectResponse("/?page=exercice", 303)(scope, receive, send)
        else:
            await self._app(scope, receive, _marked(send))


def _marked(send: Send) -> Send:
    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"x-exercise", b"EXERCICE")]}
        await send(message)

    return marked


def _exercise(services: Services) -> bool:
    try:
        return services.situation.exercise()
    except Unreachable:
        return False


@asynccontextmanager
async def _polling(poll: Callable[[], None], hall: Hall, seconds: float, _: FastAPI) -> AsyncIterator[None]:
    """Look at both graphs now and then, for as long as the app runs."""
    await asyncio.to_thread(poll)
    tasks = [asyncio.create_task(_poll(one, seconds)) for one in (poll, hall.poll)]
    yield
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    await asyncio.to_thread(hall.close)


async def _poll(poll: Callable[[], None], seconds: float) -> None:
    """Ask a graph for its version, once for all sessions."""
    while True:
        await asyncio.sleep(seconds)
        await asyncio.to_thread(poll)


def _poll_graph(reader: Reader, revive: Callable[[], bool] | None) -> None:
    reader.poll()
    if revive is None or reader.reachable:
        return
    try:
        if revive():
            log.warning("the server of the graph had died; it was started again")
    except (ServerFailed, OSError):
        log.exception("the server of the graph died and does not start")


async def _with_headers(request: Request, follow: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await follow(request)
    fingerprint = response.headers.get("etag")
    if fingerprint is not None and fingerprint == request.headers.get("if-none-match"):
        response = Response(status_code=304, headers={"ETag": fingerprint})
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    caching = next((rule for path, rule in CACHING.items() if request.url.path.startswith(path)), "no-store")
    if caching != "no-store" and request.url.query:
        caching = FOREVER
    response.headers["Cache-Control"] = caching
    return response
