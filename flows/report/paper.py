"""The report on paper: a PDF made by ReportLab with the fonts that it carries, so that nothing is fetched."""

from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

from flows.report.words import Line, Part, Text

PLAIN, BOLD = "Vera", "VeraBd"
FONTS = Path(reportlab.__file__).with_name("fonts")
INK, SOFT, RULE, MARK = HexColor("#1b2430"), HexColor("#566273"), HexColor("#dbe1e9"), HexColor("#1d4f91")
WIDTHS = tuple(width * mm for width in (55, 33, 44, 24, 19))
MISSING: dict[str, str | int | None] = {"\u202f": "\u00a0", "\u2212": "\u2013", "\u2009": "\u00a0"}
"""Signs that the font lacks, and what is printed for them."""


def paper(text: Text) -> bytes:
    """Return the report as a PDF, A4; the same words give the same bytes."""
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
    body: list[Any] = []
    if text.is_exercise:
        body.append(Paragraph("EXERCICE", _style(13, BOLD, HexColor("#7a3b00"))))
    body += [
        Paragraph(_said(text.title), _style(19, BOLD, after=2)),
        Paragraph(_said(text.subtitle), _style(10, colour=SOFT)),
    ]
    body += [_head("L’essentiel" if text.lang == "fr" else "In short")]
    body += [Paragraph(_said(sentence), _style(10, after=3), bulletText="•") for sentence in text.summary]
    for part in text.parts:
        body += _part(text, part)
    body += [Spacer(1, 8 * mm), *(Paragraph(_said(note), _style(8, colour=SOFT, after=3)) for note in text.notes)]
    file = BytesIO()
    document = SimpleDocTemplate(
        file, pagesize=A4, title=text.title, author="CyberImpact", lang=text.lang, invariant=1,
        leftMargin=15 * mm, rightMargin=15 * mm, topMargin=16 * mm, bottomMargin=18 * mm,
    )  # fmt: skip

    def foot(canvas: Any, document: Any) -> None:
        canvas.setFont(PLAIN, 8)
        canvas.setFillColor(SOFT)
        canvas.drawString(15 * mm, 10 * mm, _said(f"{text.title} · {text.subtitle}", escaped=False))
        canvas.drawRightString(A4[0] - 15 * mm, 10 * mm, str(document.page))

    document.build(body, onFirstPage=foot, onLaterPages=foot)
    return file.getvalue()


def _part(text: Text, part: Part) -> list[Any]:
    found: list[Any] = [_head(part.title), Paragraph(_said(part.question), _style(9.5, colour=SOFT, after=4))]
    if part.lines:
        heads = [Paragraph(_said(head), _style(8, BOLD, SOFT)) for head in text.heads]
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
        found += [Spacer(1, 2 * mm), Paragraph(_said(none + ", ".join(part.without)), _style(8, colour=SOFT))]
    return found


def _row(line: Line) -> list[Any]:
    name = [Paragraph(_said(line.name), _style(9))]
    name += [Paragraph(_said(note), _style(7, colour=SOFT)) for note in line.notes]
    cells = [Paragraph(_said(words), _style(8.5)) for words in (line.basis, line.before, line.verdict)]
    return [name, Paragraph(_said(line.value), _style(9.5, BOLD)), *cells]


def _head(title: str) -> Paragraph:
    style = _style(14, BOLD, after=3)
    style.spaceBefore, style.borderWidth, style.borderColor = 14, 0, MARK
    style.keepWithNext, style.textColor = 1, MARK
    return Paragraph(_said(title), style)


def _style(size: float, font: str = PLAIN, colour: Any = INK, *, after: float = 0) -> ParagraphStyle:
    return ParagraphStyle(
        f"{font}{size}", fontName=font, fontSize=size, leading=size * 1.32, textColor=colour, spaceAfter=after
    )


def _said(words: str, *, escaped: bool = True) -> str:
    """Return words that the font can print, and that are no markup."""
    plain = words.translate(str.maketrans(MISSING))
    return escape(plain) if escaped else plain
