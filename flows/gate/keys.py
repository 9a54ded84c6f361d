"""Keyed pseudonyms. One secret key a quarter: destroying its file makes the pseudonyms of that quarter final.

One more key lasts: under it are ids that would name an author, and what must be recognised after its erasure.
"""

import hmac
import os
import re
import secrets
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from graph.secret import KeyExposed as KeyExposed
from graph.secret import load_or_make

_BODY = 16
_LASTING_BODY = 24
_CHECK = 8
_LASTING = "lasting"
_QUARTER = re.compile(r"\d{4}Q[1-4]")
_HEXADECIMAL = re.compile(r"[0-9a-f]+")


class Keys:
    """The keys under `home`, made when missing (0600, in a folder 0700). Safe with several processes at once."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "keys"
        self._loaded: dict[str, bytes] = {}
        self.pseudonym = lru_cache(maxsize=65_536)(self._pseudonym)

    def _pseudonym(self, clear: str, quarter: str) -> str:
        """Return `platform:24 hex` for the account `platform:clear name`, the same all quarter long.

        HMAC-SHA256 (RFC 2104), 16 hex digits, and 8 more that only the key's holder can add: so the gate knows its
        own pseudonyms and leaves them as they are, and nobody can pass a name off as one.
        """
        return _keyed(self._key(quarter), clear, _BODY)

    def lasting(self, clear: str) -> str:
        """Return `platform:32 hex` for the id `platform:native`, the same in every quarter.

        Made of the whole id: two messages of one author have nothing in common that would tie them together.
        """
        return _keyed(self._key(_LASTING), clear, _LASTING_BODY)

    def quarters(self) -> list[str]:
        """Return the quarters whose key exists, oldest first: those in which an account can be found again."""
        return sorted(path.stem for path in self.folder.glob("*.key") if _QUARTER.fullmatch(path.stem))

    def destroy(self, before: datetime) -> list[str]:
        """Overwrite and remove the keys of quarters that were over at `before`, and return these quarters.

        Their pseudonyms are final then: nobody can tell any more whose they were, an erasure request neither. Copies
        in backups live as long as the backups do. The lasting key stays.
        """
        gone = [quarter for quarter in self.quarters() if _ends(quarter) <= before]
        for quarter in gone:
            _shred(self.folder / f"{quarter}.key")
            self._loaded.pop(quarter, None)
        if gone:
            self.pseudonym.cache_clear()
        return gone

    def _key(self, name: str) -> bytes:
        if name not in self._loaded:
            self._loaded[name] = load_or_make(self.folder / f"{name}.key")
        return self._loaded[name]


def quarter_of(moment: datetime) -> str:
    """Return the period of a key, as `2026Q4`."""
    return f"{moment.year:04}Q{(moment.month + 2) // 3}"


def _ends(quarter: str) -> datetime:
    """Return the first moment after a quarter."""
    year, number = int(quarter[:4]), int(quarter[5])
    return datetime(year + (number == 4), 1 if number == 4 else 3 * number + 1, 1, tzinfo=UTC)


def _shred(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(secrets.token_hex(32).encode())
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _keyed(key: bytes, clear: str, length: int) -> str:
    platform, _, name = clear.partition(":")
    body, check = name[:length], name[length:]
    ours = len(check) == _CHECK and _HEXADECIMAL.fullmatch(name) is not None
    if ours and hmac.compare_digest(check, _check(key, platform, body)):
        return clear
    body = _digest(key, clear)[:length]
    return f"{platform}:{body}{_check(key, platform, body)}"


def _check(key: bytes, platform: str, body: str) -> str:
    return _digest(key, f"check {platform}:{body}")[:_CHECK]


def _digest(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()
