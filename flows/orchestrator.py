"""The Prefect server as we run it: loopback, no call home from server nor browser, state in our own folder.

`python -m flows.orchestrator` serves it. The web page of Prefect asks another host for its configuration whatever the
settings say; a Content-Security-Policy on each answer makes the browser itself refuse.
"""

import os
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic_settings import BaseSettings, SettingsConfigDict

from graph import home

if TYPE_CHECKING:
    from fastapi import FastAPI

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

CONTENT_SECURITY_POLICY = (
    b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    b"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    b"frame-ancestors 'self'; object-src 'none'"
)


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_PREFECT_PORT`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_PREFECT_")

    host: str = "127.0.0.1"
    """Address that the Prefect server listens on."""
    port: int = 4200
    """Port of the Prefect server."""


def environment(settings: Settings, folder: Path | None = None) -> dict[str, str]:
    """Return the variables that Prefect reads, for a server and for those who talk to it.

    What the environment already says stays, but for a server in a `folder` of its own: that one is spoken to alone.
    """
    given: Mapping[str, str] = {} if folder else os.environ
    address = f"http://{settings.host}:{settings.port}/api"
    return {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_API_HOST": settings.host,
        "PREFECT_SERVER_API_PORT": str(settings.port),
        "PREFECT_UI_API_URL": given.get("PREFECT_UI_API_URL", address),
        "PREFECT_API_URL": given.get("PREFECT_API_URL", address),
        "PREFECT_HOME": given.get("PREFECT_HOME", str(folder or home.home() / "prefect")),
        "PREFECT_LOGGING_LEVEL": os.environ.get("PREFECT_LOGGING_LEVEL", "WARNING"),
    }


class GuardedPage:
    """An ASGI application whose HTTP answers all carry the Content-Security-Policy."""

    def __init__(self, app: "FastAPI | Application") -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message.setdefault("headers", [])
                headers.append((b"content-security-policy", CONTENT_SECURITY_POLICY))
            await send(message)

        await self.app(scope, receive, guarded if scope["type"] == "http" else send)


def make() -> GuardedPage:
    """Return Prefect's own application, guarded; the environment must be set before."""
    from prefect.server.api.server import create_app

    return GuardedPage(create_app())


def main() -> None:
    """Serve until told to stop."""
    settings = Settings()
    os.environ.update(environment(settings))
    import uvicorn

    uvicorn.run(make, factory=True, host=settings.host, port=settings.port, log_level="warning")


if __name__ == "__main__":
    main()
