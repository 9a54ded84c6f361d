"""The catalogue in force: the one that ships, changed by the file of an administrator."""

import logging
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from graph.store import Store
from signals.services.amend import amended, shipped
from signals.services.catalogue import Catalogue
from signals.services.tables import CatalogueError, read_tables

log = logging.getLogger(__name__)


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_CATALOGUE_FILE`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_CATALOGUE_")

    file: Path | None = None
    """Catalogue of yours (TOML): adds, changes or hides services and needs; see `cyberimpact catalogue export`."""


def current() -> Catalogue:
    """Return the catalogue in force, read again when its file has changed; a `CatalogueError` says what to mend."""
    path = Settings().file
    if path is None:
        return shipped()
    try:
        seen = path.stat()
    except OSError as error:
        raise CatalogueError(f"{path}: {error.strerror}; check CYBERIMPACT_CATALOGUE_FILE") from error
    return _read(path, seen.st_mtime_ns, seen.st_size)


def read_catalogue(path: Path) -> Catalogue:
    """Return the shipped catalogue as the file at `path` changes it; a `CatalogueError` names file, table and key."""
    try:
        return amended(shipped(), read_tables(path.read_text("utf-8")))
    except CatalogueError as error:
        raise CatalogueError(f"{path}, {error}") from error
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{path} is not UTF-8 (byte {error.start}): save it again as UTF-8") from error
    except OSError as error:
        raise CatalogueError(f"{path}: {error.strerror}") from error


def offer_services(store: Store) -> Catalogue:
    """Bring the services of the graph up to date with the catalogue in force, and return it.

    A service that is no longer offered loses its needs; it goes altogether where nothing was ever linked to it.
    """
    known = current()
    store.save(known.services, now=datetime.now(UTC))
    for row in store.execute("services_retired", ids=[service.id for service in known.services]):
        log.info("the catalogue no longer offers %s: %s", row["id"], "removed" if row["removed"] else "kept, retired")
    return known


@lru_cache(maxsize=1)
def _read(path: Path, changed_at: int, size: int) -> Catalogue:
    return read_catalogue(path)
