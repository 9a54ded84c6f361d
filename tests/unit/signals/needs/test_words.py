"""Each cell says why it stands where it stands, in both languages, without telling what must not be told."""

import re
from typing import Any

import pytest

from signals.needs.advice import ADVICE as CODES
from signals.needs.offer import quality
from signals.needs.words import ADVICE, WHY, explain

NAMES = {"fr": "Voter par procuration", "en": "Vote by proxy", "place": "Lozère"}
CELL: dict[str, Any] = {
    "status": "shown", "coverage": 0.9, "messages": 36, "authors": 33, "ratio": 3.24, "ratio_low": 2.1,
    "ratio_high": 12.4, "offer": 0.35, "offer_low": 0.2, "offer_high": 0.5, "offer_n": 40.0, "advised": "clarify",
}  # fmt: skip


def test_every_advice_has_its_words() -> None:
    assert set(ADVICE) == set(WHY) == set(CODES)


@pytest.mark.parametrize("advised", CODES)
def test_a_reason_has_figures_interval_counts_and_advice(advised: str) -> None:
    said = explain(CELL | {"advised": advised}, NAMES)

    assert said.fr.startswith("Voter par procuration, Lozère : demande 3,2 fois l’habituelle (2,1 à 12)")
    assert "36 messages de 33 auteurs" in said.fr
    assert "3.2 times the usual (2.1 to 12)" in said.en
    assert "servie à 35 % (20 à 50 %)" in said.fr
    assert (ADVICE[advised][0] in said.fr, ADVICE[advised][1] in said.en) == (True, True)


def test_an_offer_without_a_sign_is_unknown_not_bad() -> None:
    said = explain(CELL | {"offer_n": 0.0}, NAMES)

    assert "offre inconnue" in said.fr
    assert "35" not in said.fr


@pytest.mark.parametrize("status", ["few", "unknown"])
def test_nothing_is_said_of_who_asked_where_it_is_not_shown(status: str) -> None:
    said = explain(CELL | {"status": status}, NAMES)

    assert not re.search(r"\b(?:36|33|3[,.]2)\b", said.fr + said.en)
    assert ("calme" in said.fr) == (status == "unknown")


@pytest.mark.parametrize(
    ("metric", "value", "expected"),
    [
        ("satisfaction", 3.4, 0.34),
        ("answer_rate", 0.94, 0.94),
        ("first_reply_days", 0.0, 1.0),
        ("first_reply_days", 14.0, 0.25),
        ("open_hours", 70.0, 1.0),
        ("reports", 12.0, None),
    ],
)
def test_metrics_are_read_as_shares_served(metric: str, value: float, expected: float | None) -> None:
    assert quality(metric, value) == (None if expected is None else pytest.approx(expected))
