"""The catalogue hangs together, and names of services are found as people write them (invented messages)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.exercise.phrases import everyday
from signals.services.amend import shipped, warnings
from signals.services.find import find_services

CASES = [
    ("J'ai signalé sur Percev@l hier", {"perceval"}),
    ("Signalement PERCEVAL fait", {"perceval"}),
    ("Plainte en ligne envoyée ce matin", {"plainte-en-ligne"}),
    ("#PlainteEnLigne toujours rien", {"plainte-en-ligne"}),
    ("Ma pré-plainte est prête", {"pre-plainte-en-ligne"}),
    ("pre plainte en ligne faite", {"pre-plainte-en-ligne"}),
    ("preplainte ou plainte en ligne ?", {"pre-plainte-en-ligne", "plainte-en-ligne"}),
    ("La brigade numérique m’a répondu", {"brigade-numerique"}),
    ("Merci à la Brigade numérique", {"brigade-numerique"}),
    ("Je vais à la brigade de Beaune faire ma pré-plainte", {"brigade-locale", "pre-plainte-en-ligne"}),
    ("L’appli Ma Sécurité plante", {"ma-securite"}),
    ("Diagnostic sur 17Cyber, merci", {"17cyber"}),
    ("le 17 cyber m'a aidé", {"17cyber"}),
    ("Plainte THESEE déposée", {"thesee"}),
    ("Signalez sur PHAROS", {"pharos"}),
    ("Où faire une procuration ?", {"procuration"}),
    ("Voter par procuration en mars", {"procuration"}),
    ("Appelez le 17 !", {"17"}),
    ("le 17 ne répond plus", {"17"}),
    ("Transféré au 33700", {"33700"}),
    ("Avis laissé sur Services Publics+", {"services-publics-plus"}),
    ("Horaires de la gendarmerie de Beaune ?", {"brigade-locale"}),
    ("cybermalveillance.gouv.fr explique tout", {"cybermalveillance"}),
    ("Le 17 mars, il fera beau", set()),
    ("J'habite dans le 17", set()),
    ("Je porte plainte contre mon voisin", set()),
    ("Les gendarmes sont passés", set()),
    ("Une brigade de pompiers", set()),
    ("Je suis numérique et en ligne", set()),
    ("", set()),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_services_are_found_by_their_names(text: str, expected: set[str]) -> None:
    found = find_services(text)
    assert {service_id for service_id, _ in found} == expected
    assert all(0.5 <= probability < 1 for _, probability in found)


@pytest.mark.parametrize(
    ("text", "probability"),
    [("Thésée et le Minotaure", 0.6), ("Plainte Thésée déposée", 0.95), ("THESEE ne marche pas", 0.95)],
)
def test_a_word_is_less_sure_than_a_name(text: str, probability: float) -> None:
    assert find_services(text) == [("thesee", probability)]


def test_the_catalogue_hangs_together() -> None:
    services, labels = shipped().services, shipped().needs
    ids = [service.id for service in services]
    assert len(ids) == len(set(ids))
    assert {
        "perceval", "plainte-en-ligne", "pre-plainte-en-ligne", "brigade-numerique", "ma-securite", "17cyber", "thesee",
        "pharos", "services-publics-plus", "procuration", "17", "brigade-locale", "cybermalveillance",
    } <= set(ids)  # fmt: skip
    assert {service.kind for service in services} == {"teleservice", "procedure", "unit", "page"}
    assert {need for service in services for need in service.needs} == set(labels)
    assert all(service.needs and service.operator for service in services)
    assert all(label.fr and label.en and label.fr != label.en for label in labels.values())
    assert list(warnings(shipped())) == []


def test_the_exercise_speaks_of_known_services() -> None:
    named = {theme.service for theme in everyday()} - {None}
    assert named <= {service.id for service in shipped().services}


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    assert all(0 < probability < 1 for _, probability in find_services(text))
