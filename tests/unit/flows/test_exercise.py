"""The built-in scenario is what its truth says, and the same for the same seed."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.exercise import clock, generate, phrases
from flows.exercise.crisis import DENIED_AT, HEEDED_AT, RELATIVE_CHANGE
from flows.exercise.folder import Scenario, load
from graph.model import Message
from graph.territory import places
from signals.scoring import Truth

FILES = ("messages", "measures", "hazards", "actions", "outages", "truth")


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    folder = tmp_path_factory.mktemp("exercise")
    generate.write(folder)
    return load(folder)


@pytest.fixture(scope="module")
def messages(scenario: Scenario) -> dict[str, Message]:
    return {message.id: message for message in scenario.messages()}


@pytest.fixture(scope="module")
def truths(scenario: Scenario) -> dict[str, Truth]:
    return {truth.id: truth for truth in scenario.truths()}


def _rows(folder: Path, name: str) -> Iterator[dict[str, object]]:
    return map(json.loads, (folder / f"{name}.jsonl").read_text().splitlines())


def test_every_file_is_read_whole(scenario: Scenario, messages: dict[str, Message]) -> None:
    read = (messages, *(list(getattr(scenario, name)()) for name in ("measures", "hazards", "actions", "outages")))
    assert [len(list(_rows(scenario.folder, name))) for name in FILES[:-1]] == list(map(len, read))
    assert (scenario.zone, scenario.ends_at) == (("D21",), datetime(2026, 3, 14, 18, tzinfo=UTC))
    assert scenario.ends_at - scenario.crisis_at == timedelta(hours=10)


def test_size_and_variety(messages: dict[str, Message]) -> None:
    texts = Counter(message.text for message in messages.values())
    authors = Counter(message.author_id for message in messages.values())
    assert 11_000 <= len(messages) <= 13_000
    assert len(texts) >= 9_000
    assert texts.most_common(1)[0][1] <= 40
    assert 2_300 <= len(authors) <= 3_000
    busiest = sum(count for _, count in authors.most_common(len(authors) // 10))
    assert 0.25 < busiest / len(messages) < 0.6


def test_every_platform_speaks(messages: dict[str, Message]) -> None:
    kinds = Counter((message.platform, message.kind) for message in messages.values())
    assert min(kinds.values()) > 100
    assert {platform for platform, _ in kinds} == {
        "mastodon", "bluesky", "telegram", "rss", "services-publics-plus", "partoo",
    }  # fmt: skip
    rated = [message for message in messages.values() if message.kind in {"review", "experience"}]
    assert all(message.rating is not None and -1 <= message.rating <= 1 and message.place_id for message in rated)


def test_answers_follow_what_they_answer(messages: dict[str, Message]) -> None:
    answers = [message for message in messages.values() if message.reply_to]
    assert len(answers) > 1_000
    for answer in answers:
        assert answer.reply_to is not None
        assert messages[answer.reply_to].published_at <= answer.published_at
        assert messages[answer.reply_to].platform == answer.platform


def test_no_slot_is_left_open(messages: dict[str, Message]) -> None:
    assert not [message.text for message in messages.values() if set("{}[]|") & set(message.text)]


def test_every_pattern_can_be_filled() -> None:
    known = {"lieu", "a_lieu", "de_lieu", "pres_lieu", "n", "montant", "centimes", "heure"}
    known |= set(phrases.load("stories", "phrases").slots)
    stories = (
        "flood",
        "dam_support",
        "dam_query",
        "dam_deny",
        "dam_comment",
        "panic",
        "movement",
        "strike",
        "match",
        "gust",
    )
    for theme in (*phrases.everyday(), *(phrases.load("stories", name) for name in stories)):
        sentences = [text for texts in (*theme.patterns.values(), *theme.slots.values()) for text in texts]
        wanted = {name for text in sentences for name in phrases.slots_of(text)}
        assert wanted <= known | set(theme.slots), theme.name


def test_nothing_comes_through_an_outage(scenario: Scenario, messages: dict[str, Message]) -> None:
    (outage,) = scenario.outages()
    assert outage.end is not None
    assert outage.end - outage.start == timedelta(hours=6)
    during = [m.platform for m in messages.values() if outage.start <= m.published_at < outage.end]
    assert Counter(during)["mastodon"] == 0
    assert Counter(during)["bluesky"] > 20


def test_truths_cite_messages_of_their_time(messages: dict[str, Message], truths: dict[str, Truth]) -> None:
    assert Counter(truth.kind for truth in truths.values()) == {
        "need": 13, "event_benign": 3, "quiet": 3, "rumour": 1, "incident": 1, "panic": 1, "movement": 1,
        "silent_wave": 1, "coordination": 1, "effect": 1,
    }  # fmt: skip
    for truth in truths.values():
        for id_ in truth.messages:
            assert truth.start <= messages[id_].published_at < truth.end, (truth.id, id_)


def test_every_place_and_service_is_known(scenario: Scenario, messages: dict[str, Message]) -> None:
    known = {place.id for place in places()}
    named = {message.place_id for message in messages.values()} - {None}
    for records in (scenario.hazards(), scenario.actions()):
        named |= {place_id for record in records for place_id in record.place_ids}
    named |= {place_id for truth in scenario.truths() for place_id in truth.places}
    assert named | {measure.place_id for measure in scenario.measures()} <= known


def test_the_denial_slows_the_rumour(messages: dict[str, Message], truths: dict[str, Truth]) -> None:
    rumour, effect = truths["rumour-val-fournier"], truths["effect-dementi"]
    assert set(rumour.stance_of) == set(rumour.messages)
    assert Counter(rumour.stance_of.values()).keys() == {"support", "query", "comment", "deny"}
    assert rumour.denied_at == DENIED_AT
    spreading = [
        messages[id_].published_at for id_, stance in rumour.stance_of.items() if stance in {"support", "query"}
    ]
    before = sum(DENIED_AT - timedelta(hours=1) <= at < DENIED_AT for at in spreading)
    after = sum(HEEDED_AT <= at < HEEDED_AT + timedelta(hours=1) for at in spreading)
    assert effect.relative_change == RELATIVE_CHANGE
    assert after / before == pytest.approx(1 + RELATIVE_CHANGE, abs=0.2)


def test_reports_of_fraud_rise_without_talk(scenario: Scenario, messages: dict[str, Message]) -> None:
    def reports(place: str, first: int, last: int) -> float:
        values = [m.value for m in scenario.measures() if (m.service_id, m.place_id) == ("perceval", place)]
        return sum(values[first:last]) / (last - first)

    assert reports("D38", -6, -1) > 2 * reports("D38", 0, 20)
    assert reports("D69", -6, -1) < 1.5 * reports("D69", 0, 20)
    wave = datetime(2026, 3, 8, tzinfo=UTC)
    talk = [m for m in messages.values() if "percev" in m.text.lower() and m.place_id is None]
    assert sum(m.published_at >= wave for m in talk) / len(talk) < 0.4


def test_people_sleep() -> None:
    hours = clock.everyday_hours()
    assert min(hours[24:48]) * 10 < max(hours[24:48])


def test_the_same_seed_writes_the_same_bytes(scenario: Scenario, tmp_path: Path) -> None:
    generate.write(tmp_path / "again")
    generate.write(tmp_path / "other", seed=7)
    for name in FILES:
        here, again, other = (
            (folder / f"{name}.jsonl").read_bytes()
            for folder in (scenario.folder, tmp_path / "again", tmp_path / "other")
        )
        assert here == again
        assert (here == other) == (name in {"hazards", "actions", "outages"})
