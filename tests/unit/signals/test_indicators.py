"""Indicators: by hand, no data is None and never 0, every figure carries its n."""

import pytest

from signals.facts import LOCAL, TABLES
from signals.indicators import PILLARS, THEMES, Indicator, by_id, indicators
from signals.intervals import poisson, weighted_quantile, wilson
from signals.readings import lines, reading
from tests.facts import at, facts, measure, message

GENDARMERIE, POLICE = "Gendarmerie nationale", "Police nationale"

FACTS = facts(
    messages=[
        message(
            "experience", 30, platform="services-publics-plus", service="plainte", rating=1.0, operator=GENDARMERIE
        ),
        message(
            "experience", 10, platform="services-publics-plus", service="plainte", rating=-1.0, operator=GENDARMERIE
        ),
        message("review", 3, platform="partoo", service="brigade", rating=1.0),
        message("review", 1, platform="partoo", service="brigade", rating=-0.5),
        message("post", 60, service="thesee", tone=-1, intent="complaint", operator=POLICE),
        message("post", 20, tone=1, intent="question"),
        message("post", 20, tone=1, own=True),
    ],
    measures=[
        measure("visits", 500.0),
        measure("unique_visitors", 300.0),
        measure("unique_visitors", 100.0, day=1),
        measure("unique_visitors", 50.0, day=1, service="thesee"),
        measure("reach", 2000.0, service="page"),
        measure("engagements", 100.0, service="page"),
        measure("engagements", 999.0, service="page", day=4),
        measure("followers", 1000.0, service="page"),
        measure("followers", 1200.0, service="page", day=9),
        measure("followers", 300.0, service="autre"),
        measure("reports", 50.0),
        measure("contacts", 60.0),
        measure("answer_rate", 0.8, 50),
        measure("answer_rate", 0.1, None, service="thesee"),
        measure("satisfaction", 8.0, 30),
        measure("satisfaction", 4.0, 10, service="thesee"),
        measure("first_reply_days", 3.0, 40),
        measure("delay_respected", 0.9, 20),
        measure("calls_answered", 0.5, 10),
        measure("useful_orientation", 0.75, 40),
    ],
    population=[("FR", 1_000_000)],
    covered=[("21231", 150_000, 9), ("21603", 4_000, 4), ("21000", None, 50)],
    own_posts=[("mastodon", 8, 20, 16, 4), ("bluesky", 2, 0, 4, 0)],
    half_lives=[("mastodon", 5, 30.0), ("mastodon", 9, 60.0), ("bluesky", 6, 300.0)],
    answers=[
        ("services-publics-plus", "experience", "Brigade", 4.0, True, 6),
        ("services-publics-plus", "experience", "Brigade", 10.0, True, 2),
        ("services-publics-plus", "experience", "Brigade", None, False, 2),
        ("scenario", "experience", "Brigade", None, None, 90),
        ("partoo", "review", "Brigade", None, None, 7),
        ("mastodon", "post", "Brigade", 0.5, None, 10),
    ],
    aspects=[("relation", 1, 6), ("relation", -1, 2), ("information", -1, 2), ("information", 0, 90)],
    needs=[("file-complaint", 30, 2), ("find-unit", 10, 0), ("join", 4, 9)],
    delays=[
        ("a", 0, 600_000, 1_200_000, 1_800_000, 5_400_000),
        ("b", 0, 1_200_000, None, None, None),
        ("c", None, 5, None, 3_600_005, 5),
    ],
    actions=[("denial", 2), ("instruction", 1)],
    advice=[("a", at(10.3), "Fraude à la carte : signalez-la sur Percev@l")],
    daily=[
        ("perceval", "Percev@l", "reports", at(10.5 + day), 30.0 if day in (0, 1, 2) else 20.0) for day in range(-30, 4)
    ],
)

EXPECTED = {
    "visits": (500.0, 500),
    "unique_visitors": (250.0, 450),
    "reach": (2000.0, 2000),
    "potential_reach": (1500.0, 1500),
    "engagement_rate": (0.05, 2000),
    "engagement_per_post": (4.4, 10),
    "amplification": (2.0, 10),
    "half_life": (60.0, 3),
    "share_of_voice": (40 / 104, 104),
    "proximity": (0.104, 104),
    "coverage": (0.15, 63),
    "need_coverage": (0.75, 40),
    "measured_satisfaction": (7.0, 40),
    "answer_rate": (0.8, 10),
    "answer_days": (4.0, 8),
    "feeling_balance": (0.5, 40),
    "aspects": (0.6, 10),
    "google_stars": (4.25, 4),
    "tone_balance": (-0.5, 80),
    "question_share": (0.25, 80),
    "complaint_share": (0.75, 80),
    "reports": (50.0, 50),
    "report_rate": (0.5, 50),
    "contacts": (60.0, 60),
    "first_answer": (0.5, 18),
    "first_answer_p90": (10.0, 18),
    "first_reply": (3.0, 40),
    "published_answer_rate": (0.8, 50),
    "delay_respected": (0.9, 20),
    "calls_answered": (0.5, 10),
    "actions": (3.0, 3),
    "useful_orientation": (0.75, 40),
    "recourse": (0.5, 90),
    "detection_delay": (15.0, 2),
    "decision_delay": (10.0, 1),
    "qualification_delay": (40.0, 2),
    "denial_delay": (60.0, 1),
}
"""By hand, from the rows above; « Je donne mon avis » has tables of its own, see `test_jdma.py`."""

