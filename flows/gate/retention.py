"""How long what came from a source is kept: as its card says, or shorter where a setting wants it."""

from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import PositiveInt
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.errors import SourceRefused
from graph.model import Source


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_RETENTION_DAYS`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_RETENTION_")

    days: dict[str, PositiveInt] = {}
    """Days by source, as {"mastodon": 30}, where less is kept than the card of the source allows; baselines want 28."""


def kept(about: Source) -> Source:
    """Return the card with the days that hold here; `SourceRefused` when the setting asks for more than the card."""
    days = Settings().days.get(about.id, about.retention_days)
    if days > about.retention_days:
        raise SourceRefused(
            f"CYBERIMPACT_RETENTION_DAYS keeps {about.id} for {days} days, its card allows {about.retention_days}: "
            "it can only shorten."
        )
    return replace(about, retention_days=days)


def oldest(about: Source, now: datetime) -> datetime:
    """Return the moment before which nothing of a source is kept."""
    return now - timedelta(days=about.retention_days)
