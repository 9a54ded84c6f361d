"""Postal addresses as directories write them."""

import pytest

from flows.addresses import departement_of, place_of

CASES = [
    ("21000", "Dijon", "21231"),
    ("21000", "DIJON CEDEX 9", "21231"),
    ("21032", "Dijon Cedex", "21231"),
    ("93200", "ST DENIS", "93066"),
    ("97400", "Saint-Denis", "97411"),
    ("97200", "FORT-DE-FRANCE", "97209"),
    ("75012", "Paris", "75112"),
    ("75116", "Paris 16e", "75116"),
    ("69003", "LYON 3EME ARRONDISSEMENT", "69383"),
    ("13001", "Marseille", "13201"),
    ("01200", "Bellegarde", "D01"),
    ("74000", "Annecy", "74010"),
    ("4000", "Digne-les-Bains", "04070"),
    ("20200", "Bastia", "2B033"),
    ("20000", "", "D2A"),
    ("42000", "St-Etienne", "42218"),
    ("99999", "Nulle-Part", None),
    ("", "", None),
    ("N/A", "Dijon", None),
]


@pytest.mark.parametrize(("postcode", "town", "expected"), CASES, ids=[f"{case[0]} {case[1]}" for case in CASES])
def test_an_address_has_a_place(postcode: str, town: str, expected: str | None) -> None:
    assert place_of(postcode, town) == expected


@pytest.mark.parametrize(
    ("postcode", "expected"),
    [("21099", "D21"), ("20199", "D2A"), ("20299", "D2B"), ("97499", "D974"), ("98713", "D987"), ("00100", None)],
)
def test_a_postcode_that_no_commune_has_still_tells_its_departement(postcode: str, expected: str | None) -> None:
    assert departement_of(postcode) == expected
