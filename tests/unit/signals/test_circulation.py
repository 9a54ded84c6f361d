"""What messages say of a claim that circulates, in sentences that people write."""

import pytest

from signals.rumours.circulation import CUES, circulation, kinds

SHOWN = {
    "Mon cousin travaille à la préfecture, il dit que le pont est fermé": "hearsay",
    "I heard the bridge is closed": "hearsay",
    "Le pont aurait cédé vers midi": "conditional",
    "On nous cache tout, la préfecture ne dit rien": "secrecy",
    "Faites tourner à tous vos contacts": "relay",
    "C'est vrai pour le pont ? quelqu'un peut confirmer ?": "verify",
    "C'est faux, arrêtez de partager cette intox": "refute",
}
NOTHING = (
    "Mon train a une heure de retard",
    "Comment déposer une plainte en ligne ?",
    "Ce serait bien de répondre au téléphone",
    "J'ai partagé un café avec mon voisin",
    "",
)


@pytest.mark.parametrize("text", SHOWN)
def test_a_cue_of_circulation_is_read(text: str) -> None:
    assert SHOWN[text] in circulation(text)


@pytest.mark.parametrize("text", NOTHING)
def test_everyday_sentences_show_none(text: str) -> None:
    assert circulation(text) == []


def test_every_kind_of_cue_has_a_sentence() -> None:
    assert set(SHOWN.values()) == set(CUES.names)


def test_a_kind_counts_once_however_often_it_is_shown() -> None:
    assert kinds({"relay": 100}, 100) == 1
    assert kinds(dict.fromkeys(CUES.names, 50), 100) == len(CUES.names)
    assert kinds({"relay": 3, "verify": 3}, 100) == 1
    assert kinds({}, 0) == 0
