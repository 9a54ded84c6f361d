"""What bulletins announce, take back and mean: vigilance, Vigicrues, CAP."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from flows.alerting import Alert, NotAnAlert, parse, register
from flows.areas import places_of
from flows.hazards import dump, load, taken_back
from flows.sources import Refusal, vigicrues, vigilance
from graph.model import Hazard
from tests.stages.cap import BEGAN, alert, key, named

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hazard(name: str, start: datetime, end: datetime, **changed: Any) -> Hazard:
    return replace(Hazard(id=name, phenomenon="crue", level="orange", start=start, end=end), **changed)


def test_what_a_bulletin_does_not_repeat_ends_with_it_or_never_was() -> None:
    before = {
        each.id: each
        for each in (
            hazard("running", NOON - HOUR, NOON + HOUR),
            hazard("to come", NOON + HOUR, NOON + 2 * HOUR),
            hazard("over", NOON - 2 * HOUR, NOON - HOUR),
            hazard("repeated", NOON - HOUR, NOON + HOUR),
        )
    }
    changed = {each.id: each for each in taken_back(before, [before["repeated"]], NOON)}

    assert changed.keys() == {"running", "to come"}
    assert (changed["running"].state, changed["running"].end) == ("actual", NOON)
    assert changed["to come"].state == "superseded"


def test_a_cursor_gives_back_what_it_was_given() -> None:
    hazards = [hazard("a", NOON, NOON + HOUR, place_ids=("D21",), issued_at=NOON), hazard("b", NOON, NOON + HOUR)]
    assert list(load(dump(hazards)).values()) == hazards


def test_a_lower_colour_ends_the_higher_one() -> None:
    orange, yellow = (_vigilance(3, NOON), _vigilance(2, NOON + HOUR))
    ended = list(taken_back({orange.id: orange}, [yellow], NOON + HOUR))
    assert [(each.level, each.end) for each in ended] == [("orange", NOON + HOUR)]


def _vigilance(color: int, issued: datetime) -> Hazard:
    span = {"begin_time": NOON.isoformat(), "end_time": (NOON + 9 * HOUR).isoformat(), "color_id": color}
    items = [{"phenomenon_id": "3", "timelaps_items": [span]}]
    product = {"periods": [{"timelaps": {"domain_ids": [{"domain_id": "21", "phenomenon_items": items}]}}]}
    (found,) = vigilance.parse(product, issued)
    assert isinstance(found, Hazard)
    return found


@pytest.mark.parametrize(
    ("level", "coordinates", "expected"),
    [
        (1, [[5.04, 47.32]], None),
        (2, [[5.04, 47.32], [5.05, 47.33]], ("jaune", True)),
        (4, [[[5.04, 47.32], [5.05, 47.33]]], ("rouge", True)),
        (3, [[-30.0, 40.0]], ("orange", False)),
        (3, [[854_000.0, 6_692_000.0]], "bad-position"),
        (3, [], "bad-position"),
        (5, [[5.04, 47.32]], "bad-record"),
        ("3", [[5.04, 47.32]], "bad-record"),
    ],
)
def test_a_reach(level: Any, coordinates: Any, expected: Any) -> None:
    found = vigicrues.parse(
        {"properties": {"CdEntCru": "SA1", "NivInfViCr": level}, "geometry": {"coordinates": coordinates}}, NOON
    )
    if isinstance(found, Refusal):
        assert found.reason == expected
    elif found is None:
        assert expected is None
    else:
        assert (found.level, "21231" in found.place_ids) == expected


def test_a_colour_that_lasts_is_one_hazard() -> None:
    first = vigicrues.parse(
        {"properties": {"CdEntCru": "SA1", "NivInfViCr": 3}, "geometry": {"coordinates": [[5.0, 47.3]]}}, NOON
    )
    later = vigicrues.parse(
        {"properties": {"CdEntCru": "SA1", "NivInfViCr": 3}, "geometry": {"coordinates": [[5.0, 47.3]]}}, NOON + HOUR
    )
    assert isinstance(first, Hazard)
    assert isinstance(later, Hazard)
    continued = vigicrues._continued(later, {first.id: first})
    assert (continued.id, continued.start, continued.end) == (first.id, NOON, later.end)


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        (named("Côte-d'Or"), {"D21"}),
        (named("COTE D'OR"), {"D21"}),
        (named("Ain, Jura et Saône-et-Loire"), {"D01", "D39", "D71"}),
        (named("Bourgogne-Franche-Comté"), {"R27"}),
        (named("Atlantide"), set()),
        (named("x") + "<geocode><valueName>INSEE</valueName><value>21231</value></geocode>", {"21231"}),
        (named("x") + "<geocode><valueName>ISO 3166-2</valueName><value>FR-2A</value></geocode>", {"D2A"}),
        (named("x") + "<geocode><valueName>EMMA_ID</valueName><value>FR021</value></geocode>", set()),
        (named("x") + "<circle>47.3220,5.0415 3</circle>", {"21231"}),
        (named("x") + "<polygon>47.2,4.9 47.2,4.9</polygon>", set()),
        (named("x") + "<polygon>n'importe quoi</polygon>", set()),
    ],
)
def test_where_an_alert_counts(area: str, expected: set[str]) -> None:
    found = places_of(fromstring(f'<area xmlns="urn:oasis:names:tc:emergency:cap:1.2">{area}</area>'))
    assert expected <= found
    assert bool(found) == bool(expected)


def test_a_polygon_round_a_departement_is_the_departement() -> None:
    corners = "49.30,1.30 49.30,3.70 48.05,3.70 48.05,1.30"
    area = f'<area xmlns="urn:oasis:names:tc:emergency:cap:1.2">{named("x")}<polygon>{corners}</polygon></area>'
    found = places_of(fromstring(area))
    assert {"D75", "D92", "D93", "D94", "D95", "D77", "D78", "D91"} & found >= {"D75", "D92", "D93", "D94"}
    assert "75056" not in found


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"status": "Exercise"}, "not-actual"),
        ({"status": "Test"}, "not-actual"),
        ({"msgType": "Ack"}, "no-alert"),
        ({"sent": "hier"}, "bad-record"),
        ({"sent": "2026-11-25T10:00:00"}, "bad-record"),
        ({"expires": "2000-01-01T00:00:00+00:00"}, "bad-date"),
    ],
)
def test_what_is_no_alert(told: dict[str, str], reason: str) -> None:
    with pytest.raises(NotAnAlert) as caught:
        parse(alert("a", named("Ain"), **told).encode())
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"severity": "Extreme", "event": "Tempête"}, ("vent-violent", "rouge")),
        ({"severity": "Moderate", "event": "Thunderstorm warning"}, ("orages", "jaune")),
        ({"severity": "Severe", "event": "Rejet toxique"}, ("accident-industriel", "orange")),
        ({"severity": "Severe", "event": "Disparition"}, ("autre", "orange")),
    ],
)
def test_what_and_how_severe(told: dict[str, str], expected: tuple[str, str]) -> None:
    (found,) = (parse(alert("a", named("Ain"), **told).encode()).hazards or {}).values()
    assert (found.phenomenon, found.level) == expected


def test_a_minor_event_is_no_hazard() -> None:
    assert not parse(alert("a", named("Ain"), severity="Minor").encode()).hazards


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["in order", "the cancel first"])
def test_a_cancel_takes_back_in_any_order(order: tuple[int, int]) -> None:
    coming = (BEGAN + 5 * HOUR).isoformat()
    announced = parse(alert("a", named("Ain"), onset=coming).encode())
    cancelled = parse(
        alert("c", named("Ain"), msgType="Cancel", references=key("a"), sent=(BEGAN + HOUR).isoformat()).encode()
    )
    known: dict[str, Alert] = {}
    last: dict[str, Hazard] = {}
    for index in order:
        last |= {each.id: each for each in register((announced, cancelled)[index], known)}
    assert [each.state for each in last.values()] == ["cancelled"]
    assert {name: Alert.load(each.dump()) for name, each in known.items()} == known
