"""Small pieces of HTML. Everything that comes from outside is escaped by `Markup.format`."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from graph.users.roles import Right
from ui.access.who import asking
from ui.spreadsheet import csv_file
from ui.state import State

ICONS = {
    "pulse": "M3 12h4l3-8 4 16 3-8h4",
    "inbox": "M3 13h5l1.5 3h5L16 13h5M3 13l3-8h12l3 8v6H3z",
    "map": "M9 4 3 6.5v13.5l6-2.5 6 2.5 6-2.5V4l-6 2.5zM9 4v13.5M15 6.5V20",
    "network": "M12 12 5 6M12 12l7-5M12 12l-5 7M12 12l6 6M5 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM19 9a2 2 0 1 0 0-4 2 2 0 0 0"
    " 0 4zM7 21a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM18 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM12 14.5"
    "a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
    "pillars": "M3 9 12 3l9 6zM5 9v9M10 9v9M14 9v9M19 9v9M3 21h18M3 18h18",
    "crossing": "M3 17c4 0 4-10 9-10s5 10 9 10M3 7c4 0 4 10 9 10s5-10 9-10",
    "effect": "M4 10v4h3l6 4V6L7 10zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11",
    "brief": "M6 3h9l4 4v14H6zM15 3v4h4M9 11h7M9 14.5h7M9 18h4",
    "console": "M3 5h18v14H3zM7 9.5l3 2.5-3 2.5M12.5 15H17",
    "heart": "M3 12h4.5l2-5 4 10 2.5-5H21M4 4h16",
    "bell": "M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4",
    "balance": "M12 4v16M7 20h10M4 7h16M6.5 7 3.5 14h6zM17.5 7l-3 7h6zM3.5 14a3 3 0 0 0 6 0M14.5 14a3 3 0 0 0 6 0",
    "mail": "M3 5.5h18v13H3zM3.5 6.5l8.5 7 8.5-7",
    "flag": "M5 21V4M5 4.5h13.5l-3 4.25 3 4.25H5",
    "screens": "M3 5h18v12H3zM9 21h6M12 17v4M7 13v-2M12 13V9M17 13v-3",
    "moon": "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
    "person": "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
    "sun": "M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19"
    "M5 19l1.4-1.4M17.6 6.4 19 5",
}
"""Drawn by hand on a 24 x 24 grid."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, and whether it holds numbers."""

    title: str
    numeric: bool = False


def icon(name: str) -> Markup:
    """Return a picture that screen readers pass over."""
    return Markup('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>').format(ICONS[name])


def join(parts: Iterable[Any]) -> Markup:
    """Return the parts one after the other, escaped where they are not markup yet."""
    return Markup("").join(parts)


def link(state: State, label: Any, **changes: str) -> Markup:
    """Return a link to the same view with `changes`; it works in a new tab too."""
    return Markup('<a href="{}" data-go="{}">{}</a>').format(state.search(**changes), json.dumps(changes), label)


def chip(kind: str, label: str) -> Markup:
    """Return a short coloured word."""
    return Markup('<span class="chip {}">{}</span>').format(kind, label)


def table(
    caption: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, saved: bool = True, wide: bool = False
) -> Markup:
    """Return a table, with a link to its CSV unless it is `saved` elsewhere; the first cell of a row is its heading.

    A `wide` one is scrolled on a narrow screen, rather than broken letter by letter.
    """
    rows = [list(row) for row in rows]
    link = csv_link(caption, [column.title for column in columns], rows, label="CSV") if saved and rows else ""
    width = Markup(' style="min-width:{}px"').format(104 * len(columns)) if wide else ""
    classes = ["num" if column.numeric else "text" for column in columns]
    head = join(
        Markup('<th scope="col" class="{}">{}</th>').format(kind, column.title)
        for kind, column in zip(classes, columns, strict=True)
    )
    body = join(
        Markup("<tr>{}</tr>").format(
            join(Markup('<td class="{}">{}</td>').format(kind, cell) for kind, cell in zip(classes, row, strict=True))
        )
        for row in rows
    )
    return Markup(
        '<div class="scroll" tabindex="0" role="group" aria-label="{}"><table{}><caption>{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>{}"
    ).format(caption, width, caption, head, body, Markup('<p class="small">{}</p>').format(link) if link else "")


def csv_link(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, label: str) -> Markup:
    """Return a link that saves rows as a file: UTF-8, `;`, what stands in a cell without its markup.

    The file is in the link: nothing is asked of the server. Who may not export gets no link.
    """
    if Right.export not in asking.get().rights:
        return Markup("")
    body = b64encode(csv_file(columns, rows)).decode()
    return Markup('<a href="data:text/csv;charset=utf-8;base64,{}" download="{}.csv" title="{}">{}</a>').format(
        body, "".join(letter if letter.isalnum() else "-" for letter in name)[:60], f"{name} (CSV)", label
    )


def twin(name: str, label: str, content: Markup) -> Markup:
    """Return the table that says what a picture shows, folded; it stays open when the data change."""
    return Markup('<details class="twin" id="{}"><summary>{}</summary>{}</details>').format(name, label, content)


def empty(title: str, hint: str = "") -> Markup:
    """Return what is shown where there is nothing to show."""
    return Markup('<div class="empty"><b>{}</b>{}</div>').format(title, hint)


def figures(values: Mapping[str, Any]) -> Markup:
    """Return a row of large numbers, each with what it counts."""
    cells = join(
        Markup('<div class="figure"><b>{}</b><span>{}</span></div>').format(value, label)
        for label, value in values.items()
    )
    return Markup('<div class="figures">{}</div>').format(cells)


def options_of(options: Mapping[str, str], chosen: str) -> Markup:
    """Return the entries of a list."""
    plain, marked = Markup('<option value="{}">{}</option>'), Markup('<option value="{}" selected>{}</option>')
    return join((marked if value == chosen else plain).format(value, text) for value, text in options.items())


def choice(name: str, label: str, *, options: Mapping[str, str], chosen: str, second: str = "") -> Markup:
    """Return a labelled list that sets `name` of the state; a `second` one of the same name has an id of its own."""
    return grouped_choice(name, label, groups={"": options}, chosen=chosen, second=second)


def grouped_choice(
    name: str, label: str, *, groups: Mapping[str, Mapping[str, str]], chosen: str, second: str = ""
) -> Markup:
    """Return a labelled list that sets `name` of the state, its entries under the names of their groups."""
    group = Markup('<optgroup label="{}">{}</optgroup>')
    rows = join(
        group.format(title, options_of(options, chosen)) if title else options_of(options, chosen)
        for title, options in groups.items()
    )
    return Markup('<label class="field">{}<select id="set-{}" data-set="{}">{}</select></label>').format(
        label, name + second, name, rows
    )


def legend(entries: Iterable[tuple[str, str, str]]) -> Markup:
    """Return swatches with their meaning: `(class, colour variable, words)`."""
    items = join(
        Markup('<li><span class="swatch {}"{}></span>{}</li>').format(kind, _paint(kind, colour), words)
        for kind, colour, words in entries
    )
    return Markup('<ul class="legend">{}</ul>').format(items)


def _paint(kind: str, colour: str) -> Markup:
    if not colour:
        return Markup("")
    name = {"line": "border-top-color", "ring": "border-color"}.get(kind.partition(" ")[0], "background")
    return Markup(' style="{}: var({})"').format(name, colour)
