"""The report as a web page: one file, nothing fetched."""

from markupsafe import Markup

from flows.report.words import Line, Part, Text

STYLE = Markup("""
:root { --ink: #1b2430; --soft: #566273; --line: #dbe1e9; --mark: #1d4f91; --ground: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e7ecf3; --soft: #a3b0c1; --line: #2c3746; --mark: #8fbcf5; --ground: #18202b; } }
body { font: 15px/1.5 Roboto, "Segoe UI", Arial, sans-serif; color: var(--ink); background: var(--ground);
  max-width: 980px; margin: 0 auto; padding: 28px 20px 60px; font-variant-numeric: tabular-nums; }
h1 { font-size: 27px; margin: 0; } h2 { font-size: 20px; margin: 34px 0 0; border-bottom: 2px solid var(--mark); }
.soft, caption, .note { color: var(--soft); } .note { display: block; font-size: 12.5px; }
.exercise { background: #7a3b00; color: #fff; font-weight: 700; padding: 6px 12px; border-radius: 6px; }
table { border-collapse: collapse; width: 100%; margin-top: 10px; } caption { text-align: left; font-size: 13px; }
th { text-align: left; font-size: 12.5px; color: var(--soft); } th, td { padding: 7px 10px 7px 0; vertical-align: top;
  border-bottom: 1px solid var(--line); } td.value { font-weight: 700; } .scroll { overflow-x: auto; }
footer { margin-top: 34px; font-size: 13px; color: var(--soft); }
@media print { body { padding: 0; } tr { break-inside: avoid; } }
""")


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
