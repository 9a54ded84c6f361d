"""A brief as a web page: one file, nothing fetched; and its body alone, to be shown before it is made."""

from markupsafe import Markup

from signals.brief.document import Block, Bullets, Document, Figure, Heading, Quote, Table, Text
from signals.brief.drawing import svg

STYLE = Markup("""
.brief { font: 15px/1.5 Roboto, "Segoe UI", Arial, sans-serif; color: #1b2430; background: #fff;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; position: relative; }
.brief .marking { text-align: center; font-weight: 700; letter-spacing: .06em; color: #a01c17; margin: 0 0 14px; }
.brief .drill { background: #7a3b00; color: #fff; font-weight: 700; text-align: center; padding: 6px 12px;
  border-radius: 6px; letter-spacing: .06em; margin: 0 0 14px; }
.brief .title { font-size: 27px; line-height: 1.2; font-weight: 700; margin: 0; letter-spacing: -.01em; }
.brief h2 { font-size: 19px; margin: 30px 0 10px; padding-bottom: 4px; border-bottom: 2px solid #1d4f91; color:
  #1d4f91; }
.brief h3 { font-size: 15.5px; margin: 16px 0 2px; } .brief p { margin: 4px 0; } .brief ul { margin: 6px 0;
  padding-left: 22px; }
.brief li { margin: 3px 0; } .brief .soft, .brief caption, .brief figcaption { color: #566273; font-size: 13.5px; }
.brief .lead { font-size: 17px; } .brief figure { margin: 12px 0; } .brief svg { width: 100%; height: auto;
  display: block; }
.brief blockquote { margin: 8px 0; padding: 8px 14px; border-left: 3px solid #9fabbb; background: #f3f5f8; }
.brief blockquote footer { color: #566273; font-size: 13px; } .brief .scroll { overflow-x: auto; }
.brief table { border-collapse: collapse; width: 100%; margin-top: 8px; } .brief caption { text-align: left;
  padding: 0 0 4px; }
.brief th { text-align: left; font-size: 13px; color: #566273; font-weight: 700; }
.brief tbody th { color: #1b2430; font-weight: 400; font-size: inherit; }
.brief th, .brief td { padding: 6px 12px 6px 0; vertical-align: top; border-bottom: 1px solid #dbe1e9; background:
  none; }
.brief .num { text-align: right; white-space: nowrap; } .brief .notes { margin-top: 30px; font-size: 12.5px; color:
  #566273; }
.brief figure.tall { max-width: 520px; }
@media print { .brief tr, .brief figure, .brief blockquote { break-inside: avoid; } .brief h2, .brief h3 {
  break-after: avoid; } }
""")

AROUND = Markup(
    "body { margin: 0; background: #e9edf2; } .brief { max-width: 860px; margin: 0 auto; padding: 30px 34px 50px; }"
    " @media print { body { background: #fff; } .brief { padding: 0; } } @media (max-width: 600px)"
    " { .brief { padding: 18px; } }"
)


def page(document: Document) -> bytes:
    """Return the whole page, HTML; the same document gives the same bytes."""
    made = Markup(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{}</title>'
        "<style>{}{}</style></head><body>{}</body></html>\n"
    ).format(document.lang, document.title, AROUND, STYLE, body(document, title="h1"))
    return made.encode()


def body(document: Document, title: str = "p") -> Markup:
    """Return what stands in the page; `title` is the element of its title."""
    marking = Markup('<p class="marking">{}</p>').format(document.marking) if document.marking else Markup("")
    drill = Markup('<p class="drill">{}</p>').format(document.exercise) if document.exercise else Markup("")
    head = Markup('<{0} class="title">{1}</{0}><p class="soft">{2}</p>').format(
        title, document.title, document.subtitle
    )
    notes = Markup("").join(Markup("<p>{}</p>").format(note) for note in document.notes)
    around = "main" if title == "h1" else "article"  # shown within the app, it is one part of its page
    blocks = Markup("").join(_block(block) for block in document.blocks)
    return Markup('<{0} class="brief">{1}{2}{3}{4}<div class="notes">{5}</div>{1}</{0}>').format(
        around, marking, drill, head, blocks, notes
    )


def _block(block: Block) -> Markup:
    match block:
        case Heading(text, level):
            return Markup("<h{0}>{1}</h{0}>").format(level, text)
        case Text(text, kind):
            return Markup('<p class="{}">{}</p>').format(kind, text)
        case Bullets(items):
            return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(item) for item in items))
        case Quote(text, source):
            return Markup("<blockquote><p>{}</p><footer>{}</footer></blockquote>").format(text, source)
        case Table():
            return _table(block)
        case Figure(picture, caption):
            kind = "wide" if picture.width > 1.4 * picture.height else "tall"
            return Markup('<figure class="{}">{}<figcaption>{}</figcaption></figure>').format(
                kind, svg(picture), caption
            )


def _table(table: Table) -> Markup:
    kinds = ["num" if table.is_numeric(column) else "text" for column in range(len(table.heads))]
    heads = Markup("").join(
        Markup('<th scope="col" class="{}">{}</th>').format(kind, head)
        for kind, head in zip(kinds, table.heads, strict=True)
    )
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            row[0],
            Markup("").join(
                Markup('<td class="{}">{}</td>').format(kind, cell)
                for kind, cell in zip(kinds[1:], row[1:], strict=True)
            ),
        )
        for row in table.rows
    )
    return Markup(
        '<div class="scroll" tabindex="0" role="region" aria-label="{0}"><table><caption>{0}</caption>'
        "<thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>"
    ).format(table.caption, heads, rows)
