"""How an effect is said and drawn: one sentence a verdict, unknown hours hatched, small cells kept out."""

from dataclasses import replace
from typing import Any

import pytest

from signals.effects.account import Account
from signals.effects.lack import Lack
from signals.effects.measure import measure
from signals.effects.placebo import Placebo
from signals.effects.series import DAY, HOUR
from signals.effects.understood import Cell, Understood
from signals.effects.words import LACKS
from tests.acted import AT, steady
from ui import effect_details, effects
from ui.formats import wall
from ui.services.actions import Told
from ui.state import State

CALM = steady(0.0)
DARK = measure(replace(CALM, blind=[(AT + 2 * HOUR, AT + 5 * HOUR)]))
ASKED = Understood(asked=9, askers=8, messages=40, share=0.225, interval=(0.1, 0.4), share_before=0.1)


def account(verdict: str, **more: Any) -> Account:
    usual: dict[str, Any] = {
        "effect": measure(steady(-0.7)), "cautions": (), "onset": None, "dates": (), "places": (), "platforms": (),
        "without": (), "understood": ASKED, "recourse": (),
    }  # fmt: skip
    return Account(verdict=verdict, **usual | more)


SAID = {
    "less": (account("less"), "de moins que sans le démenti", "fewer messages than without the denial"),
    "more": (account("more"), "de plus que sans le démenti", "more messages than without the denial"),
    "none": (account("none"), "Le démenti n’a pas eu d’effet notable", "The denial had no notable effect"),
    "unclear": (account("unclear"), "On ne peut pas dire si le démenti a eu un effet", "Nobody can tell"),
    "caution": (account("caution", cautions=("wide", "hazard")), "conclure : un aléa", "No conclusion: a hazard"),
    "early": (
        account("early", effect=None, lack=Lack("time", AT + 6 * HOUR, HOUR)),
        "Il est trop tôt pour lire un effet : il faut 6 h de messages après le démenti",
        "Too early to read an effect: it takes 6 h of messages after the denial",
    ),
    "sought": (
        account("early", effect=None, lack=Lack("sought", AT + HOUR)),
        "trop tôt pour lire un effet : aucun sujet n’y répond encore",
        "Too early to read an effect: no topic answers the denial so far",
    ),
    "unknown": (account("unknown", effect=None), "ne peut pas être mesuré", "cannot be measured"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_one_sentence_says_it(name: str) -> None:
    given, french, english = SAID[name]
    assert french in effects.sentence(State(), "denial", given)
    assert english in effects.sentence(State(lang="en"), "denial", given)
    assert given.verdict in effects.VERDICTS


@pytest.mark.parametrize(
    ("why", "french", "english"),
    [
        ("topic", "aucun sujet ne lui répond", "no topic answers it"),
        ("young", "venait d’apparaître", "had just appeared"),
        ("few", "moins de 30 messages", "fewer than 30 messages"),
        ("deaf", "n’a été entendue depuis", "was heard since"),
    ],
)
def test_what_can_never_be_measured_says_why(why: str, french: str, english: str) -> None:
    given = account("unknown", effect=None, lack=Lack(why))
    assert f"ne peut pas être mesuré : {LACKS[why][0]}" in effects.sentence(State(), "denial", given)
    assert french in effects.sentence(State(), "denial", given)
    assert english in effects.sentence(State(lang="en"), "denial", given)


def test_the_smaller_bound_comes_first() -> None:
    effect = measure(steady(-0.7))
    assert effect is not None
    said = effects.sentence(
        State(lang="en"), "denial", account("less", effect=replace(effect, low=-0.8, change=-0.6, high=-0.2))
    )
    assert "60% fewer" in said
    assert "between 20% and 80% fewer" in said


def test_what_was_not_heard_is_hatched_and_never_zero() -> None:
    assert DARK is not None
    series = {one["name"]: one for one in effects.curve_option(State(), DARK, AT)["series"]}
    areas = series["observed"]["markArea"]["data"]
    assert len(areas) == 3
    assert areas[0][0]["xAxis"] == wall(AT + 2 * HOUR)
    unknown = [point for point in series["observed"]["data"] if point["value"][1] is None]
    assert len(unknown) == 3
    assert all("inconnu" in point["tip"] for point in unknown)
    assert "inconnu" in effects.curve_table(State(), DARK)
    assert "source coupée" in effects.curve_legend(State(), DARK)


def test_the_band_lies_on_its_lower_bound() -> None:
    assert DARK is not None
    series = {one["name"]: one for one in effects.curve_option(State(), DARK, AT)["series"]}
    later = [point for point in DARK.curve if point.expected is not None]
    for point, low, band in zip(later, series["low"]["data"], series["band"]["data"], strict=True):
        assert low[1] == point.low
        assert low[1] + band[1] == pytest.approx(point.high)


def test_few_questions_are_not_shown() -> None:
    few = account("less", understood=replace(ASKED, asked=9, askers=4))
    told = Told({"id": "a"}, few, "Une phrase.", ({"text": "secret", "platform": "x", "kind": "post", "at": AT},))
    assert "secret" not in effect_details.asked(State(), told, {})
    cells = (Cell("D21", 9, 40, (0.1, 0.4)), Cell("D58", 5, 8, (0.3, 0.9)))
    many = Told({"id": "a"}, account("less", understood=replace(ASKED, places=cells, hidden=3)), "", told.verbatims)
    shown = effect_details.asked(State(), many, {"D21": "Côte-d’Or"})
    assert "secret" in shown
    assert "Côte-d’Or" in shown
    assert "effectif insuffisant" in shown
    assert "3 cases" in shown


def test_places_with_few_messages_are_not_shown() -> None:
    assert DARK is not None
    few = Placebo("D58", AT, replace(DARK, observed=4))
    shown = effect_details.moved(State(), account("less", places=(few, replace(few, name="D21", effect=DARK))), {})
    assert "D58" not in shown
    assert "D21" in shown


def test_false_effects_are_said() -> None:
    assert DARK is not None
    wrong = replace(DARK, low=-0.5, high=-0.2, change=-0.4)
    told = account("caution", dates=(Placebo("", AT - DAY, wrong), Placebo("", AT - 2 * DAY, wrong)))
    assert "2 faux effets sur 2" in effect_details.placebos(State(), told)
    assert "Trop" not in effect_details.placebos(State(), told)
    assert "Pas assez de messages" in effect_details.placebos(State(), account("less"))


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_what_people_write_is_escaped(hostile: str) -> None:
    row = {"text": hostile, "platform": hostile, "kind": hostile, "at": AT}
    told = Told({"id": "a"}, account("less"), hostile, (row,))
    shown = effect_details.asked(State(), told, {"D21": hostile})
    assert "<script" not in shown
    assert "<img" not in shown
