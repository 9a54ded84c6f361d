"""Rows of alerts as programs read them: moments as ISO 8601."""

from datetime import UTC, datetime
from typing import Any

LISTED = (
    "id", "kind", "severity", "title", "title_en", "reason", "reason_en", "score", "topic_id", "places", "first_at",
    "last_at", "decisions", "volume", "observed", "expected", "upper", "p_value", "authors", "state",
)  # fmt: skip
"""What an alert of a list holds."""


def iso(at: int | None) -> str | None:
    """Return milliseconds as ISO 8601, UTC.

    >>> iso(1_790_000_000_000)
    '2026-09-21T14:13:20+00:00'
    """
    return None if at is None else datetime.fromtimestamp(at / 1000, UTC).isoformat()


def timed(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its moments, milliseconds in the graph, as ISO 8601."""
    names = ("at", "start", "end", "state_at")
    return {
        name: iso(value) if (name in names or name.endswith("_at")) and isinstance(value, int) else _within(value)
        for name, value in row.items()
    }


def _within(value: Any) -> Any:
    if isinstance(value, dict):
        return timed(value)
    if isinstance(value, datetime):
        return iso(int(value.timestamp() * 1000))
    return [_within(one) for one in value] if isinstance(value, list | tuple) else value
