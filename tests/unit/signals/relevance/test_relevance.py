"""Which questions a page answers, and what its editor is told."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from flows.reader import reader
from signals.relevance.answer import answers, passages
from signals.relevance.details import asked_for, given
from signals.relevance.review import LEAST, Question, review
from signals.topics.space import by_subject

pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[3] / "data" / "relevance"
PAGE = "Voter par procuration. La démarche est gratuite. Présentez-vous à la brigade avec une pièce d'identité."


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    cache = reader().published
    return by_subject(cache.encode(texts), cache.space)


DETAILS = {
    "Combien ça coûte ?": ({"price"}, "La démarche est gratuite."),
    "En combien de temps ai-je une réponse ?": ({"delay"}, "Une réponse vous parvient sous 48 heures."),
    "Quels papiers faut-il apporter ?": ({"papers"}, "Munissez-vous d'un justificatif de domicile."),
    "La brigade est ouverte le samedi ?": ({"hours"}, "Accueil du lundi au vendredi, 8 h à 12 h."),
    "Quel numéro appeler ?": ({"phone"}, "Appelez le 3018."),
    "Où faire la demande ?": ({"address"}, "Rendez-vous au commissariat."),
    "Bonjour, merci pour votre aide": (set(), ""),
}


@pytest.mark.parametrize("question", DETAILS)
def test_details_asked_for_and_given(question: str) -> None:
    wanted, text = DETAILS[question]

    assert asked_for(question) == wanted
    assert wanted <= given(text)
    assert not wanted & given("Nous sommes à votre écoute.")


def test_passages_leave_the_title_out() -> None:
    assert passages(PAGE)[0] == "La démarche est gratuite."
    assert passages("Court.") == ["Court."]
    assert passages("") == []


def test_pages_held_out_are_judged_better_than_by_chance() -> None:
    right = total = 0
    for line in (DATA / "held_out.jsonl").read_text().splitlines():
        page = json.loads(line)
        found = answers(page["text"], list(page["asked"]), encode)
        right += sum(one.is_answered == told for one, told in zip(found, page["asked"].values(), strict=True))
        total += len(found)

    assert total == 36
    assert right / total >= 0.65, "half of these questions are answered"


def test_a_detail_that_the_text_lacks_is_missing() -> None:
    (price, hours) = answers(PAGE, ["C'est gratuit ?", "Quels sont les horaires pour la procuration ?"], encode)

    assert (price.is_answered, price.missing) == (True, frozenset())
    assert (hours.is_answered, hours.missing) == (False, frozenset({"hours"}))


def test_an_empty_text_answers_nothing() -> None:
    (found,) = answers("", ["C'est gratuit ?"], encode)

    assert not found.is_answered
    assert found.missing == {"price"}


def asked(text: str, authors: int, start: int = 0) -> list[Question]:
    return [Question(text, f"mastodon:{start + number}") for number in range(authors)]


def test_editor_is_told_what_many_ask_and_the_text_lacks() -> None:
    questions = asked("Quels sont les horaires de la gendarmerie pour une procuration ?", 7)
    questions += asked("C'est gratuit ?", 6, 50)
    found = review(PAGE, questions, encode)

    assert (found.n, found.authors, found.answered) == (13, 13, 6)
    assert found.edits[0].kind in ("detail", "word")
    details = [edit for edit in found.edits if edit.kind == "detail"]
    assert [edit.authors for edit in details] == [7]
    assert "horaires" in details[0].fr
    assert any("gendarmerie" in edit.fr for edit in found.edits if edit.kind == "word"), "the page says brigade"


@pytest.mark.parametrize(
    "text", ["Quels sont les horaires ?", "Ma grand-mère Zénobie est alitée, un agent peut-il passer ?"]
)
def test_what_few_ask_is_never_told(text: str) -> None:
    few = asked(text, LEAST - 1) + asked(text, 3)

    assert review(PAGE, few, encode).edits == ()


def test_a_question_that_many_ask_is_named_by_the_words_they_share() -> None:
    questions = [
        Question(f"Ma mère est hospitalisée, un gendarme peut-il venir à {town} ?", f"mastodon:{number}")
        for number, town in enumerate(("Dijon", "Semur", "Beaune", "Auxonne", "Nuits", "Seurre"))
    ]
    found = review(PAGE, questions, encode)
    (edit,) = [edit for edit in found.edits if edit.kind == "question"]

    assert edit.authors == 6
    assert "hospitalisée" in edit.fr
    assert not any(town in edit.fr for town in ("Dijon", "Semur"))
