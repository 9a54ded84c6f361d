"""What every route is given: the services as who asks may use them, a period, a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Query, Request
from pydantic import AwareDatetime, StringConstraints

from graph.users.roles import Right
from signals.announce.plain import iso as iso
from signals.announce.plain import timed as timed
from signals.facts import MOST_PLACES
from ui.access.guard import Lives, guarded
from ui.access.who import asking
from ui.services import Services
from ui.services.choice import Choice, codes
from ui.services.span import Span

DAY = timedelta(hours=24)

LONGEST = timedelta(days=400)
"""Longest period."""


def services_of(request: Request) -> Services:
    """Return the services as who asks may use them."""
    services: Services | None = request.app.state.services()
    if services is None:
        raise HTTPException(404, "No exercise is open.")
    lives: Lives = request.app.state.lives
    return guarded(services, asking.get(), lives=lives)


Mine = Annotated[Services, Depends(services_of)]

Code = Annotated[str, StringConstraints(max_length=300, pattern="^[0-9A-Z,]*$")]


def territories(
    services: Mine,
    territory: Annotated[
        list[Code] | None,
        Query(
            max_length=MOST_PLACES,
            description="Official code, as `D21` or `21231`; several of one kind, repeated or with commas, are one "
            f"territory ({MOST_PLACES} at most).",
        ),
    ] = None,
) -> Choice:
    """Return the territories that are asked for; refuse what is none, or of another kind than the others."""
    wanted = codes(",".join(territory or ()))
    if len(wanted) > MOST_PLACES:
        raise HTTPException(422, f"At most {MOST_PLACES} territories at a time.")
    found = services.territory.choice(",".join(wanted))
    if found.left_out:
        raise HTTPException(422, f"Not known, or of another kind than the others: {', '.join(found.left_out)}.")
    return found


Territory = Annotated[Choice, Depends(territories)]


def span_asked(
    services: Mine,
    since: Annotated[
        AwareDatetime | None, Query(description="Begin, ISO 8601 with zone; a day before `until`.")
    ] = None,
    until: Annotated[AwareDatetime | None, Query(description="End; the moment that the data speak of.")] = None,
) -> Span:
    """Return the period that is asked for."""
    end = until or services.reader.clock
    if end is None:
        raise HTTPException(404, "Nothing was collected yet.")
    begin = since or end - DAY
    if not timedelta() < end - begin <= LONGEST:
        raise HTTPException(422, f"`since` must come before `until`, by {LONGEST.days} days at most.")
    return Span(begin, end)


Period = Annotated[Span, Depends(span_asked)]


@dataclass(frozen=True, slots=True)
class Slice:
    """A page of a list."""

    page: Annotated[int, Query(ge=1, le=100_000)] = 1
    size: Annotated[int, Query(ge=1, le=200)] = 50

    def of(self, rows: Sequence[Any], request: Request) -> dict[str, Any]:
        """Return the page with what is needed to go on."""
        start = (self.page - 1) * self.size
        more = start + self.size < len(rows)
        following = str(request.url.include_query_params(page=self.page + 1)) if more else None
        return {
            "items": list(rows[start : start + self.size]),
            "page": self.page,
            "size": self.size,
            "total": len(rows),
            "next": following,
        }


Paging = Annotated[Slice, Depends()]


def needs(right: Right) -> dict[str, Any]:
    """Return what the description of a route says of the right that it needs; the services check it."""
    return {"x-right": right.value}
