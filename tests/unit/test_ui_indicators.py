"""Indicators: no data is None, never 0; every figure carries its n."""

import polars as pl
import pytest

from signals.indicators import ACTIONS, DELAYS, MEASURES, MESSAGES, POPULATION, Facts, Indicator, indicators
from signals.intervals import poisson, wilson

NOTHING = Facts(*(pl.DataFrame(schema=schema) for schema in (MESSAGES, MEASURES, POPULATION, DELAYS, ACTIONS)))

FACTS = Facts(
    messages=pl.DataFrame(
        [
            ("experience", "plainte", "Gendarmerie nationale", "D21", 1.0, None, 30),
            ("experience", "plainte", "Gendarmerie nationale", "D21", -1.0, None, 10),
            ("post", "thesee", "Police nationale", "D71", None, -1, 60),
            ("post", None, None, None, None, 1, 20),
        ],
        schema=MESSAGES,
        orient="row",
    ),
    measures=pl.DataFrame(
        [
            ("visits", "plainte", "Plainte en ligne", "", "D21", 500.0, 500),
            ("reports", "plainte", "Plainte en ligne", "", "D21", 50.0, 50),
            ("contacts", "plainte", "Plainte en ligne", "", "D21", 60.0, 60),
            ("answer_rate", "plainte", "Plainte en ligne", "", "D21", 0.8, 50),
            ("answer_rate", "thesee", "THESEE", "", "D21", 0.1, None),
            ("satisfaction", "plainte", "Plainte en ligne", "", "D21", 8.0, 30),
            ("satisfaction", "thesee", "THESEE", "", "D21", 4.0, 10),
            ("first_reply_days", "plainte", "Plainte en ligne", "", "D21", 3.0, 40),
        ],
        schema=MEASURES,
        orient="row",
    ),
    population=pl.DataFrame([("D21", 500_000), ("D71", 500_000)], schema=POPULATION, orient="row"),
    delays=pl.DataFrame(
        [("a", 0, 600_000, 1_200_000), ("b", 0, 1_200_000, None), ("c", None, 5, None)], schema=DELAYS, orient="row"
    ),
    actions=pl.DataFrame([("denial", 2), ("instruction", 1)], schema=ACTIONS, orient="row"),
)

EXPECTED = {
    "Visits": (500.0, 500),
    "Digital proximity": (0.1, 100),
    "Share of voice": (0.4, 100),
    "Territorial coverage": (1.0, 160),
    "Users’ satisfaction": (7.5, 40),
    "Published satisfaction": (7.0, 40),
    "Answer rate": (0.8, 50),
    "Tone balance": (-0.5, 80),
    "Reports and procedures": (50.0, 50),
    "Reports per 10,000 inhabitants": (0.5, 50),
    "Time to first reply": (3.0, 40),
    "Detection delay": (15.0, 2),
    "Time to decision": (10.0, 1),
    "Communication actions": (3.0, 3),
}

every_indicator = pytest.mark.parametrize("indicator", indicators(), ids=lambda indicator: indicator.name_en)


@every_indicator
def test_value_and_n(indicator: Indicator) -> None:
    found = indicator.compute(FACTS)
    assert found is not None
    value, n = EXPECTED[indicator.name_en]
    assert found.value == pytest.approx(value)
    assert found.n == n
    if found.interval is not None:
        assert found.interval[0] <= found.value <= found.interval[1]


@every_indicator
def test_no_data_is_none(indicator: Indicator) -> None:
    assert indicator.compute(NOTHING) is None


@every_indicator
def test_says_what_it_means_in_two_languages(indicator: Indicator) -> None:
    words = (indicator.name, indicator.definition, indicator.source)
    english = (indicator.name_en, indicator.definition_en, indicator.source_en)
    assert all(words)
    assert all(one != other for one, other in zip(words, english, strict=True))


def test_shares_and_counts_at_their_ends() -> None:
    assert wilson(0, 10)[0] == 0
    assert wilson(10, 10)[1] == 1
    assert poisson(0)[0] == 0
    with pytest.raises(ValueError, match="got 3 of 2"):
        wilson(3, 2)
