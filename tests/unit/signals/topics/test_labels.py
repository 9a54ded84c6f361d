"""Labels that a person would write: the case beside what is expected, word for word."""

import numpy as np
import pytest

from signals.topics.describe import describe
from signals.topics.neighbours import unit
from signals.topics.words import STOP_WORDS

OTHER = [
    "Quelle belle journée pour une balade en forêt",
    "Le marché du samedi est plein de monde",
    "Nouvel horaire de la bibliothèque cet été",
    "Does anyone know a good bakery near the park?",
]
"""What else is said: words are told apart by what topics they stand in."""

CASES = {
    "une rumeur, une ville": (
        [
            "On parle d'une rumeur de rupture du barrage au-dessus de Dijon",
            "La rumeur de rupture du barrage est fausse, dit la préfecture de Dijon",
            "DIJON rumeur de rupture du barrage, vous avez vu ?",
            "Qui a lancé cette rumeur de rupture du barrage à Dijon ?",
            "Le barrage tient bon à Dijon",
        ],
        ["Dijon"] * 5,
        "Rumeur de rupture du barrage · Dijon",
    ),
    "élision et apostrophe courbe": (
        [
            "Risque d’évacuation du centre de Metz ce soir",
            "Il y a un risque d'évacuation du centre, Metz",
            "risque d'évacuation du centre confirmé",
            "Pas de risque d'évacuation du centre pour l'instant",
        ],
        ["Metz", "Metz", "", "Metz"],
        "Risque d'évacuation du centre · Metz",
    ),
    "un sigle reste en capitales": (
        [
            "Faux SMS de la CAF reçu ce matin",
            "Attention au faux SMS de la CAF",
            "encore un faux SMS de la CAF, ne cliquez pas",
            "faux SMS de la CAF : supprimez",
        ],
        [""] * 4,
        "Faux SMS de la CAF",
    ),
    "des cris sont baissés": (
        [
            "PENURIE DE CARBURANT",
            "PENURIE DE CARBURANT à la pompe !!!",
            "PENURIE DE CARBURANT partout",
            "une penurie de carburant ?",
        ],
        [""] * 4,
        "Penurie de carburant",
    ),
    "anglais": (
        [
            "Bridge collapse in Montclar, cars in the river",
            "Another bridge collapse, this time in Montclar",
            "The bridge collapse at Montclar was predicted",
            "Bridge collapse: what we know",
        ],
        ["Montclar"] * 3 + [""],
        "Bridge collapse · Montclar",
    ),
    "deux lieux, sans les redire": (
        [
            "Inondations à Beaune et à Nuits-Saint-Georges, routes coupées",
            "Routes coupées entre Beaune et Nuits-Saint-Georges",
            "Routes coupées à Beaune",
            "Beaune : routes coupées, évitez Nuits-Saint-Georges",
        ],
        ["Beaune|Nuits-Saint-Georges", "Beaune|Nuits-Saint-Georges", "Beaune", "Beaune|Nuits-Saint-Georges"],
        "Routes coupées · Beaune, Nuits-Saint-Georges",
    ),
    "un lieu nommé une fois n'est pas le lieu du sujet": (
        [
            "Plainte en ligne bloquée depuis Lyon",
            "plainte en ligne bloquée, encore",
            "Ma plainte en ligne bloquée à la page 3",
            "Plainte en ligne bloquée : erreur",
        ],
        ["Lyon", "", "", ""],
        "Plainte en ligne bloquée",
    ),
    "sans phrase commune, des mots": (
        ["Le gymnase accueille", "gymnase ouvert", "au gymnase, des lits", "Gymnase : couvertures"],
        ["Metz"] * 4,
        "Gymnase, accueille, couvertures · Metz",
    ),
    "ni adresses, ni noms masqués": (
        [
            "Panne du 17 signalée par @quelquun https://exemple.org/a",
            "Panne de réseau mobile [nom] https://exemple.org/b",
            "panne de réseau mobile @user",
            "Grosse panne de réseau mobile",
        ],
        [""] * 4,
        "Panne de réseau mobile",
    ),
}


def labelled(texts: list[str], places: list[str]) -> str:
    every = [*texts, *OTHER]
    vectors = unit(np.random.default_rng(1).normal(size=(len(every), 8)).astype(np.float32))
    topics = np.array([0] * len(texts) + [1] * len(OTHER))
    named = [[name for name in place.split("|") if name] for place in places]
    return describe(every, vectors, topics, [*named, *([[]] * len(OTHER))])[0].label


@pytest.mark.parametrize("case", CASES)
def test_a_label_reads_as_a_person_writes(case: str) -> None:
    texts, places, expected = CASES[case]
    assert labelled(texts, places) == expected


@pytest.mark.parametrize("case", CASES)
def test_a_label_neither_begins_nor_ends_with_a_small_word_nor_repeats_itself(case: str) -> None:
    texts, places, _ = CASES[case]
    what = labelled(texts, places).lower().replace(",", "").split(" · ")[0].split()
    assert what[0] not in STOP_WORDS
    assert what[-1] not in STOP_WORDS
    telling = [word for word in what if word not in STOP_WORDS]
    assert len(telling) == len(set(telling))


def test_a_label_does_not_depend_on_the_order_of_messages() -> None:
    for texts, places, expected in CASES.values():
        if "accueille" not in expected:
            assert labelled(texts[::-1], places[::-1]) == expected


def test_what_one_person_said_is_quoted_of_nobody() -> None:
    texts = ["Ma voisine du troisième a tout vu", "pont fermé", "le pont", "pont rouvert", "sur le pont"]
    assert "voisine" not in labelled(texts, [""] * 5)


def test_copies_of_one_message_are_one_voice() -> None:
    texts = ["Ma voisine du troisième a tout vu"] * 9 + ["le pont fermé", "un pont fermé", "encore un pont fermé"]
    assert labelled(texts, [""] * 12) == "Pont fermé"
