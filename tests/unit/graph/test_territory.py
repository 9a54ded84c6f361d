"""The places of the package are whole and hang together."""

import gzip
from collections import Counter
from pathlib import Path

import pytest

from graph.model import Place
from graph.territory import former_names, groups, places, postcodes
from graph.territory.build import former, gather, grouped, pack
from graph.territory.build import postcodes as build_postcodes

BY_ID = {place.id: place for place in places()}


def test_every_place_is_there_once() -> None:
    assert len(BY_ID) == len(places())
    assert Counter(place.kind for place in places()) == {
        "commune": 34_935,
        "arrondissement": 45,
        "departement": 101,
        "region": 18,
        "pays": 1,
    }


def test_every_place_lies_in_the_next_larger_one() -> None:
    larger = {"arrondissement": "commune", "commune": "departement", "departement": "region", "region": "pays"}
    for place in places():
        assert (place.parent_id is None) == (place.kind == "pays")
        if place.parent_id is not None:
            assert BY_ID[place.parent_id].kind == larger[place.kind], place


@pytest.mark.parametrize(
    ("place_id", "name", "population", "parent_id"),
    [
        ("21231", "Dijon", 159_346, "D21"),
        ("75056", "Paris", 2_133_111, "D75"),
        ("75101", "Paris 1er Arrondissement", 15_919, "75056"),
        ("13055", "Marseille", 873_076, "D13"),
        ("69389", "Lyon 9e Arrondissement", 52_903, "69123"),
        ("01001", "L'Abergement-Clémenciat", 832, "D01"),
        ("2A004", "Ajaccio", 73_822, "D2A"),
        ("D21", "Côte-d'Or", 535_503, "R27"),
        ("D976", "Mayotte", None, "R06"),
        ("R27", "Bourgogne-Franche-Comté", 2_800_194, "FR"),
    ],
)
def test_known_places(place_id: str, name: str, population: int | None, parent_id: str) -> None:
    place = BY_ID[place_id]
    assert (place.name, place.population, place.parent_id) == (name, population, parent_id)


def test_a_city_counts_its_arrondissements() -> None:
    for city in ("75056", "13055", "69123"):
        parts = [place.population or 0 for place in places() if place.parent_id == city]
        assert sum(parts) == BY_ID[city].population


def test_an_unknown_population_is_never_zero() -> None:
    assert all(place.population != 0 for place in places())
    assert sum(place.population is None for place in places() if place.kind == "commune") == 26


def test_positions_are_in_france() -> None:
    missing = Counter(place.kind for place in places() if place.lat is None or place.lon is None)
    assert missing == {"commune": 68, "arrondissement": 45}
    mainland = [place for place in places() if place.lat is not None and not place.id.startswith(("97", "D97", "R0"))]
    for place in mainland:
        assert place.lat is not None
        assert place.lon is not None
        assert 41 < place.lat < 51.5, place
        assert -5.5 < place.lon < 10, place


def test_the_file_is_small() -> None:
    packed = Path(places.__code__.co_filename).with_name("places.csv.xz")
    assert packed.stat().st_size < 700_000


OFFICIAL = """TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT
COM,75056,11,75,75C,751,0,PARIS,Paris,Paris,75ZZ,
COM,75900,11,75,75C,751,3,VIEILLE,Vieille,La Vieille,75ZZ,
ARM,75101,11,75,75C,751,0,UN,Un,Paris 1er,,75056
ARM,75102,11,75,75C,751,0,DEUX,Deux,Paris 2e,,75056
COMD,75900,,,,,3,VIEILLE,Vieille,La Vieille,,75900
COMD,75901,,,,,0,JEUNE,Jeune,Jeune,,75900
"""
COUNTED = "COM;PMUN\r\n75101;10\r\n75102;5\r\n75900;3\r\n75901;4\r\n"
POINTS = "insee,nom,dep,pop,lon,lat\n75056,Paris,75,9,2.3,48.8\n75900,Vieille,75,9,2.4,48.9\n"


