"""Indicators, needs, actions, sources, and the record of reads."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request

from graph.users.roles import Right
from ui import narrowing
from ui.api.asked import Mine, Paging, Period, Territory, needs, timed
from ui.services.actions import LISTED, MOST
from ui.services.needs import chosen
from ui.services.pillars import Card

router = APIRouter()

WIDE = ("pays", "region", "departement")
"""Kinds of places whose needs are told where no territory is asked for."""

Service = Annotated[str, Query(max_length=100, description="Id of a service; empty: all of them.")]


@router.get("/indicators", tags=["indicators"], openapi_extra=needs(Right.see))
def indicators(services: Mine, period: Period, territory: Territory, service: Service = "") -> dict[str, Any]:
    """Return every indicator of a scope; a value is null where there is no data, or too few to be told.

    `unheard` are the départements of the territory of which nothing is known: they are no zero.
    """
    scope = services.pillars.scope(period, territory.code, service)
    unheard, heard = narrowing.unknown(services, territory, period), narrowing.listening(services, territory, period)
    return {
        "since": scope.since.isoformat(),
        "until": scope.until.isoformat(),
        "territory": scope.place,
        "unheard": sorted(zone.id for zone in unheard),
        "service": scope.service,
        "items": [_card(card) for card in services.pillars.cards(scope, heard=heard)],
    }


@router.get("/needs", tags=["needs"], openapi_extra=needs(Right.see))
def needs_of(
    request: Request,
    services: Mine,
    page: Paging,
    *,
    days: Annotated[Literal[7, 28], Query(description="Days that were compared.")] = 28,
    territory: Territory,
    need: Annotated[str, Query(max_length=100, description="Id of a need, or `service:ID`.")] = "",
) -> dict[str, Any]:
    """Return needs against offer by place, as the last comparison left them; of communes, those heard of enough."""
    kinds = (territory.kind,) if territory.places else WIDE
    cells = services.needs.cells("30j" if days == 28 else "7j", kinds)
    return page.of([asdict(cell) for cell in chosen(cells, need=need, places=territory.places)], request)


@router.get("/actions", tags=["actions"], openapi_extra=needs(Right.see))
def actions(request: Request, services: Mine, page: Paging, territory: Territory) -> dict[str, Any]:
    """Return what the institution did for a territory, or for more than it, the latest first, with topic and places."""
    rows = narrowing.actions(services, territory, services.actions.journal(MOST if territory.places else LISTED)).shown
    return page.of([timed(row) for row in rows[:LISTED]], request)


@router.get("/sources", tags=["sources"], openapi_extra=needs(Right.see))
def sources(request: Request, services: Mine, period: Period, page: Paging) -> dict[str, Any]:
    """Return the sources with their health: what was blind in the period is not silence."""
    return page.of([timed(row) for row in services.situation.sources(period)], request)


@router.get("/reads", tags=["record"], openapi_extra=needs(Right.administer))
def reads(
    request: Request,
    services: Mine,
    period: Period,
    page: Paging,
    who: Annotated[str, Query(max_length=64, description="Login; empty: everybody.")] = "",
) -> dict[str, Any]:
    """Return who read what, the latest first. Give `since` and `until`: an exercise has a clock of its own."""
    return page.of([timed(row) for row in services.audit.reads(period, who)], request)


def _card(card: Card) -> dict[str, Any]:
    reading, indicator = card.reading, card.reading.indicator
    value, label = reading.value, reading.label
    return {
        "id": reading.id,
        "pillar": indicator.pillar,
        "theme": indicator.theme,
        "name": indicator.name,
        "name_en": indicator.name_en,
        "unit": indicator.unit,
        "direction": indicator.direction,
        "value": value.value if value else None,
        "n": value.n if value else None,
        "interval": value.interval if value else None,
        "label": label.fr if label else None,
        "hidden": reading.is_hidden,
        "scarce": reading.is_scarce,
        "blind": asdict(reading.blind) if reading.blind else None,
        "previous": card.previous.value if card.previous else None,
    }
