"""The account of an action: verdict, cautions, platforms, what was asked and used, from invented facts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from signals.effects.account import account, verdict_of
from signals.effects.caution import Around, cautions
from signals.effects.facts import TALK, Facts, facts, questions
from signals.effects.measure import measure
from signals.effects.placebo import Placebo
from signals.effects.recourse import USE, recourse
from signals.effects.series import DAY, HOUR, MINUTE
from signals.effects.understood import nearest, sentences, understood
from tests.acted import AT, WEEK, rows, steady

NOW = datetime.fromtimestamp(AT / 1000, UTC) + timedelta(days=2)


def known(talk: pl.DataFrame, **more: Any) -> Facts:
    usual: dict[str, Any] = {
        "at": AT, "until": AT + DAY, "channel": "press", "talk": talk, "outages": [], "day": WEEK, "unanswered": {},
        "around": Around(), "use": USE.to_frame(),
    }  # fmt: skip
    return Facts(**usual | more)


DENIED = steady(-0.75, a_day=900)
CALM = steady(0.0, a_day=900)
SWELLING = [one for one in CALM.moments if one < AT + 6 * HOUR] + [AT + 6 * HOUR + n * 20_000 for n in range(2_500)]

VERDICTS = {
    "an effect": (known(rows(DENIED.moments)), "less"),
    "none": (known(rows(CALM.moments)), "unclear"),
    "denials are no spread": (
        known(pl.concat([rows(CALM.moments), rows([AT + n * MINUTE for n in range(1200)], spreads=False)])),
        "unclear",
    ),
    "a hazard begins": (known(rows(DENIED.moments), around=Around(hazards=[(AT + HOUR, AT + 9 * DAY)])), "caution"),
    "a hazard long there": (known(rows(DENIED.moments), around=Around(hazards=[(AT - 2 * DAY, AT + 9 * DAY)])), "less"),
    "another action": (known(rows(DENIED.moments), around=Around(actions=[AT + 2 * HOUR])), "caution"),
    "mostly dark": (known(rows(DENIED.moments), outages=[("mastodon", AT + HOUR, AT + DAY)]), "caution"),
    "another platform is dark": (known(rows(DENIED.moments), outages=[("telegram", AT, AT + DAY)]), "less"),
    "a second wave": (known(rows(SWELLING)), "caution"),
    "nothing said": (known(rows([])), "unknown"),
    "done a moment ago": (
        known(rows([one for one in DENIED.moments if one < AT + HOUR]), until=AT + HOUR // 3),
        "early",
    ),
    "no topic so far": (known(rows([]), has_topic=False), "early"),
    "done two hours ago": (
        known(rows([one for one in CALM.moments if one < AT + 2 * HOUR]), until=AT + 2 * HOUR),
        "early",
    ),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_what_is_concluded(name: str) -> None:
    given, verdict = VERDICTS[name]
    found = account(given)
    assert found.verdict == verdict, (found.cautions, found.effect and (found.effect.low, found.effect.high))
    assert (found.effect is None) == (verdict == "unknown" or name in ("done a moment ago", "no topic so far"))
    assert (found.lack is None) == (verdict not in ("unknown", "early"))


@pytest.mark.parametrize(
    ("low", "high", "cautions_", "verdict"),
    [
        (-0.2, 0.1, (), "none"), (-0.2, 0.5, (), "unclear"), (-0.6, -0.1, ("wide",), "less"), (0.1, 0.3, (), "more"),
        (-0.6, -0.1, ("gap", "hazard"), "caution"),
    ],
)  # fmt: skip
def test_an_interval_becomes_a_word(low: float, high: float, cautions_: tuple[str, ...], verdict: str) -> None:
    effect = measure(CALM)
    assert effect is not None
    assert verdict_of(replace(effect, low=low, high=high), cautions_) == verdict
    assert verdict_of(None, ()) == "unknown"


def test_a_platform_that_was_not_heard_is_left_out() -> None:
    loud = rows(DENIED.moments)
    deaf = rows([one for one in CALM.moments if one < AT], platform="telegram")
    found = account(known(pl.concat([loud, deaf]), outages=[("telegram", AT, AT + DAY)]))
    assert found.without == ("telegram",)
    assert found.verdict == "less"
    assert {one.name for one in found.platforms} == {"mastodon"}


def test_talk_that_moves_to_another_platform_is_seen_there() -> None:
    stayed, moved = steady(-0.8, a_day=900), steady(0.8, a_day=900, seed=5)
    found = account(known(pl.concat([rows(stayed.moments), rows(moved.moments, platform="telegram")])))
    effects = {one.name: one.effect for one in found.platforms}
    assert effects["mastodon"].high < 0
    assert effects["telegram"].low > 0


def test_measures_that_find_effects_everywhere_are_not_believed() -> None:
    effect = measure(DENIED)
    assert effect is not None
    wrong = [Placebo("", AT - n * HOUR, effect) for n in (8, 16, 24)]
    assert "placebo" in cautions(DENIED, effect, Around(), wrong)
    assert "placebo" not in cautions(DENIED, effect, Around(), [wrong[0]])


def test_small_numbers_conclude_nothing() -> None:
    few = steady(-0.9, a_day=16)
    effect = measure(few)
    assert effect is not None
    assert effect.observed + effect.expected < 30
    assert "few" in cautions(few, effect, Around(), [])


def test_questions_are_counted_by_place_and_language_and_small_cells_are_hidden() -> None:
    asked = rows([AT + n * MINUTE for n in range(12)], asks=True, sentence=1, place="D21")
    lonely = rows([AT + n * MINUTE for n in range(9)], asks=True, sentence=0, place="D58", lang="en", author="one")
    others = rows([AT + n * MINUTE for n in range(20)], place="D21")
    late = rows([AT + 2 * DAY], asks=True, place="D21")
    found = understood(pl.concat([asked, lonely, others, late]), at=AT, until=AT + DAY)
    assert (found.asked, found.messages) == (21, 41)
    assert [(cell.name, cell.asked, cell.messages) for cell in found.places] == [("D21", 12, 32)]
    assert [cell.name for cell in found.languages] == ["fr"]
    assert found.hidden == 2
    assert (found.sentence, found.about) == (1, 12), "nine questions of one author are one person's"
    assert found.share_before is None
    nothing = understood(rows([]), at=AT, until=AT + DAY)
    assert (nothing.share, nothing.interval) == (None, None)


def test_the_sentence_a_question_is_about() -> None:
    told = np.eye(3, dtype=np.float32)
    near = np.array([[0.1, 0.99, 0.0], [0.5, 0.5, 0.5]], np.float32)
    assert [one for one, _ in nearest(near, told)] == [1, -1]
    assert nearest(near[:0], told) == []
    assert sentences("") == []
    assert len(sentences("Restez chez vous. Ne prenez pas la route ! Le pont est fermé.")) == 3


def used(change: float, *, days: int = 40, known_after: int = 3) -> pl.DataFrame:
    rng = np.random.default_rng(2)
    week = np.array([1.2, 1.1, 1.0, 1.0, 0.9, 0.4, 0.3])
    first = AT - AT % DAY - days * DAY
    mean = [200 * week[n % 7] * (1 + change if n >= days else 1) for n in range(days + known_after)]
    return pl.DataFrame(
        [("procuration", "Procuration", "visits", "D21", "departement", first + n * DAY, float(rng.poisson(value)))
         for n, value in enumerate(mean)],
        schema=USE, orient="row",
    )  # fmt: skip


def test_recourse_is_what_was_used_above_what_was_expected() -> None:
    (found,) = recourse(used(0.8), AT)
    assert (found.service, found.metric) == ("procuration", "visits")
    true = 0.8 * found.expected
    assert found.low > 0
    assert found.low <= true <= found.high
    (nothing,) = recourse(used(0.0), AT)
    assert nothing.low <= 0 <= nothing.high


@pytest.mark.parametrize("use", [used(0.0, days=9), used(0.0, known_after=2), USE.to_frame()])
def test_days_that_are_not_known_are_no_zeros(use: pl.DataFrame) -> None:
    assert recourse(use, AT) == []


def test_what_the_graph_answers_becomes_facts() -> None:
    action = {
        "id": "a", "at": AT, "text": "Faites votre procuration en ligne.", "channel": "site", "topic": "t",
        "places": [{"id": "D21", "name": "Côte-d'Or"}],
    }  # fmt: skip
    asked = dict(questions(action, NOW))
    assert asked["actions_talk"]["places"] == ["D21"]
    assert "procuration" in asked["actions_use"]["services"]
    start = AT - 30 * HOUR
    columns = rows([AT - n * MINUTE for n in range(900)]).to_dict(as_series=False)
    elsewhere = rows([AT - n * MINUTE for n in range(99)], reached=False, place="D69").to_dict(as_series=False)
    talk = {name: columns[name] + elsewhere[name] for name in columns}
    answers: list[list[dict[str, Any]]] = [
        [talk],
        [{"platform": "mastodon", "start": AT, "end": None}],
        [],
        [{"topic": "other", "start": start, "at": [start, start + HOUR]}, {"topic": "new", "start": AT, "at": [AT]}],
        [{"start": AT, "end": AT + HOUR}],
        [{"id": "a", "at": AT, "topic": "t"}, {"id": "b", "at": AT + 1, "topic": "t"},
         {"id": "c", "at": AT, "topic": None}],
        [],
    ]  # fmt: skip
    found = facts(action, NOW, answers)
    assert found.outages == [("mastodon", AT, AT + 2 * DAY)]
    assert found.around == Around(hazards=[(AT, AT + HOUR)], actions=[AT + 1])
    told = found.spread()
    assert len(told.moments) == 900
    assert set(told.alike) == {"elsewhere", "other"}, "a rumour younger than this one tells nothing of what comes"
    assert set(found.elsewhere()) == {"D69"}
    assert replace(found, talk=TALK.to_frame()).platforms() == []
