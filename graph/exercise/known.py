"""The scenarios that one may choose: built-in ones and those of a folder of yours, with their ready-made injects."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic_settings import BaseSettings, SettingsConfigDict

BUILT_IN = Path(__file__).with_name("scenarios")


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_EXERCISE_FOLDER`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_EXERCISE_")

    folder: Path | None = None
    """Folder with scenario folders of yours, offered on the page Exercice beside the built-in ones."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An inject that a scenario brings along."""

    label: str
    label_en: str
    text: str
    platform: str
    place: str = ""
    accounts: int = 1
    is_expected: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A scenario that one may choose."""

    name: str
    title: str
    title_en: str
    summary: str
    summary_en: str
    injects: tuple[Ready, ...] = ()
    folder: Path | None = None
    """None: it is a built-in one."""


def scenarios() -> dict[str, Known]:
    """Return the scenarios by name: built-in ones first, then those of the folder of the settings."""
    own = Settings().folder
    found = {} if own is None else {path.parent.name: path for path in sorted(own.glob("*/scenario.toml"))}
    return {**_built_in(), **{name: _own(path) for name, path in found.items()}}


@cache
def _built_in() -> dict[str, Known]:
    return {
        path.stem: _known(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in sorted(BUILT_IN.glob("*.toml"))
    }


def _own(path: Path) -> Known:
    table = tomllib.loads(path.read_text("utf-8"))
    beside = path.with_name("injects.toml")
    table |= tomllib.loads(beside.read_text("utf-8")) if beside.exists() else {}
    table = {"title": table.get("name", path.parent.name), "summary": table.get("description", "")} | table
    return _known(path.parent.name, table, path.parent)


def _known(name: str, table: dict[str, Any], folder: Path | None = None) -> Known:
    injects = tuple(
        Ready(
            label=row["label"],
            label_en=row.get("label_en", row["label"]),
            text=row["text"],
            platform=row["platform"],
            place=row.get("place", ""),
            accounts=row.get("accounts", 1),
            is_expected=row.get("is_expected", False),
        )
        for row in table.get("inject", ())
    )
    title, summary = table["title"], table["summary"]
    return Known(name, title, table.get("title_en", title), summary, table.get("summary_en", summary), injects, folder)
