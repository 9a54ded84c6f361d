"""The frames of Jetstream, of either version, as events."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flows.errors import SourceBroken, SourceError, SourceUnavailable

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_END = 253_402_300_800_000_000
"""The year 10000: no moment can be made of what is later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened in a repository or to an account."""

    kind: str
    """commit, account, identity, sync or info; empty when the frame could not be understood."""
    at: int = 0
    """When the instance witnessed it; 0: it does not say."""
    did: str = ""
    operation: str = ""
    """Of a commit: create, update or delete."""
    collection: str = ""
    rkey: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)
    status: str = ""
    """Of an account: active, or why it is not; of an info: its name."""


def read(frame: str | bytes, address: str) -> Event:
    """Return the event of a frame of either version; raise a `SourceError` when it is none or says an error.

    >>> read('{"did": "did:plc:a", "time_us": 7, "kind": "account", "account": {"active": true}}', "wss://a").status
    'active'
    """
    try:
        content = json.loads(frame)
    except (ValueError, RecursionError) as error:
        raise SourceBroken(f"{address} sent something that is not JSON: check that it is a Jetstream.") from error
    if not isinstance(content, dict):
        raise SourceBroken(f"{address} sent JSON that is no event: check that it is a Jetstream.")
    if "error" in content:
        raise _complaint(content["error"], address)
    return _second_version(content["payload"]) if "payload" in content else _first_version(content)


def now() -> int:
    """Return the time in microseconds since 1970."""
    return time.time_ns() // 1_000


def moment(at: int) -> datetime:
    """Return a time in microseconds as UTC.

    >>> moment(1_795_502_117_680_054).isoformat()
    '2026-11-24T06:35:17.680054+00:00'
    """
    return _EPOCH + timedelta(microseconds=at)


def microseconds(at: datetime) -> int:
    """Return an aware time as microseconds since 1970."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def _first_version(content: Mapping[str, Any]) -> Event:
    kind = _text(content, "kind")
    at = content.get("time_us")
    return _event(kind, content, _inner(content, kind), at if isinstance(at, int) and 0 < at < _END else 0)


def _second_version(content: object) -> Event:
    if not isinstance(content, dict):
        return Event(kind="")
    kind = _text(content, "$type").rpartition("#")[2]
    if kind == "info":
        return Event(kind=kind, status=_text(content, "name"))
    try:
        at = microseconds(datetime.fromisoformat(content.get("witnessedAt") or content["time"]))
    except (ValueError, KeyError, TypeError):
        at = 0
    return _event(kind, content, content if kind == "commit" else _inner(content, kind), at)


def _event(kind: str, content: Mapping[str, Any], said: Mapping[str, Any], at: int) -> Event:
    did = _text(content, "did")
    if kind == "account" and did:
        return Event(kind=kind, at=at, did=did, status="active" if said.get("active") else _text(said, "status"))
    names = {name: _text(said, name) for name in ("operation", "collection", "rkey")}
    if kind in {"identity", "sync"} and did:
        return Event(kind=kind, at=at, did=did)
    if kind == "commit" and did and all(names.values()):
        return Event(kind=kind, at=at, did=did, record=_inner(said, "record"), **names)
    return Event(kind="", at=at)


def _inner(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = content.get(name)
    return value if isinstance(value, dict) else {}


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    return value if isinstance(value, str) else ""


def _complaint(name: object, address: str) -> SourceError:
    if name == "ConsumerTooSlow":
        return SourceUnavailable(f"{address} let us go because we read too slowly: we go on from where we were.")
    named = re.sub(r"\W", "", str(name))[:40]
    return SourceBroken(f"{address} ended the stream with the error {named}: check the settings of the source.")
