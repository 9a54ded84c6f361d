"""The web server: who is let in, pages, assets, headers, health."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import panel as pn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from panel.io.fastapi import add_applications
from panel.viewable import Viewable
from starlette.middleware.gzip import GZipMiddleware

from graph import home
from graph.java import ServerFailed
from graph.store import Store
from graph.users.book import Book
from ui.access.door import Door
from ui.access.gate import Gate
from ui.access.guard import guarded
from ui.access.owners import Owners
from ui.access.router import router
from ui.access.settings import Settings as Access
from ui.access.who import asking
from ui.api.app import make as make_api
from ui.leak import end_sessions
from ui.services import Services, make_services
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


def create(
    store: Store,
    settings: Settings,
    *,
    book: Book | None = None,
    access: Access | None = None,
    revive: Callable[[], bool] | None = None,
) -> FastAPI:
    """Return the application over `store`, to be run by one process; `book` has the users, by default of the state.

    While the graph is away `revive` is called, which may start a server of ours that died.
    """
    reader = Reader(store)
    services = make_services(reader, settings.handovers, settings.role)
    door = Door(book or Book(home.home()), access or Access(), host=settings.host, role=settings.role)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(reader.poll)
        task = asyncio.create_task(_poll(reader, settings.refresh_seconds, revive))
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    app = FastAPI(title="CyberImpact", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    owners = Owners()
    app.add_middleware(Gate, door=door, owners=owners, host=settings.host, origins=settings.origins)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.middleware("http")(_with_headers)
    app.mount("/assets", StaticFiles(directory=Path(__file__).with_name("assets")))
    app.mount("/api", make_api(services, lives=door.lives))
    app.include_router(router(door, lambda: _exercise(services)))

    @app.get("/healthz")
    def health() -> Response:
        return JSONResponse({"ok": reader.reachable}, status_code=200 if reader.reachable else 503)

    def page() -> Viewable:
        who = asking.get()
        context = pn.state.curdoc.session_context if pn.state.curdoc else None
        if pn.state.curdoc:  # `assets/away.js` tells of lost connections, in the language of the page
            pn.state.curdoc.config.update(notify_connection_status=False, notifications=None)
        name = str(context.id) if context else ""
        owners.add(name, who)
        pn.state.on_session_destroyed(lambda _: owners.drop(name))
        return session(guarded(services, who, lives=door.lives), query_of_session(), settings.refresh_seconds)

    kept = int(1000 * settings.keep_seconds)
    pn.extension(reconnect=True, notifications=False)
    end_sessions()
    # The token of a page lies in its HTML: no cookie and no header of a proxy may go into it.
    add_applications(
        {"/": page},
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


def _exercise(services: Services) -> bool:
    try:
        return services.situation.exercise()
    except Unreachable:
        return False


async def _poll(reader: Reader, seconds: float, revive: Callable[[], bool] | None) -> None:
    """Ask the graph for its version, once for all sessions."""
    while True:
        await asyncio.sleep(seconds)
        await asyncio.to_thread(reader.poll)
        if revive is not None and not reader.reachable:
            await asyncio.to_thread(_revived, revive)


def _revived(revive: Callable[[], bool]) -> None:
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
    response.headers["Cache-Control"] = caching
    return response
