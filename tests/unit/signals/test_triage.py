"""Signals become alerts: one a cause, stable, ranked, worded."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Alert, Place, Signal, Topic
from signals.triage import Stated, triage

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def place(code: str, name: str, lat: float, lon: float) -> Place:
    return Place(id=code, name=name, kind="departement", lat=lat, lon=lon, parent_id="R27")


PLACES = {
    "FR": Place(id="FR", name="France", kind="pays"),
    "D21": place("D21", "Côte-d'Or", 47.4, 4.8),
    "D71": place("D71", "Saône-et-Loire", 46.6, 4.5),
    "D39": place("D39", "Jura", 46.7, 5.7),
    "D13": place("D13", "Bouches-du-Rhône", 43.5, 5.1),
}


def topic(name: str) -> Topic:
    return Topic(id=name, label=f"Sujet {name}", size=9, centroid=(1.0,), first_at=NOW, last_at=NOW, run_id="r")


TOPICS = {name: topic(name) for name in ("dam", "fraud")}


def signal(
    about: str | None, where: str, hours: float = 0, *, observed: float = 12, evidence: Sequence[str] = ("m1", "m2")
) -> Signal:
    at = NOW + timedelta(hours=hours)
    return Signal(
        id=f"burst:{about or '*'}:{where}:{at:%Y-%m-%dT%H}",
        kind="burst",
        at=at,
        score=0.8,
        reason=f"{observed:.0f} auteurs en 1 heure, 0,5 attendu (au plus 3 d'ordinaire).",
        reason_en=f"{observed:.0f} authors in 1 hour, 0.5 expected (at most 3 usually).",
        evidence=tuple(evidence),
        topic_id=about,
        place_id=where,
        observed=observed,
        expected=0.5,
        upper=3,
        p_value=1e-6,
        authors=int(observed),
    )


def alerts(
    signals: Sequence[Signal], existing: Sequence[Alert] = (), as_of: datetime = NOW + timedelta(days=9)
) -> list[Alert]:
    return triage(signals, existing, topics=TOPICS, places=PLACES, as_of=as_of)


def told(signals: Sequence[Signal], event: float | None, existing: Sequence[Alert] = ()) -> list[str]:
    """Return the kinds of the alerts when the topic of the dam tells of a match as far as `event` says."""
    topics = TOPICS | {"dam": replace(TOPICS["dam"], event=event)}
    found = triage(signals, existing, topics=topics, places=PLACES, as_of=NOW + timedelta(days=9))
    return [alert.kind for alert in found]


def test_many_who_speak_of_a_match_are_no_alert() -> None:
    loud = [signal("dam", "D21"), replace(signal("dam", "FR"), id="novelty", kind="novelty")]
    assert told(loud, 0.6) == []
    assert len(told(loud, 0.05)) == len(told(loud, None)) == 1
    assert told([*loud, signal("fraud", "D13", evidence=["f1"])], 0.6) == ["burst"]


def test_the_rise_of_a_place_that_a_match_explains_is_none_either() -> None:
    assert told([signal(None, "D21"), signal("dam", "D21")], 0.6) == []
    assert told([signal(None, "D21", evidence=["m9"]), signal("dam", "D21")], 0.6) == ["burst"]


def test_alarm_about_a_match_is_an_alert_and_stays_one() -> None:
    loud, fear = signal("dam", "D21"), replace(signal("dam", "D21", observed=7), id="panic", kind="panic")
    assert len(told([loud, fear], 0.6)) == 1
    assert told([loud, replace(fear, authors=3)], 0.6) == []
    assert len(told([replace(fear, authors=3)], 0.6)) == 1
    before = triage([loud, fear], [], topics=TOPICS, places=PLACES, as_of=NOW)
    assert told([signal("dam", "D21", 1)], 0.6, before) != []


CASES = {
    "nothing": ([], []),
    "one": ([signal("dam", "D21")], [["D21"]]),
    "neighbours": ([signal("dam", "D21"), signal("dam", "D71")], [["D21", "D71"]]),
    "far apart": ([signal("dam", "D21"), signal("dam", "D13")], [["D13"], ["D21"]]),
    "the country holds both": ([signal("dam", "FR"), signal("dam", "D21"), signal("dam", "D13")], [["D13", "D21"]]),
    "a region holds its départements": ([signal("dam", "R27"), signal("dam", "D39")], [["D39", "R27"]]),
    "two topics": ([signal("dam", "D21"), signal("fraud", "D21")], [["D21"], ["D21"]]),
    "hours later": ([signal("dam", "D21"), signal("dam", "D21", 11), signal("dam", "D21", 22)], [["D21"]]),
    "too late": ([signal("dam", "D21"), signal("dam", "D21", 13)], [["D21"], ["D21"]]),
    "a place that its topic explains": ([signal(None, "D21"), signal("dam", "D21")], [["D21"]]),
    "a place that it does not": ([signal(None, "D21", evidence=["m9"]), signal("dam", "D21")], [["D21"], ["D21"]]),
    "places alone are no neighbours": ([signal(None, "D21"), signal(None, "D71")], [["D21"], ["D71"]]),
}


@pytest.mark.parametrize("name", CASES)
def test_one_alert_a_cause(name: str) -> None:
    signals, expected = CASES[name]
    assert sorted(sorted(alert.place_ids) for alert in alerts(signals)) == expected


def test_an_alert_says_what_where_and_how_much() -> None:
    (alert,) = alerts([signal("dam", "D21"), signal("dam", "D71", 1, observed=40), signal("dam", "FR", 1, observed=30)])
    assert (alert.title, alert.title_en) == ("Sujet dam – Saône-et-Loire, Côte-d'Or",) * 2
    assert alert.reason == (
        "40 auteurs en 1 heure, 0,5 attendu (au plus 3 d'ordinaire) ; 3 signaux depuis le 24/11 à 12:00 UTC."
    )
    assert alert.reason_en == (
        "40 authors in 1 hour, 0.5 expected (at most 3 usually); 3 signals since 24 Nov 12:00 UTC."
    )
    assert (alert.first_at, alert.last_at) == (NOW, NOW + timedelta(hours=1))
    assert alert.id == "alert:burst:dam:D21:2026-11-24T12"


@pytest.mark.parametrize(
    ("where", "title"),
    [
        (["D39"], "Fuite · Jura"),
        (["D71"], "Fuite · Jura – Saône-et-Loire"),
        (["D39", "D71"], "Fuite · Jura – Saône-et-Loire"),
    ],
)
def test_a_place_that_the_topic_names_is_not_said_twice(where: list[str], title: str) -> None:
    named = {"dam": replace(TOPICS["dam"], label="Fuite · Jura")}
    (alert,) = triage([signal("dam", code) for code in where], [], topics=named, places=PLACES, as_of=NOW)
    assert alert.title == title


@pytest.mark.parametrize(
    ("observed", "places", "word"),
    [(2, ["D21"], "faible"), (8, ["D21"], "moderee"), (40, ["D21"], "forte"), (300, ["D21", "D71", "D39"], "critique")],
)
def test_severity_grows_with_size_and_places(observed: float, places: list[str], word: str) -> None:
    (alert,) = alerts([signal("dam", where, observed=observed) for where in places])
    assert alert.severity == word


def test_later_signals_update_the_same_alert() -> None:
    first = alerts([signal("dam", "D21")])
    (second,) = alerts([signal("dam", "D71", 5, observed=90)], first)
    assert second.id == first[0].id
    assert second.signal_ids == ("burst:dam:D21:2026-11-24T12", "burst:dam:D71:2026-11-24T17")
    assert second.score > first[0].score
    assert second.place_ids == ("D71", "D21")


def test_an_open_alert_never_sinks() -> None:
    (loud,) = alerts([signal("dam", "D21", observed=150)])
    (later,) = alerts([signal("dam", "D21", 3, observed=5)], [loud])
    assert (later.score, later.severity, later.reason) == (loud.score, loud.severity, loud.reason)
    assert later.last_at == NOW + timedelta(hours=3)


def test_untouched_alerts_are_not_returned() -> None:
    first = alerts([signal("dam", "D21")])
    assert [alert.topic_id for alert in alerts([signal("fraud", "D13")], first)] == ["fraud"]


def test_signals_of_the_future_are_left_for_later() -> None:
    assert alerts([signal("dam", "D21", 2)], as_of=NOW) == []


any_signals = st.lists(
    st.builds(
        signal,
        st.sampled_from(["dam", "fraud", None]),
        st.sampled_from(["FR", "D21", "D71", "D13", "D99"]),
        st.integers(0, 40),
        observed=st.integers(3, 300).map(float),
        evidence=st.lists(st.sampled_from([f"m{n}" for n in range(6)]), min_size=1, max_size=4, unique=True),
    ),
    max_size=12,
    unique_by=lambda found: found.id,
)


@given(signals=any_signals)
@settings(deadline=None, max_examples=100)
def test_every_signal_is_in_one_alert_and_no_alert_twice(signals: list[Signal]) -> None:
    found = alerts(signals)
    assert sorted(id for alert in found for id in alert.signal_ids) == sorted(signal.id for signal in signals)  # noqa: A001
    assert len({alert.id for alert in found}) == len(found)


@given(signals=any_signals, data=st.data())
@settings(deadline=None, max_examples=100)
def test_order_does_not_matter(signals: list[Signal], data: st.DataObject) -> None:
    assert alerts(data.draw(st.permutations(signals))) == alerts(signals)


@given(signals=any_signals)
@settings(deadline=None, max_examples=100)
def test_the_same_input_again_changes_nothing(signals: list[Signal]) -> None:
    once = alerts(signals)
    assert alerts(signals, once) == once


@given(signals=any_signals)
@settings(deadline=None, max_examples=100)
def test_ids_last_while_signals_come_in(signals: list[Signal]) -> None:
    known: dict[str, Alert] = {}
    for at in sorted({signal.at for signal in signals}):
        now = [signal for signal in signals if signal.at == at]
        known |= {alert.id: alert for alert in alerts(now, list(known.values()), as_of=at)}
    held = sorted(id for alert in known.values() for id in alert.signal_ids)  # noqa: A001
    assert held == sorted(signal.id for signal in signals)


def test_reports_without_talk_are_an_alert_of_their_own() -> None:
    """They rest on measures: no burst of the same place holds or explains them."""
    burst = signal(None, "D38")
    wave = replace(burst, id="silent_wave:perceval:D38:x", kind="silent_wave", evidence=(), measures=("m1",))
    alerts = triage([burst, wave], [], topics={}, places={}, as_of=burst.at)
    assert sorted(alert.kind for alert in alerts) == [burst.kind, "silent_wave"]
    assert {alert.title for alert in alerts} == {"Activité inhabituelle – D38", "Signalements sans écho – D38"}
    again = triage([replace(wave, id="later")], alerts, topics={}, places={}, as_of=burst.at)
    assert [alert.kind for alert in again] == ["silent_wave"]


def test_a_crowd_that_leaves_is_an_alert_of_its_own_and_stays_one() -> None:
    leaving = replace(signal("dam", "D21", 1), id="movement:dam:D21:1", kind="movement")
    later = replace(leaving, id="movement:dam:D21:2", at=leaving.at + timedelta(hours=1))
    first = alerts([signal("dam", "D21"), leaving])
    assert sorted((alert.kind, alert.title) for alert in first) == [
        ("burst", "Sujet dam – Côte-d'Or"),
        ("movement", "Départs : Sujet dam – Côte-d'Or"),
    ]
    again = {alert.id: alert for alert in alerts([signal("dam", "D21", 2), later], existing=first)}
    assert again.keys() == {alert.id for alert in first}
    assert {alert.kind: len(alert.signal_ids) for alert in again.values()} == {"burst": 2, "movement": 2}


def test_departures_explain_no_rise_of_a_whole_place() -> None:
    leaving = replace(signal("dam", "D21"), id="movement:dam:D21:0", kind="movement")
    assert sorted(alert.kind for alert in alerts([signal(None, "D21", 1), leaving])) == ["burst", "movement"]


def of_kind(kind: str, name: str = "dam", hours: float = 0) -> Signal:
    one = signal(name, "D21", hours)
    return replace(one, id=one.id.replace("burst", kind), kind=kind)


def test_alarm_about_a_topic_is_an_alert_of_its_own() -> None:
    found = {alert.kind: alert for alert in alerts([signal("dam", "D21"), of_kind("panic")])}
    assert set(found) == {"burst", "panic"}
    assert found["panic"].title == "Panique : Sujet dam – Côte-d'Or"
    assert found["panic"].title_en == "Panic: Sujet dam – Côte-d'Or"


STATED = {"dam": Stated("Le barrage a cédé !", "new")}


def stated(signals: Sequence[Signal], existing: Sequence[Alert] = (), state: str = "new") -> Alert:
    claims = {"dam": replace(STATED["dam"], state=state)}
    as_of = NOW + timedelta(days=9)
    (alert,) = triage(signals, existing, topics=TOPICS, places=PLACES, as_of=as_of, claims=claims)
    return alert


def test_a_rumour_leads_its_alert_and_its_claim_is_the_title() -> None:
    loud = [signal("dam", "D21", observed=90), of_kind("rumour")]
    first = stated(loud)
    assert (first.kind, first.title) == ("rumour", "Rumeur possible : « Le barrage a cédé »")
    later = stated([signal("dam", "D21", 2, observed=900)], [first], state="denied")
    assert (later.id, later.kind) == (first.id, "rumour")
    assert later.title_en == 'Denied rumour: "Le barrage a cédé"'
    assert later.reason == first.reason
    assert later.score >= first.score


def test_without_a_rumour_signal_an_alert_is_not_called_one() -> None:
    assert stated([signal("dam", "D21")]).title == "Sujet dam – Côte-d'Or"
