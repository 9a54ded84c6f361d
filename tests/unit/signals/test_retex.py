"""What a cell did, against what was true: hand-made truths, alerts, decisions and denials."""

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from graph.model import Place
from signals.retex import Denial, Facts, Handled, Line, Retex, retex, truth_of
from signals.scoring import Raised, Truth

OPENING = datetime(2026, 3, 14, 8, tzinfo=UTC)
PLACES = {
    place.id: place
    for place in (
        Place(id="FR", name="France", kind="country"),
        Place(id="D21", name="Côte-d'Or", kind="departement", parent_id="FR"),
        Place(id="21231", name="Dijon", kind="commune", parent_id="D21"),
        Place(id="D59", name="Nord", kind="departement", parent_id="FR"),
    )
}


def at(minutes: float) -> datetime:
    return OPENING + timedelta(minutes=minutes)


def truth(kind: str = "rumour", start: float = 30, **more: Any) -> Truth:
    more = {"id": "t", "label": "Le barrage cède", "places": ("D21",), "messages": ("m1", "m2", "m3")} | more
    return Truth(kind=kind, start=at(start), end=more.pop("end", at(300)), **more)


def alert(minutes: float, *decisions: tuple[str, float], name: str = "a", **more: Any) -> Handled:
    rows = tuple(
        {"id": f"{name}-{n}", "act": act, "at": int(at(when).timestamp() * 1000), "verdict": "", "into_id": None,
         "undoes_id": None}
        for n, (act, when) in enumerate(decisions)
    )  # fmt: skip
    raised = Raised(
        id=name, kind="burst", first_at=at(minutes), last_at=at(minutes + 5),
        evidence=more.pop("evidence", frozenset({"m1", "m2", "x"})), places=more.pop("places", ("21231",)),
        topic_id=more.pop("topic_id", "T"),
    )  # fmt: skip
    return Handled(raised=raised, title=name, title_en=name, decisions=more.pop("rows", rows))


def facts(*alerts: Handled, **more: Any) -> Facts:
    given: dict[str, Any] = {
        "denials": (), "published": {"m1": at(35), "m2": at(40), "m3": at(90)}, "topics": {}, "places": PLACES,
        "start": OPENING, "now": at(240), "is_over": True,
    } | more  # fmt: skip
    return Facts(alerts=alerts, **given)


def only(found: Retex) -> Line:
    assert len(found.wanted) == 1
    return found.wanted[0]


def test_times_to_see_to_take_and_to_deny() -> None:
    denial = Denial(id="d", at=at(95), places=("D21",))
    line = only(retex([truth()], facts(alert(50, ("acknowledge", 58)), denials=(denial,))))
    assert (line.began, line.ended) == (at(35), at(90))
    assert [span and span / timedelta(minutes=1) for span in (line.to_see, line.to_take, line.to_deny)] == [15, 8, 60]
    assert (line.verdict, line.alerts) == ("seen", ("a",))


@pytest.mark.parametrize(
    ("decisions", "taken", "verdict"),
    [
        ((), None, "seen"),
        ((("comment", 52), ("snooze", 53)), None, "seen"),
        ((("assign", 55), ("close", 90)), 55, "seen"),
        ((("close", 61),), 61, "seen"),
        ((("dismiss", 55),), None, "dismissed"),
        ((("dismiss", 55), ("reopen", 60), ("acknowledge", 70)), 70, "seen"),
        ((("acknowledge", 55), ("dismiss", 70)), 55, "dismissed"),
    ],
)
def test_what_qualifies(decisions: tuple[tuple[str, float], ...], taken: float | None, verdict: str) -> None:
    line = only(retex([truth()], facts(alert(50, *decisions))))
    assert line.taken == (None if taken is None else at(taken))
    assert line.verdict == verdict


def test_what_was_undone_does_not_count() -> None:
    one = alert(50, ("acknowledge", 55), ("undo", 56), ("acknowledge", 80))
    one.decisions[1]["undoes_id"] = one.decisions[0]["id"]
    assert only(retex([truth()], facts(one))).taken == at(80)


def test_the_first_of_several_alerts_counts_and_one_that_stands_is_enough() -> None:
    late = alert(100, ("acknowledge", 105), name="b")
    line = only(retex([truth()], facts(alert(50, ("dismiss", 60)), late)))
    assert (line.seen, line.taken, line.verdict) == (at(50), at(105), "seen")
    assert line.alerts == ("a", "b")


def test_an_alert_that_was_merged_is_taken_with_its_head() -> None:
    head = alert(45, ("acknowledge", 70), name="head", evidence=frozenset({"y"}), topic_id="other", places=("D59",))
    part = alert(50, ("merge", 60))
    part.decisions[0]["into_id"] = "head"
    assert only(retex([truth()], facts(head, part))).taken == at(70)


@pytest.mark.parametrize(("is_over", "verdict"), [(True, "missed"), (False, "waiting")])
def test_what_nobody_saw(is_over: bool, verdict: str) -> None:
    line = only(retex([truth()], facts(alert(50, evidence=frozenset({"x"}), places=("D59",)), is_over=is_over)))
    assert (line.verdict, line.seen, line.to_see) == (verdict, None, None)


