"""What closing several alerts would do is told before it is done."""

from typing import Any

import pytest

from signals.standing import Standing
from ui import closing
from ui.state import State


def alert(name: str, *, state: str = "open", seen: str = "", parts: int = 0) -> dict[str, Any]:
    decisions = [{"id": seen, "act": "acknowledge", "role": "vigie", "at": 0}] if seen else []
    return {
        "id": name, "title": f"Titre {name}", "title_en": "", "severity": "forte", "first_at": 0,
        "decisions": decisions, "standing": Standing(state, seen),
        "parts": [{"id": f"{name}{part}"} for part in range(parts)],
    }  # fmt: skip


ROWS = [alert("a"), alert("b", parts=2), alert("c", state="closed", seen="1"), alert("d", seen="2"), alert("e")]


def test_each_alert_is_in_one_group() -> None:
    found = closing.plan(ROWS, {"a": "", "b": "", "c": "1", "d": "", "gone": ""})

    assert found.on == {"a": "", "b": ""}
    assert ([row["id"] for row in found.done], [row["id"] for row in found.changed]) == (["c"], ["d"])
    assert (found.parts, found.gone) == (2, 1)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "fr",
            (
                "Clore 2 alertes avec un même verdict ?",
                "Ce qui leur a été réuni est clos avec elles : 2 alertes de plus.",
                "1 déjà close ou écartée, laissée en l’état :",
                "1 changée entre-temps, non close et à revoir :",
                "(vigie a pris en compte, 1er janv.",
                "1 réunie à une autre ou sortie de la veille entre-temps.",
            ),
        ),
        ("en", ("Close 2 alerts with one verdict?", "2 more alerts", "1 changed meanwhile", "(vigie acknowledged")),
    ],
)
def test_what_will_happen_is_said(lang: str, told: tuple[str, ...]) -> None:
    found = closing.plan(ROWS, {"a": "", "b": "", "c": "1", "d": "", "gone": ""})
    shown = closing.proposal(State(lang=lang), found, comment="<b>vu</b>", problem="Non.")

    assert [words for words in told if words not in shown] == []
    assert "&lt;b&gt;vu&lt;/b&gt;</textarea>" in shown
    assert "Titre e" not in shown


def test_nothing_to_close_offers_no_button() -> None:
    shown = closing.proposal(State(), closing.plan(ROWS, {"c": "1"}))

    assert "Aucune des alertes choisies n’est à clore." in shown
    assert "close-now" not in shown


def test_many_are_counted_rather_than_named() -> None:
    rows = [alert(f"{index}") for index in range(12)]
    shown = closing.proposal(State(), closing.plan(rows, {row["id"]: "" for row in rows}))

    assert shown.count("Titre") == closing.NAMED
    assert "et 4 autres" in shown
