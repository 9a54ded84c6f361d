"""What the gazetteer promises whatever the text; namesakes, fields, explanations (invented messages)."""

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.runner.placing import departements_of, places_of
from graph.model import Place
from graph.territory import former_names, places, postcodes
from signals.places import explain, words
from signals.places.fields import place_of_field
from signals.places.gazetteer import FLOOR, Gazetteer, Mention
from signals.places.names import tags

DATA = Path(__file__).parents[2] / "data" / "places"
SEEN: list[dict[str, Any]] = [json.loads(line) for line in (DATA / "seen.jsonl").read_text("utf-8").splitlines()]

PIECES = [
    *("à Dijon", "Nice", "en Isère", "le 06", "Saint-Denis", "(974)", "21000", "rue de Rennes", "#CrueDijon", "l'Ain"),
    *("de la Somme", "Les Dijonnais", "12e arrondissement de Paris", "sous l'eau", "la Loire", "OM 2-1", "@ville"),
    *(
        "https://nice.fr",
        ":",
        ",",
        "e\u0301\u0300",
        "\u200d",
        "🏳️‍🌈",
        "\x85",
        "ß",
        "ﬁ",
        "İstanbul",
        "Ⅻ",
        "٣٤",
        "中文",
        "Lyon 3e",
    ),
]
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer(places(), former_names(), postcodes())


@cache
def shuffled() -> Gazetteer:
    mixed = places()
    random.Random(7).shuffle(mixed)
    return Gazetteer(mixed, former_names(), postcodes())


def found(text: str, source: str | None = None, **more: Any) -> set[str]:
    return {mention.place_id for mention in gazetteer().find(text, source, **more)}


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case["text"],
            marks=[pytest.mark.xfail(strict=True, reason="known miss")] if "missed" in case else [],
        )
        for case in SEEN
    ],
)
def test_cases_seen_while_tuning_stay_right(case: dict[str, Any]) -> None:
    codes = found(case["text"], case.get("source_place"))
    assert places_of(codes) == places_of(case["expected"])
    assert departements_of(codes) == departements_of(case["expected"])


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_spans_lie_in_the_text_and_places_exist(text: str) -> None:
    mentions = gazetteer().find(text, "21231", author_place="D974", usual={"D69": 1.0})
    assert [mention.start for mention in mentions] == sorted(mention.start for mention in mentions)
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.surface
        assert gazetteer().knows(mention.place_id)
        assert FLOOR <= mention.probability <= 1
        assert mention.reason in explain.REASONS
        assert mention.choice in explain.CHOICES
        assert mention.namesakes >= 1


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_the_order_of_the_places_changes_nothing(text: str) -> None:
    assert [(m.place_id, m.start, m.probability) for m in gazetteer().find(text)] == [
        (m.place_id, m.start, m.probability) for m in shuffled().find(text)
    ]


@given(st.lists(TEXTS, max_size=5))
@settings(max_examples=50, deadline=None)
def test_a_text_is_read_alike_whatever_was_read_before(texts: list[str]) -> None:
    forward = [gazetteer().find(text) for text in texts]
    assert forward == [gazetteer().find(text) for text in reversed(texts)][::-1]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "93066"),
        ({"author_place": "D974"}, "97411"),
        ({"author_place": "97415"}, "97411"),
        ({"usual": {"D974": 1.0}}, "97411"),
        ({"source": "D93", "author_place": "D974"}, "93066"),
    ],
)
def test_author_and_channel_help_to_choose_less_than_the_source(more: dict[str, Any], expected: str) -> None:
    assert found("Accident à Saint-Denis", **more) == {expected}


def test_what_is_usual_is_no_mention() -> None:
    assert found("Accident ce matin", author_place="21231", usual={"D21": 1.0}) == set()


