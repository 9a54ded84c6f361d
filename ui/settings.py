"""Settings of the application, read from the environment (`CYBERIMPACT_UI_…`)."""

from datetime import time

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_UI_PORT`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_UI_")

    host: str = "127.0.0.1"
    """Address to listen on; behind a reverse proxy, leave it."""
    port: int = 5006
    """Port to listen on."""
    origins: tuple[str, ...] = ()
    """Names (`host` or `host:port`) under which browsers reach the app through a proxy."""
    refresh_seconds: float = 3.0
    """How often the graph is asked whether it changed."""
    keep_seconds: float = 20.0
    """How long a session waits for a browser that lost its connection."""
    handovers: tuple[time, time] = (time(7), time(19))
    """Hours of the two handovers of a day, in the time zone of the cell."""
    wall_pages: tuple[str, ...] = ("situation", "carte", "sources")
    """Pages that a wall screen goes through."""
    wall_seconds: int = 30
    """Seconds for which it shows each of them, 5 at least."""
    role: str = "cellule"
    """Role under which decisions are written."""
    prefect: str = ""
    """Address of Prefect's page as browsers reach it, linked from the page of sources; none: no link."""
