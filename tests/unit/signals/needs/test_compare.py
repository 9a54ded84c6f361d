"""Needs against offer on small invented territories: what must be found, what must not be told, what is not known."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import pytest

from benchmarks.runner.unmet import World, invent
from signals.needs.compare import compare
from signals.needs.demand import demand_of
from signals.needs.frames import CELLS, CROWD, DEMAND, HEARD, LEAST, OFFER, TERRITORY, USE, Facts

AREAS = [f"D{number:02d}" for number in range(1, 31)]
WEEKS = 4
NEED, OTHER = "vote-by-proxy", "ask-question"
USUAL = 24


def territory(people: Mapping[str, int] | None = None) -> pl.DataFrame:
    people = people or {}
    rows: list[tuple[Any, ...]] = [
        ("FR", "pays", None, None),
        ("R1", "region", None, "FR"),
        ("R2", "region", None, "FR"),
    ]
    for number, area in enumerate(AREAS):
        rows.append((area, "departement", people.get(area, 500_000), "R1" if number < 15 else "R2"))
        rows += [(f"{area}-{town}", "commune", people.get(area, 500_000) // 10, area) for town in range(10)]
    return pl.DataFrame(rows, schema=TERRITORY, orient="row")


def facts(
    asked: Mapping[tuple[str, str], int] | None = None,
    *,
    offer: Sequence[tuple[Any, ...]] = (),
    use: Sequence[tuple[Any, ...]] = (),
    heard: Mapping[str, int] | None = None,
    people: Mapping[str, int] | None = None,
    complaints: bool = False,
    services: Mapping[str, int] | None = None,
) -> Facts:
    """Every need is asked for `USUAL` times everywhere by as many authors, but where `asked` says otherwise."""
    asked, heard = asked or {}, heard or {}
    counts = {(need, area): asked.get((need, area), USUAL) for need in (NEED, OTHER) for area in AREAS}
    demand = [
        (need, area, "mastodon", week, n // WEEKS) for (need, area), n in counts.items() for week in range(WEEKS) if n
    ]
    crowd = {key: n for key, n in counts.items() if n}
    for need in (NEED, OTHER):
        for place, areas in (("FR", AREAS), ("R1", AREAS[:15]), ("R2", AREAS[15:])):
            crowd[need, place] = sum(counts[need, area] for area in areas)
    mood = (0, 1) if complaints else (1, 0)
    rows = [(need, place, n, n, mood[0] * n, mood[1] * n, 0, 0) for (need, place), n in crowd.items()]
    return Facts(
        demand=pl.DataFrame(demand, schema=DEMAND, orient="row"),
        crowd=pl.DataFrame(rows, schema=CROWD, orient="row"),
        heard=pl.DataFrame(
            [(area, "mastodon", heard.get(area, 400), 1.0) for area in AREAS], schema=HEARD, orient="row"
        ),
        territory=territory(people),
        offer=pl.DataFrame(list(offer), schema=OFFER, orient="row"),
        use=pl.DataFrame(list(use), schema=USE, orient="row"),
        weeks=WEEKS,
        services={NEED: 1, OTHER: 1} if services is None else services,
    )


def everywhere(value: float = 0.8, n: float = 40.0) -> list[tuple[Any, ...]]:
    return [(need, area, "satisfaction", value, n) for need in (NEED, OTHER) for area in AREAS]


def cell(table: pl.DataFrame, need: str, place: str) -> dict[str, Any]:
    return table.row(by_predicate=(pl.col("need") == need) & (pl.col("place_id") == place), named=True)


def first(table: pl.DataFrame, by: str = "gap") -> tuple[str, str]:
    areas = table.filter(pl.col("kind") == "departement", pl.col(by).is_not_null()).sort(by, descending=True)
    return areas["need"][0], areas["place_id"][0]


def test_table_has_one_row_a_need_and_place() -> None:
    table = compare(facts())

    assert table.schema == CELLS
    assert table.select("need", "place_id").is_unique().all()
    assert set(table["kind"]) == {"pays", "region", "departement"}


def test_strong_need_with_a_weak_offer_comes_first() -> None:
    offer = [row for row in everywhere() if row[:2] != (NEED, "D07")] + [(NEED, "D07", "satisfaction", 0.2, 40.0)]
    table = compare(facts({(NEED, "D07"): 120, (OTHER, "D09"): 120}, offer=offer))

    assert first(table) == (NEED, "D07")
    found = cell(table, NEED, "D07")
    assert found["ratio_low"] > 1.5
    assert found["offer_high"] < 0.5
    assert found["gap_low"] <= found["gap"] <= found["gap_high"]
    assert found["gap"] > cell(table, OTHER, "D09")["gap"], "as much demand, but it is served"


def test_demand_is_that_of_inhabitants() -> None:
    people = {"D07": 5_000_000}
    heard = {"D07": 4_000}
    table = compare(facts({(NEED, "D07"): 240, (OTHER, "D07"): 240}, people=people, heard=heard, offer=everywhere()))

    assert cell(table, NEED, "D07")["ratio"] == pytest.approx(1, abs=0.15), (
        "ten times the demand of ten times the people"
    )


def test_demand_is_that_of_those_who_are_heard() -> None:
    table = compare(facts({(NEED, "D07"): 12, (OTHER, "D07"): 12}, heard={"D07": 200}, offer=everywhere()))
    plain = compare(facts({(NEED, "D07"): 12, (OTHER, "D07"): 12}, offer=everywhere()))

    assert cell(table, NEED, "D07")["ratio"] > cell(plain, NEED, "D07")["ratio"]
    assert cell(table, NEED, "D07")["ratio"] == pytest.approx(1, abs=0.2), "half the demand, heard half as well"


def test_a_place_that_nobody_hears_is_unknown_not_calm() -> None:
    table = compare(facts({(NEED, "D07"): 0, (OTHER, "D07"): 0}, heard={"D07": 0}, offer=everywhere()))
    found = cell(table, NEED, "D07")

    assert found["status"] == "unknown"
    assert [found[name] for name in ("demand", "ratio", "gap", "unmet", "messages")] == [None] * 5
    assert cell(table, NEED, "D08")["status"] == "shown"


def test_a_need_that_nobody_has_is_rare_not_unknown() -> None:
    table = compare(facts(services={NEED: 1, OTHER: 1, "join": 1}, offer=everywhere()))

    assert set(table.filter(pl.col("need") == "join")["status"]) == {"few"}
    assert cell(table, "join", "D07")["coverage"] == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("n", [0, 1, LEAST - 1])
def test_nothing_is_told_of_few(n: int) -> None:
    found = cell(compare(facts({(NEED, "D07"): n}, offer=everywhere())), NEED, "D07")

    assert found["status"] == "few"
    hidden = (
        "messages",
        "authors",
        "questions",
        "complaints",
        "demand",
        "demand_low",
        "ratio",
        "gap",
        "gap_high",
        "unmet",
    )
    assert [found[name] for name in hidden] == [None] * len(hidden)
    assert found["offer"] is not None, "the offer is public"


def test_few_authors_of_many_messages_are_few() -> None:
    known = facts()
    told = pl.when((pl.col("place_id") == "D07") & (pl.col("need") == NEED)).then(4).otherwise(pl.col("authors"))
    one = Facts(known.demand, known.crowd.with_columns(authors=told), known.heard, known.territory, weeks=WEEKS)

    assert cell(compare(one), NEED, "D07")["status"] == "few"


def test_small_places_lean_on_the_usual() -> None:
    people = {"D07": 5_000}
    table = compare(facts({(NEED, "D07"): 8, (OTHER, "D07"): 0}, people=people, heard={"D07": 4}, offer=everywhere()))
    found = cell(table, NEED, "D07")

    assert 1 < found["ratio"] < 8 / (USUAL / 100), "far from the 33 times that eight messages of 5,000 people make"
    assert found["ratio_high"] - found["ratio_low"] > 1


def test_an_offer_without_a_sign_is_unknown() -> None:
    offer = [row for row in everywhere() if row[:2] != (NEED, "D07")]
    found = cell(compare(facts(offer=offer)), NEED, "D07")

    assert found["offer_n"] == 0
    assert found["offer_low"] < 0.1
    assert found["offer_high"] > 0.9


def test_an_analyst_decides_what_the_offer_is() -> None:
    offer = [*everywhere(0.9), (NEED, "D07", "pin", 0.05, 1.0)]
    table = compare(facts(offer=offer))

    assert cell(table, NEED, "D07")["offer"] < 0.12
    assert cell(table, NEED, "D08")["offer"] > 0.8


def test_many_answers_to_one_question_are_one_sign() -> None:
    many = compare(facts(offer=[(NEED, "D07", "satisfaction", 0.2, 1e6), (NEED, "D07", "answer_rate", 0.9, 60.0)]))

    assert 0.45 < cell(many, NEED, "D07")["offer"] < 0.65


ADVICE: dict[str, tuple[dict[str, Any], str]] = {
    "no service answers it": ({"services": {OTHER: 1}}, "create"),
    "nothing is offered here": (
        {"asked": {(NEED, "D07"): 120}, "offer": [row for row in everywhere() if row[:2] != (NEED, "D07")]},
        "open",
    ),
    "people complain of a weak offer": ({"complaints": True, "offer": everywhere(0.2)}, "reinforce"),
    "people ask about a weak offer": ({"offer": everywhere(0.2)}, "clarify"),
    "people ask for what is there": ({"asked": {(NEED, "D07"): 120}, "offer": everywhere(0.9)}, "promote"),
    "nobody uses a good offer": (
        {"offer": everywhere(0.9), "use": [(NEED, area, 10.0 if area == "D07" else 500.0) for area in AREAS]},
        "promote",
    ),
    "nobody asks for it nor uses it": (
        {
            "people": {"D07": 5_000_000},
            "heard": {"D07": 4_000},
            "offer": everywhere(0.9),
            "use": [(NEED, area, 10.0 if area == "D07" else 500.0) for area in AREAS],
        },
        "retire",
    ),
    "demand is usual, and served": ({"offer": everywhere(0.9)}, "keep"),
}


@pytest.mark.parametrize("case", ADVICE)
def test_advice_follows_from_the_figures(case: str) -> None:
    given, expected = ADVICE[case]
    assert cell(compare(facts(**given)), NEED, "D07")["advised"] == expected


def test_strong_offer_with_weak_use_is_found_too() -> None:
    use = [(need, area, 20.0 if (need, area) == (OTHER, "D11") else 500.0) for need in (NEED, OTHER) for area in AREAS]
    table = compare(facts(offer=everywhere(0.9), use=use))

    assert first(table, "idle") == (OTHER, "D11")
    assert cell(table, OTHER, "D12")["idle"] < 0.1
    assert cell(compare(facts(offer=everywhere(0.9))), OTHER, "D11")["idle"] is None, "no use was counted"


def test_regions_add_up_their_departements() -> None:
    found = demand_of(facts({(NEED, "D07"): 120}))
    table = compare(facts({(NEED, "D07"): 120}, offer=everywhere()))

    assert found.counts.sum() == 2 * 30 * USUAL - USUAL + 120
    assert cell(table, NEED, "R1")["ratio"] > 1 > cell(table, NEED, "R2")["ratio"]
    assert cell(table, NEED, "FR")["ratio"] == pytest.approx(1, abs=0.02)


def test_communes_lean_on_their_departement() -> None:
    known = facts({(NEED, "D07"): 120}, offer=everywhere())
    towns = [
        (NEED, f"{area}-{town}", n, n, n, 0, 0, 0)
        for area in AREAS
        for town in range(10)
        for n in [12 if area == "D07" else 2]
    ]
    towns += [(OTHER, "D01-0", 40, 40, 40, 0, 0, 0)]
    crowd = pl.concat([known.crowd, pl.DataFrame(towns, schema=CROWD, orient="row")])
    table = compare(
        Facts(known.demand, crowd, known.heard, known.territory, known.offer, weeks=WEEKS, services={NEED: 1})
    )
    communes = table.filter(pl.col("kind") == "commune")

    assert set(communes["status"]) == {"shown"}
    assert communes["messages"].min() == 12, "communes of which little was heard have no row"
    assert cell(table, NEED, "D07-3")["ratio"] > 2
    assert cell(table, OTHER, "D01-0")["ratio"] > cell(table, OTHER, "D01")["ratio"]


def test_nothing_heard_at_all_is_no_gap() -> None:
    empty = Facts(DEMAND.to_frame(), CROWD.to_frame(), HEARD.to_frame(), territory(), services={NEED: 1})
    table = compare(empty)

    assert set(table["status"]) == {"unknown"}
    assert table["gap"].null_count() == len(table)


def test_same_facts_give_the_same_table() -> None:
    world = invent(World(needs=4), 7).facts
    shuffled = Facts(
        world.demand.sample(fraction=1, shuffle=True, seed=1), world.crowd.sample(fraction=1, shuffle=True, seed=2),
        world.heard.reverse(), world.territory, world.offer.reverse(), world.use, world.weeks, world.services,
    )  # fmt: skip

    assert compare(world).equals(compare(world))
    assert compare(shuffled).equals(compare(world))


def test_planted_gaps_come_first_and_intervals_hold() -> None:
    world = invent(World(needs=8), 200)
    table = compare(world.facts).filter(pl.col("kind") == "departement", pl.col("status") == "shown")
    top = table.sort("gap", descending=True).head(10).select("need", "place_id").iter_rows()
    held = [
        row["gap_low"] <= world.gap[row["need"], row["place_id"]] <= row["gap_high"]
        for row in table.iter_rows(named=True)
    ]

    assert sum(key in world.gaps for key in top) >= 8
    assert 0.88 <= sum(held) / len(held) <= 0.99
