"""A catalogue changed by what a file says of it, and the one that comes with the package."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from graph.model import Service
from signals.services.catalogue import Catalogue, Label, Names
from signals.services.tables import CatalogueError, Tables, read_tables

EXAMPLES_WANTED = 12
"""A need with fewer examples is seldom heard: 8 find 36 % of its messages, 12 find 47 %, 20 find 64 % (measured)."""


@cache
def shipped() -> Catalogue:
    """Return the catalogue that comes with the package."""
    nothing = Catalogue((), {}, {}, {}, ())
    texts = (files(__package__).joinpath(f"{name}.toml").read_text("utf-8") for name in ("catalogue", "examples"))
    made = nothing
    for text in texts:
        made = amended(made, read_tables(text))
    return made


def amended(known: Catalogue, tables: Tables) -> Catalogue:
    """Return `known` with the services and needs of `tables` added, changed (key by key) or removed.

    Examples add up; any other key replaces what was known. Raise `CatalogueError` naming table and key.
    """
    needs, examples = dict(known.needs), dict(known.examples)
    for code, given in tables.needs.items():
        if given.get("remove"):
            _drop(needs, code, f"[needs.{code}]")
            examples.pop(code)
        else:
            needs[code] = _label(needs.get(code, Label("", "")), given)
            examples[code] = _once((*examples.get(code, ()), *given.get("examples", ())))
    services = {service.id: service for service in known.services}
    names = dict(known.names)
    for where, given in tables.services:
        name = given["id"]
        if given.get("remove"):
            _drop(services, name, where)
            names.pop(name)
        else:
            services[name] = _service(services.get(name), given, where)
            names[name] = _names(names.get(name, Names()), given)
    made = Catalogue(tuple(services.values()), names, needs, examples, _once((*known.elsewhere, *tables.elsewhere)))
    for fault in _faults(made):
        raise CatalogueError(fault)
    return made


def warnings(known: Catalogue) -> Iterator[str]:
    """Yield what is allowed and probably not meant: needs that nobody answers, or that cannot be recognised."""
    for code in known.needs:
        if not known.answering(code):
            yield f"[needs.{code}]: no service answers this need"
        count = len(known.examples[code])
        if count < EXAMPLES_WANTED:
            yield (
                f"[needs.{code}], key examples: {count} given; with fewer than {EXAMPLES_WANTED}, a message that does "
                "not name the service is seldom recognised"
            )


def _faults(made: Catalogue) -> Iterator[str]:
    if not made.needs:
        yield "[needs]: every need is removed; keep one"
    for code, label in made.needs.items():
        for key in ("fr", "en"):
            if not getattr(label, key):
                yield f"[needs.{code}], key {key}: missing; a new need is called something in French and in English"
    for service in made.services:
        for need in (need for need in service.needs if need not in made.needs):
            yield (
                f"[[services]] {service.id!r}, key needs: there is no need {need!r}; add a table [needs.{need}] "
                f"or choose among {', '.join(made.needs)}"
            )
    yield from _claimed_twice(made.names)


def _claimed_twice(names: Mapping[str, Names]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for name, spellings in names.items():
        for spelling in spellings.sure:
            if owners.setdefault(spelling, name) != name:
                yield f"[[services]] {name!r}, key sure: {spelling!r} already means {owners[spelling]!r}"


def _service(known: Service | None, given: Mapping[str, Any], where: str) -> Service:
    keys = ("id", "name", "kind", "operator", "url", "needs")
    before = {key: getattr(known, key) for key in keys} if known else {"url": None}
    values = before | {key: given[key] for key in keys if key in given}
    for key in keys:
        if key not in values:
            raise CatalogueError(f"{where}, key {key}: missing; a new service has id, name, kind, operator and needs")
    return Service(**values | {"needs": tuple(values["needs"])})


def _names(known: Names, given: Mapping[str, Any]) -> Names:
    keys = ("sure", "likely", "cased")
    return Names(**{key: tuple(given.get(key, getattr(known, key))) for key in keys})


def _label(known: Label, given: Mapping[str, Any]) -> Label:
    return Label(fr=given.get("fr", known.fr), en=given.get("en", known.en))


def _drop(known: dict[str, Any], name: str, where: str) -> None:
    if name not in known:
        raise CatalogueError(f"{where}, key remove: there is nothing of that name to remove; known: {', '.join(known)}")
    known.pop(name)


def _once(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
