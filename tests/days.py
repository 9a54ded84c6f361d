"""Days as tests count them: asked when a test runs, not when it is read, for midnight may lie between."""

from datetime import UTC, date, datetime

from flows.measures import local_day


def today() -> date:
    """Return the day that it is now, UTC."""
    return datetime.now(UTC).date()


def today_in_france() -> date:
    """Return the day that it is now in France, where a day begins an hour or two before the one of UTC."""
    return local_day(datetime.now(UTC))
