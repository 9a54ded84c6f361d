"""Decisions on alerts: where they leave an alert, what brings it back, what is refused, what is taken back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from graph.model import Decision, Source
from graph.store import Store
from tests.browser.seed import HOUR, NOW, _alert, _alerts, _run, _topics
from ui.services.acts import Act, ActRefused, Overtaken
from ui.services.alerts import Alerts
from ui.services.reader import Reader
from ui.services.situation import Situation
from ui.services.span import Span
from ui.services.triage import Triage

pytestmark = pytest.mark.neo4j

DAY = Span(NOW - 24 * HOUR, NOW)


@pytest.fixture
def seeded(store: Store) -> Store:
    """Three alerts of an exercise; one of them was taken."""
    terms = {"licence": "test", "purpose": "test", "legal_basis": "test"}
    exercise = Source(id="scenario", name="Scénario", kind="exercise", platform="scenario", retention_days=30, **terms)
    store.save([exercise, *_topics(), *_alerts(["m1", "m2"]), _run("seed", NOW)], now=NOW)
    return store


@pytest.fixture
def desk(seeded: Store) -> Callable[[str], Triage]:
    """Return the triage of somebody in a role, as another process would have it."""

    def open_desk(role: str) -> Triage:
        reader = Reader(seeded)
        reader.poll()
        return Triage(reader, role)

    return open_desk


def on(triage: Triage, *alerts: str) -> dict[str, str]:
    """Return the alerts as they are on screen now."""
    return {row["id"]: row["standing"].seen for row in triage.inbox() if row["id"] in alerts}


def state(triage: Triage, alert: str) -> str:
    found = triage.one(alert)
    assert found is not None
    return str(found["standing"].state)


def again(triage: Triage) -> None:
    triage._reader.poll()


def test_acts_are_decisions_in_order_and_say_where_an_alert_stands(desk: Callable[[str], Triage]) -> None:
    vigie = desk("vigie")
    for name, left in (
        ("acknowledge", "acknowledged"), ("comment", "acknowledged"), ("snooze", "snoozed"), ("reopen", "open"),
        ("assign", "acknowledged"), ("close", "closed"), ("reopen", "open"), ("dismiss", "dismissed"),
    ):  # fmt: skip
        vigie.decide(Act(name=name, on=on(vigie, "barrage"), comment="vu", given_to="analyste", verdict="false"))
        assert state(vigie, "barrage") == left, name
    found = vigie.one("barrage")
    assert found is not None
    assert [row["act"] for row in found["decisions"]][:3] == ["acknowledge", "comment", "snooze"]
    assert {row["role"] for row in found["decisions"]} == {"vigie"}
    assert all(0 <= row["at"] / 1000 - NOW.timestamp() < 300 for row in found["decisions"]), "the clock of the exercise"


def test_words_are_masked_before_they_are_kept(desk: Callable[[str], Triage]) -> None:
    vigie = desk("vigie")
    vigie.decide(
        Act(name="assign", on=on(vigie, "crue"), given_to="M. Dupont", comment="Appelé Mme Durand au 06 39 98 12 34")
    )
    found = vigie.one("crue")
    assert found is not None
    assert found["standing"].given_to == "M. [nom]"
    assert found["decisions"][-1]["comment"] == "Appelé Mme [nom] au [téléphone]"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": "delete"}, "act"),
        ({"name": "undo"}, "act"),
        ({"name": "comment", "comment": "  "}, "comment"),
        ({"name": "close", "verdict": "maybe"}, "verdict"),
        ({"name": "assign", "given_to": " "}, "given_to"),
        ({"name": "snooze", "hours": 1000}, "hours"),
        ({"name": "merge", "into": "barrage"}, "into"),
        ({"on": {}}, "alert"),
        ({"on": {"nowhere": ""}}, "alert"),
    ],
)
def test_what_means_nothing_is_refused(desk: Callable[[str], Triage], change: dict[str, object], why: str) -> None:
    act = replace(Act(name="acknowledge", on={"barrage": ""}), **change)  # type: ignore[arg-type]
    with pytest.raises(ActRefused) as refused:
        desk("vigie").decide(act)
    assert refused.value.why == why


def test_nobody_overwrites_what_he_has_not_seen(desk: Callable[[str], Triage], seeded: Store) -> None:
    vigie, analyste = desk("vigie"), desk("analyste")
    seen = on(analyste, "barrage", "crue")
    vigie.decide(Act(name="acknowledge", on=on(vigie, "barrage")))

    with pytest.raises(Overtaken) as overtaken:
        analyste.decide(Act(name="dismiss", on=seen))
    assert overtaken.value.by is not None
    assert (overtaken.value.alert, overtaken.value.by["role"], overtaken.value.by["act"]) == (
        "barrage", "vigie", "acknowledge",
    )  # fmt: skip
    assert seeded.ask("MATCH (d:Decision {role: 'analyste'}) RETURN count(d) AS n").rows == [{"n": 0}], "all or nothing"
    assert state(analyste, "barrage") == "acknowledged", "what the other did is on screen at once"

    analyste.decide(Act(name="comment", on=seen, comment="Appel au SDIS"))
    analyste.decide(Act(name="dismiss", on=on(analyste, "barrage", "crue")))
    assert state(analyste, "crue") == "dismissed"


def test_several_are_closed_but_for_what_somebody_changed(desk: Callable[[str], Triage], seeded: Store) -> None:
    vigie, analyste = desk("vigie"), desk("analyste")
    analyste.decide(Act(name="merge", on=on(analyste, "barrage", "crue"), into="barrage"))
    again(vigie)
    seen = on(vigie, "barrage", "colis") | {"nowhere": ""}
    analyste.decide(Act(name="acknowledge", on=on(analyste, "colis"), comment="vu"))

    close = Act(name="close", on=seen, verdict="false", comment="Vu avec le SDIS.")
    written, late = vigie.decide_each(close)
    assert {name: by and (by["role"], by["act"]) for name, by in late.items()} == {
        "nowhere": None,
        "colis": ("analyste", "acknowledge"),
    }
    assert (state(vigie, "barrage"), state(vigie, "colis")) == ("closed", "acknowledged")
    rows = seeded.ask("MATCH (d:Decision {role: 'vigie'}) RETURN d.alert_id AS alert, d.verdict AS verdict").rows
    assert sorted((row["alert"], row["verdict"]) for row in rows) == [("barrage", "false"), ("crue", "false")]
    assert len(written) == 2

    vigie.undo(written)
    assert state(vigie, "barrage") == "open"
    with pytest.raises(ActRefused):
        vigie.decide_each(replace(close, verdict=""))


def test_what_holds_a_changed_alert_is_left_whole(desk: Callable[[str], Triage], seeded: Store) -> None:
    vigie = desk("vigie")
    vigie.decide(Act(name="merge", on=on(vigie, "barrage", "crue"), into="barrage"))
    seen = on(vigie, "barrage", "colis")
    at = NOW + timedelta(hours=1)
    split = Decision(id="d9", alert_id="crue", at=at, role="analyste", act="split")
    seeded.save([split], now=at)

    written, late = vigie.decide_each(Act(name="close", on=seen, verdict="real"))
    assert set(late) == {"barrage"}
    assert len(written) == 1
    again(vigie)
    assert (state(vigie, "barrage"), state(vigie, "crue"), state(vigie, "colis")) == ("open", "acknowledged", "closed")
    assert set(vigie.decide_each(Act(name="close", on=seen, verdict="real"))[1]) == {"colis"}
    assert (state(vigie, "barrage"), state(vigie, "crue")) == ("closed", "acknowledged")


def test_of_two_who_act_at_the_same_moment_one_is_told(desk: Callable[[str], Triage], seeded: Store) -> None:
    desks = [desk("vigie"), desk("analyste")]
    for turn in range(6):
        again(desks[0])
        again(desks[1])
        ready = Barrier(2)
        asked = [
            Act(name=name, on=on(one, "barrage")) for name, one in zip(("acknowledge", "snooze"), desks, strict=True)
        ]

        def run(index: int, asked: list[Act] = asked, ready: Barrier = ready) -> bool:
            ready.wait()
            try:
                desks[index].decide(asked[index])
            except Overtaken:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(run, (0, 1))) == [False, True], turn
    written = seeded.ask("MATCH (d:Decision)-[:ON]->(:Alert {id: 'barrage'}) RETURN count(d) AS n").rows
    assert written == [{"n": 6}]


@pytest.mark.parametrize(
    ("change", "back"),
    [
        ({}, ""),
        ({"last_at": NOW + timedelta(minutes=2)}, ""),
        ({"severity": "critique"}, "severity"),
        ({"signal_ids": ("s-colis", "s-crue")}, "volume"),
    ],
)
def test_what_is_put_aside_comes_back_when_it_escalates(
    desk: Callable[[str], Triage], seeded: Store, change: dict[str, object], back: str
) -> None:
    """17 authors at the time: 34 bring it back, which the signal of 38 does."""
    vigie = desk("vigie")
    vigie.decide(Act(name="snooze", on=on(vigie, "colis")))
    assert state(vigie, "colis") == "snoozed"

    renewed = replace(_alert("colis", "colis", "moderee", 0.41, ["s-colis"], NOW - 12 * HOUR), **change)  # type: ignore[arg-type]
    seeded.save([renewed, _run("next", NOW + timedelta(minutes=3))], now=NOW)
    again(vigie)
    found = vigie.one("colis")
    assert found is not None
    assert found["standing"].back == back
    assert found["standing"].state == ("open" if back else "snoozed")


def test_what_is_put_aside_for_a_time_comes_back_after_it(desk: Callable[[str], Triage], seeded: Store) -> None:
    vigie = desk("vigie")
    vigie.decide(Act(name="snooze", on=on(vigie, "colis"), hours=1))
    assert (state(vigie, "colis"), vigie.due()) == ("snoozed", 0)
    seeded.save([_run("next", NOW + timedelta(minutes=59))], now=NOW)
    again(vigie)
    assert (state(vigie, "colis"), vigie.due()) == ("snoozed", 0)
    seeded.save([_run("later", NOW + timedelta(minutes=61))], now=NOW)
    again(vigie)
    found = vigie.one("colis")
    assert found is not None
    assert (found["standing"].state, found["standing"].back, vigie.due()) == ("open", "time", 1)


def test_undoing_is_a_decision_and_nothing_is_deleted(desk: Callable[[str], Triage], seeded: Store) -> None:
    vigie, analyste = desk("vigie"), desk("analyste")
    vigie.decide(Act(name="acknowledge", on=on(vigie, "barrage")))
    done = vigie.decide(Act(name="dismiss", on=on(vigie, "barrage", "colis")))
    again(analyste)
    analyste.decide(Act(name="comment", on={"colis": ""}, comment="À revoir"))
    vigie.undo(done)

    assert (state(vigie, "barrage"), state(vigie, "colis")) == ("acknowledged", "open")
    found = vigie.one("barrage")
    assert found is not None
    assert [row["act"] for row in found["decisions"]] == ["acknowledge", "dismiss", "undo"]
    assert vigie.last_of(found) == (), "an undoing is not undone: act again"
    with pytest.raises(ActRefused):
        vigie.undo(done)
    assert seeded.ask("MATCH (:Decision)-[:UNDOES]->(:Decision) RETURN count(*) AS n").rows == [{"n": 2}]


def test_what_another_decided_since_is_not_undone(desk: Callable[[str], Triage]) -> None:
    vigie, analyste = desk("vigie"), desk("analyste")
    done = vigie.decide(Act(name="acknowledge", on=on(vigie, "barrage")))
    again(analyste)
    analyste.decide(Act(name="close", on=on(analyste, "barrage"), verdict="false"))
    with pytest.raises(Overtaken):
        vigie.undo(done)
    again(vigie)
    assert state(vigie, "barrage") == "closed"


def test_merged_alerts_are_one_until_they_are_split(desk: Callable[[str], Triage]) -> None:
    vigie = desk("vigie")
    vigie.decide(Act(name="merge", on=on(vigie, "barrage", "crue", "colis"), into="crue"))
    rows = {row["id"]: row for row in vigie.inbox()}
    assert rows.keys() == {"crue"}
    assert {part["id"] for part in rows["crue"]["parts"]} == {"barrage", "colis"}
    assert (rows["crue"]["severity"], rows["crue"]["volume"], rows["crue"]["signals"]) == ("critique", 71.0, 3)

    done = vigie.decide(Act(name="close", on=on(vigie, "crue"), verdict="real"))
    assert len(done) == 3, "what is decided holds for all"
    head = vigie.one("barrage")
    assert head is not None
    assert head["standing"].state == "closed"
    assert len(vigie.last_of(head)) == 3
    vigie.undo(done)
    assert state(vigie, "crue") == "acknowledged"

    part = head["parts"][0]
    vigie.decide(Act(name="split", on={part["id"]: _seen_of(vigie, part["id"])}))
    assert {row["id"] for row in vigie.inbox()} == {"crue", part["id"]}
    assert state(vigie, part["id"]) == "open"


def _seen_of(triage: Triage, alert: str) -> str:
    return next(str(part["standing"].seen) for row in triage.inbox() for part in row["parts"] if part["id"] == alert)


def test_others_who_read_decisions_follow(desk: Callable[[str], Triage], seeded: Store) -> None:
    vigie = desk("vigie")
    dismissed = {"dismissed": 1, "place": "D21"}
    bounds = {"since": NOW - 24 * HOUR, "until": NOW}
    done = vigie.decide(Act(name="dismiss", on=on(vigie, "barrage")))
    vigie.decide(Act(name="comment", on={"barrage": ""}, comment="fausse"))
    assert seeded.rows("alerts_raised", **bounds).count(dismissed) == 1
    assert {row["alert"]["id"] for row in seeded.rows("open_alerts", since=NOW - 24 * HOUR)} == {"crue", "colis"}
    vigie.undo(done)
    assert seeded.rows("alerts_raised", **bounds).count(dismissed) == 0
    assert "barrage" in {row["alert"]["id"] for row in seeded.rows("open_alerts", since=NOW - 24 * HOUR)}

    vigie.decide(Act(name="close", on=on(vigie, "colis"), verdict="real"))
    assert seeded.rows("alerts_raised", **bounds).count(dismissed) == 0, "what was real is no false alarm"
    assert "colis" not in {row["alert"]["id"] for row in seeded.rows("open_alerts", since=NOW - 24 * HOUR)}
    vigie.decide(Act(name="snooze", on=on(vigie, "barrage")))
    candidates = {row["topic"]: row["acknowledged"] for row in seeded.rows("rumour_candidates", since=NOW - 24 * HOUR)}
    assert candidates["barrage"] is True
    states = {row["id"]: row["state"] for row in Situation(vigie._reader).alerts(DAY)}
    assert states == {"barrage": "snoozed", "crue": "acknowledged", "colis": "closed"}
    detail = Alerts(vigie._reader).detail("colis")
    assert detail is not None
    assert (detail["state"], detail["standing"].verdict) == ("closed", "real")
