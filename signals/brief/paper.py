"""A brief on paper: a PDF by ReportLab with the fonts that it carries, so that nothing is fetched."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

from signals.brief.document import Block, Bullets, Document, Figure, Heading, Quote, Table, Text
from signals.brief.drawing import drawing
from signals.brief.sheet import BOLD, INK, MARK, PLAIN, RULE, SOFT, printable, register, said, type_of

MARGIN = 17 * mm
WIDTH = A4[0] - 2 * MARGIN
RED, PALE = HexColor("#a01c17"), HexColor("#f1e9e2")


def paper(document: Document) -> bytes:
    """Return the document as a PDF, A4; the same document gives the same bytes."""
    register()
    body: list[Any] = [
        Paragraph(said(document.title), type_of(19, BOLD, after=3)),
        Paragraph(said(document.subtitle), type_of(9.5, colour=SOFT, after=6)),
    ]
    for block in document.blocks:
        body += _block(block)
    body += [Spacer(1, 7 * mm), *(Paragraph(said(note), type_of(7.5, colour=SOFT, after=2)) for note in document.notes)]
    file = BytesIO()
    made = SimpleDocTemplate(
        file, pagesize=A4, title=document.title, author="CyberImpact", lang=document.lang, invariant=1,
        leftMargin=MARGIN, rightMargin=MARGIN, topMargin=20 * mm, bottomMargin=20 * mm,
    )  # fmt: skip

    def dress(canvas: Any, template: Any) -> None:
        _dress(canvas, document, template.page)

    made.build(body, onFirstPage=dress, onLaterPages=dress)
    return file.getvalue()


def _dress(canvas: Any, document: Document, number: int) -> None:
    """Draw what stands on every page: marking, exercise, title and number."""
    middle = A4[0] / 2
    if document.exercise:
        canvas.saveState()
        canvas.setFillColor(PALE)
        canvas.setFont(BOLD, 76)
        canvas.translate(middle, A4[1] / 2)
        canvas.rotate(52)
        canvas.drawCentredString(0, -26, printable(document.exercise))
        canvas.restoreState()
    canvas.setFont(BOLD, 9)
    canvas.setFillColor(RED)
    for height in (A4[1] - 12 * mm, 13.5 * mm):
        canvas.drawCentredString(
            middle, height, printable(" – ".join(one for one in (document.marking, document.exercise) if one))
        )
    canvas.setFont(PLAIN, 7.5)
    canvas.setFillColor(SOFT)
    canvas.drawString(MARGIN, 9 * mm, printable(document.title))
    canvas.drawRightString(A4[0] - MARGIN, 9 * mm, str(number))


def _block(block: Block) -> list[Any]:
    match block:
        case Heading(text, level):
            return [_heading(text, level)]
        case Text(text, kind):
            size, colour = {"lead": (11.5, INK), "soft": (8.5, SOFT)}.get(kind, (9.5, INK))
            return [Paragraph(said(text), type_of(size, colour=colour, after=3))]
        case Bullets(items):
            return [Paragraph(said(item), _indented(type_of(9.5, after=3)), bulletText="•") for item in items]
        case Quote(text, source):
            return list(_quote(text, source))
        case Table():
            return [_caption(block.caption), _table(block), Spacer(1, 3 * mm)]
        case Figure(picture, caption):
            about = Paragraph(said(caption), type_of(8.5, colour=SOFT, after=6))
            share = 1.0 if picture.width > 1.4 * picture.height else 0.62
            return [KeepTogether([Spacer(1, 2 * mm), drawing(picture, WIDTH * share), about])]


def _heading(text: str, level: int) -> Paragraph:
    style = type_of(13 if level == 2 else 10.5, BOLD, MARK if level == 2 else INK, after=3)
    style.spaceBefore, style.keepWithNext = (12 if level == 2 else 7), 1
    return Paragraph(said(text), style)


def _caption(text: str) -> Paragraph:
    style = type_of(8.5, colour=SOFT, after=2)
    style.keepWithNext, style.name = 1, "caption"
    return Paragraph(said(text), style)


def _indented(style: Any) -> Any:
    style.leftIndent, style.bulletIndent = 11, 1
    return style


def _quote(text: str, source: str) -> Iterator[Any]:
    for words, size, colour, keep in ((text, 9, INK, 1), (source, 7.5, SOFT, 0)):
        style = type_of(size, colour=colour, after=2 + 4 * (not keep))
        style.leftIndent, style.keepWithNext, style.name = 12, keep, f"quote{size}"
        yield Paragraph(said(words), style)


def _table(table: Table) -> LongTable:
    plain, bold = type_of(8.5), type_of(8, BOLD, SOFT)
    numeric, bold_numeric = type_of(8.5), type_of(8, BOLD, SOFT)
    numeric.alignment = bold_numeric.alignment = 2
    columns = range(len(table.heads))
    lines = [(table.heads, bold_numeric, bold), *((row, numeric, plain) for row in table.rows)]
    rows = [
        [Paragraph(said(row[column]), ours if table.is_numeric(column) else other) for column in columns]
        for row, ours, other in lines
    ]
    narrow = sum(table.is_numeric(column) for column in columns)
    width = WIDTH / (len(table.heads) + 0.5 - 0.4 * narrow)
    widths = [width * (0.6 if table.is_numeric(column) else 1.5 if column == 0 else 1) for column in columns]
    made = LongTable(rows, colWidths=[one * WIDTH / sum(widths) for one in widths], repeatRows=1, hAlign="LEFT")
    made.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 7),
                ("TOPPADDING", (0, 0), (-1, -1), 2.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return made