OTHERS = [name for name in by_id() if not name.startswith("jdma_")]
every_indicator = pytest.mark.parametrize("indicator", by_id().values(), ids=by_id())


def test_every_indicator_has_its_case() -> None:
    assert set(EXPECTED) == set(OTHERS)


@pytest.mark.parametrize("name", OTHERS)
def test_value_and_n(name: str) -> None:
    found = by_id()[name].compute(FACTS)
    assert found is not None
    value, n = EXPECTED[name]
    assert found.value == pytest.approx(value)
    assert found.n == n
    if found.interval is not None:
        assert found.interval[0] <= found.value <= found.interval[1]


@every_indicator
def test_no_data_is_none(indicator: Indicator) -> None:
    assert indicator.compute(facts(population=[("FR", 1_000_000)])) is None


@every_indicator
def test_says_what_it_means_in_two_languages(indicator: Indicator) -> None:
    words = (indicator.name, indicator.definition, indicator.source)
    english = (indicator.name_en, indicator.definition_en, indicator.source_en)
    assert all(words)
    assert all((indicator.formula, indicator.formula_en))
    assert all(one != other for one, other in zip(words, english, strict=True))


@every_indicator
def test_reads_only_the_tables_it_names(indicator: Indicator) -> None:
    asked: set[str] = set()

    def table(name: str) -> object:
        asked.add(name)
        return FACTS.table(name)

    indicator.compute(type(FACTS)(FACTS.scope, table))  # type: ignore[arg-type]
    assert asked == set(indicator.reads), "the page would show the wrong queries"


@every_indicator
def test_labels_rise_and_end_nowhere(indicator: Indicator) -> None:
    bounds = [label.below for label in indicator.labels]
    assert bounds == sorted(bounds)
    assert not bounds or bounds[-1] == float("inf")


def test_they_stand_by_pillar_then_theme() -> None:
    found = indicators()
    assert [PILLARS.index(one.pillar) for one in found] == sorted(PILLARS.index(one.pillar) for one in found)
    assert {one.theme for one in found} == set(THEMES)
    places = [(one.theme, one.order) for one in found]
    assert len(set(places)) == len(places), "two indicators want the same place"


def test_public_lines_belong_to_indicators() -> None:
    assert {line.indicator for line in lines()} <= set(by_id())


def test_shares_and_counts_at_their_ends() -> None:
    assert wilson(0, 10)[0] == 0
    assert wilson(10, 10)[1] == 1
    assert poisson(0)[0] == 0
    with pytest.raises(ValueError, match="got 3 of 2"):
        wilson(3, 2)


@pytest.mark.parametrize(
    ("values", "counts", "share", "expected"),
    [
        ([3.0], [1], 0.5, 3.0),
        ([3.0], [1], 0.9, 3.0),
        ([1.0, 2.0], [1, 1], 0.5, 1.5),
        ([1.0, 2.0, 3.0], [1, 1, 1], 0.5, 2.0),
        ([1.0, 5.0], [9, 1], 0.9, 3.0),
        ([1.0, 5.0], [8, 2], 0.9, 5.0),
    ],
)
def test_quantiles_of_counted_values(values: list[float], counts: list[int], share: float, expected: float) -> None:
    found, (low, high) = weighted_quantile(values, counts, share)
    assert found == expected
    assert low <= found <= high


def test_few_messages_of_a_place_are_not_told() -> None:
    few = [message("experience", 4, rating=1.0)]
    indicator = by_id()["feeling_balance"]
    hidden = reading("feeling_balance", indicator, facts("21603", messages=few))
    assert (hidden.value, hidden.is_hidden) == (None, True)
    told = reading("feeling_balance", indicator, facts(messages=few))
    assert told.value is not None
    assert told.is_scarce
    assert not told.is_hidden


def test_a_label_needs_enough_answers() -> None:
    jdma = by_id()["jdma_satisfaction"]
    answers = {n: [measure("satisfaction", 9.0, n, source="je-donne-mon-avis")] for n in (29, 30)}
    assert reading("jdma_satisfaction", jdma, facts(measures=answers[29])).label is None
    label = reading("jdma_satisfaction", jdma, facts(measures=answers[30])).label
    assert label is not None
    assert label.fr == "Bien"


def test_blind_hours_count_once_and_only_where_the_indicator_listens() -> None:
    outages = [("mastodon", at(1), at(1.5)), ("bluesky", at(1.25), at(2)), ("partoo", at(30.5), None)]
    known = facts(outages=outages, messages=[message(tone=1)])
    tone = reading("tone_balance", by_id()["tone_balance"], known)
    assert tone.blind is not None
    assert tone.blind.hours == pytest.approx(24 + 12)
    stars = reading("google_stars", by_id()["google_stars"], known)
    assert stars.blind is not None
    assert stars.blind.hours == pytest.approx(12)
    assert stars.blind.platforms == ("partoo",)
    assert reading("visits", by_id()["visits"], known).blind is None


def test_tables_of_places_are_tables() -> None:
    assert set(TABLES) >= LOCAL
