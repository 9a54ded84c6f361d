"""Copies meet under one key; a denial, a question or another number never does (invented pairs)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.copies.index import Entry, Index
from signals.text.near import near_key, polarity, words


def copies(texts: list[str]) -> list[int]:
    """Return the place of the first text that each copies, its own where there is none."""
    found = Index().add([Entry(str(place), text, "fr") for place, text in enumerate(texts)])
    return [int(one.id) if one else place for place, one in enumerate(found)]


COPIES = [
    ("Le barrage du Val-Fournier a cédé, fuyez !", "LE BARRAGE DU VAL-FOURNIER A CEDE, FUYEZ !!!!"),
    (
        "Le barrage du Val-Fournier a cédé, fuyez",
        "RT @ana : Le barrage du Val-Fournier a cédé, fuyez 😱😱 https://a.example/1?utm_source=x",
    ),
    ("L’eau monte à Dijon", "l'eau monte a dijon"),
    ("Les pompiers évacuent un camping à Longvic", "Via un ami : les pompiers évacuent un camping à Longvic..."),
    ("Le pont ne tient pas, évitez le secteur", "le pont tient pas, évitez le secteur"),
    ("C'est faaaaaux, aucun barrage", "C'est faux, aucun barrage"),
    ("The dam has burst, leave Dijon now", "the dam has burst — leave Dijon NOW"),
    ("Œuvre volée à la mairie cette nuit", "oeuvre volee a la mairie cette nuit"),
]

DIFFERENT = [
    ("Les chats sont gris", "Les chats ne sont pas gris"),
    ("Les chats sont gris", "Les chats sont pas gris"),
    ("Le barrage du Val-Fournier a cédé", "Le barrage du Val-Fournier n'a pas cédé"),
    ("Le barrage du Val-Fournier a cédé", "Le barrage du Val-Fournier n’a jamais cédé"),
    ("Le barrage du Val-Fournier a cédé", "FAUX : le barrage du Val-Fournier a cédé"),
    ("Le barrage du Val-Fournier a cédé", "Intox : le barrage du Val-Fournier a cédé"),
    ("Le barrage du Val-Fournier a cédé", "Le barrage du Val-Fournier a cédé ?"),
    ("Le barrage du Val-Fournier a cédé", "Rumeur : le barrage du Val-Fournier a cédé"),
    ("Un barrage est menacé en Côte-d'Or", "Aucun barrage est menacé en Côte-d'Or"),
    ("The dam has burst near the old town", "The dam hasn't burst near the old town"),
    ("The dam did burst near the old town", "The dam did not burst near the old town"),
    ("Il y a 3 blessés sur la route de Dijon", "Il y a 30 blessés sur la route de Dijon"),
    ("Plus d'eau à Dijon ce matin", "Plus d'eau à Chenôve ce matin"),
    ("Accident sur la A6", "Accident sur la A7"),
]


@pytest.mark.parametrize(("one", "other"), COPIES)
def test_copies_share_a_key(one: str, other: str) -> None:
    assert near_key(one) == near_key(other)
    assert copies([one, other]) == [0, 0]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_says_something_else_is_no_copy(one: str, other: str) -> None:
    assert near_key(one) != near_key(other)
    assert copies([one, other]) == [0, 1]


LONG = "Un pompier me dit que le barrage du Val-Fournier vient de céder, une vague de cinq mètres arrive sur Dijon"


@pytest.mark.parametrize(
    "other",
    [
        LONG.replace("pompier", "pompeir"),
        LONG.replace("vague", "grosse vague"),
        LONG + ", quittez les quartiers",
        LONG.replace("Un pompier", "Mon voisin"),
    ],
)
def test_small_changes_are_copies(other: str) -> None:
    assert copies(["Rien à voir avec la crue", LONG, other]) == [0, 1, 1]


@pytest.mark.parametrize(
    "other",
    [
        LONG.replace("vient de céder", "ne vient pas de céder"),
        LONG + " : faux",
        LONG + " ?",
        LONG + " à 15 h",
        LONG.replace("cinq", "six"),
        LONG.replace("Dijon", "Beaune"),
    ],
)
def test_small_changes_of_sense_are_not(other: str) -> None:
    assert copies([LONG, other]) == [0, 1]


def test_copies_of_copies_are_copies() -> None:
    second = LONG.replace("Dijon", "Dijon, quittez les quartiers bas")
    third = second.replace("bas", "bas et la gare tout de suite")
    assert copies([LONG, third, second, "autre chose"]) == [0, 0, 0, 3]


@pytest.mark.parametrize("text", ["", "😱 !!", "@user https://a.example", "+1"])
def test_a_text_without_words_copies_nothing(text: str) -> None:
    assert near_key(text) is None
    assert copies([text, text]) == [0, 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le pont a cédé", "+"),
        ("C'est faux", "-"),
        ("Stop à la rumeur", "-"),
        ("La préfecture dément", "-"),
        ("Il y a un pas de tir ?", "-"),
        ("D'où ça vient ?", "?"),
        ("It is not true", "-"),
        ("It isn’t true", "-"),
    ],
)
def test_polarity(text: str, expected: str) -> None:
    assert polarity(text) == expected


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_one_key(text: str) -> None:
    assert near_key(text) == near_key(text + " ")
    assert copies([text]) == [0]


FRAMES = (
    "RT @ana : {}",
    "{} 😱😱",
    "{} !!!",
    "Via un ami : {}",
    "Je relaie, {}",
    "{} https://a.example/1",
    "{} (vu ailleurs)",
)
STATED = [text for pair in COPIES for text in pair] + [one for one, _ in DIFFERENT]


@settings(deadline=None)
@given(st.sampled_from(STATED), st.lists(st.sampled_from(FRAMES), max_size=3))
def test_frames_keep_the_key(text: str, frames: list[str]) -> None:
    framed = text
    for frame in frames:
        framed = frame.format(framed)
    assert near_key(framed) == near_key(text)


WORDS = ("barrage", "pont", "gare", "routes", "maire", "ferme", "brule", "arrive", "grands", "dijon", "soir", "police")
NEGATIONS = ("pas", "jamais", "aucun", "not", "never", "no", "sans", "faux :", "intox", "n'a pas")


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), st.data())
def test_a_negation_always_changes_the_key(said: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(said)))
    negated = [*said[:at], data.draw(st.sampled_from(NEGATIONS)), *said[at:]]
    assert near_key(" ".join(negated)) != near_key(" ".join(said))
    assert copies([" ".join(said), " ".join(negated)]) == [0, 1]


def test_who_did_what_to_whom_counts() -> None:
    assert near_key("Un gendarme a tiré sur un manifestant") != near_key("Un manifestant a tiré sur un gendarme")


def test_what_is_negated_counts() -> None:
    one, other = "Le barrage a cédé, ne restez pas chez vous", "Le barrage n'a pas cédé, restez chez vous"
    assert near_key(one) != near_key(other)
    assert copies([one, other]) == [0, 1]


def test_numbers_in_words_are_numbers_in_figures() -> None:
    assert near_key("Deux mille trois cents euros volés") == near_key("2 300 € volés")
    assert words("à 21h et à 9 pm") == ["21", "21"]
