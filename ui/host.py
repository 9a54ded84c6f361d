"""The web server: pages, assets, headers, health."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import panel as pn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from panel.io.fastapi import add_application
from starlette.middleware.gzip import GZipMiddleware

from graph.store import Store
from ui.services import make_services
from ui.services.reader import Reader
from ui.settings import Settings
from ui.shell import query_of_session, session

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


def create(store: Store, settings: Settings) -> FastAPI:
    """Return the application over `store`, to be run by one process."""
    reader = Reader(store)
    services = make_services(reader, settings.handovers, settings.role)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(reader.poll)
        task = asyncio.create_task(_poll(reader, settings.refresh_seconds))
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    app = FastAPI(title="CyberImpact", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.middleware("http")(_with_headers)
    app.mount("/assets", StaticFiles(directory=Path(__file__).with_name("assets")))

    @app.get("/healthz")
    def health() -> Response:
        state = {"ok": reader.reachable, "version": reader.version}
        return JSONResponse(state, status_code=200 if reader.reachable else 503)

    pn.extension(reconnect=True, notifications=False)
    origins = [f"{settings.host}:{settings.port}", f"localhost:{settings.port}", *settings.origins]

    kept = int(1000 * settings.keep_seconds)

    @add_application(  # type: ignore[untyped-decorator]
        "/",
        app=app,
        title="CyberImpact",
        websocket_origin=origins,
        unused_session_lifetime_milliseconds=kept,
        check_unused_sessions_milliseconds=max(500, kept // 2),
    )
    def _page() -> object:
        return session(services, query_of_session(), settings.refresh_seconds)

    return app


async def _poll(reader: Reader, seconds: float) -> None:
    """Ask the graph for its version, once for all sessions."""
    while True:
        await asyncio.sleep(seconds)
        await asyncio.to_thread(reader.poll)


async def _with_headers(request: Request, follow: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await follow(request)
    fingerprint = response.headers.get("etag")
    if fingerprint is not None and fingerprint == request.headers.get("if-none-match"):
        response = Response(status_code=304, headers={"ETag": fingerprint})
    response.headers.update(HEADERS)
    caching = next((rule for path, rule in CACHING.items() if request.url.path.startswith(path)), "no-store")
    response.headers["Cache-Control"] = caching
    return response
