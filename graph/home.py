"""Where this installation keeps its state and its caches."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

LIVE = "live"
"""Name of the graph of real data; exercises never enter it."""


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_HOME`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_")

    home: Path = Path(".cyberimpact")
    """Folder of the graphs, keys and Prefect's database; made with mode 0700."""
    graph: str = LIVE
    """Name of the graph to work on; exercises and the demo have graphs of their own."""
    cache: Path = Path.home() / ".cache" / "cyberimpact"
    """Folder of what can be rebuilt: Java archives, the encoder."""


def home() -> Path:
    """Return the state folder, absolute, made if needed."""
    folder = Settings().home.resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def cache() -> Path:
    """Return the cache folder, absolute, made if needed."""
    folder = Settings().cache.resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
