"""The book of users: one SQLite file of mode 0600 in the state folder, with their sessions and tokens.

Passwords are kept as argon2id hashes, the secrets of sessions and tokens as SHA-256: nothing in the file opens a door.
"""

import hashlib
import os
import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from graph.users.roles import RIGHTS, Right, Role

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
"""What a login may be."""

SHORTEST, LONGEST = 12, 256
"""Characters of a password."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS user (login TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL, since REAL);
CREATE TABLE IF NOT EXISTS session (digest TEXT PRIMARY KEY, began REAL NOT NULL, seen REAL NOT NULL,
    login TEXT NOT NULL REFERENCES user ON DELETE CASCADE);
CREATE TABLE IF NOT EXISTS vouched (digest TEXT PRIMARY KEY REFERENCES session ON DELETE CASCADE, sub TEXT NOT NULL,
    sid TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS farewell (id TEXT PRIMARY KEY, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS token (id TEXT PRIMARY KEY, digest TEXT NOT NULL, role TEXT NOT NULL, until REAL NOT NULL,
    label TEXT NOT NULL, login TEXT NOT NULL REFERENCES user ON DELETE CASCADE);
CREATE TABLE IF NOT EXISTS secret (name TEXT PRIMARY KEY, value BLOB NOT NULL);
PRAGMA user_version = 2;
"""


class UserRefused(ValueError):
    """A user, a password or a token cannot be so; the message says why and what can be."""


class BookExposed(Exception):
    """The book can be read by others; the message says what to do."""


@dataclass(frozen=True, slots=True)
class User:
    """A person who may enter."""

    login: str
    role: Role
    since: datetime
    has_password: bool

    @property
    def rights(self) -> frozenset[Right]:
        return RIGHTS[self.role]


@dataclass(frozen=True, slots=True)
class Session:
    """A login that lasts, known by the digest of its secret."""

    digest: str
    user: User


@dataclass(frozen=True, slots=True)
class Token:
    """Lets a program ask in the name of a user, with at most the rights of `role`."""

    id: str
    user: User
    role: Role
    until: datetime
    label: str

    @property
    def rights(self) -> frozenset[Right]:
        return RIGHTS[self.role] & self.user.rights


