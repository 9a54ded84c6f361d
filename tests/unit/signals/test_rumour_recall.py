"""An earlier rumour is told in one sentence: when, where, what it was, and whether its denial worked."""

from datetime import UTC, datetime

import pytest

from signals.places.gazetteer import Mention
from signals.rumours.recall import Past, placeless, recalled

NOW = datetime(2026, 11, 3, tzinfo=UTC)
MARCH = datetime(2026, 3, 12, 8, tzinfo=UTC)


def past(**known: object) -> Past:
    return Past(**{"id": "r", "claim": "x", "first_at": MARCH, "last_at": MARCH} | known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "french", "english"),
    [
        ({}, "Déjà vue en mars ; personne ne l'avait démentie.", "Seen before in March; nobody had denied it."),
        (
            {"places": ("Dijon", "Dole"), "verdict": "false", "denied_at": MARCH, "after_denial": 0.25},
            "Déjà vue en mars à Dijon, fausse ; le démenti du 12/03 a fait baisser sa diffusion de 75 % en 24 h.",
            "Seen before in March in Dijon, false; the denial of 12 Mar cut its spread by 75 % in 24 h.",
        ),
        (
            {"verdict": "true", "denied_at": MARCH, "after_denial": 1.4},
            "Déjà vue en mars, vraie ; le démenti du 12/03 ne l'avait pas arrêtée en 24 h.",
            "Seen before in March, true; the denial of 12 Mar had not stopped it in 24 h.",
        ),
        ({"denied_at": MARCH}, "Déjà vue en mars ; démentie le 12/03.", "Seen before in March; denied on 12 Mar."),
    ],
)
def test_it_says_what_is_worth_knowing(known: dict[str, object], french: str, english: str) -> None:
    assert recalled(past(**known), now=NOW) == (french, english)


def test_another_year_is_named() -> None:
    assert recalled(past(), now=NOW.replace(year=2027))[0].startswith("Déjà vue en mars 2026 ;")


def test_places_are_left_out_of_a_claim() -> None:
    text = "Le pont de Dole et celui de Gap sont fermés"

    def find(said: str) -> list[Mention]:
        return [
            Mention(name, said.index(name), said.index(name) + len(name), name, 1.0, "x") for name in ("Dole", "Gap")
        ]

    assert placeless(text, find) == "Le pont de et celui de sont fermés"
