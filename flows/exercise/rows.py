"""One row of a scenario file, read field by field; what cannot be read says so in words."""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

FIRST_YEAR = 2000
"""No message of an exercise is older; an earlier year is a slip of the pen."""


class BadField(ValueError):
    """A field that is missing or unreadable; `reason` is a short code."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class Row:
    """A JSON object whose fields are taken by type. Each method raises `BadField`."""

    def __init__(self, fields: Mapping[str, Any], latest: datetime) -> None:
        self._fields = fields
        self._latest = latest
        """No moment may be later."""

    def text(self, key: str) -> str:
        """Return a field that must hold characters."""
        value = self._fields.get(key)
        if not isinstance(value, str) or not value.strip():
            raise BadField("no-text" if key == "text" else "bad-field", f'"{key}" must be a text, got {_shown(value)}')
        return value

    def maybe_text(self, key: str) -> str | None:
        """Return a text, or None where the field is absent, null or empty."""
        return self.text(key) if self._fields.get(key) not in (None, "") else None

    def moment(self, key: str, *, may_lie_ahead: bool = False) -> datetime:
        """Return an aware UTC moment; without an offset it is read as UTC."""
        value = self.text(key)
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            raise BadField("bad-date", f'"{key}" must be an ISO-8601 date, got {_shown(value)}') from None
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        if at.year < FIRST_YEAR or (at > self._latest and not may_lie_ahead):
            raise BadField("bad-date", f'"{key}" lies outside of the scenario: {_shown(value)}')
        return at

    def maybe_moment(self, key: str) -> datetime | None:
        """Return a moment that may lie ahead, or None where the field is absent or null."""
        return self.moment(key, may_lie_ahead=True) if self._fields.get(key) is not None else None

    def number(self, key: str) -> float:
        """Return a finite number."""
        value = self._fields.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise BadField("bad-number", f'"{key}" must be a number, got {_shown(value)}')
        return float(value)

    def maybe_number(self, key: str) -> float | None:
        """Return a number, or None where the field is absent or null."""
        return self.number(key) if self._fields.get(key) is not None else None

    def maybe_count(self, key: str) -> int | None:
        """Return a whole number, or None where the field is absent or null."""
        value = self.maybe_number(key)
        return None if value is None else int(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where the field is absent or null."""
        value = self._fields.get(key)
        if value is None:
            return ()
        if isinstance(value, str) or not isinstance(value, Sequence) or not all(isinstance(v, str) for v in value):
            raise BadField("bad-field", f'"{key}" must be a list of texts, got {_shown(value)}')
        return tuple(value)

    def inner(self, key: str) -> "Row":
        """Return an object inside, empty where the field is absent or null."""
        value = self._fields.get(key) or {}
        if not isinstance(value, Mapping):
            raise BadField("bad-field", f'"{key}" must be an object, got {_shown(value)}')
        return Row(value, self._latest)

    def names(self) -> tuple[str, ...]:
        """Return the names of the fields."""
        return tuple(self._fields)


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
