"""A secret key in a file of the state folder: made when missing, readable by its owner alone."""

import os
import re
import secrets
from pathlib import Path


class KeyExposed(Exception):
    """A key can be read by others, or is no key. The message names the file and says what to do."""


def load_or_make(path: Path, otherwise: str = "start new pseudonyms") -> bytes:
    """Return the 32 bytes of a key; `otherwise` says what removing its file would come to."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise KeyExposed(f"{path} can be read by others: run `chmod 600 {path}`.")
    text = path.read_text("ascii", errors="replace").strip()
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise KeyExposed(f"{path} is no key: restore it from your backup, or remove it to {otherwise}.")
    return bytes.fromhex(text)


def _make(path: Path) -> None:
    """Write a key beside and link it into place, so that of two processes one wins and both read the same key."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
