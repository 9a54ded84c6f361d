"""Waves of alarm and of departures keep the contract of every detector, and say how they grow and where."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from graph.model import Place, Signal
from signals.base import MESSAGES, OUTAGES, Detector, Watch
from signals.panic.around import COURSES, Around
from signals.panic.wave import Departures, Panic
from tests.contract.detector import CHECKS, Check

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
Row = tuple[str, str, str, datetime, str, str]
DIJON = Place(id="21231", name="Dijon", kind="commune", lat=47.32, lon=5.04, population=159_346)
TALANT = Place(id="21617", name="Talant", kind="commune", lat=47.34, lon=5.01, population=11_800)
TOWNS = {place.id: place for place in (DIJON, TALANT)}


@pytest.mark.parametrize("detector", [Panic(), Departures()], ids=lambda found: str(found.kind))
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check.__name__))
def test_contract(check: Check, detector: Detector) -> None:
    check(detector)


def past() -> list[Row]:
    return [(f"q{h}", f"p{h}", "mastodon", NOON - timedelta(hours=h), f"t{h % 5}", "D21") for h in range(14, 600, 9)]


def swelling(minutes: int = 130, start: int = 1) -> list[Row]:
    """Return messages ever closer to noon: they double every half hour."""
    rows: list[Row] = []
    for n in range(40):
        at = NOON - timedelta(minutes=start + minutes * (1 - n / 40) ** 2)
        rows.append((f"w{n}", f"a{n}", "mastodon", at, "t7", "D21"))
    return rows


def calming() -> list[Row]:
    return [
        (f"w{n}", f"a{n}", "mastodon", NOON - timedelta(minutes=180 - 175 * (n / 60) ** 2), "t7", "D21")
        for n in range(60)
    ]


def watch(rows: list[Row], outages: pl.DataFrame | None = None) -> Watch:
    messages = pl.DataFrame(rows, schema=MESSAGES, orient="row")
    dark = OUTAGES.to_frame() if outages is None else outages
    return Watch(messages, dark, NOON - timedelta(days=25), NOON)


def local(found: list[Signal]) -> Signal:
    return next(signal for signal in found if signal.place_id == "D21" and signal.topic_id == "t7")


def test_a_wave_that_carries_itself_is_told_from_one_that_calms() -> None:
    growing = local(list(Panic().detect(watch(past() + swelling()))))
    calmer = local(list(Panic().detect(watch(past() + calming()))))
    assert float(growing.reason_en.split("brings about ")[1].split()[0]) > 1.2
    assert float(calmer.reason_en.split("brings about ")[1].split()[0]) < 1
    assert "30 min plus tard en moyenne" in growing.reason


def test_it_says_where_it_weighs_most_for_its_inhabitants() -> None:
    rows = past() + swelling()
    named = [(name, "named", "21617" if n % 4 == 0 else "21231") for n, (name, *_) in enumerate(swelling())]
    around = Around(pl.DataFrame(named, schema=COURSES, orient="row"), TOWNS)
    reason = local(list(Panic().detect(watch(rows), around))).reason
    assert reason.index("Talant (") < reason.index("Dijon (")
    assert reason.endswith("pour 100 000 habitants).")


def test_a_loud_crowd_of_whom_some_always_cry_is_no_panic() -> None:
    cheering: list[Row] = [
        (f"c{n}", f"c{n}", "mastodon", NOON - timedelta(minutes=1 + n % 58), "t7", "D21") for n in range(400)
    ]
    rows = past() + swelling()
    talk = pl.DataFrame(rows + cheering, schema=MESSAGES, orient="row")
    assert list(Panic().detect(watch(rows), Around(talk=talk))) == []
    assert list(Panic().detect(watch(rows)))


def test_a_dark_platform_of_the_wave_changes_its_number_and_another_does_not() -> None:
    def reason(*platforms: str) -> str:
        dark = [(platform, NOON - timedelta(hours=8), NOON - timedelta(minutes=65)) for platform in platforms]
        outages = pl.DataFrame(dark, schema=OUTAGES, orient="row")
        return local(list(Panic().detect(watch(past() + swelling(), outages)))).reason

    assert reason("bluesky") == reason()
    assert reason("mastodon") != reason()


def test_departures_say_where_from_and_where_to() -> None:
    told = [
        (f"w{n}", role, place) for n in range(36, 40) for role, place in (("origin", "21231"), ("destination", "21617"))
    ]
    around = Around(pl.DataFrame(told, schema=COURSES, orient="row"), TOWNS)
    signal = local(list(Departures().detect(watch(past() + swelling()), around)))
    assert signal.kind == "movement"
    assert signal.reason.endswith(": de Dijon (4) vers Talant (4).")
    assert signal.reason_en.endswith(": from Dijon (4) towards Talant (4).")


def test_without_any_message_there_is_nothing() -> None:
    assert list(Panic().detect(watch([]))) == []
    assert list(Departures().detect(watch([]))) == []
