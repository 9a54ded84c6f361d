"""`cyberimpact user`: who may enter the app, as what, and the tokens of programs."""

import getpass
import sys
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from flows.cli.output import Format, console, failures, show
from graph import home
from graph.users.book import Book, UserRefused
from graph.users.roles import Role

app = typer.Typer(
    help="Who may enter the app, as what, and the tokens of programs. With a first user, the app asks to log in.",
    no_args_is_help=True,
)

Login = Annotated[str, typer.Argument(help="Login: small letters, digits and . _ @ -")]
As = Annotated[Role, typer.Option("--role", "-r", help="What they are here for; see docs/access.md.")]
Output = Annotated[Format, typer.Option("--format", "-f", help="table, csv or json.")]


@app.command()
def add(
    login: Login,
    *,
    role: As = Role.lecture,
    proxy: Annotated[bool, typer.Option(help="Without password: only a trusted proxy lets them in.")] = False,
) -> None:
    """Add a user; the password is asked for, or read from standard input: it is never an argument.

    Example: cyberimpact user add marie --role veille
    """
    with failures():
        password = None if proxy else _password(login)
        _book().add(login, role, password, now=datetime.now(UTC))
        console.print(f"{login} may enter as {role}.", markup=False)


@app.command("list")
def list_users(*, form: Output = Format.table) -> None:
    """List the users.

    Example: cyberimpact user list
    """
    with failures():
        rows = [
            {"login": one.login, "role": one.role.value, "since": f"{one.since:%Y-%m-%d}",
             "password": "yes" if one.has_password else "no: by proxy"}
            for one in _book().users()
        ]  # fmt: skip
        show(("login", "role", "since", "password"), rows, form)


@app.command()
def role(login: Login, to: Annotated[Role, typer.Argument(help="The role.")]) -> None:
    """Give a user another role; their sessions end.

    Example: cyberimpact user role marie analyste
    """
    with failures():
        _book().set_role(login, to)
        console.print(f"{login} is {to} from now on.", markup=False)


@app.command()
def password(login: Login) -> None:
    """Give a user another password, asked for or read from standard input; their sessions end.

    Example: cyberimpact user password marie
    """
    with failures():
        book = _book()
        if book.user(login) is None:
            raise UserRefused(f"there is no user {login}: `cyberimpact user list` shows them")
        book.set_password(login, _password(login))
        console.print(f"{login} has another password.", markup=False)


@app.command()
def remove(login: Login) -> None:
    """Remove a user with their sessions and tokens; what they decided stays.

    Example: cyberimpact user remove marie
    """
    with failures():
        book = _book()
        book.remove(login)
        console.print(f"{login} may no longer enter.", markup=False)
        if not book.has_users():
            console.print("Nobody is left: on loopback the app is open to whoever sits at this machine.")


@app.command()
def token(
    login: Login,
    *,
    role: As = Role.lecture,
    days: Annotated[float, typer.Option(help="Days that it lasts.", min=0.01, max=366)] = 90,
    label: Annotated[str, typer.Option(help="What it is for.")] = "",
) -> None:
    """Print a token with which a program asks `/api` in the name of a user; it is shown this once.

    Example: cyberimpact user token marie --days 30 --label "mur d'écrans"
    """
    with failures():
        until = datetime.now(UTC) + timedelta(days=days)
        typer.echo(_book().issue(login, role, until=until, label=label[:100]))


@app.command()
def tokens(*, form: Output = Format.table) -> None:
    """List the tokens, the first to end first.

    Example: cyberimpact user tokens
    """
    with failures():
        rows = [
            {"id": one.id, "login": one.user.login, "role": one.role.value, "until": f"{one.until:%Y-%m-%d %H:%M}",
             "label": one.label}
            for one in _book().tokens()
        ]  # fmt: skip
        show(("id", "login", "role", "until", "label"), rows, form)


@app.command()
def revoke(token: Annotated[str, typer.Argument(help="Id of the token, as `user tokens` shows it.")]) -> None:
    """Make a token worthless.

    Example: cyberimpact user revoke 3f09c2a11b7e
    """
    with failures():
        _book().revoke(token)
        console.print("The token is worthless now.")


def _book() -> Book:
    return Book(home.home())


def _password(login: str) -> str:
    """Return a password typed twice, or the first line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"Password of {login}: ")
    if first != getpass.getpass("Again: "):
        raise UserRefused("the two passwords differ: nothing was changed")
    return first
