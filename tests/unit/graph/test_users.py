"""The book of users: what it keeps, what it refuses, when sessions and tokens end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows.cli import app
from graph import home
from graph.users.book import Book, BookExposed, UserRefused, digest_of
from graph.users.roles import RIGHTS, Right, Role
from tests.entering import PASSWORD, users
from tests.serving import QUICK

NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)
LIMITS: dict[str, Any] = {"idle": timedelta(hours=2), "longest": timedelta(hours=13)}


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return users(tmp_path)


def test_the_table_of_roles_is_what_was_agreed() -> None:
    table = {role.value: "".join(right.value[0] for right in Right if right in RIGHTS[role]) for role in Role}
    assert table == {
        "lecture": "s",
        "veille": "svdlet",
        "communication": "svle",
        "analyste": "svdlec",
        "administration": "svdlecta",
    }


def test_the_book_is_for_its_owner_alone(book: Book) -> None:
    assert book.path.stat().st_mode & 0o777 == 0o600
    assert book.path.parent.stat().st_mode & 0o777 == 0o700
    assert PASSWORD.encode() not in book.path.read_bytes()
    book.path.chmod(0o644)
    with pytest.raises(BookExposed, match="chmod 600"):
        book.users()


def test_reading_makes_no_file(tmp_path: Path) -> None:
    book = Book(tmp_path, QUICK)
    assert not book.has_users()
    assert book.verified("marie", PASSWORD) is None
    assert list(tmp_path.iterdir()) == []


def test_secrets_of_sessions_and_tokens_are_not_kept(book: Book) -> None:
    session, token = book.begin("veille", now=NOW), book.issue("veille", Role.lecture, until=NOW + timedelta(days=1))
    held = book.path.read_bytes()
    assert session.encode() not in held
    assert token.split("_", 2)[2].encode() not in held
    assert book.token(token, now=NOW)


@pytest.mark.parametrize(
    ("login", "password", "says"),
    [
        ("Marie", PASSWORD, "is no login"),
        ("", PASSWORD, "is no login"),
        ("a b", PASSWORD, "is no login"),
        ("x" * 65, PASSWORD, "is no login"),
        ("../etc", PASSWORD, "is no login"),
        ("veille", PASSWORD, "exists"),
        ("marie", "short", "12 to 256 characters"),
        ("marie", "x" * 257, "12 to 256 characters"),
        ("marie", "aaaaaaaaaaaaaa", "easily guessed"),
        ("marie", "Marie-2026-11-24", "easily guessed"),
    ],
)
def test_what_cannot_be_is_refused(book: Book, login: str, password: str, says: str) -> None:
    with pytest.raises(UserRefused, match=says):
        book.add(login, Role.lecture, password, now=NOW)


def test_a_password_opens_only_its_own_door(book: Book) -> None:
    book.add("proxied", Role.lecture, None, now=NOW)
    assert (found := book.verified("veille", PASSWORD)) is not None
    assert found.role is Role.veille
    assert book.verified("veille", PASSWORD + " ") is None
    for login in ("proxied", "nobody", ""):
        assert book.verified(login, PASSWORD) is None
        assert book.verified(login, "") is None


@pytest.mark.parametrize("change", ["role", "password", "remove"])
def test_sessions_end_when_a_user_changes(book: Book, change: str) -> None:
    digest, other = (digest_of(book.begin(login, now=NOW)) for login in ("veille", "lecture"))
    if change == "role":
        book.set_role("veille", Role.lecture)
    elif change == "password":
        book.set_password("veille", PASSWORD + "!")
    else:
        book.remove("veille")
    assert book.session(digest, now=NOW, **LIMITS) is None
    assert book.session(other, now=NOW, **LIMITS)


def test_sessions_expire(book: Book) -> None:
    digest = digest_of(book.begin("veille", now=NOW))
    for hours, lives in ((1.9, True), (3.8, True), (5.9, False)):
        at = NOW + timedelta(hours=hours)
        assert (book.session(digest, now=at, **LIMITS) is not None) is lives
        if lives:
            book.touch(digest, now=at)
    for hour in range(5, 14):
        book.touch(digest, now=NOW + timedelta(hours=hour))
    assert book.session(digest, now=NOW + timedelta(hours=12.9), **LIMITS)
    assert book.session(digest, now=NOW + timedelta(hours=13.1), **LIMITS) is None


def test_a_token_does_no_more_than_its_user(book: Book) -> None:
    with pytest.raises(UserRefused, match="a token cannot do more"):
        book.issue("lecture", Role.administration, until=NOW + timedelta(days=1))
    sent = book.issue("veille", Role.veille, until=NOW + timedelta(days=1))
    book.set_role("veille", Role.lecture)
    assert (token := book.token(sent, now=NOW)) is not None
    assert token.rights == RIGHTS[Role.lecture]
    assert book.token(sent, now=NOW + timedelta(days=2)) is None


def test_many_at_once_lose_nothing(book: Book) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = list(pool.map(lambda _: Book(book.path.parents[1], QUICK).begin("veille", now=NOW), range(40)))
        keys = set(pool.map(lambda _: Book(book.path.parents[1], QUICK).secret("cookie"), range(8)))
    assert all(book.session(digest_of(secret), now=NOW, **LIMITS) for secret in secrets)
    assert len(keys) == 1


def run(*arguments: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(app, ["user", *arguments], input=typed, catch_exceptions=False)
    return result.exit_code, " ".join((result.stdout + result.stderr).split())


def test_the_command_line_keeps_the_book() -> None:
    assert run("add", "marie", "--role", "veille", typed=PASSWORD + "\n") == (0, "marie may enter as veille.")
    assert run("add", "marie", typed=PASSWORD + "\n")[0] == 2
    assert run("add", "paul", typed="short\n") == (2, "error: a password has 12 to 256 characters, this one has 5")
    assert "a token cannot do more" in run("token", "marie", "--role", "analyste")[1]
    assert run("role", "marie", "analyste")[0] == 0
    code, token = run("token", "marie", "--role", "analyste", "--label", "wall")
    assert code == 0
    assert token.split("_")[1] in run("tokens", "--format", "csv")[1]
    assert run("revoke", token.split("_")[1])[0] == 0
    assert run("revoke", token.split("_")[1])[0] == 2
    book = Book(home.home())
    assert book.verified("marie", PASSWORD)
    assert run("password", "marie", typed="another password of mine\n")[0] == 0
    assert book.verified("marie", PASSWORD) is None
    assert "Nobody is left" in run("remove", "marie")[1]
    assert run("password", "marie", typed=PASSWORD)[0] == 2
