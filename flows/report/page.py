"""The report as a web page: one file, nothing fetched."""

from markupsafe import Markup

from flows.report.words import Line, Part, Text
from signals.brief.sheet import STYLE


def page(text: Text) -> str:
    """Return the whole page, HTML."""
    exercise = Markup('<p class="exercise">EXERCICE</p>') if text.is_exercise else ""
    summary = Markup("").join(Markup("<li>{}</li>").format(sentence) for sentence in text.summary)
    return Markup(
        '<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        "<style>{style}</style></head><body>{exercise}<header><h1>{title}</h1>"
        '<p class="soft">{subtitle}</p></header><section><h2>{essential}</h2><ul>{summary}</ul></section>'
        "{parts}<footer>{notes}</footer></body></html>\n"
    ).format(
        lang=text.lang,
        title=text.title,
        style=STYLE,
        exercise=exercise,
        subtitle=text.subtitle,
        essential="L’essentiel" if text.lang == "fr" else "In short",
        summary=summary,
        parts=Markup("").join(_part(text, part) for part in text.parts),
        notes=Markup("").join(Markup("<p>{}</p>").format(note) for note in text.notes),
    )


def _part(text: Text, part: Part) -> Markup:
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(head) for head in text.heads)
    rows = Markup("").join(_row(line) for line in part.lines)
    table = Markup(
        '<div class="scroll"><table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(part.question, heads, rows)
    none = "Aucune donnée : " if text.lang == "fr" else "No data: "
    without = Markup('<p class="soft">{}{}</p>').format(none, ", ".join(part.without)) if part.without else ""
    return Markup("<section><h2>{}</h2>{}{}</section>").format(part.title, table if part.lines else "", without)


def _row(line: Line) -> Markup:
    notes = Markup("").join(Markup('<span class="note">{}</span>').format(note) for note in line.notes)
    return Markup(
        '<tr><th scope="row">{}{}</th><td class="value">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>'
    ).format(line.name, notes, line.value, line.basis, line.before, line.verdict)
