"""What a service says of its incidents, and the incidents that come of it. The sentences are of our own writing."""

from datetime import UTC, datetime, timedelta

import pytest

from signals.incidents.follow import FORGOTTEN, Incident, incidents
from signals.incidents.phases import Phase, phase_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

SAID: list[tuple[str, Phase | None]] = [
    ("La plainte en ligne est indisponible depuis 9 h 10, nos équipes interviennent.", "begins"),
    ("Coupure d'électricité : le 17 ne répond plus dans trois communes", "begins"),
    ("Route départementale fermée après un éboulement. Réouverture prévue vers 18h", "begins"),
    ("12h40 : circulation interrompue, retour à la normale estimé pour 14h", "begins"),
    ("Le site est de nouveau inaccessible", "begins"),
    ("La panne est réparée, l'accès est rétabli progressivement", "over"),
    ("La panne est réparée", "resumes"),
    ("Fin de l'intervention des pompiers, des retards restent possibles", "resumes"),
    ("Les envois reprennent peu à peu", "resumes"),
    ("Reprise des envois en cours", "resumes"),
    ("Le site est à nouveau accessible, merci de votre patience", "over"),
    ("Retour à la normale sur le standard", "over"),
    ("Retour à un service rég… https://exemple.org/x", "over"),
    ("La circulation est désormais fluide", "over"),
    ("Maintenance programmée : le site sera fermé dimanche", None),
    ("Le pont sera fermé du 3 au 9 mai", None),
    ("Grève lundi : accueil perturbé", None),
    ("Pensez à déclarer une panne de votre alarme", None),
    ("Bienvenue sur notre compte", None),
]


@pytest.mark.parametrize(("text", "phase"), SAID)
def test_phases(text: str, phase: Phase | None) -> None:
    assert phase_of(text) == phase


def follow(*told: tuple[int, Phase | None]) -> list[tuple[int, int | None]]:
    found = incidents((NOON + minutes * MINUTE, phase) for minutes, phase in told)
    return [
        (int((one.start - NOON) / MINUTE), None if one.end is None else int((one.end - NOON) / MINUTE)) for one in found
    ]


def test_an_incident_begins_once_and_ends_once() -> None:
    assert follow((0, "begins"), (5, "begins"), (20, "resumes"), (30, "over"), (31, "over")) == [(0, 30)]
    assert follow((0, "begins"), (9, "over"), (10, "begins"), (12, "over")) == [(0, 9), (10, 12)]


def test_nothing_ends_that_did_not_begin() -> None:
    assert follow((0, "over"), (1, "resumes"), (2, None)) == []


def test_what_nobody_closes_stays_without_an_end() -> None:
    six = int(FORGOTTEN / MINUTE)
    assert follow((0, "begins"), (six + 1, "over")) == [(0, None)]
    assert follow((0, "begins"), (six - 1, "resumes"), (2 * six - 2, "over")) == [(0, 2 * six - 2)]
    assert follow((0, "begins"), (six + 1, "begins")) == [(0, None), (six + 1, None)]


def test_what_goes_on_is_told_too() -> None:
    (found,) = incidents([(NOON, "begins"), (NOON + MINUTE, "resumes")])
    assert found == Incident(NOON, NOON + MINUTE, None)
