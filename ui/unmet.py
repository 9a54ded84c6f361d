"""Pictures of needs against offer: the matrix of needs and départements, the map, and the words of their colours."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from markupsafe import Markup

from signals.said import NARROW
from ui import maps, markup
from ui.formats import number, percent
from ui.services.needs import Cell, Region
from ui.state import State

STEPS: Mapping[str, tuple[float, ...]] = {"gap": (0.25, 0.5, 1.0, 2.0, 4.0), "idle": (0.1, 0.2, 0.4, 0.6, 0.8)}
"""Bounds of the colours, by direction."""

STYLE = Markup("""
<style>
.ci .mx { border-collapse: separate; border-spacing: 1px; width: auto; font-size: 12px; }
.ci .mx th, .ci .mx td { padding: 0; border: 0; }
.ci .mx th[scope=row] { position: sticky; left: 0; z-index: 2; background: var(--ci-surface); min-width: 190px; max-width: 240px; padding: 2px 10px 2px 0; text-align: left; font-weight: 400; font-size: 13px; line-height: 1.25; color: var(--ci-ink); vertical-align: middle; }
.ci .mx th.r { font-size: 11px; font-weight: 700; text-align: left; padding: 0 4px 2px; border-left: 2px solid var(--ci-edge-strong); max-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.ci .mx th.d { font-size: 9.5px; white-space: nowrap; letter-spacing: -.03em; font-weight: 400; text-align: center; min-width: 16px; }
.ci .mx th.d.on { font-weight: 700; color: var(--ci-link); }
.ci .mx td { min-width: 16px; height: 24px; border-radius: 2px; background: var(--ci-hover); text-align: center; }
.ci .mx thead td { background: none; }
.ci .mx .few { color: var(--ci-soft); line-height: 22px; }
.ci .mx .unknown { background: repeating-linear-gradient(-45deg, var(--ci-unknown) 0 1.5px, var(--ci-surface) 1.5px 5px); }
.ci .mx .k0 { background: var(--ci-s0); } .ci .mx .k1 { background: var(--ci-s1); } .ci .mx .k2 { background: var(--ci-s2); }
.ci .mx .k3 { background: var(--ci-s3); } .ci .mx .k4 { background: var(--ci-s4); } .ci .mx .k5 { background: var(--ci-s5); }
.ci .nd { list-style: none; margin: 0; padding: 0; display: grid; gap: 10px; }
.ci .nd > li { border: 1px solid var(--ci-line); border-radius: 8px; padding: 11px 14px; display: grid; gap: 6px; }
.ci .nd .interval { margin: 4px 0; }
@media (max-width: 600px) { .ci .mx th[scope=row] { min-width: 118px; max-width: 118px; font-size: 12px; } }
</style>
""")  # noqa: E501
"""Of the matrix and the list: the sheet of the app has no table of so many columns."""


def step(value: float, direction: str) -> int:
    """Return the number of the colour of a value, 0 to 5.

    >>> step(0.1, "gap"), step(1.5, "gap"), step(9.0, "gap"), step(0.5, "idle")
    (0, 3, 5, 3)
    """
    return sum(value >= bound for bound in STEPS[direction])


def words(state: State, direction: str) -> str:
    """Return what a direction shows."""
    if direction == "gap":
        return state.say("Besoin fort, offre faible", "Strong need, weak offer")
    return state.say("Offre forte, peu d’usage", "Strong offer, little use")


def said(state: State, value: float, direction: str) -> str:
    """Return a gap, times the usual, or an idle offer, a share."""
    return number(value, state.lang, 1) if direction == "gap" else percent(round(value, 2), state.lang)


def _bound(state: State, value: float, direction: str) -> str:
    """Return a bound of the colours, as short as it can be."""
    digits = 0 if value == int(value) else len(f"{value:g}") - 2
    return number(value, state.lang, digits) if direction == "gap" else said(state, value, direction)


def legend(state: State, direction: str) -> list[tuple[str, str, str]]:
    """Return the colours with their meaning."""
    bounds = STEPS[direction]
    entries = [("", "--ci-s0", state.say(f"moins de {_bound(state, bounds[0], direction)}",
                                         f"less than {_bound(state, bounds[0], direction)}"))]  # fmt: skip
    for at, low in enumerate(bounds, start=1):
        if at < len(bounds):
            a, b = _bound(state, low, direction), _bound(state, bounds[at], direction)
            entries.append(("", f"--ci-s{at}", state.say(f"{a} à {b}", f"{a} to {b}")))
        else:
            a = _bound(state, low, direction)
            entries.append(("", f"--ci-s{at}", state.say(f"{a} et plus", f"{a} and more")))
    entries.append(("", "--ci-hover", state.say("· moins de 5 messages ou 5 auteurs : non montré",
                                                "· fewer than 5 messages or 5 authors: not shown")))  # fmt: skip
    return [*entries, ("unknown", "", state.say("inconnu : trop peu entendu", "unknown: hardly heard"))]


def tip(state: State, cell: Cell, direction: str) -> str:
    """Return what is said of a cell in a few lines."""
    name = state.say(cell.label, cell.label_en)
    lines = [f"{cell.place} ({cell.place_id.removeprefix('D')})", name]
    figure = cell.figure(direction)
    if cell.status == "unknown" and direction == "gap":
        lines.append(state.say("Trop peu entendu : inconnu, ce n’est pas du calme", "Hardly heard: unknown, not calm"))
    elif figure is None:
        lines.append(hidden(state, direction))
    else:
        value, low, high = (said(state, one, direction) for one in figure)
        what = state.say("écart", "gap") if direction == "gap" else state.say("offre sans usage", "idle offer")
        lines.append(state.say(f"{what} {value} (de {low} à {high})", f"{what} {value} ({low} to {high})"))
    if figure is not None and cell.messages is not None:
        lines.append(state.say(f"{cell.messages} messages, {cell.authors} auteurs",
                               f"{cell.messages} messages, {cell.authors} authors"))  # fmt: skip
    return "\n".join(lines)


def hidden(state: State, direction: str) -> str:
    """Return why a cell shows nothing."""
    if direction == "gap":
        return state.say("moins de 5 messages ou de 5 auteurs", "fewer than 5 messages or 5 authors")
    return state.say("usage non mesuré", "use not measured")


def matrix(
    state: State,
    regions: Sequence[Region],
    cells: Sequence[Cell],
    needs: Mapping[str, str],
    chosen: Collection[str] = (),
) -> Markup:
    """Return the table of needs by département, région by région; each cell leads to its place and need."""
    known = {(cell.need, cell.place_id): cell for cell in cells}
    top = Markup("").join(
        Markup('<th class="r" scope="colgroup" colspan="{}" title="{}">{}</th>').format(
            len(region.departements), region.name, region.name
        )
        for region in regions
    )
    codes = Markup("").join(
        Markup('<th class="d{}" scope="col" title="{}">{}</th>').format(
            " on" if code in chosen else "", name, code.removeprefix("D")
        )
        for region in regions
        for code, name in region.departements
    )
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            label,
            Markup("").join(
                _square(state, known.get((need, code)), need) for region in regions for code, _ in region.departements
            ),
        )
        for need, label in needs.items()
    )
    caption = words(state, state.direction)
    return Markup(
        '{}<div class="scroll" tabindex="0" role="group" aria-label="{}"><table class="mx"><thead><tr><td></td>{}</tr>'
        '<tr><th scope="row">{}</th>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(STYLE, caption, top, state.say("Besoin", "Need"), codes, rows)


def _square(state: State, cell: Cell | None, need: str) -> Markup:
    if cell is None or (cell.status == "few" and state.direction == "gap"):
        return Markup('<td class="few">·</td>')
    figure = cell.figure(state.direction)
    if figure is None:
        told = tip(state, cell, state.direction)
        if cell.status == "unknown" and state.direction == "gap":
            return Markup('<td class="unknown" title="{}"></td>').format(told)
        return Markup('<td class="few" title="{}">·</td>').format(told)
    return Markup('<td class="k{}" title="{}"><span class="hidden">{}</span></td>').format(
        step(figure[0], state.direction), tip(state, cell, state.direction), said(state, figure[0], state.direction)
    )


def map_option(
    state: State, regions: Iterable[Region], strongest: Mapping[str, Cell], chosen: Collection[str] = ()
) -> maps.Option:
    """Return France, each département in the colour of its strongest cell; where some are `chosen`, others are pale."""
    data = []
    for code, name in (one for region in regions for one in region.departements):
        cell = strongest.get(code)
        figure = cell.figure(state.direction) if cell else None
        if cell is not None and figure is not None:
            colour, told = f"var(--ci-s{step(figure[0], state.direction)})", tip(state, cell, state.direction)
        elif cell is not None and cell.status == "unknown" and state.direction == "gap":
            colour, told = "$hatch", f"{name}\n" + tip(state, cell, "gap").split("\n")[-1]
        else:
            colour, told = "var(--ci-hover)", f"{name}\n{hidden(state, state.direction)}"
        data.append(
            {
                "name": code.removeprefix("D"),
                "id": code,
                "value": figure[0] if figure else None,
                "tip": told,
                "itemStyle": {"areaColor": colour, **maps.stood_out(code, chosen)},
            }
        )
    return maps.country(data)


COLUMNS = (
    "need", "place_id", "place", "status", "messages", "authors", "questions", "complaints", "reports", "advice",
    "coverage", "demand", "demand_low", "demand_high", "ratio", "ratio_low", "ratio_high", "offer", "offer_low",
    "offer_high", "offer_n", "gap", "gap_low", "gap_high", "unmet", "use", "idle", "idle_low", "idle_high", "advised",
)  # fmt: skip


def download(state: State, cells: Iterable[Cell], name: str) -> Markup:
    """Return a link that saves the cells as CSV (UTF-8, `;`), made without asking the server again."""
    rows = ([getattr(cell, column) for column in COLUMNS] for cell in cells)
    return markup.csv_link(name, COLUMNS, rows, label=state.say(f"Télécharger{NARROW}(CSV)", "Download (CSV)"))


def between(state: State, value: float | None, low: float | None, high: float | None, *, digits: int = 1) -> str:
    """Return a figure with its bounds, in words; a dash where nothing is told."""
    if value is None or low is None or high is None:
        return "–"
    a, b, c = (number(one, state.lang, digits) for one in (value, low, high))
    return state.say(f"{a} (de {b} à {c})", f"{a} ({b} to {c})")
