"""How commands speak: plain sentences on the terminal, tables, JSON or CSV for programs."""

import csv
import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from neo4j.exceptions import AuthError, Neo4jError, ServiceUnavailable
from pydantic import ValidationError
from pydantic_settings import SettingsError
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.children import ChildFailed
from flows.delivery.errors import NotSent
from flows.errors import SourceError
from flows.gate import KeyExposed
from graph.bulk import NotEmpty
from graph.console import QueryRefused
from graph.exercise import Occupied
from graph.interchange import NothingToRead
from graph.jars import JarsUnavailable
from graph.server import ServerFailed
from graph.subscriptions.kept import NoSubscription
from graph.subscriptions.reach import AddressRefused
from graph.users.book import BookExposed, UserRefused
from signals.announce.wish import WishRefused
from signals.brief.seal import Forged
from signals.encoders import EncoderError
from signals.services.tables import CatalogueError

console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


class UsageProblem(ValueError):
    """The command was asked for something that does not exist; the message lists what does."""


KNOWN = (
    SourceError, KeyExposed, CatalogueError, QueryRefused, JarsUnavailable, ServerFailed, EncoderError, ChildFailed,
    NotEmpty, NothingToRead, BookExposed, Forged, Occupied, NotSent,
)  # fmt: skip


class Format(StrEnum):
    """How an answer is printed."""

    table = "table"
    csv = "csv"
    json = "json"


@contextmanager
def failures() -> Iterator[None]:
    """Turn what a user can mend into one sentence and an exit code; anything else keeps its trace."""
    try:
        yield
    except (UsageProblem, UserRefused, WishRefused, AddressRefused, NoSubscription) as error:
        _end(str(error), 2)
    except (ValidationError, SettingsError) as error:
        _end(_invalid(error), 2)
    except KNOWN as error:
        _end(str(error), 1)
    except AuthError:
        _end("Neo4j refused the password: set CYBERIMPACT_NEO4J_USER and CYBERIMPACT_NEO4J_PASSWORD", 1)
    except ServiceUnavailable as error:
        _end(f"Neo4j does not answer ({error}): check CYBERIMPACT_NEO4J_URI", 1)
    except Neo4jError as error:
        _end(f"Neo4j: {error.message}", 1)
    except KeyboardInterrupt:
        sys.exit(130)


def show(columns: Sequence[str], rows: Sequence[dict[str, Any]], form: Format) -> None:
    """Print an answer."""
    if form is Format.json:
        sys.stdout.write(json.dumps(_plain(list(rows)), ensure_ascii=False, indent=1) + "\n")
    elif form is Format.csv:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(columns)
        writer.writerows([_plain(row[name]) for name in columns] for row in rows)
        sys.stdout.write(text.getvalue())
    else:
        table = Table(*columns)
        for row in rows:
            # as text: brackets in a message are no markup
            table.add_row(*(Text(str(_plain(row[name]))) for name in columns))
        console.print(table)


def _end(sentence: str, code: int) -> None:
    errors.print(f"error: {sentence}", markup=False, style="red")
    sys.exit(code)


def _invalid(error: ValidationError | SettingsError) -> str:
    """Return the sentence for a setting that cannot be: the variable where one was given, else the field."""
    if isinstance(error, SettingsError):
        # what was given may be a key: only the name of the field is repeated
        field = str(error).split('"')[1] if '"' in str(error) else "of a source"
        return f"the setting {field} is not JSON: check its quotes and brackets; `cyberimpact doctor` names the source"
    first = error.errors()[0]
    field = str(first["loc"][0]) if first["loc"] else error.title
    given = (name for name in os.environ if name.startswith("CYBERIMPACT_") and name.endswith(f"_{field.upper()}"))
    return f"the setting {next(given, field)}: {first['msg']}, got {first['input']!r}"


def _plain(value: object) -> object:
    """Return a value of the graph as JSON can say it."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if hasattr(value, "iso_format"):
        return value.iso_format()
    return value.isoformat() if isinstance(value, datetime | date) else value
