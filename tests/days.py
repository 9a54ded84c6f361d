"""Days as tests count them: asked when a test runs, not when it is read, for midnight may lie between."""

from datetime import UTC, date, datetime


def today() -> date:
    """Return the day that it is now, UTC."""
    return datetime.now(UTC).date()
