"""Frozen states of briefs, kept in the state folder; the key that signs them; the maps that they are drawn with."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic_settings import BaseSettings, SettingsConfigDict

from graph import home
from graph.secret import load_or_make
from graph.territory import outlines


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_BRIEF_MARKING`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_BRIEF_")

    marking: str = ""
    """Marking at the head and foot of each page of a brief, as « DIFFUSION RESTREINTE »; none: no marking."""
    keep_days: int = 30
    """Days after which a frozen state, which cites messages, is removed from the state folder."""


def folder() -> Path:
    """Return the folder of frozen states, made if needed."""
    path = home.home() / "briefs"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def key() -> bytes:
    """Return the key that signs the briefs of this installation."""
    return load_or_make(home.home() / "keys" / "briefs.key", "sign with a new one; older briefs can be checked no more")


def keep(name: str, data: bytes, *, now: datetime) -> Path:
    """Write a frozen state under its digest, and remove those that are kept no longer."""
    oldest = (now - timedelta(days=Settings().keep_days)).timestamp()
    for old in folder().glob("*.json"):
        if old.stat().st_mtime < oldest:
            old.unlink(missing_ok=True)
    path = path_of(name)
    draft = path.with_suffix(".draft")
    draft.write_bytes(data)
    draft.chmod(0o600)
    draft.replace(path)
    return path


def path_of(name: str) -> Path:
    """Return where the state of that digest is, or would be."""
    if not (len(name) == 64 and name.isalnum()):
        raise ValueError(f"{name!r} is no digest")
    return folder() / f"{name}.json"


def forget(ids: Collection[str]) -> int:
    """Remove the frozen states that cite one of these messages, and return how many."""
    gone = 0
    for path in folder().glob("*.json"):
        if not cited(json.loads(path.read_bytes())["state"]).isdisjoint(ids):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def cited(state: Mapping[str, Any]) -> set[str]:
    """Return the ids of the messages whose words stand in a frozen state: cited ones, and those that say a rumour."""
    found = {one["id"] for alert in state["alerts"] for one in alert["evidence"]}
    return found | {rumour["message"] for rumour in state["rumours"]}


def maps() -> dict[str, Any]:
    """Return the outlines by the name that `signals.brief.compose.Maps` takes them under."""
    return {"country": outlines.france(), "departements": outlines.departements()}
