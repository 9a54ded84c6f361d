"""The tone of messages: what their words show, and what the head that ships makes of it."""

from pathlib import Path

import numpy as np
import pytest

from signals import tone as package
from signals.encoders import Encoder
from signals.models import load_head
from signals.text.fold import fold
from signals.tone import tone
from signals.tone.cues import BAD, CUES, GOOD, MANY, WEIGHT, cues, features, names


def shown(text: str) -> dict[str, float]:
    return dict(zip(names(), cues(text), strict=True))


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Bravo à toute l'équipe", "praise"),
        ("Très belle initiative de la mairie", "praise"),
        ("Merci pour tout", "thanks"),
        ("Enfin une bonne décision, j'adore", "joy"),
        ("La brigade remporte un trophée", "wins"),
        ("Le service s'améliore", "progress"),
        ("C'est une honte, un scandale", "blame"),
        ("Quelle connerie", "insults"),
        ("Trois morts et des dégâts", "harm"),
        ("C'est inquiétant, j'ai peur", "worry"),
        ("Encore un échec, toujours pas de réponse", "fails"),
        ("Non à la fermeture, boycott", "opposes"),
        ("Réunion publique sur le budget", "tells"),
        ("Rendez-vous mardi 3 mars", "dates"),
        ("Ils n'ont pas répondu", "negates"),
    ],
)
def test_words_show_what_they_mean(text: str, cue: str) -> None:
    assert shown(text)[cue] == 1
    assert shown(fold(text).upper())[cue] == 1


@pytest.mark.parametrize("text", ["Le bus passe au coin de la rue", "Le guichet est au premier étage", ""])
def test_plain_words_lean_to_neither_side(text: str) -> None:
    found = shown(text)
    assert {name: found[name] for name in (*GOOD, *BAD, "balance")} == dict.fromkeys((*GOOD, *BAD, "balance"), 0)


def test_handles_and_links_say_nothing() -> None:
    assert cues("@bravo_merci @stop.honte regarde") == cues("@user regarde")
    assert cues("Regarde https://exemple.fr/quelle-honte") == cues("Regarde http")


def test_more_words_of_a_side_count_more_up_to_three() -> None:
    texts = ("Bravo", "Bravo, merci", "Bravo, merci, un accueil parfait", "Bravo, merci, un accueil parfait, superbe")
    assert [round(shown(text)["balance"], 2) for text in texts] == [0.33, 0.67, 1, 1]
    assert round(shown("Merci, mais quelle honte, quel scandale")["balance"], 2) == -0.33


def test_sides_name_cues() -> None:
    assert set(GOOD) | set(BAD) <= set(CUES.names)
    assert set(GOOD).isdisjoint(BAD)


def test_the_head_that_ships_was_learned_on_these_cues(encoder: Encoder) -> None:
    head = load_head("tone")
    assert head.weights.shape == (3, encoder.dimension + len(names()))
    rows = features(["Merci"], encoder.encode(["Merci"]))
    assert rows.shape == (1, encoder.dimension + len(names()))
    assert rows[0, encoder.dimension + names().index("thanks")] == np.float32(WEIGHT)
    towards = head.weights[head.classes.index("positive")] - head.weights[head.classes.index("negative")]
    of = dict(zip(names(), towards[encoder.dimension :], strict=True))
    assert all(of[name] + (of["good"] + of["balance"]) / MANY > 1 for name in GOOD)
    assert all(of[name] + (of["bad"] - of["balance"]) / MANY < -1 for name in BAD)


def test_words_move_the_tone_beside_the_vector(encoder: Encoder) -> None:
    vector = encoder.encode(["Le guichet du deuxième étage"])
    good, none, bad = (float(tone([text], vector)[0]) for text in ("Bravo, superbe", "Le guichet", "Honte, scandale"))
    assert good > none > bad


def test_nothing_has_no_tone_to_tell() -> None:
    assert tone([], np.empty((0, 384), np.float32)).shape == (0,)


def test_no_cue_is_a_name_or_a_handle() -> None:
    text = Path(package.__file__).with_name("cues.toml").read_text("utf-8")
    assert "@" not in text
    assert "http" not in text
