"""The layout of a catalogue file (TOML), read strictly: what is wrong is said with its table and key."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError


class CatalogueError(ValueError):
    """A catalogue cannot be used. The message names the table, the key and what to write there."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What a file gives, key by key; what it does not give is not there."""

    services: Sequence[tuple[str, Mapping[str, Any]]]
    """Where each stands in the file, for messages; and its keys."""
    needs: Mapping[str, Mapping[str, Any]]
    elsewhere: Sequence[str]


def read_tables(text: str) -> Tables:
    """Return the tables of a catalogue file; raise `CatalogueError` for the first thing that is wrong with it."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"this is not TOML: {error}") from error
    try:
        given = _File.model_validate(tables)
    except ValidationError as error:
        raise CatalogueError(_sentence(error, tables)) from error
    twice = [name for name, count in Counter(one.id for one in given.services).items() if count > 1]
    if twice:
        raise CatalogueError(f"[[services]] {twice[0]!r}, key id: given twice; write one table a service")
    return Tables(
        services=[(f"[[services]] {one.id!r}", one.model_dump(exclude_unset=True)) for one in given.services],
        needs={code: need.model_dump(exclude_unset=True) for code, need in given.needs.items()},
        elsewhere=given.elsewhere,
    )


def _public(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or "." not in (parts.hostname or "") or "@" in parts.netloc:
        raise ValueError("give a public address that begins with https://")
    return url


def _spoken(name: str) -> str:
    if not any(character.isalnum() for character in name):
        raise ValueError("a name holds a letter or a figure")
    return name


Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500)]

Name = Annotated[Words, AfterValidator(_spoken)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Service(_Strict):
    id: Code
    name: Words = ""
    kind: Literal["teleservice", "procedure", "unit", "page"] = "page"
    operator: Words = ""
    url: Annotated[str, AfterValidator(_public)] | None = None
    needs: list[Code] = []
    sure: list[Name] = []
    likely: list[Name] = []
    cased: list[Name] = []
    remove: bool = False


class _Need(_Strict):
    fr: Words = ""
    en: Words = ""
    examples: list[Words] = []
    remove: bool = False


class _File(_Strict):
    services: list[_Service] = []
    needs: dict[Code, _Need] = {}
    elsewhere: list[Words] = []


def _sentence(error: ValidationError, tables: Mapping[str, Any]) -> str:
    first = error.errors()[0]
    place = [part for part in first["loc"] if part != "[key]"]
    where = ", ".join(_steps(place, tables))
    if first["type"] == "extra_forbidden":
        return f"{where}: there is no such key; known: {', '.join(_known(place))}"
    if first["type"] == "missing":
        return f"{where}: missing"
    message = first["msg"].removeprefix("Value error, ")
    return f"{where}: {message[0].lower()}{message[1:]}, got {first['input']!r}"


def _steps(place: Sequence[int | str], tables: Mapping[str, Any]) -> Iterator[str]:
    """Yield the table and the key of a place, as they stand in the file."""
    table, rest = place[0], list(place[1:])
    if table == "services" and rest and isinstance(rest[0], int):
        row, number = tables["services"][rest[0]], rest[0] + 1
        name = row.get("id") if isinstance(row, dict) else None
        rest = rest[1:]
        yield f"[[services]] {name!r}" if name else f"[[services]] number {number}"
    elif table == "needs" and rest:
        yield f"[needs.{rest.pop(0)}]"
    else:
        yield f"key {table}"
    if rest:
        yield f"key {rest[0]}"
    yield from (f"item {part + 1}" for part in rest[1:] if isinstance(part, int))


def _known(place: Sequence[int | str]) -> Sequence[str]:
    if len(place) == 1:
        return list(_File.model_fields)
    return list((_Service if place[0] == "services" else _Need).model_fields)
