"""Subscriptions: who is told of alerts by webhook or mail. Begun, changed, paused, tried and ended with a token."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Path, Request, Response
from pydantic import BaseModel, Field

from graph.subscriptions.kept import NoSubscription
from graph.subscriptions.sealed import ID
from graph.users.roles import Right
from signals.announce.wish import LONGEST_NAME, MOST, Wish, WishRefused
from ui.access.who import Forbidden, asking
from ui.api.asked import Mine, Paging, needs, timed

GONE = "There is no subscription of that id."

router = APIRouter(tags=["subscriptions"])

Severity = Literal["critique", "forte", "moderee", "faible"]
Name = Annotated[str, Path(pattern=f"^{ID.pattern}$", description="Id of the subscription.")]
Words = Annotated[str, Field(min_length=1, max_length=100)]


class Asked(BaseModel):
    """A subscription as it is asked for."""

    name: str = Field(min_length=1, max_length=LONGEST_NAME, description="Service that is told, never a person.")
    channel: Literal["webhook", "mail"]
    address: str = Field(min_length=3, max_length=500, description="Address or mailbox; its host must be allowed.")
    form: Literal["", "json", "cap", "text"] = Field(default="", description="What a webhook is sent: json or cap.")
    lang: Literal["fr", "en"] = "fr"
    topics: list[Words] = Field(default=[], max_length=MOST, description="Ids of topics, or words.")
    places: list[Words] = Field(default=[], max_length=MOST, description="Official codes, as `D21`.")
    services: list[Words] = Field(default=[], max_length=MOST, description="Ids of services.")
    severity: Severity = Field(default="moderee", description="The least that is told.")
    quiet: str = Field(default="", max_length=13, description="Quiet hours, local, as `22:00-07:00`.")
    quiet_severity: Literal["", "critique", "forte", "moderee", "faible"] = Field(
        default="critique", description="What breaks them."
    )
    zone: str = Field(default="Europe/Paris", max_length=40)
    digest: Literal["", "hourly", "daily"] = Field(default="", description="Empty: at once.")
    digest_hour: int = Field(default=8, ge=0, le=23)


class Changed(Asked):
    """A subscription as it is wanted from now on, whole: what is left out is as in a new one."""

    address: str = Field(default="", max_length=500, description="Empty: stays what it was; its host must be allowed.")


@router.get("/subscriptions", openapi_extra=needs(Right.administer))
def subscriptions(request: Request, services: Mine, page: Paging) -> dict[str, Any]:
    """Return the subscriptions, with what was sent, what waits and what went wrong; never their addresses."""
    return page.of([timed(row) for row in services.subscriptions.listed()], request)


@router.post("/subscriptions", openapi_extra=needs(Right.administer), status_code=201)
def begin(services: Mine, asked: Asked) -> dict[str, Any]:
    """Subscribe a service; `secret` signs its webhooks and is shown this once. Asked with a token."""
    with _changing():
        made, secret = services.subscriptions.begin(_wish(asked))
    return timed(made) | {"secret": secret or None}


@router.put("/subscriptions/{name}", openapi_extra=needs(Right.administer))
def change(services: Mine, name: Name, asked: Changed) -> dict[str, Any]:
    """Keep a subscription as it is wanted now; a new address has a new `secret`, shown once. Asked with a token."""
    with _changing():
        made, secret = services.subscriptions.change(name, _wish(asked))
    return timed(made) | {"secret": secret or None}


@router.delete("/subscriptions/{name}", openapi_extra=needs(Right.administer), status_code=204, response_class=Response)
def end(services: Mine, name: Name) -> Response:
    """End a subscription; what was not sent yet is not sent any more. Asked with a token."""
    with _changing():
        services.subscriptions.end(name)
    return Response(status_code=204)


@router.post("/subscriptions/{name}/pause", openapi_extra=needs(Right.administer))
def pause(services: Mine, name: Name) -> dict[str, Any]:
    """Send nothing to a subscription until it is resumed, and return it; twice is as once. Asked with a token."""
    with _changing():
        services.subscriptions.pause(name)
        return _one(services, name)


@router.post("/subscriptions/{name}/resume", openapi_extra=needs(Right.administer))
def resume(services: Mine, name: Name) -> dict[str, Any]:
    """Let a subscription go on with what is heard from now on, and return it. Asked with a token."""
    with _changing():
        services.subscriptions.resume(name)
        return _one(services, name)


@router.post("/subscriptions/{name}/trial", openapi_extra=needs(Right.administer), status_code=202)
def attempt(services: Mine, name: Name) -> dict[str, Any]:
    """Have an invented alert sent at the next look, even to a paused one; `asked` is false while one is on its way.

    `/subscriptions/{name}/deliveries` tells what became of it. Asked with a token.
    """
    with _changing():
        return {"id": name, "asked": services.subscriptions.attempt(name)}


@router.get("/subscriptions/{name}/deliveries", openapi_extra=needs(Right.administer))
def deliveries(request: Request, services: Mine, name: Name, page: Paging) -> dict[str, Any]:
    """Return the last deliveries, trials among them, the latest first: what they tell of, and whether they arrived."""
    try:
        _one(services, name)
    except NoSubscription:
        raise HTTPException(404, GONE) from None
    rows = services.subscriptions.recent().get(name, [])
    return page.of([timed({key: row[key] for key in row if key != "subscription"}) for row in rows], request)


@contextmanager
def _changing() -> Iterator[None]:
    """Take what only a token may ask, and tell what cannot be."""
    _by_token()
    try:
        yield
    except WishRefused as error:
        raise HTTPException(422, f"{error}.") from None
    except NoSubscription:
        raise HTTPException(404, GONE) from None


def _wish(asked: Asked) -> Wish:
    given = asked.model_dump()
    return Wish(**given | {name: tuple(given[name]) for name in ("topics", "places", "services")})


def _one(services: Mine, name: str) -> dict[str, Any]:
    found = next((row for row in services.subscriptions.listed() if row["id"] == name), None)
    if found is None:  # ended by somebody in the same breath
        raise NoSubscription(name)
    return timed(found)


def _by_token() -> None:
    """Refuse what the cookie of a browser would do: another site could have made it do so."""
    if asking.get().session:
        raise Forbidden("subscriptions are begun, changed and ended with a token")