@pytest.mark.parametrize(
    ("text", "reason", "choice"),
    [
        ("Incendie à Dijon", "preposition", "only"),
        ("la mairie de Dijon", "noun", "only"),
        ("Dijon : alerte", "label", "only"),
        ("Feu à Saint-Denis (974)", "beside", "beside"),
        ("Feu à Saint-Denis, Seine-Saint-Denis", "beside", "beside"),
        ("Feu à Saint-Denis", "preposition", "population"),
        ("De Villejuif à Vitry, plus de bus", "preposition", "near"),
        ("En Isère", "area", "only"),
        ("dans le 06", "number", "only"),
        ("code postal 35000", "postcode", "only"),
        ("Paris 12e", "arrondissement", "only"),
        ("Les Dijonnais ont peur", "demonym", "only"),
        ("Panique au Stade de France", "venue", "only"),
        ("partout en France", "country", "only"),
    ],
)
def test_a_mention_says_why(text: str, reason: str, choice: str) -> None:
    mention = gazetteer().find(text)[-1] if reason != "beside" else gazetteer().find(text)[0]
    assert (mention.reason, mention.choice) == (reason, choice)


def test_the_reason_is_a_sentence_in_both_languages() -> None:
    (mention,) = gazetteer().find("Feu à Saint-Denis (974)")
    french, english = (explain.sentence(mention, "Saint-Denis (La Réunion)", language) for language in ("fr", "en"))
    assert french == (
        "« Saint-Denis » : Saint-Denis (La Réunion), probabilité 98 % : "
        "un département ou un code postal le suit ou le précède ; "
        f"de {mention.namesakes} lieux de ce nom, celui du département nommé à côté."
    )
    assert english.startswith(
        "“Saint-Denis”: Saint-Denis (La Réunion), probability 98%: a département or a postcode stands"
    )
    alone = Mention("21231", 0, 5, "Dijon", 0.9, "name")
    assert explain.sentence(alone, "Dijon", "en") == (
        "“Dijon”: Dijon, probability 90%: it is written like the name of a place."
    )


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("Dijon, France", "21231"),
        ("Lyon 🇫🇷", "69123"),
        ("69", "D69"),
        ("2A", "D2A"),
        ("com53130", "53130"),
        ("dep53", "D53"),
        ("reg52", "R52"),
        ("Saint-Denis (974)", "97411"),
        ("Bretagne", "R53"),
        ("Nice, Côte d'Azur", "06088"),
        ("59200", "59599"),
        ("D21", "D21"),
        ("99", None),
        ("com99999", None),
        ("Paris/Marseille", None),
        ("somewhere over the rainbow", None),
        ("", None),
        ("France", None),
        ("chez moi", None),
        ("27200", "27681"),
    ],
)
def test_a_field_gives_one_place_or_none(field: str, expected: str | None) -> None:
    assert place_of_field(field, gazetteer()) == expected


def test_without_tables_a_postcode_tells_its_departement() -> None:
    assert [mention.place_id for mention in Gazetteer(places()).find("CP 35000")] == ["D35"]


def test_a_postcode_of_many_communes_tells_the_departement() -> None:
    assert found("code postal 21140") == {"D21"}
    assert found("code postal 13016") == {"13055"}


def test_handles_and_addresses_are_no_places() -> None:
    assert found("@ville_de_dijon voir https://www.dijon.fr/nice et mairie@lyon.fr ou beaune.fr") == set()


def test_every_name_in_the_lists_leads_to_a_place() -> None:
    known = {place.id for place in places()}
    tables = [words.AREAS, words.DEMONYMS, *words.OTHER_NAMES.values()]
    assert {place_id for table in tables for place_id in table.values()} <= known


def test_hashtags_write_several_words_as_one() -> None:
    assert found("#LaRochelle #hautegaronne") == {"17300", "D31"}
    few = [Place(id="1", name="La Rue", kind="commune", population=20, lat=None, lon=None, parent_id=None)]
    assert tags(few) == {}


def test_a_larger_place_holds_a_smaller_one() -> None:
    assert gazetteer().holds("R27", "21231")
    assert not gazetteer().holds("21231", "R27")
    assert not gazetteer().holds("R27", "unknown")


def test_a_commune_of_the_past_counts_for_less_than_its_heir() -> None:
    assert found("Panne à La Rochette") == {"77389"}
    assert found("Panne à Pringy") == {"77378"}
    assert found("Panne à La Rochette", "D73") == {"73215"}


def test_a_short_number_is_no_postcode() -> None:
    assert found("Transférez ce SMS au 33700, merci") == set()
    assert found("Plus rien au 33700, merci") == {"33281"}


def test_the_name_of_a_river_is_no_area_where_the_towns_lie_elsewhere() -> None:
    assert found("La Loire inquiète Orléans") == {"45234"}
    assert found("La Loire inquiète Roanne") == {"42187", "D42"}
