"""Subscriptions: who is told of alerts by webhook or mail. Begun and ended by a program with a token."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Path, Request, Response
from pydantic import BaseModel, Field

from graph.subscriptions.kept import NoSubscription
from graph.subscriptions.sealed import ID
from graph.users.roles import Right
from signals.announce.wish import LONGEST_NAME, MOST, Wish, WishRefused
from ui.access.who import Forbidden, asking
from ui.api.asked import Mine, Paging, needs, timed

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


@router.get("/subscriptions", openapi_extra=needs(Right.administer))
def subscriptions(request: Request, services: Mine, page: Paging) -> dict[str, Any]:
    """Return the subscriptions, with what was sent, what waits and what went wrong; never their addresses."""
    return page.of([timed(row) for row in services.subscriptions.listed()], request)


@router.post("/subscriptions", openapi_extra=needs(Right.administer), status_code=201)
def begin(services: Mine, asked: Asked) -> dict[str, Any]:
    """Subscribe a service; `secret` signs its webhooks and is shown this once. Asked with a token."""
    _by_token()
    given = asked.model_dump()
    wish = Wish(**given | {name: tuple(given[name]) for name in ("topics", "places", "services")})
    try:
        made, secret = services.subscriptions.begin(wish)
    except WishRefused as error:
        raise HTTPException(422, f"{error}.") from None
    return timed(made) | {"secret": secret or None}


@router.delete("/subscriptions/{name}", openapi_extra=needs(Right.administer), status_code=204, response_class=Response)
def end(services: Mine, name: Name) -> Response:
    """End a subscription; what was not sent yet is not sent any more. Asked with a token."""
    _by_token()
    try:
        services.subscriptions.end(name)
    except NoSubscription:
        raise HTTPException(404, "There is no subscription of that id.") from None
    return Response(status_code=204)


def _by_token() -> None:
    """Refuse what the cookie of a browser would do: another site could have made it do so."""
    if asking.get().session:
        raise Forbidden("subscriptions are begun and ended with a token")