def test_parts_and_merged_communes_are_added_up(tmp_path: Path) -> None:
    (tmp_path / "derived").mkdir()
    (tmp_path / "communes.csv").write_text(OFFICIAL)
    (tmp_path / "donnees_communes.csv").write_text(COUNTED)
    (tmp_path / "derived/communes.csv.gz").write_bytes(gzip.compress(POINTS.encode()))
    area = '{"features": [{"properties": {"code": "%s", "nom": "X", "region": "11"}}]}'
    (tmp_path / "derived/departements_0.02.geojson").write_text(area % "75")
    (tmp_path / "derived/regions.geojson").write_text(area % "11")
    built: dict[str, Place] = {place.id: place for place in gather(tmp_path)}
    assert {id_: place.population for id_, place in built.items()} == {
        "FR": 22, "R11": 22, "D75": 22, "75056": 15, "75900": 7, "75101": 10, "75102": 5,
    }  # fmt: skip
    assert built["75900"].name == "La Vieille"
    assert pack(list(built.values())) == pack(list(built.values()))


def test_communes_are_members_of_a_group_but_four_islands() -> None:
    known = {group.id: group for group in groups()}
    assert len(known) == 1_255
    assert {group.kind for group in groups()} == {"epci"}
    assert {BY_ID[group.parent_id or ""].kind for group in groups()} == {"departement"}
    dijon = known[BY_ID["21231"].group_id or ""]
    assert (dijon.id, dijon.name, dijon.parent_id) == ("E242100410", "Dijon Métropole", "D21")
    alone = {place.name for place in places() if place.kind == "commune" and place.group_id is None}
    assert alone == {"Île-de-Bréhat", "Île-de-Sein", "Ouessant", "L'Île-d'Yeu"}
    people = {group.id: 0 for group in groups()}
    for place in places():
        if place.group_id:
            people[place.group_id] += place.population or 0
    assert people == {group.id: group.population or 0 for group in groups()}


def test_a_group_lies_where_most_of_its_inhabitants_do(tmp_path: Path) -> None:
    (tmp_path / "derived").mkdir()
    (tmp_path / "communes.csv").write_text(OFFICIAL)
    (tmp_path / "donnees_communes.csv").write_text(COUNTED)
    (tmp_path / "derived/communes.csv.gz").write_bytes(gzip.compress(POINTS.encode()))
    members = '[{"code": "75900"}, {"code": "75056"}, {"code": "99999"}]'
    (tmp_path / "epci.json").write_text(f'[{{"code": "2", "nom": "CC X", "membres": {members}}}]')
    ((id_, name, population, _, _, parent, inside),) = grouped(tmp_path, tmp_path / "epci.json")
    assert (id_, name, population, parent, inside) == ("E2", "CC X", 22, "D75", "75056 75900")


def test_former_names_lead_to_the_communes_of_today() -> None:
    assert len(former_names()) == 2_490
    assert {BY_ID[place_id].kind for _, place_id in former_names()} == {"commune"}
    assert ("Annecy-le-Vieux", "74010") in former_names()


@pytest.mark.parametrize(
    ("postcode", "place_ids"),
    [
        ("21000", ("21231",)),
        ("20000", ("2A004", "2A139")),
        ("97400", ("97411",)),
        ("97600", ("97610", "97611")),
        ("75013", ("75113",)),
        ("13014", ("13214",)),
    ],
)
def test_known_postcodes(postcode: str, place_ids: tuple[str, ...]) -> None:
    assert postcodes()[postcode] == place_ids


def test_postcodes_lead_to_places() -> None:
    assert len(postcodes()) == 6_200
    assert {BY_ID[code].kind for codes in postcodes().values() for code in codes} == {"commune", "arrondissement"}
    served = {code for codes in postcodes().values() for code in codes}
    unserved = [place for place in places() if place.kind == "arrondissement" and place.id not in served]
    assert unserved == []


def test_parts_and_postcodes_of_merged_communes_go_to_their_heir(tmp_path: Path) -> None:
    (tmp_path / "communes.csv").write_text(OFFICIAL)
    assert former(tmp_path) == [("Jeune", "75900")]
    table = '[{"codePostal": "75020", "codeCommune": "%s"}, {"codePostal": "75021", "codeCommune": "?"}]'
    (tmp_path / "table.json").write_text(table % "75901")
    assert build_postcodes(tmp_path, tmp_path / "table.json") == [("75020", "75900")]
