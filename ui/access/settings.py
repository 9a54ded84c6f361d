"""Settings of who is let in (`CYBERIMPACT_ACCESS_…`)."""

from datetime import timedelta
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_ACCESS_IDLE_MINUTES`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_ACCESS_")

    idle_minutes: float = Field(default=120, gt=0)
    """Minutes without an act after which one logs in again."""
    longest_hours: float = Field(default=13, gt=0)
    """Hours after which one logs in again in any case: a watch of twelve hours and its handover."""
    proxies: tuple[str, ...] = ()
    """Addresses of reverse proxies that say who is there, as `["10.0.0.2"]`; anybody else's header is ignored."""
    header: str = "X-Remote-User"
    """Header in which a proxy of `proxies` gives the login; its role is that of `cyberimpact user add`."""
    author: Literal["pseudonym", "login"] = "pseudonym"
    """What decisions carry beside the role: a keyed pseudonym of the login, or the login itself."""

    @property
    def idle(self) -> timedelta:
        return timedelta(minutes=self.idle_minutes)

    @property
    def longest(self) -> timedelta:
        return timedelta(hours=self.longest_hours)
