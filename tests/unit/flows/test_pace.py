"""Slots of hosts: one ledger for all, in the order of asking, closed to everybody when a host asks for patience."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from flows import pace, slots
from flows.errors import SourceUnavailable
from flows.slots import Slot, SqliteSlots
from flows.web import Limits, client, get


class Clock:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000_000

    def __call__(self) -> int:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += round(1_000 * seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(slots, "_now", clock)
    return clock


@pytest.fixture
def ledger(tmp_path: Path) -> SqliteSlots:
    return SqliteSlots(tmp_path / "slots.sqlite")


def test_slots_follow_each_other_in_the_order_of_asking(ledger: SqliteSlots, clock: Clock) -> None:
    assert [ledger.reserve(Slot("a", every=0.5)) for _ in range(4)] == [0, 0.5, 1, 1.5]
    assert ledger.reserve(Slot("b", every=0.5)) == 0
    clock.sleep(10)
    assert [ledger.reserve(Slot("a", every=0.5)) for _ in range(2)] == [0, 0.5]


def test_a_burst_may_run_ahead_and_no_further(ledger: SqliteSlots, clock: Clock) -> None:
    waits = [ledger.reserve(Slot("a", every=1, burst=3)) for _ in range(5)]
    assert waits == [0, 0, 0, 1, 2]
    clock.sleep(100)
    assert [ledger.reserve(Slot("a", every=1, burst=3)) for _ in range(4)] == [0, 0, 0, 1]


def test_a_slot_too_far_away_is_not_taken(ledger: SqliteSlots, clock: Clock) -> None:
    assert [ledger.reserve(Slot("a", every=4, patience=5)) for _ in range(4)] == [0, 4, 8, 8]


def test_a_closed_host_opens_for_one_after_the_other(ledger: SqliteSlots, clock: Clock) -> None:
    ledger.close("a", 5)
    ledger.close("a", 2)
    assert ledger.closed("a")
    assert [ledger.reserve(Slot("a", every=1)) for _ in range(3)] == [5, 6, 7]
    clock.sleep(5)
    assert not ledger.closed("a")


PROCESS = """
import sys
from pathlib import Path
from flows.slots import Slot, SqliteSlots
ledger = SqliteSlots(Path(sys.argv[1]))
for _ in range(30):
    ledger.reserve(Slot("a", every=1_000, patience=1e9))
"""


def test_processes_and_threads_share_one_ledger(ledger: SqliteSlots, clock: Clock) -> None:
    programs = [subprocess.Popen([sys.executable, "-c", PROCESS, str(ledger.path)]) for _ in range(3)]
    assert [program.wait() for program in programs] == [0, 0, 0]
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: ledger.reserve(Slot("t", every=1, patience=1e9)), range(200)))
    assert sorted(waits) == list(range(200))
    with ledger._writing("a") as (_, free_at, _):
        first = free_at - 90 * 1_000_000
    assert first > clock.now, "each of the ninety slots of the processes was taken once"


def test_whoever_asks_gets_a_turn_and_waits_for_it(clock: Clock) -> None:
    began = clock.now
    for _ in range(10 + 5):
        pace.turn("a", every=2.0, patience=100, sleep=clock.sleep)
    assert clock.now - began == 5 * 2_000


def test_the_settings_may_want_more_of_a_host(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYBERIMPACT_PACE_HOSTS", '{"a": 3}')
    monkeypatch.setenv("CYBERIMPACT_PACE_BURST", "1")
    began = clock.now
    for _ in range(3):
        pace.turn("a", every=0.1, sleep=clock.sleep)
    assert clock.now - began == 2 * 3_000


def test_a_host_closed_while_we_slept_is_not_asked(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYBERIMPACT_PACE_BURST", "1")
    pace.turn("a", every=1)

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        pace.heard("a", 429, {"Retry-After": "60"})

    with pytest.raises(SourceUnavailable, match="left alone: try again in 60 s") as caught:
        pace.turn("a", every=1, sleep=sleep)
    assert caught.value.retry_after == 60


def test_a_ledger_that_cannot_be_written_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("CYBERIMPACT_PACE_FILE", str(tmp_path / "no" / "folder" / "ledger"))
    pace.turn("a")
    pace.heard("a", 429, {"Retry-After": "60"})
    assert "no pace between workers" in caplog.text


def answer(request: httpx.Request) -> httpx.Response:
    replies = {
        "/busy": httpx.Response(429, headers={"Retry-After": "60"}),
        "/last": httpx.Response(200, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "30"}),
        "/moved": httpx.Response(302, headers={"Location": "https://autre.exemple/there"}),
    }
    return replies.get(request.url.path, httpx.Response(200))


def fetch(url: str) -> None:
    limits = Limits(tries=1, patience=5)
    with client(limits, httpx.MockTransport(answer)) as web:
        get(web, url, {}, limits=limits)


@pytest.mark.parametrize(("path", "seconds"), [("busy", 60), ("last", 30)])
def test_one_client_closes_a_host_to_all(clock: Clock, path: str, seconds: float) -> None:
    if path == "busy":
        with pytest.raises(SourceUnavailable, match="HTTP 429"):
            fetch("https://exemple.fr/busy")
    else:
        fetch("https://exemple.fr/last")
    with pytest.raises(SourceUnavailable, match=r"exemple\.fr is to be left alone") as caught:
        fetch("https://exemple.fr/other")
    assert caught.value.retry_after == seconds
    fetch("https://ailleurs.exemple/other")
    clock.sleep(seconds)
    fetch("https://exemple.fr/other")


def test_each_host_of_a_redirection_takes_its_own_slot(clock: Clock) -> None:
    pace.heard("autre.exemple", 503, {"Retry-After": "50"})
    with pytest.raises(SourceUnavailable, match=r"autre\.exemple is to be left alone"):
        fetch("https://exemple.fr/moved")


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (200, {"Retry-After": "9"}, 0),
        (503, {"Retry-After": "9"}, 9),
        (429, {}, 0),
        (429, {"retry-after": "soon"}, 0),
        (200, {"RateLimit-Remaining": "0", "RateLimit-Reset": "7"}, 7),
        (200, {"X-Rate-Limit-Remaining": "0"}, 0),
        (200, {"X-RateLimit-Remaining": "1", "X-RateLimit-Reset": "7"}, 0),
        (429, {"Retry-After": "9", "RateLimit-Remaining": "0", "RateLimit-Reset": "12"}, 12),
    ],
)
def test_what_hosts_ask_for(status: int, headers: dict[str, str], seconds: float) -> None:
    assert pace.seconds_asked(status, headers, datetime(2026, 3, 1, tzinfo=UTC)) == seconds


def test_an_absurd_wait_is_cut(clock: Clock) -> None:
    pace.heard("a", 429, {"Retry-After": "99999999"})
    with pytest.raises(SourceUnavailable) as caught:
        pace.turn("a")
    assert caught.value.retry_after == pace.LONGEST
