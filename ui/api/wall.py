"""What a wall screen asks for every few seconds: freshness, new grave alerts, the pages that it goes through."""

from typing import Any

from fastapi import APIRouter

from graph.users.roles import Right
from ui.access.rights import PAGES
from ui.api.asked import Mine, iso, needs
from ui.formats import milliseconds
from ui.pages import pages
from ui.settings import Settings

router = APIRouter(tags=["wall"])

GRAVE = ("critique", "forte")


@router.get("/wall", openapi_extra=needs(Right.see))
def wall(services: Mine) -> dict[str, Any]:
    """Return the moment that the data speak of, grave alerts to be dealt with, and the pages of a wall screen."""
    settings, span = Settings(), services.span("24h")
    there = [name for name, page in pages().items() if page.order is not None and _may(services, name)]
    alerts = services.situation.alerts(span) if span else []
    return {
        "clock": iso(milliseconds(span.until)) if span else None,
        "pages": there,
        "rotation": [name for name in settings.wall_pages if name in there],
        "seconds": max(5, settings.wall_seconds),
        "urgent": [
            {name: alert[name] for name in ("id", "title", "title_en", "severity")}
            for alert in alerts
            if alert["severity"] in GRAVE and alert["state"] == "open"
        ],
    }


def _may(services: Mine, page: str) -> bool:
    return page not in PAGES or services.may(PAGES[page])
