"""The interface for programs as one application, to be mounted at `/api`."""

from collections.abc import Callable

from fastapi import FastAPI

from ui.access.guard import Lives
from ui.api import alerts, facts, subscriptions, wall
from ui.api.problems import told
from ui.services import Services

ABOUT = """The services of CyberImpact for programs.

Send a token of `cyberimpact user token` as `Authorization: Bearer …`. `x-right` says which right a route needs. Errors
are `application/problem+json` (RFC 9457). Moments are ISO 8601 in UTC. Reading messages is recorded.
"""


def make(services: Callable[[], Services | None], *, lives: Lives) -> FastAPI:
    """Return the application over what `services` gives; who asks is known by the gate before it."""
    api = FastAPI(
        title="CyberImpact", version="1", description=ABOUT, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    api.state.services, api.state.lives = services, lives
    told(api)
    api.include_router(alerts.router)
    api.include_router(facts.router)
    api.include_router(subscriptions.router)
    api.include_router(wall.router)
    return api
