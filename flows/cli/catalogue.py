"""`cyberimpact catalogue`: what the offer is, and the file by which an administrator changes it."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from flows.catalogue import current, read_catalogue
from flows.cli.output import Format, UsageProblem, console, errors, failures, show
from signals.services.amend import shipped, warnings
from signals.services.catalogue import Catalogue

app = typer.Typer(help="The catalogue of services and needs: show it, check a change, export it.", no_args_is_help=True)

HEADING = """\
# Catalogue of services and needs: change it, then point CYBERIMPACT_CATALOGUE_FILE at this file.
# You may leave out whatever stays as it ships. A table adds the service or need of a new id; of a known one, each key
# that it gives replaces what ships; `remove = true` hides it. `examples` and `elsewhere` add up instead:
# `examples` are ways to put a need (give 12 or more of your own), `elsewhere` is what calls for no service.
# `cyberimpact catalogue check FILE` says what is wrong.
"""


@app.command("show")
def shown(
    *,
    needs: Annotated[bool, typer.Option("--needs", help="The needs instead of the services.")] = False,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to print.")] = Format.table,
) -> None:
    """Print the services in force: id, name, kind, operator, needs, address; or the needs and who answers them.

    Example: cyberimpact catalogue show --format json
    """
    with failures():
        known = current()
        if needs:
            show(("need", "fr", "en", "services", "examples"), _needs(known), form)
        else:
            show(("id", "name", "kind", "operator", "needs", "url"), _services(known), form)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="Catalogue file (TOML).")],
) -> None:
    """Say what a catalogue file would change, or which table and key of it is wrong.

    Example: cyberimpact catalogue check catalogue.toml
    """
    with failures():
        made, known = read_catalogue(file), shipped()
        changes = [*_changes("service", _by_id(known), _by_id(made)), *_changes("need", known.needs, made.needs)]
        changes += [
            f"examples of need {code}: {len(made.examples[code]) - len(known.examples.get(code, ()))} added"
            for code in made.needs
            if made.examples[code] != known.examples.get(code, ())
        ]
        for change in changes or ["nothing changes"]:
            console.print(change, markup=False)
        for warning in warnings(made):
            errors.print(f"warning: {warning}", markup=False, style="yellow")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="File to write.")],
) -> None:
    """Write the shipped services and needs as a file to start from; their examples stay in the package and add up.

    Example: cyberimpact catalogue export catalogue.toml
    """
    with failures():
        tables = files("signals.services").joinpath("catalogue.toml").read_text("utf-8")
        try:
            with file.open("x", encoding="utf-8") as written:
                written.write(f"{HEADING}\n{tables}")
        except FileExistsError as error:
            raise UsageProblem(f"{file} is there already: name another file, nothing was written") from error
        except OSError as error:
            raise UsageProblem(f"{file} cannot be written ({error.strerror}): name another file") from error
        console.print(f"written: {file}; next: CYBERIMPACT_CATALOGUE_FILE={file}", markup=False)


def _services(known: Catalogue) -> list[dict[str, object]]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "kind": one.kind,
            "operator": one.operator,
            "needs": " ".join(one.needs),
            "url": one.url or "",
        }
        for one in known.services
    ]


def _needs(known: Catalogue) -> list[dict[str, object]]:
    return [
        {
            "need": code,
            "fr": label.fr,
            "en": label.en,
            "services": " ".join(known.answering(code)),
            "examples": len(known.examples[code]),
        }
        for code, label in known.needs.items()
    ]


def _by_id(known: Catalogue) -> dict[str, object]:
    return {service.id: (service, known.names[service.id]) for service in known.services}


def _changes(what: str, before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    added = [f"{what} {name}: added" for name in after if name not in before]
    changed = [f"{what} {name}: changed" for name in after if name in before and after[name] != before[name]]
    return [*added, *changed, *(f"{what} {name}: removed" for name in before if name not in after)]
