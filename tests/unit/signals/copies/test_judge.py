"""The same in other words, and all that must not pass for it (invented sentences, closeness as near as can be)."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.copies.groups import Known, chained, find_first
from signals.copies.judge import Match, judge
from signals.copies.meaning import Closeness
from signals.copies.sense import Sense, sense
from signals.text.language import language

NEAREST = Closeness(1.0, 1.0, 1.0)


def read(text: str, *places: str) -> Sense:
    return sense(text, lang=language(text), places=places)


def nearest() -> Closeness:
    return NEAREST


FIRE = "Le feu de Gignac approche des maisons ce soir"
SAME = [
    (FIRE, "Ce soir les flammes de Gignac arrivent aux habitations", "rewording"),
    (FIRE, "The Gignac fire is nearing houses tonight", "translation"),
    (
        "Le vieux pont de Lourdes n'est pas fermé ce matin",
        "The old Lourdes bridge is not closed this morning",
        "translation",
    ),
    ("Ne buvez pas l'eau du robinet à Longvic ce soir", "Do not drink tap water in Longvic tonight", "translation"),
    ("Il y a 3 blessés sur la route de Dijon", "Three people hurt on the road to Dijon", "translation"),
    ("Couvre-feu à Montauban à partir de 21 h ce soir", "Curfew in Montauban from 9 pm tonight for all", "translation"),
]

TRAPS = [
    (FIRE, "The Gignac fire is not nearing houses tonight"),
    (FIRE, "Is the Gignac fire nearing houses tonight?"),
    (FIRE, "Hoax: the Gignac fire is nearing houses tonight"),
    (FIRE, "The Martigues fire is nearing the Martigues houses tonight"),
    (FIRE, "Le feu de Gignac s'éloigne des maisons ce soir, soulagement"),
    ("Il y a 3 blessés sur la route de Dijon ce matin", "Thirteen people hurt on the road to Dijon this morning"),
    ("Huit morts et trois disparus dans la crue hier", "Trois morts et huit disparus dans la crue hier"),
    ("La ligne 4 du métro est fermée ce soir à Paris", "Metro line 4 is open tonight all over Paris"),
    ("Toutes les écoles sont fermées lundi dans la Drôme", "All schools are closed on Thursday in Drôme"),
    ("Une voiture grise a renversé un cycliste hier soir", "A red car knocked down a cyclist last night"),
    ("La digue de Comps menace de rompre cette nuit", "The Comps dyke has broken in the middle of the night"),
    ("Le petit Jules a disparu hier matin à Vesoul", "Little Jules was found safe in Vesoul yesterday"),
    ("Accident sur l'A6 près d'Avallon, deux voies coupées", "Accident on the A7 near Avallon, two lanes closed"),
]


@pytest.mark.parametrize(("one", "other", "kind"), SAME)
def test_the_same_in_other_words(one: str, other: str, kind: str) -> None:
    match = judge(read(one), read(other), nearest)
    assert match is not None
    assert match.kind == kind


@pytest.mark.parametrize(("one", "other"), TRAPS)
def test_however_near_another_statement_is_not_the_same(one: str, other: str) -> None:
    assert judge(read(one), read(other), nearest) is None


def test_places_that_the_caller_knows_part() -> None:
    one, other = "Plus une goutte d'eau ce matin chez nous", "No water at all at home this morning again"
    assert judge(read(one, "21231"), read(other, "21231"), nearest) is not None
    assert judge(read(one, "21231"), read(other, "D21"), nearest) is not None
    assert judge(read(one, "21231"), read(other, "R27"), nearest) is not None
    assert judge(read(one, "21231"), read(other, "21054"), nearest) is None
    assert judge(read(one, "21231"), read(other, "D71"), nearest) is None


def test_other_languages_have_copies_only() -> None:
    one = sense("Der Damm ist gebrochen, bitte verlasst sofort die Stadt", lang="de")
    assert judge(one, sense("Verlasst die Stadt, der Staudamm brach soeben zusammen", lang="de"), nearest) is None
    assert judge(one, sense("DER DAMM IST GEBROCHEN, bitte verlasst sofort die Stadt!!", lang="de"), nearest) == Match(
        "copy", 1.0
    )


def test_without_closeness_only_words_count() -> None:
    for one, other, _ in SAME:
        assert judge(read(one), read(other)) is None


@pytest.mark.parametrize(
    ("closeness", "found"),
    [
        (Closeness(0.93, 0.3, 0.5), True),
        (Closeness(0.93, 0.2, 0.5), False),
        (Closeness(0.99, 0.0, 0.5), True),
    ],
)
def test_in_one_language_the_words_that_match_least_count(closeness: Closeness, found: bool) -> None:
    one, other, _ = SAME[0]
    assert (judge(read(one), read(other), lambda: closeness) is not None) is found


@pytest.mark.parametrize(("closeness", "found"), [(Closeness(0.9, 0.0, 0.5), True), (Closeness(0.9, 0.5, 0.4), False)])
def test_between_two_languages_the_average_counts(closeness: Closeness, found: bool) -> None:
    one, other, _ = SAME[1]
    assert (judge(read(one), read(other), lambda: closeness) is not None) is found


@settings(deadline=None)
@given(st.sampled_from([*(pair[:2] for pair in SAME), *TRAPS]), st.floats(0, 1), st.floats(0, 1))
def test_the_order_of_the_two_does_not_matter(pair: tuple[str, str], cosine: float, matched: float) -> None:
    one, other = map(read, pair)
    closeness = Closeness(cosine, matched, matched)
    assert judge(one, other, lambda: closeness) == judge(other, one, lambda: closeness)


FRAMED = ("{}", "RT @ana : {}", "{} 😱 !!!", "Je relaie : {}", "{} https://a.example/1")


@settings(deadline=None)
@given(st.sampled_from([pair[0] for pair in SAME]), st.permutations(FRAMED))
def test_copies_of_copies_are_copies(text: str, frames: list[str]) -> None:
    said = [read(frame.format(text)) for frame in frames]
    assert all(judge(one, other) is not None for one, other in permutations(said, 2))


def test_the_nearest_kind_wins_and_a_copy_of_a_copy_goes_behind_the_first() -> None:
    first = Known("first", read(SAME[0][0]))
    copy = Known("copy", read(f"RT {SAME[0][0]} !!"), first, Match("copy", 1.0))
    new = read(f"Je relaie : {SAME[0][0]} https://a.example/2")
    found = find_first(new, [copy])
    assert found is not None
    assert (found.id, found.match.kind) == ("first", "copy")


def test_a_chain_is_no_nearer_than_its_steps() -> None:
    assert chained(Match("copy", 0.8), Match("rewording", 0.95), same_language=True) == Match("rewording", 0.8)
    assert chained(Match("translation", 0.9), Match("translation", 0.92), same_language=True).kind == "rewording"
