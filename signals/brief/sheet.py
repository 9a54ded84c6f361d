"""What our printed pages share: colours, the style of their HTML, fonts that ReportLab carries and what they lack."""

from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from markupsafe import Markup
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

PLAIN, BOLD = "Vera", "VeraBd"
FONTS = Path(reportlab.__file__).with_name("fonts")
INK, SOFT, RULE, MARK, EXERCISE = (
    HexColor(code) for code in ("#1b2430", "#566273", "#dbe1e9", "#1d4f91", "#7a3b00")
)  # fmt: skip
MISSING: dict[str, str | int | None] = {"\u202f": "\u00a0", "\u2212": "\u2013", "\u2009": "\u00a0", "\u2265": ">="}
"""Signs that the font lacks, and what is printed for them."""

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


@cache
def register() -> None:
    """Make the fonts known to ReportLab."""
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))


def printable(words: str) -> str:
    """Return words that the fonts can print."""
    return words.translate(str.maketrans(MISSING))


def said(words: str) -> str:
    """Return words that the fonts can print, and that are no markup."""
    return escape(printable(words))


def type_of(size: float, font: str = PLAIN, colour: Any = INK, *, after: float = 0) -> ParagraphStyle:
    """Return a style of paragraphs."""
    return ParagraphStyle(
        f"{font}{size}", fontName=font, fontSize=size, leading=size * 1.32, textColor=colour, spaceAfter=after
    )
