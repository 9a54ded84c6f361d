"""The title of a rumour is what it claims, without what surrounds the claim."""

import pytest

from signals.rumours.words import LONGEST, SHORTEST, spread_of, stated, titled


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        ("Le pont de Talant a cédé, partagez vite 👇👇", "Le pont de Talant a cédé"),
        ("Confirmé : le dépôt est bloqué pour un mois", "Le dépôt est bloqué pour un mois"),
        ("l'eau du robinet est contaminée à Limoges #EauLimoges #alerte", "L'eau du robinet est contaminée à Limoges"),
        ("RT @moi : Mon voisin dit que le pont s'est effondré", "Mon voisin dit que le pont s'est effondré"),
        ("Partagez avant suppression : la digue a cédé à Dole", "La digue a cédé à Dole"),
        ("C'est vrai que l'école ferme à 14:10 demain ?", "C'est vrai que l'école ferme à 14:10 demain"),
        ("L’hôpital Sainte\u2011Anne évacué ☢️ selon le n° 15", "L’hôpital Sainte\u2011Anne évacué selon le n° 15"),
    ],
)
def test_a_claim_is_without_pictures_tags_and_appeals(message: str, claim: str) -> None:
    assert stated(message) == claim


def test_what_would_be_too_short_stays_as_it_was_said() -> None:
    assert stated("Le pont cède, partagez vite") == "Le pont cède, partagez vite"
    assert stated("Partagez !") == "Partagez"
    assert stated("😱😱") == "😱😱"


def test_a_long_claim_is_cut_at_a_word() -> None:
    title = titled("La centrale a fui " + "et tout le monde part " * 9, "new", french=True)
    assert title.startswith("Rumeur possible : « La centrale a fui")
    assert title.endswith("… »")
    assert len(title) <= LONGEST + len("Rumeur possible : « … »")


def test_the_reason_and_the_title_quote_the_same_claim() -> None:
    message = "Urgent : le pont de Talant a cédé, faites tourner"
    counts = {"authors": 23, "queries": 5, "denials": 1}
    for french in (True, False):
        assert stated(message) in titled(message, "denied", french=french)
        assert stated(message) in spread_of(counts, message, french=french)
    assert len(stated(message).split()) >= SHORTEST
