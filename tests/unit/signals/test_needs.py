"""The need behind the words leads to the services that answer it (held-out and invented messages)."""

import json
from pathlib import Path

import numpy as np
import pytest

from signals.encoders import Encoder
from signals.models import load_head
from signals.models.training.need import scores
from signals.services.amend import amended, shipped
from signals.services.find import THRESHOLD, Finder, finder
from signals.services.meaning import learn, needs_head
from signals.services.tables import read_tables

HELD_OUT = Path(__file__).parents[2] / "data" / "intents" / "held_out.jsonl"

CASES = [
    ("Je me suis fait débiter 300 € sur internet avec ma carte que j'ai toujours", {"perceval"}, "report-card-fraud"),
    ("Someone paid online with my card details, I still have the card", {"perceval"}, "report-card-fraud"),
    ("On part quinze jours en août, qui peut surveiller la maison ?", {"tranquillite-vacances"}, "home-watch"),
    ("Mon compte Instagram a été piraté, qui peut m'aider ?", {"17cyber", "cybermalveillance"}, "cyber-help"),
    ("Mon mari me bat, je ne sais pas où aller", {"arretons-les-violences"}, "domestic-violence"),
    ("SMS frauduleux d'un faux livreur reçu ce matin", {"33700"}, "report-scam-message"),
]

NOTHING = [
    "Il fait beau ce matin sur les vignes",
    "Deux buts pour Dijon, quelle soirée",
    "Le train de 8 h est encore supprimé",
    "Payer ses impôts en ligne est devenu très simple",
    "",
]


@pytest.fixture(scope="module")
def found(encoder: Encoder) -> Finder:
    return finder(shipped(), encoder.encode, encoder=encoder.name)


@pytest.mark.parametrize(("text", "services", "need"), CASES)
def test_a_need_leads_to_its_services(
    found: Finder, encoder: Encoder, text: str, services: set[str], need: str
) -> None:
    (concerned,) = found.find([text], encoder.encode([text]))
    assert {one.service_id for one in concerned} == services
    assert {(one.how, one.need) for one in concerned} == {("meaning", need)}
    assert all(THRESHOLD <= one.probability <= 1 for one in concerned)


@pytest.mark.parametrize("text", NOTHING)
def test_what_calls_for_no_service_gets_none(found: Finder, encoder: Encoder, text: str) -> None:
    assert found.find([text], encoder.encode([text])) == [[]]


def test_a_name_counts_before_a_meaning(found: Finder, encoder: Encoder) -> None:
    text = "Fraude à la carte bancaire déclarée sur Percev@l, ma carte est dans mon sac"
    (concerned,) = found.find([text], encoder.encode([text]))
    assert [(one.service_id, one.how, one.need) for one in concerned] == [("perceval", "name", "report-card-fraud")]


def test_who_surely_names_a_service_means_no_other(found: Finder, encoder: Encoder) -> None:
    texts = ["La Brigade numérique répond pour le harcèlement de ma fille au collège ?", "Fraude CB, Thésée dit non"]
    sure, likely = found.find(texts, encoder.encode(texts))
    assert [one.service_id for one in sure] == ["brigade-numerique"]
    assert {one.service_id for one in likely} >= {"thesee", "perceval"}


def test_what_the_source_says_needs_no_guess(found: Finder, encoder: Encoder) -> None:
    text, _, _ = CASES[0]
    assert found.find([text], encoder.encode([text]), [("perceval",)]) == [[]]
    (concerned,) = found.find([text], encoder.encode([text]), [("17cyber",)])
    assert [one.service_id for one in concerned] == ["perceval"]


def test_the_head_that_ships_fits_the_catalogue_that_ships(encoder: Encoder) -> None:
    assert needs_head(shipped(), encoder.encode, encoder=encoder.name) is load_head("need")


@pytest.mark.slow
def test_it_is_rebuilt_from_the_examples(encoder: Encoder) -> None:
    rows = [json.loads(line) for line in HELD_OUT.read_text("utf-8").splitlines()]
    vectors = encoder.encode([row["text"] for row in rows])
    again = learn(shipped(), encoder.encode, encoder=encoder.name)
    assert again.classes == load_head("need").classes
    # vectors of small integers are not quite the same on every processor: up to 0.05 was seen
    told, kept = (head.predict_proba(vectors) for head in (again, load_head("need")))
    assert np.abs(told - kept).max() <= 0.1
    assert np.abs(told - kept).mean() <= 0.003
    assert (told.argmax(axis=1) == kept.argmax(axis=1)).mean() >= 0.98


def test_held_out_messages_find_their_need(encoder: Encoder) -> None:
    rows = [json.loads(line) for line in HELD_OUT.read_text("utf-8").splitlines()]
    figures = scores(load_head("need"), rows, encoder)
    assert figures["precision"] > 0.88
    assert figures["recall"] > 0.58
    assert figures["false_none"] < 0.03
    assert figures["ece"] < 0.1


def test_no_held_out_message_is_an_example() -> None:
    held_out = {json.loads(line)["text"] for line in HELD_OUT.read_text("utf-8").splitlines()}
    known = shipped()
    assert held_out.isdisjoint(known.elsewhere)
    assert all(held_out.isdisjoint(texts) for texts in known.examples.values())


@pytest.mark.slow
def test_a_need_of_an_administrator_is_heard(encoder: Encoder) -> None:
    said = [
        "Un drone survole mon jardin", "Un drone filme ma terrasse", "Drone au-dessus des maisons ce soir",
        "Quelqu'un fait voler un drone sur la plage", "A-t-on le droit de voler en drone ici ?",
        "Où signaler un drone trop bas ?", "Le drone du voisin me dérange", "Drone repéré près de la centrale",
        "Un petit drone a frôlé ma fenêtre", "Des drones tournent sur le village", "Survol de drone la nuit",
        "Drone flying over my garden", "Qui appeler pour un drone suspect ?", "Encore ce drone sur l'école",
    ]  # fmt: skip
    tables = f"""
[needs.report-drone]
fr = "Signaler un drone"
en = "Report a drone"
examples = {json.dumps(said, ensure_ascii=False)}

[[services]]
id = "drones"
name = "Guichet des drones"
kind = "page"
operator = "Préfecture"
needs = ["report-drone"]
"""
    made = finder(amended(shipped(), read_tables(tables)), encoder.encode, encoder=encoder.name)
    texts = ["Il y a un drone au-dessus de la piscine, à qui le dire ?", CASES[0][0], NOTHING[0]]
    drone, fraud, nothing = made.find(texts, encoder.encode(texts))
    assert [(one.service_id, one.need) for one in drone] == [("drones", "report-drone")]
    assert [one.service_id for one in fraud] == ["perceval"]
    assert nothing == []
