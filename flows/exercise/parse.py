"""Rows of a scenario's files as records of the vocabulary."""

from collections.abc import Mapping
from datetime import datetime

from flows.exercise.rows import BadField, Row
from graph.model import Action, Hazard, Measure, Message, Outage
from signals.scoring import Truth
from signals.text.fold import fold

SOURCE_ID = "scenario"


def message_id(platform: str, id_: str) -> str:
    """Return `platform:native-id`, whichever way the scenario writes it."""
    return id_ if id_.startswith(f"{platform}:") else f"{platform}:{id_}"


def message(row: Row) -> Message:
    """Return a message; its rating is read as it stands (see `folder.Scenario.messages`)."""
    platform, service = row.text("platform"), row.maybe_text("service")
    author, reply_to, counters = row.maybe_text("author"), row.maybe_text("reply_to"), row.inner("counters")
    return Message(
        id=message_id(platform, row.text("id")),
        source_id=SOURCE_ID,
        platform=platform,
        kind=row.text("kind"),
        text=row.text("text"),
        published_at=row.moment("published_at"),
        lang=row.maybe_text("lang"),
        author_id=account_id(platform, author) if author else None,
        reply_to=message_id(platform, reply_to) if reply_to else None,
        url=row.maybe_text("url"),
        rating=row.maybe_number("rating"),
        likes=counters.maybe_count("likes"),
        shares=counters.maybe_count("shares"),
        replies=counters.maybe_count("replies"),
        hashtags=tuple(fold(tag).lstrip("#") for tag in row.texts("hashtags")),
        service_ids=(service,) if service else (),
        place_id=row.maybe_text("place"),
    )


def account_id(platform: str, author: str) -> str:
    """Return `platform:author`, clear: the gate pseudonymises it."""
    return message_id(platform, author)


def measure(row: Row) -> Measure:
    """Return a measure."""
    service, place, metric = row.text("service"), row.text("place"), row.text("metric")
    start, end = row.moment("from"), row.moment("to", may_lie_ahead=True)
    _check_order(start, end)
    return Measure(
        id=f"{service}|{place}|{metric}|{start:%Y-%m-%dT%H:%M:%SZ}|{end:%Y-%m-%dT%H:%M:%SZ}",
        service_id=service,
        place_id=place,
        metric=metric,
        start=start,
        end=end,
        value=row.number("value"),
        n=row.maybe_count("n"),
        source_id=SOURCE_ID,
    )


def hazard(row: Row) -> Hazard:
    """Return a hazard."""
    start, end = row.moment("from"), row.moment("to", may_lie_ahead=True)
    _check_order(start, end)
    return Hazard(
        id=row.text("id"),
        phenomenon=row.text("phenomenon"),
        level=row.text("level"),
        start=start,
        end=end,
        place_ids=row.texts("places"),
    )


def action(row: Row) -> Action:
    """Return an action."""
    return Action(
        id=row.text("id"),
        kind=row.text("kind"),
        text=row.text("text"),
        channel=row.text("channel"),
        at=row.moment("at"),
        role=row.maybe_text("role") or "",
        place_ids=row.texts("places"),
    )


def outage(row: Row) -> Outage:
    """Return an outage; without `to` it still lasts."""
    platform, start, end = row.text("platform"), row.moment("from"), row.maybe_moment("to")
    _check_order(start, end)
    return Outage(id=f"{platform}|{start:%Y-%m-%dT%H:%M:%SZ}", platform=platform, start=start, end=end)


def truth(row: Row, ids: Mapping[str, str]) -> Truth:
    """Return a truth; `ids` gives the `Message` id of each id that the scenario writes."""
    start, end = row.moment("from"), row.moment("to", may_lie_ahead=True)
    _check_order(start, end)
    stances = row.inner("stance_of")
    return Truth(
        id=row.text("id"),
        kind=row.text("kind"),
        label=row.maybe_text("label") or "",
        start=start,
        end=end,
        places=row.texts("places"),
        messages=tuple(ids.get(id_, id_) for id_ in row.texts("messages")),
        denied_at=row.maybe_moment("denied_at"),
        stance_of={ids.get(id_, id_): stances.text(id_) for id_ in stances.names()},
        accounts=row.texts("accounts"),
        service=row.maybe_text("service"),
        intent=row.maybe_text("intent"),
        offer=row.maybe_text("offer"),
        action=row.maybe_text("action"),
        about=row.maybe_text("about"),
        relative_change=row.maybe_number("relative_change"),
        volume_change=row.maybe_number("volume_change"),
    )


def _check_order(start: datetime, end: datetime | None) -> None:
    if end is not None and end < start:
        raise BadField("bad-date", '"to" comes before "from"')
