"""`cyberimpact brief`: what to know now, as a page, a PDF or a text to edit; frozen, sealed, and checked again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.output import UsageProblem, console, failures
from graph import briefs, home
from graph.store import Store, connect
from graph.territory import groups, places
from signals.brief.compose import Maps
from signals.brief.forms import FORMS, made
from signals.brief.freeze import Wanted, freeze
from signals.brief.seal import Forged, State, check, digest, packed, unpacked
from signals.facts import MOST_PLACES


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(brief)


def brief(
    *,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write: .html, .pdf or .odt.")] = None,
    hours: Annotated[float, typer.Option("--hours", help="Length of the period, up to the last data.", min=0.5)] = 24,
    place: Annotated[
        str,
        typer.Option(
            "--place", "-p", help="Code of a région, département (D21,D71: several) or EPCI; without: France."
        ),
    ] = "",
    evidence: Annotated[
        list[str] | None, typer.Option("--evidence", "-e", help="Id of a message to cite; the first without.")
    ] = None,
    marking: Annotated[str | None, typer.Option("--marking", help="Marking; that of the settings without.")] = None,
    state: Annotated[Path | None, typer.Option("--from", help="Frozen state to make it from, with no server.")] = None,
    verify: Annotated[Path | None, typer.Option("--verify", help="Brief to check: made here, and unchanged?")] = None,
    lang: Annotated[str, typer.Option("--lang", help="fr or en.")] = "fr",
    graph: Annotated[str | None, typer.Option("--graph", "-g", help="Name of the graph.")] = None,
) -> None:
    """Write the brief of a period: what changed, alerts, rumours, actions, and what is not known. Or check one.

    Example: cyberimpact brief --out point.pdf --hours 12 --place D21

    Example: cyberimpact brief --verify point.pdf
    """
    with failures():
        if verify is not None:
            _verify(verify)
            return
        form = _form(out, lang)
        if state is not None:
            frozen = _opened(state)
        else:
            with connect(graph) as store:
                frozen = _frozen(store, place, timedelta(hours=hours), evidence, marking, graph)
            kept = briefs.keep(digest(frozen), packed(frozen, briefs.key()), now=datetime.now(UTC))
            console.print(f"frozen state: {kept}", markup=False)
        target = out or Path()
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(made(frozen, form, lang, maps=Maps(**briefs.maps()), key=briefs.key()))
        console.print(f"{target}: state {digest(frozen)}", markup=False)


def _form(out: Path | None, lang: str) -> str:
    if lang not in ("fr", "en"):
        raise UsageProblem(f"there is no language {lang}: choose fr or en")
    form = out.suffix.lower().removeprefix(".") if out else ""
    if form not in FORMS:
        raise UsageProblem("give the file to write with --out: its name ends in .html, .pdf or .odt")
    return form


def _frozen(
    store: Store, place: str, length: timedelta, evidence: list[str] | None, marking: str | None, graph: str | None
) -> State:
    kinds = ("region", "departement", "epci")
    names = {one.id: one.name for one in (*places(), *groups()) if one.kind in kinds}
    several = sorted({code for code in place.split(",") if code})
    if len(several) > 1 and (len(several) > MOST_PLACES or any(one[0] != "D" for one in several)):
        raise UsageProblem(f"give at most {MOST_PLACES} départements together, as D21,D71")
    place = ",".join(several)
    if any(code not in names for code in several):
        raise UsageProblem(
            f"there is no territory {place}: give the code of a région (R27), of a département (D21) or of a group of "
            "communes (E242100410), or none for the whole country"
        )
    now = store.clock()
    if now is None:
        raise UsageProblem("the graph holds nothing yet: collect first, or name another one with --graph")
    wanted = Wanted(
        since=now - length,
        until=now,
        place=place,
        place_name=names.get(place, ""),
        evidence=evidence,
        marking=briefs.Settings().marking if marking is None else marking,
        graph=graph or home.Settings().graph,
        made_at=datetime.now(UTC),
    )
    return freeze(store.rows, wanted)


def _opened(path: Path) -> State:
    return unpacked(_read(path), briefs.key())


def _verify(path: Path) -> None:
    if path.suffix == ".json":
        found = digest(_opened(path))
        console.print(f"{path}: frozen here and unchanged, state {found}", markup=False)
        return
    found = check(_read(path), briefs.key()).digest
    kept = briefs.path_of(found)
    console.print(f"{path}: made here and unchanged, from the state {found}", markup=False)
    if kept.exists() and digest(_opened(kept)) != found:
        raise Forged(f"{kept} is not the state that its name says")
    console.print(f"its frozen state is {'kept: ' + str(kept) if kept.exists() else 'kept no longer'}", markup=False)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageProblem(f"{path} cannot be read: {error.strerror}") from error
