"""Where each subscription is sent to, and the key that signs it: a file of mode 0600 each, never in the graph."""

import json
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from graph.secret import KeyExposed

ID = re.compile(r"sub-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Sealed:
    """What nobody may read in the graph."""

    address: str
    key: bytes
    """32 bytes that sign webhooks."""


def new_id() -> str:
    """Return a new id of a subscription."""
    return f"sub-{secrets.token_hex(6)}"


def seal(home: Path, subscription: str, address: str) -> Sealed:
    """Keep the address of a subscription with a new key, in the place of what was kept."""
    made = Sealed(address, secrets.token_bytes(32))
    put_back(home, subscription, made)
    return made


def put_back(home: Path, subscription: str, made: Sealed) -> None:
    """Keep an address with the key that it had."""
    path = _path(home, subscription)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)  # of a process that died
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"address": made.address, "key": made.key.hex()}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def unseal(home: Path, subscription: str) -> Sealed | None:
    """Return what was kept; None when the file is not there."""
    path = _path(home, subscription)
    if not path.exists():
        return None
    if path.stat().st_mode & 0o077:
        raise KeyExposed(f"{path} can be read by others: run `chmod 600 {path}`.")
    kept = json.loads(path.read_text())
    return Sealed(kept["address"], bytes.fromhex(kept["key"]))


def forget(home: Path, subscription: str) -> None:
    """Remove what was kept."""
    _path(home, subscription).unlink(missing_ok=True)


def _path(home: Path, subscription: str) -> Path:
    if not ID.fullmatch(subscription):
        raise ValueError(f"{subscription!r} is no id of a subscription")
    return home / "subscriptions" / f"{subscription}.json"
