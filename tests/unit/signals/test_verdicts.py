"""Ratings of checks are read as publishers write them (invented, in the manner of French and English newsrooms)."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.checks import VERDICTS, verdict, verdicts

CASES = [
    ("Faux", "false"),
    ("FAUX !", "false"),
    ("C’est faux", "false"),
    ("Plutôt faux", "false"),
    ("Fausse citation", "false"),
    ("Faux : la photo est vraie mais date de 2019", "false"),
    ("Cette vidéo ne montre pas la crue de Dijon", "false"),
    ("Non, l'eau du robinet n'est pas empoisonnée", "false"),
    ("Infox", "false"),
    ("Image générée par IA", "false"),
    ("Image manipulée", "false"),
    ("Photomontage", "false"),
    ("Ce n'est pas vrai", "false"),
    ("Ce n'est pas le préfet qui parle", "false"),
    ("Inexact", "false"),
    ("Arnaque", "false"),
    ("Non avéré", "false"),
    ("False", "false"),
    ("Mostly False", "false"),
    ("mostly_false", "false"),
    ("Pants on Fire!", "false"),
    ("Three Pinocchios", "false"),
    ("Not true", "false"),
    ("No, this bridge did not collapse", "false"),
    ("AI-generated", "false"),
    ("Trompeur", "misleading"),
    ("Trompeuse", "misleading"),
    ("C'est plus compliqué", "misleading"),
    ("C’est plus compliqué que ça", "misleading"),
    ("À nuancer", "misleading"),
    ("Hors contexte", "misleading"),
    ("Photo sortie de son contexte", "misleading"),
    ("Faux contexte", "misleading"),
    ("Partiellement faux", "misleading"),
    ("En partie vrai", "misleading"),
    ("Vrai, mais…", "misleading"),
    ("C'est vrai, mais la loi date de 2004", "misleading"),
    ("Vrai et faux", "misleading"),
    ("Ni vrai ni faux", "misleading"),
    ("Vrai pour la date, faux pour le lieu", "misleading"),
    ("Exagéré", "misleading"),
    ("Pas tout à fait exact", "misleading"),
    ("Oui et non", "misleading"),
    ("Half True", "misleading"),
    ("Missing context", "misleading"),
    ("Miscaptioned", "misleading"),
    ("Misleading", "misleading"),
    ("Vrai", "true"),
    ("Plutôt vrai", "true"),
    ("Exact", "true"),
    ("Confirmé", "true"),
    ("C'est authentique", "true"),
    ("Ce n'est pas faux", "true"),
    ("Oui, le pont est fermé", "true"),
    ("True", "true"),
    ("Mostly true", "true"),
    ("Correct Attribution", "true"),
    ("Non prouvé", "unproven"),
    ("Aucune preuve", "unproven"),
    ("Infondé", "unproven"),
    ("Sans fondement scientifique", "unproven"),
    ("Invérifiable", "unproven"),
    ("Non confirmé à ce stade", "unproven"),
    ("Rien ne permet de l'affirmer", "unproven"),
    ("Unproven", "unproven"),
    ("No evidence", "unproven"),
    ("Unsupported claim", "unproven"),
    ("Satire", "other"),
    ("Poisson d'avril", "other"),
    ("Mai 2024", "other"),
    ("Explication", "other"),
    ("3/5", "other"),
    ("Falsch", "other"),
    ("", "other"),
    ("Noël à Dijon", "other"),
    ("Fauxbourg", "other"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_ratings_come_to_a_verdict(text: str, expected: str) -> None:
    assert verdict(text) == expected


@given(st.text(max_size=80))
def test_no_rating_is_too_strange(text: str) -> None:
    assert verdict(text) in VERDICTS


def test_no_phrase_says_two_things() -> None:
    tables = tomllib.loads((Path(verdicts.__file__).parent / "verdicts.toml").read_text("utf-8"))
    assert set(tables["phrases"]) == set(VERDICTS)
    for table in tables.values():
        phrases = [phrase for several in table.values() for phrase in several]
        assert len(phrases) == len(set(phrases))
