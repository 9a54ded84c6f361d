"""The account of an exercise as files: a web page that stands alone, and a table for spreadsheets."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from markupsafe import Markup

from signals.retex import Line, Retex
from ui.spreadsheet import csv_file
from ui.state import State, Words

SOURCES = Path(__file__).parent
EXERCISE = "EXERCICE — EXERCICE — EXERCICE"

COLUMNS: tuple[Words, ...] = (
    ("Exercice", "Exercise"), ("Genre", "Kind"), ("Ce qui était vrai", "What was true"), ("Verdict", "Verdict"),
    ("Début (UTC)", "Beginning (UTC)"), ("Alerte (UTC)", "Alert (UTC)"), ("Prise en compte (UTC)", "Taken (UTC)"),
    ("Démenti (UTC)", "Denial (UTC)"), ("Minutes du début à l’alerte", "Minutes to the alert"),
    ("Minutes de l’alerte à la prise en compte", "Minutes from alert to taken"),
    ("Minutes du début au démenti", "Minutes to the denial"), ("Alertes", "Alerts"),
)  # fmt: skip

PAGE = Markup(
    '<!doctype html><html lang="{lang}" data-look="light"><head><meta charset="utf-8"><meta name="viewport" '
    'content="width=device-width, initial-scale=1"><title>EXERCICE – {title}</title><style>{style}</style></head>'
    '<body><div class="ci"><p class="banner exercise">{exercise}</p><h1>{title}</h1>{body}'
    '<p class="banner exercise">{exercise}</p></div><div class="ci"><div class="watermark" aria-hidden="true"></div>'
    "</div></body></html>"
)
AROUND = (
    "body { margin: 0 auto; padding: 24px; max-width: 1100px; font-family: Roboto, Arial, sans-serif;"
    " background: var(--ci-ground); color: var(--ci-ink); } .ci { display: grid; gap: 16px; }"
    "@media print { body { padding: 0; } .ci .scroll { overflow: visible; } }"
)


def table(state: State, found: Retex) -> bytes:
    """Return the account as CSV: each truth, then each alert on nothing."""
    rows = [_row(line) for line in (*found.wanted, *found.benign)]
    rows += [
        [EXERCISE, "", state.say(one.title, one.title_en), "unfounded", "", _iso(one.at), "", "", "", "", "", one.id]
        for one in found.unfounded
    ]
    return csv_file([state.say(*words) for words in COLUMNS], rows)


def _row(line: Line) -> list[object]:
    moments = [_iso(line.began), _iso(line.seen), _iso(line.taken), _iso(line.denied)]
    spans = [_minutes(line.to_see), _minutes(line.to_take), _minutes(line.to_deny)]
    return [EXERCISE, line.kind, line.label, line.verdict, *moments, *spans, " ".join(line.alerts)]


def page(state: State, title: str, body: Markup) -> bytes:
    """Return the account as a web page that needs nothing else."""
    shown = PAGE.format(
        lang=state.lang, title=state.say(f"RETEX : {title}", f"RETEX: {title}"), body=body, exercise=EXERCISE,
        style=Markup(_style()),  # noqa: S704  our own sheets
    )  # fmt: skip
    return shown.encode("utf-8")


@cache
def _style() -> str:
    sheets = (SOURCES / "assets" / "theme.css", SOURCES / "components" / "src" / "block.css")
    return "\n".join(path.read_text("utf-8") for path in sheets) + AROUND


def _iso(at: datetime | None) -> str:
    return "" if at is None else at.isoformat(timespec="seconds")


def _minutes(span: timedelta | None) -> str:
    return "" if span is None else f"{span / timedelta(minutes=1):.1f}"