def test_what_has_not_begun_is_not_told() -> None:
    assert retex([truth(start=250)], facts()).wanted == ()
    assert retex([truth()], facts(now=at(29))).wanted == ()


def test_what_began_before_the_opening_counts_from_the_opening() -> None:
    early = {"m1": at(-500), "m2": at(-400), "m3": at(10)}
    line = only(retex([truth(start=-600)], facts(replace(alert(-30), raised=replace(alert(-30).raised, last_at=at(5))),
                                                 published=early)))  # fmt: skip
    assert (line.began, line.seen, line.to_see) == (OPENING, OPENING, timedelta())


def test_without_a_message_it_is_its_own_time_that_counts() -> None:
    wave = truth("silent_wave", messages=())
    seen = replace(alert(80), raised=replace(alert(80).raised, kind="silent_wave"))
    line = only(retex([wave], facts(seen)))
    assert (line.began, line.ended, line.to_see) == (at(30), at(240), timedelta(minutes=50))
    assert only(retex([wave], facts(alert(80)))).seen is None, "another kind of alert is about something else"


@pytest.mark.parametrize(
    ("denial", "denied"),
    [
        (Denial(id="d", at=at(60), places=("21231",)), 60),
        (Denial(id="d", at=at(60)), 60),
        (Denial(id="d", at=at(60), places=("D59",)), None),
        (Denial(id="d", at=at(20), places=("D21",)), None),
        (Denial(id="d", at=at(60), places=("D59",), topics=("T",)), 60),
        (Denial(id="d", at=at(60), places=("D21",), topics=("other",)), None),
    ],
)
def test_a_denial_is_of_the_rumour(denial: Denial, denied: float | None) -> None:
    line = only(retex([truth()], facts(alert(50), denials=(denial,))))
    assert line.denied == (None if denied is None else at(denied))


def test_only_a_rumour_wants_a_denial() -> None:
    line = only(retex([truth("panic")], facts(alert(50), denials=(Denial(id="d", at=at(60)),))))
    assert (line.denied, line.wants_denial) == (None, False)


def test_alerts_on_nothing_and_when_they_were_put_aside() -> None:
    nothing = {"evidence": frozenset({"x"}), "places": ("D59",), "topic_id": "other"}
    old = replace(alert(-60, name="old", **nothing))
    found = retex([truth()], facts(alert(50), alert(70, ("dismiss", 82), name="b", **nothing),
                                   alert(60, name="c", **nothing), old))  # fmt: skip
    assert [(one.id, one.dismissed) for one in found.unfounded] == [("c", None), ("b", at(82))]


@pytest.mark.parametrize(
    ("alerts", "verdict"),
    [
        ((), "left"),
        ((alert(50),), "alerted"),
        ((alert(50, ("acknowledge", 51)),), "alerted"),
        ((alert(50, ("dismiss", 60)),), "left"),
        ((alert(50, ("close", 60)),), "left"),
        ((alert(50, ("dismiss", 60), ("reopen", 61)),), "alerted"),
        ((alert(50, ("dismiss", 60)), alert(70, name="b")), "alerted"),
    ],
)
def test_benign_events(alerts: tuple[Handled, ...], verdict: str) -> None:
    found = retex([truth("event_benign")], facts(*alerts))
    assert [line.verdict for line in found.benign] == [verdict]
    assert found.unfounded == (), "an alert on a benign event is not one on nothing"


def test_a_benign_event_that_is_called_real_was_not_left() -> None:
    one = alert(50, ("close", 60))
    one.decisions[0]["verdict"] = "real"
    assert retex([truth("event_benign")], facts(one)).benign[0].verdict == "alerted"


def test_an_alert_on_what_is_true_does_not_count_against_a_benign_event() -> None:
    both = [truth(), truth("event_benign", id="b", messages=("m2", "x"))]
    found = retex(both, facts(alert(50, ("acknowledge", 52))))
    assert (found.wanted[0].verdict, found.benign[0].verdict) == ("seen", "left")


def test_needs_effects_and_calm_are_no_part_of_it() -> None:
    others = [truth(kind, id=kind) for kind in ("need", "effect", "quiet")]
    found = retex(others, facts())
    assert (found.wanted, found.benign) == ((), ())


def test_medians_and_counts() -> None:
    truths = [truth(id=name, messages=(name,)) for name in ("m1", "m2", "m3")]
    alerts = [alert(when, name=name, evidence=frozenset({name}), topic_id=name)
              for name, when in (("m1", 45), ("m2", 60), ("m3", 94))]  # fmt: skip
    found = retex(truths, facts(*alerts))
    assert found.median("to_see") == timedelta(minutes=10)
    assert found.median("to_take") is None
    assert (found.count("seen"), found.count("missed")) == (3, 0)


def test_a_truth_comes_back_from_its_plain_values() -> None:
    one = truth(denied_at=at(100), stance_of={"m1": "deny"})
    row = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(one).items()}
    assert truth_of(row | {"messages": ["m1", "m2", "m3"], "places": ["D21"], "later": 1}) == one
