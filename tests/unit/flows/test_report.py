"""The monthly report: in words, as a page that fetches nothing, and as a PDF whose text can be read."""

import re
from datetime import UTC, datetime

import pytest
from reportlab.pdfbase import pdfmetrics

from flows.report.page import page
from flows.report.paper import paper
from flows.report.words import About, Text, text
from graph.model import Place
from signals.brief.sheet import MISSING, PLAIN
from signals.comparison import change
from signals.facts import Scope
from signals.indicators import Value, by_id
from signals.intervals import poisson, wilson
from signals.monthly import Month, Row
from signals.readings import Blind, Reading

FEBRUARY = Scope(datetime(2026, 1, 31, 23, tzinfo=UTC), datetime(2026, 2, 28, 23, tzinfo=UTC), "D21")
ABOUT = About(
    place=Place(id="D21", name="Côte-d’Or <21>", kind="departement"),
    service=None,
    as_of=datetime(2026, 3, 2, 8, tzinfo=UTC),
    graph="live",
    is_exercise=False,
)


def share(yes: int, n: int) -> Value:
    return Value(yes / n, n, wilson(yes, n))


def rate(n: int) -> Value:
    low, high = poisson(n)
    return Value(n / 50, n, (low / 50, high / 50))


def row(name: str, now: Value | None, then: Value | None = None, blind: Blind | None = None) -> Row:
    indicator = by_id()[name]
    told = change(now, then) if now and then else None
    return Row(Reading(name, indicator, now, False, blind), then, None, told)


MONTH = Month(
    FEBRUARY,
    (
        row("visits", Value(12_345.0, 12_345), Value(6_000.0, 6_000)),
        row("reach", None),
        row("coverage", share(3, 9)),
        row("jdma_satisfaction", Value(8.4, 200, (8.1, 8.7)), Value(7.0, 200, (6.7, 7.3))),
        row("tone_balance", Value(-0.31, 900, (-0.36, -0.26)), blind=Blind(30.5, ("mastodon",))),
        row("complaint_share", share(90, 100), share(10, 100)),
        row("report_rate", rate(400), rate(390)),
    ),
)


def french() -> Text:
    return text(MONTH, ABOUT, "fr")


def test_what_clearly_moved_comes_first_with_whether_it_is_better() -> None:
    said = french().summary
    assert [sentence.partition(" :")[0] for sentence in said] == [
        "Part des plaintes exprimées",
        "Satisfaction usager",
    ]
    assert said[1].endswith("en hausse (7 /10 avant), ce qui est mieux.")
    assert said[0].endswith("en hausse (10\u202f% avant), ce qui est moins bien.")


def test_one_part_a_pillar_and_what_has_no_data_is_named() -> None:
    parts = french().parts
    assert [part.title for part in parts] == ["1. Visibilité", "2. Perception", "3. Action"]
    assert parts[0].without == ("Portée",)
    coverage = next(line for line in parts[0].lines if line.name == "Couverture territoriale")
    assert coverage.value.startswith("effectif insuffisant")
    satisfaction = next(line for line in parts[1].lines if line.name == "Satisfaction usager")
    assert satisfaction.value == "8,4 /10"
    assert satisfaction.notes[0] == "Bien"
    assert "plus de 8 sur 10" in satisfaction.notes[1]


def test_chance_is_no_change_and_a_blind_source_is_said() -> None:
    lines = {line.name: line for part in french().parts for line in part.lines}
    assert lines["Signalements pour 10 000 habitants"].verdict == "pas d’écart net"
    assert lines["Solde de tonalité"].notes[-1] == "Source coupée 30,5 h : mastodon"
    assert any("minimums" in note for note in french().notes)


def test_the_page_fetches_nothing_and_escapes_what_it_is_given() -> None:
    made = page(french())
    assert not re.search(r"(src|href|url)\s*[=(]", made)
    assert "Côte-d’Or &lt;21&gt;" in made
    assert made.count("<h2>") == 1 + len(french().parts)
    assert "février 2026" in made


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_paper_is_a_pdf_that_names_no_address_and_is_always_the_same(lang: str) -> None:
    said = text(MONTH, ABOUT, lang)
    made = paper(said)
    assert made.startswith(b"%PDF-")
    assert made == paper(said)
    assert b"http" not in made.replace(b"https://www.reportlab.com", b"").replace(b"http://www.reportlab.com", b"")


def test_every_sign_of_the_words_can_be_printed() -> None:
    paper(french())
    known = pdfmetrics.getFont(PLAIN).face.charToGlyph
    words = "".join(repr(text(MONTH, ABOUT, lang)) for lang in ("fr", "en"))
    words += "".join(one.name + one.name_en for one in by_id().values())
    signs = {MISSING.get(sign, sign) for sign in words if sign.isprintable() or sign in MISSING}
    assert {sign for sign in signs if ord(str(sign)) not in known} == set()


def test_an_exercise_says_so_on_every_form() -> None:
    exercise = text(MONTH, About(ABOUT.place, None, ABOUT.as_of, "demo", is_exercise=True), "fr")
    assert "EXERCICE" in page(exercise)
    assert len(paper(exercise)) > len(paper(french()))
