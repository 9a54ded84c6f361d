"""Alerts held against small invented truths, each figure computed by hand."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from graph.model import Place
from signals.scoring import Changed, Gap, Raised, Record, Score, Truth, score

START = datetime(2026, 11, 20, tzinfo=UTC)
PLACES = {
    "21231": Place(id="21231", name="Dijon", kind="commune", parent_id="D21"),
    "D21": Place(id="D21", name="Côte-d'Or", kind="departement", parent_id="R27"),
    "D13": Place(id="D13", name="Bouches-du-Rhône", kind="departement", parent_id="R93"),
}
WAVE = tuple(f"w{n}" for n in range(10))
MATCH = tuple(f"e{n}" for n in range(5))


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


RUMOUR = Truth(
    id="dam",
    kind="rumour",
    label="Barrage",
    start=at(10),
    end=at(20),
    places=("21231",),
    messages=WAVE,
    denied_at=at(14),
)
EVENT = Truth(id="match", kind="event_benign", label="Match", start=at(0), end=at(48), places=("D13",), messages=MATCH)
CALM = Truth(id="calm", kind="quiet", label="Calme", start=at(0), end=at(24), places=("D13",))
SILENT = Truth(id="fraud", kind="silent_wave", label="Fraude", start=at(20), end=at(40), places=("D21",))
PUBLISHED = {name: at(10 + n / 10) for n, name in enumerate(WAVE)} | {name: at(5) for name in MATCH}
TOPICS = {name: ["t1"] for name in WAVE} | {name: ["t9"] for name in MATCH}


def raised(
    name: str,
    hours: float,
    evidence: Sequence[str] = ("x",),
    *,
    place: str = "D21",
    topic: str | None = None,
    kind: str = "burst",
) -> Raised:
    return Raised(
        id=name,
        kind=kind,
        first_at=at(hours),
        last_at=at(hours + 1),
        evidence=frozenset(evidence),
        places=(place,),
        topic_id=topic,
    )


def scored(truths: Sequence[Truth], alerts: Sequence[Raised], topics: Mapping[str, Sequence[str]] = TOPICS) -> Score:
    record = Record(alerts=alerts, published=PUBLISHED, assignments=topics, places=PLACES, start=at(0), end=at(48))
    return score(truths, record)


MATCHING = {
    "its messages, in any place": (RUMOUR, raised("a", 11, WAVE[:4], place="D13"), True),
    "a third of its messages": (RUMOUR, raised("a", 11, (*WAVE[:1], "x", "y")), True),
    "less than a third": (RUMOUR, raised("a", 11, (*WAVE[:1], "x", "y", "z")), False),
    "its topic, place and time": (RUMOUR, raised("a", 11, topic="t1"), True),
    "its topic, all of France": (RUMOUR, raised("a", 11, topic="t1", place="FR"), True),
    "its topic elsewhere": (RUMOUR, raised("a", 11, topic="t1", place="D13"), False),
    "its topic too late": (RUMOUR, raised("a", 21, topic="t1"), False),
    "another topic": (RUMOUR, raised("a", 11, topic="t2"), False),
    "no topic": (RUMOUR, raised("a", 11), False),
    "no messages: the same kind": (SILENT, raised("a", 21, kind="silent_wave"), True),
    "no messages: another kind": (SILENT, raised("a", 21), False),
}


@pytest.mark.parametrize("name", MATCHING)
def test_what_an_alert_is_about(name: str) -> None:
    truth, alert, expected = MATCHING[name]
    found = scored([truth], [alert])
    assert found.sensitivity == float(expected)
    assert found.precision == float(expected)
    assert found.truths[truth.id].alerts == (("a",) if expected else ())


def test_every_figure_of_a_small_scenario() -> None:
    found = scored(
        [RUMOUR, EVENT, CALM, SILENT],
        [
            raised("first", 12, WAVE[:8], topic="t1"),
            raised("again", 13, WAVE, topic="t1"),
            raised("match", 6, MATCH, place="D13", topic="t9"),
            raised("noise", 7, place="D13"),
            raised("later noise", 47, place="D13"),
        ],
    )
    assert found.sensitivity == 0.5
    assert found.precision == 0.5
    assert found.false_alerts_per_day == 1
    assert found.benign_alerts_per_day == 0.5
    assert found.lead_minutes == pytest.approx(120)
    assert found.lead_to_denial_minutes == pytest.approx(120)
    assert found.topic_identity == 1
    assert found.topic_id_changes == 0
    truths = found.truths
    assert truths["dam"].alerts == ("again", "first")
    assert truths["dam"].delay_seconds_p95 == pytest.approx(0.05 * 4680 + 0.95 * 7560)
    assert (truths["fraud"].sensitivity, truths["fraud"].lead_minutes) == (0, None)
    assert truths["match"].benign_alerts_per_day == 0.5
    assert truths["calm"].alerts == ("noise",)
    assert truths["calm"].false_alerts_per_day == 1


STANCES = dict.fromkeys(WAVE[:6], "support") | dict.fromkeys(WAVE[6:8], "query") | dict.fromkeys(WAVE[8:], "deny")
VOLUMES = {
    "as it is": (STANCES, 0),
    "who asks is taken for who supports": (STANCES | {WAVE[6]: "support", WAVE[7]: "comment"}, 0),
    "a denial is counted": (STANCES | {WAVE[8]: "support"}, 1 / 8),
    "support is taken for denial": (STANCES | {WAVE[0]: "deny", WAVE[1]: "deny"}, 2 / 8),
    "nothing was told": ({}, 2 / 8),
    "others are no part of it": (STANCES | dict.fromkeys(MATCH, "deny"), 0),
}


@pytest.mark.parametrize("name", VOLUMES)
def test_denials_are_no_part_of_a_rumour_s_count(name: str) -> None:
    told, error = VOLUMES[name]
    record = Record(
        alerts=[], published=PUBLISHED, assignments=TOPICS, places=PLACES, start=at(0), end=at(48), stances=told
    )
    found = score([replace(RUMOUR, stance_of=STANCES), EVENT], record)
    assert found.truths["dam"].stance_volume_error == pytest.approx(error)
    assert found.truths["match"].stance_volume_error is None
    assert found.stance_volume_error == pytest.approx(error)


DENIED = Truth(id="denied", kind="effect", label="Démenti", start=at(14), end=at(20), action="a", relative_change=-0.6)
VAIN = replace(DENIED, id="vain", relative_change=0.0)
EFFECTS = {
    "within": (Changed(-0.5, -0.7, -0.2), 0.1, 1.0),
    "at the bound": (Changed(-0.9, -0.95, -0.6), 0.3, 1.0),
    "beside": (Changed(-0.1, -0.3, 0.2), 0.5, 0.0),
}


@pytest.mark.parametrize("name", EFFECTS)
def test_a_measured_effect_is_held_against_the_true_one(name: str) -> None:
    changed, error, covered = EFFECTS[name]
    measured = {"denied": changed, "vain": Changed(0.1, -0.2, 0.4)}
    bare = Record(alerts=[], published={}, assignments={}, places={}, start=at(0), end=at(48))
    found = score([DENIED, VAIN, RUMOUR], replace(bare, effects=measured))
    assert found.truths["denied"].effect_error == pytest.approx(error)
    assert found.truths["denied"].effect_coverage == covered
    assert found.truths["dam"].effect_error is None
    assert found.effect_error == pytest.approx((error + 0.1) / 2)
    assert found.effect_coverage == (covered + 1) / 2
    nothing = score([DENIED], bare)
    assert (nothing.effect_error, nothing.effect_coverage) == (None, None)


def test_a_rumour_that_was_not_collected_has_no_volume() -> None:
    found = score(
        [replace(RUMOUR, stance_of={"gone": "support"})],
        Record(alerts=[], published=PUBLISHED, assignments=TOPICS, places=PLACES, start=at(0), end=at(48)),
    )
    assert found.stance_volume_error is None


def test_an_event_counts_before_a_calm_and_a_rumour_before_an_event() -> None:
    same = Truth(id="same", kind="event_benign", label="Grève", start=at(0), end=at(48), messages=WAVE)
    found = scored([RUMOUR, same, EVENT, CALM], [raised("both", 12, WAVE), raised("match", 6, MATCH, place="D13")])
    assert found.truths["same"].alerts == ()
    assert found.truths["match"].alerts == ("match",)
    assert found.truths["calm"].alerts == ()
    assert (found.precision, found.false_alerts_per_day, found.benign_alerts_per_day) == (1, 0, 0.5)


@pytest.mark.parametrize(("hours", "delay"), [(12, 3960), (10.5, 0), (10, 0)])
def test_delay_runs_from_the_newest_message_known(hours: float, delay: float) -> None:
    assert scored([RUMOUR], [raised("a", hours, WAVE)]).delay_seconds_p95 == pytest.approx(delay, abs=1e-6)


def test_alerts_outside_the_watch_are_not_scored() -> None:
    found = scored([RUMOUR], [raised("before", -1, WAVE), raised("after", 48, WAVE)])
    assert (found.sensitivity, found.precision) == (0, None)


def test_topics_that_split_and_change() -> None:
    topics = {name: ["t1"] if n < 7 else ["t1", "t2"] for n, name in enumerate(WAVE)} | {"w0": ["t1", "t3", "t1"]}
    found = scored([RUMOUR], [], topics)
    assert found.topic_identity == pytest.approx(0.7)
    assert found.topic_id_changes == 3


def test_what_cannot_be_computed_is_none_and_never_zero() -> None:
    found = scored([], []).as_json()
    assert found.pop("truths") == {}
    assert {key for key, value in found.items() if value is not None} == {
        "false_alerts_per_day",
        "benign_alerts_per_day",
    }
    whole = scored([RUMOUR], [raised("a", 12, WAVE)]).as_json()
    for figures in (whole, whole["truths"]["dam"]):
        assert {
            figures[key] for key in ("stance_volume_error", "gap_precision_at_10", "effect_error", "effect_coverage")
        } == {None}
    assert json.loads(json.dumps(whole))["truths"]["dam"]["sensitivity"] == 1


def need(name: str, offer: str, place: str = "D21") -> Truth:
    return Truth(
        id=name, kind="need", label=name, start=at(0), end=at(48), places=(place,), service=name, offer=offer
    )  # fmt: skip


def gaps(*found: tuple[str, str]) -> list[Gap]:
    return [Gap(frozenset([service]), place) for service, place in found]


NEEDS = [need("a", "none"), need("b", "weak"), need("c", "good")]
LISTS: dict[str, tuple[list[Gap], float]] = {
    "both true gaps first": (gaps(("b", "D21"), ("a", "D21"), ("c", "D21")), 1.0),
    "the one that is served first": (gaps(("c", "D21"), ("a", "D21"), ("b", "D21")), 0.5),
    "in another place": (gaps(("a", "D13"), ("b", "D13")), 0.0),
    "nothing found": ([], 0.0),
}


@pytest.mark.parametrize("case", LISTS)
def test_first_gaps_are_held_against_the_true_ones(case: str) -> None:
    listed, expected = LISTS[case]
    record = Record(alerts=[], published={}, assignments={}, places=PLACES, start=at(0), end=at(48), gaps=listed)
    found = score(NEEDS, record)

    assert found.gap_precision_at_10 == expected
    assert found.truths["c"].gap_precision_at_10 is None
    assert score([CALM], record).gap_precision_at_10 is None


def test_only_ten_gaps_are_looked_at() -> None:
    truths = [need(f"n{number}", "none") for number in range(12)]
    listed = gaps(*((f"n{number}", "D21") for number in range(12)))
    record = Record(alerts=[], published={}, assignments={}, places=PLACES, start=at(0), end=at(48), gaps=listed)
    found = score(truths, record)

    assert found.gap_precision_at_10 == 1.0
    assert found.truths["n11"].gap_precision_at_10 == 0.0
