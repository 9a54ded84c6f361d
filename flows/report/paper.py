"""The report on paper: a PDF made by ReportLab with the fonts that it carries, so that nothing is fetched."""

from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

from flows.report.words import Line, Part, Text
from signals.brief.sheet import BOLD, EXERCISE, MARK, PLAIN, RULE, SOFT, printable, register, said, type_of

WIDTHS = tuple(width * mm for width in (55, 33, 44, 24, 19))


def paper(text: Text) -> bytes:
    """Return the report as a PDF, A4; the same words give the same bytes."""
    register()
    body: list[Any] = []
    if text.is_exercise:
        body.append(Paragraph("EXERCICE", type_of(13, BOLD, EXERCISE)))
    body += [
        Paragraph(said(text.title), type_of(19, BOLD, after=2)),
        Paragraph(said(text.subtitle), type_of(10, colour=SOFT)),
    ]
    body += [_head("L’essentiel" if text.lang == "fr" else "In short")]
    body += [Paragraph(said(sentence), type_of(10, after=3), bulletText="•") for sentence in text.summary]
    for part in text.parts:
        body += _part(text, part)
    body += [Spacer(1, 8 * mm), *(Paragraph(said(note), type_of(8, colour=SOFT, after=3)) for note in text.notes)]
    file = BytesIO()
    document = SimpleDocTemplate(
        file, pagesize=A4, title=text.title, author="CyberImpact", lang=text.lang, invariant=1,
        leftMargin=15 * mm, rightMargin=15 * mm, topMargin=16 * mm, bottomMargin=18 * mm,
    )  # fmt: skip

    def foot(canvas: Any, document: Any) -> None:
        canvas.setFont(PLAIN, 8)
        canvas.setFillColor(SOFT)
        canvas.drawString(15 * mm, 10 * mm, printable(f"{text.title} · {text.subtitle}"))
        canvas.drawRightString(A4[0] - 15 * mm, 10 * mm, str(document.page))

    document.build(body, onFirstPage=foot, onLaterPages=foot)
    return file.getvalue()


def _part(text: Text, part: Part) -> list[Any]:
    found: list[Any] = [_head(part.title), Paragraph(said(part.question), type_of(9.5, colour=SOFT, after=4))]
    if part.lines:
        heads = [Paragraph(said(head), type_of(8, BOLD, SOFT)) for head in text.heads]
        table = LongTable([heads, *(_row(line) for line in part.lines)], colWidths=WIDTHS, repeatRows=1, hAlign="LEFT")
        table.setStyle(
            TableStyle(
                [
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE),
                    ("LEFTPADDING", (0, 0), (-1, -1), 0),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
                ]
            )
        )
        found.append(table)
    if part.without:
        none = "Aucune donnée : " if text.lang == "fr" else "No data: "
        found += [Spacer(1, 2 * mm), Paragraph(said(none + ", ".join(part.without)), type_of(8, colour=SOFT))]
    return found


def _row(line: Line) -> list[Any]:
    name = [Paragraph(said(line.name), type_of(9))]
    name += [Paragraph(said(note), type_of(7, colour=SOFT)) for note in line.notes]
    cells = [Paragraph(said(words), type_of(8.5)) for words in (line.basis, line.before, line.verdict)]
    return [name, Paragraph(said(line.value), type_of(9.5, BOLD)), *cells]


def _head(title: str) -> Paragraph:
    style = type_of(14, BOLD, after=3)
    style.spaceBefore, style.borderWidth, style.borderColor = 14, 0, MARK
    style.keepWithNext, style.textColor = 1, MARK
    return Paragraph(said(title), style)