class Book:
    """Users, sessions and tokens under `home`. Safe with several processes and threads at once."""

    def __init__(self, home: Path, hasher: PasswordHasher | None = None) -> None:
        self.path = home / "access" / "users.sqlite"
        self._hasher = hasher or PasswordHasher()

    def users(self) -> list[User]:
        """Return everybody, by login."""
        return [_user(row) for row in self._rows("SELECT login, role, password, since FROM user ORDER BY login")]

    def has_users(self) -> bool:
        """Tell whether anybody has to log in."""
        return bool(self._rows("SELECT 1 FROM user LIMIT 1"))

    def user(self, login: str) -> User | None:
        """Return one user."""
        rows = self._rows("SELECT login, role, password, since FROM user WHERE login = ?", login)
        return _user(rows[0]) if rows else None

    def add(self, login: str, role: Role, password: str | None, *, now: datetime) -> User:
        """Add a user; without password only a trusted proxy can let them in."""
        if not LOGIN.fullmatch(login):
            raise UserRefused(f"{login!r} is no login: take small letters, digits and . _ @ -, 64 at most")
        hashed = "" if password is None else self._hashed(login, password)
        with self._writing() as base:
            try:
                base.execute("INSERT INTO user VALUES (?, ?, ?, ?)", (login, role.value, hashed, now.timestamp()))
            except sqlite3.IntegrityError:
                raise UserRefused(f"{login} exists: `cyberimpact user role` or `password` changes it") from None
        return User(login, role, now, bool(hashed))

    def set_role(self, login: str, role: Role) -> None:
        """Give a user another role; their sessions end."""
        self._change(login, "UPDATE user SET role = ? WHERE login = ?", role.value)

    def set_password(self, login: str, password: str) -> None:
        """Give a user another password; their sessions end."""
        self._change(login, "UPDATE user SET password = ? WHERE login = ?", self._hashed(login, password))

    def remove(self, login: str) -> None:
        """Remove a user with their sessions and tokens."""
        self._change(login, "DELETE FROM user WHERE login = ?")

    def verified(self, login: str, password: str) -> User | None:
        """Return the user whose password this is; takes as long when there is no such user."""
        rows = self._rows("SELECT login, role, password, since FROM user WHERE login = ?", login)
        known = rows[0][2] if rows else ""
        try:
            self._hasher.verify(known or self._nobody, password[: LONGEST + 1])
        except (VerifyMismatchError, InvalidHashError):
            return None
        return _user(rows[0]) if known else None

    def begin(self, login: str, *, now: datetime, sub: str = "", sid: str = "") -> str:
        """Begin a session and return its secret, new each time; `sub` and `sid`: what a provider calls it."""
        secret = secrets.token_urlsafe(32)
        with self._writing() as base:
            base.execute("INSERT INTO session VALUES (?, ?, ?, ?)", (_digest(secret), *[now.timestamp()] * 2, login))
            if sub:
                base.execute("INSERT INTO vouched VALUES (?, ?, ?)", (_digest(secret), sub, sid))
        return secret

    def session(self, digest: str, *, now: datetime, idle: timedelta, longest: timedelta) -> Session | None:
        """Return the session of that digest if it began and was last used recently enough."""
        rows = self._rows(
            "SELECT login, role, password, since FROM session JOIN user USING (login) "
            "WHERE digest = ? AND seen > ? AND began > ?",
            digest, (now - idle).timestamp(), (now - longest).timestamp(),
        )  # fmt: skip
        return Session(digest, _user(rows[0])) if rows else None

    def touch(self, digest: str, *, now: datetime) -> None:
        """Note that a session is in use."""
        with self._writing() as base:
            base.execute("UPDATE session SET seen = max(seen, ?) WHERE digest = ?", (now.timestamp(), digest))

    def end(self, digest: str) -> None:
        """End a session."""
        with self._writing() as base:
            base.execute("DELETE FROM session WHERE digest = ?", (digest,))

    def say_farewell(self, name: str, *, sub: str, sid: str, until: datetime) -> int | None:
        """End the sessions that a provider says are over, and return how many; None for what was said before.

        With `sid` one session, and those of `sub` of which the provider did not say which they are; without it all of
        `sub`. `until`: how long the name of the farewell is kept.
        """
        with self._writing() as base:
            if not base.execute("INSERT OR IGNORE INTO farewell VALUES (?, ?)", (name, until.timestamp())).rowcount:
                return None
            found = base.execute(
                "DELETE FROM session WHERE digest IN (SELECT digest FROM vouched WHERE "
                "CASE WHEN ?2 = '' THEN sub = ?1 ELSE (sid = ?2 AND ?1 IN ('', sub)) OR (sid = '' AND sub = ?1) END)",
                (sub, sid),
            )
            return found.rowcount

    def sweep(self, *, before: datetime) -> None:
        """Forget sessions that began, and tokens that ended, before a moment."""
        with self._writing() as base:
            base.execute("DELETE FROM session WHERE began < ?", (before.timestamp(),))
            base.execute("DELETE FROM token WHERE until < ?", (before.timestamp(),))
            base.execute("DELETE FROM farewell WHERE until < ?", (before.timestamp(),))

    def issue(self, login: str, role: Role, *, until: datetime, label: str = "") -> str:
        """Return a new token for a program, as it must be sent; it is shown this once."""
        user = self._known(login)
        if not RIGHTS[role] <= user.rights:
            raise UserRefused(f"{login} is {user.role}: a token cannot do more, choose a smaller role than {role}")
        name, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        with self._writing() as base:
            row = (name, _digest(secret), role.value, until.timestamp(), label, login)
            base.execute("INSERT INTO token VALUES (?, ?, ?, ?, ?, ?)", row)
        return f"ci_{name}_{secret}"

    def token(self, sent: str, *, now: datetime) -> Token | None:
        """Return the token that was sent, if it is one of ours and not over."""
        prefix, _, rest = sent.partition("_")
        name, _, secret = rest.partition("_")
        rows = self._rows("SELECT digest FROM token WHERE id = ? AND until > ?", name, now.timestamp())
        if prefix != "ci" or not rows or not secrets.compare_digest(rows[0][0], _digest(secret)):
            return None
        return next((token for token in self.tokens() if token.id == name), None)

    def tokens(self) -> list[Token]:
        """Return the tokens, the first to end first."""
        rows = self._rows(
            "SELECT u.login, u.role, u.password, u.since, t.id, t.role, t.until, t.label "
            "FROM token t JOIN user u USING (login) ORDER BY t.until"
        )
        return [Token(row[4], _user(row[:4]), Role(row[5]), _moment(row[6]), row[7]) for row in rows]

    def revoke(self, token: str) -> None:
        """Make a token worthless; raise `UserRefused` when there is none of that id."""
        with self._writing() as base:
            if not base.execute("DELETE FROM token WHERE id = ?", (token,)).rowcount:
                raise UserRefused(f"there is no token {token}: `cyberimpact user tokens` lists them")

    def secret(self, name: str) -> bytes:
        """Return a lasting random key, made at its first use."""
        with self._writing() as base:
            base.execute("INSERT OR IGNORE INTO secret VALUES (?, ?)", (name, secrets.token_bytes(32)))
            value: bytes = base.execute("SELECT value FROM secret WHERE name = ?", (name,)).fetchone()[0]
            return value

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash(secrets.token_hex(16))

    def _hashed(self, login: str, password: str) -> str:
        if not SHORTEST <= len(password) <= LONGEST:
            raise UserRefused(f"a password has {SHORTEST} to {LONGEST} characters, this one has {len(password)}")
        if login in password.lower() or len(set(password)) < 5:
            raise UserRefused("this password is easily guessed: leave the login out and vary the characters")
        return self._hasher.hash(password)

    def _known(self, login: str) -> User:
        user = self.user(login)
        if user is None:
            raise UserRefused(f"there is no user {login}: `cyberimpact user list` shows them")
        return user

    def _change(self, login: str, statement: str, *values: str) -> None:
        with self._writing() as base:
            if not base.execute(statement, (*values, login)).rowcount:
                raise UserRefused(f"there is no user {login}: `cyberimpact user list` shows them")
            base.execute("DELETE FROM session WHERE login = ?", (login,))

    def _rows(self, statement: str, *values: str | float) -> list[Any]:
        if not self.path.exists():
            return []
        with self._opened() as base:
            return base.execute(statement, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        with self._opened() as base:
            base.execute("BEGIN IMMEDIATE")
            with base:
                yield base

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        if self.path.stat().st_mode & 0o077:
            raise BookExposed(f"{self.path} can be read by others: run `chmod 600 {self.path}`.")
        with closing(sqlite3.connect(self.path, timeout=10, isolation_level=None)) as base:
            base.execute("PRAGMA foreign_keys = ON")
            if base.execute("PRAGMA user_version").fetchone()[0] < 2:  # one of before gets the tables that it lacks
                base.executescript(SCHEMA)
            yield base


def digest_of(secret: str) -> str:
    """Return what the book keeps of the secret of a session."""
    return _digest(secret)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _user(row: Any) -> User:
    return User(row[0], Role(row[1]), _moment(row[3]), bool(row[2]))
