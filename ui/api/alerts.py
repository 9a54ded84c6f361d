"""Alerts: list, detail, evidence, decisions, CAP 1.2 and Atom."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from pydantic import BaseModel, Field

from graph.users.roles import Right
from signals.announce import cap
from ui import narrowing
from ui.access.who import Forbidden, asking
from ui.api import atom
from ui.api.asked import Mine, Paging, Period, Territory, needs, timed
from ui.services import Services
from ui.services.acts import LONGEST_COMMENT, LONGEST_NAME, Act, ActRefused, Overtaken

router = APIRouter(tags=["alerts"])

Severity = Literal["critique", "forte", "moderee", "faible"]
State = Literal["open", "acknowledged", "snoozed", "closed", "dismissed"]
Name = Annotated[str, Path(max_length=200, description="Id of the alert.")]


class Decided(BaseModel):
    """What is decided on an alert."""

    act: Literal["acknowledge", "assign", "snooze", "close", "dismiss", "reopen", "comment"]
    comment: str = Field(default="", max_length=LONGEST_COMMENT)
    given_to: str = Field(default="", max_length=LONGEST_NAME, description="Role that it is assigned to.")
    verdict: Literal["", "real", "false", "expected"] = Field(default="", description="What closing says of it.")
    hours: Literal[1, 4, 12] | None = Field(default=None, description="For how long it is snoozed, at most.")
    seen: str | None = Field(
        default=None, max_length=300, description="`seen` of the alert as it was read: refused if it changed since."
    )


@router.get("/alerts", openapi_extra=needs(Right.see))
def alerts(
    request: Request,
    services: Mine,
    period: Period,
    page: Paging,
    *,
    severity: Annotated[list[Severity] | None, Query(description="One or several.")] = None,
    state: Annotated[list[State] | None, Query(description="One or several.")] = None,
    territory: Territory,
) -> dict[str, Any]:
    """Return the alerts alive in a period, open ones first, then by rank."""
    rows = narrowing.alerts(services, territory, services.situation.alerts(period)).shown
    kept = [row for row in rows if _among(row["severity"], severity) and _among(row["state"], state)]
    return page.of([timed(row) for row in kept], request)


@router.get("/alerts.atom", openapi_extra=needs(Right.see), response_class=Response)
def feed(request: Request, services: Mine, period: Period, territory: Territory) -> Response:
    """Return the alerts alive in a period as an Atom feed that links their CAP messages."""
    rows = narrowing.alerts(services, territory, services.situation.alerts(period)).shown
    body = atom.feed(rows, base=_base(request), is_exercise=services.situation.exercise(), now=period.until)
    return Response(body, media_type="application/atom+xml")


@router.get("/alerts/{alert}.cap", openapi_extra=needs(Right.see), response_class=Response)
def as_cap(request: Request, services: Mine, alert: Name) -> Response:
    """Return an alert in the Common Alerting Protocol 1.2."""
    found, exercise = _found(services, alert), services.situation.exercise()
    body = cap.message(found, sender=f"cyberimpact@{request.url.hostname}", is_exercise=exercise)
    return Response(body, media_type="application/cap+xml")


@router.get("/alerts/{alert}", openapi_extra=needs(Right.see))
def detail(services: Mine, alert: Name) -> dict[str, Any]:
    """Return an alert with its signals, its rumour, and what people decided."""
    return timed(_found(services, alert) | {"rumour": services.alerts.rumour(alert)})


@router.get("/alerts/{alert}/evidence", openapi_extra=needs(Right.verbatims))
def evidence(request: Request, services: Mine, page: Paging, alert: Name) -> dict[str, Any]:
    """Return the first messages that an alert rests on, authors as pseudonyms; the read is recorded."""
    _found(services, alert)
    rows = services.alerts.evidence(alert)
    return page.of([timed({name: row[name] for name in row if name != "id"}) for row in rows], request)


@router.post("/alerts/{alert}/decisions", openapi_extra=needs(Right.decide), status_code=201)
def decide(services: Mine, alert: Name, decided: Decided) -> dict[str, Any]:
    """Decide on an alert; asked with a token, never with the cookie of a browser."""
    if asking.get().session:
        raise Forbidden("a decision by a program needs a token")
    found = _found(services, alert)
    on = {alert: found["seen"] if decided.seen is None else decided.seen}
    named = {"comment": decided.comment, "given_to": decided.given_to, "verdict": decided.verdict}
    act = Act(name=decided.act, on=on, hours=decided.hours, **named)
    try:
        services.triage.decide(act)
    except ActRefused as error:
        raise HTTPException(422, f"This cannot be done so: look at {error.why!r}.") from None
    except Overtaken:
        raise HTTPException(409, "Somebody decided on this alert since it was read: nothing was written.") from None
    return timed(_found(services, alert))


def _found(services: Services, alert: str) -> dict[str, Any]:
    found = services.alerts.detail(alert)
    if found is None:
        raise HTTPException(404, "There is no alert of that id.")
    inner = {"standing", "parts"}
    told = {name: getattr(found["standing"], name) for name in ("seen", "back", "given_to", "verdict", "into")}
    return {name: value for name, value in found.items() if name not in inner} | told


def _among(value: str, chosen: list[Any] | None) -> bool:
    return not chosen or value in chosen


def _base(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}{request.scope['root_path']}"
