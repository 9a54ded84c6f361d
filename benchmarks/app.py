"""The app with a million messages and five thousand topics behind it: how fast it opens and answers, what a user costs.

The app runs in a process of its own. Chromium opens it again and again; sessions without a browser then click, alone
and thirty at once, and two hundred are opened and closed while its memory is looked at.
"""

import asyncio
import os
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks.runner import BenchmarkError, Options, Result
from benchmarks.runner.million import million
from benchmarks.runner.sessions import Session
from benchmarks.runner.watched import alerted
from flows.children import child, free_port

MESSAGES, TOPICS, ALERTS = 1_000_000, 5_000, 200
LOADS = 12
"""Times that the first page is opened; the first two warm the caches and are not counted."""
USERS, CLICKS = 30, 6
"""Users at once, and how often each clicks."""
CLOSED = 200
"""Sessions opened and closed."""
AT_ONCE = 20
"""Of these, how many are open together."""
KEPT = 5.0
"""Seconds for which the app keeps a session whose browser is gone."""
CHROMIUM = os.environ.get("CYBERIMPACT_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
READY = "[data-ready=true][data-marks]"

WALK: tuple[dict[str, str], ...] = (
    {"period": "7j"}, {"place": "D59"}, {"place": "D21"}, {"period": "24h"}, {"place": ""},
    {"page": "veille"}, {"alert": "alert:7"}, {"alert": "alert:12"}, {"search_words": "sujet 3"}, {"search_words": ""},
    {"page": "alerte", "alert": "alert:3"}, {"page": "carte"}, {"place": "D69"}, {"place": ""},
    {"page": "reseau"}, {"node": "topic:topic:1"}, {"page": "besoins"}, {"page": "sources"}, {"page": "situation"},
)  # fmt: skip
"""What a user does one after the other: filters, rows, drawers, pages."""


def run(options: Options) -> Result:
    """Return seconds of first paint, milliseconds of clicks, kilobytes of a first page, megabytes of a user."""
    if not Path(CHROMIUM).exists():
        raise BenchmarkError(f"There is no Chromium at {CHROMIUM}: `sh .ci/chromium` installs it.")
    messages = options.messages or MESSAGES
    topics = min(TOPICS, max(10, messages // 20))
    with million("app", options, messages) as (driver, scratch):
        alerted(driver, topics, ALERTS)
        with _app(scratch) as (address, process):
            metrics = asyncio.run(_costs(address, process)) | _painted(address) | asyncio.run(_clicked(address))
    return Result(metrics, messages, {"messages": messages, "topics": topics, "users": USERS, "sessions": CLOSED})


@contextmanager
def _app(scratch: Path) -> Iterator[tuple[str, int]]:
    """Run the app on the graph, and yield its address and the id of its process."""
    port = free_port(0)
    command = ["-m", "ui.app", "--graph", "app", "--port", str(port)]
    given = {"CYBERIMPACT_UI_KEEP_SECONDS": str(KEPT)}
    with child("app", command, environment=given, logs=scratch) as running:
        running.wait_for(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}", running.process.pid


def _painted(address: str) -> dict[str, Any]:
    """Open the first page in a browser that has been there before."""
    titles, charts, bytes_sent = [], [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        for load in range(LOADS):
            page = context.new_page()
            received = _received(page)
            began = time.perf_counter()
            page.goto(address, wait_until="commit")
            page.wait_for_selector("h1", timeout=60_000)
            title = time.perf_counter() - began
            page.wait_for_selector(READY, timeout=60_000)
            if load >= 2:
                titles.append(title)
                charts.append(time.perf_counter() - began)
                bytes_sent.append(sum(received))
            page.close()
        browser.close()
    return {
        "title_seconds_p50": statistics.median(titles),
        "chart_seconds_p50": statistics.median(charts),
        "chart_seconds_max": max(charts),
        "first_page_kilobytes": statistics.median(bytes_sent) / 1_000,
    }


def _received(page: Page) -> list[float]:
    """Return a list that fills with the bytes that come over the wire, as they are compressed; websockets whole."""
    received: list[float] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    session.on("Network.webSocketFrameReceived", lambda event: received.append(len(event["response"]["payloadData"])))
    return received


async def _clicked(address: str) -> dict[str, Any]:
    """Let one user walk through the app twice, then many at once."""
    taken: dict[str, list[float]] = {}
    async with Session(address) as session:
        for turn in range(3):
            for step in WALK:
                seconds = await session.go(**step)
                if turn:
                    taken.setdefault("+".join(f"{name}={value}" for name, value in step.items()), []).append(seconds)
        if session.heard < len(taken):
            raise BenchmarkError("Clicks changed nothing on the page: the app was not measured.")
    alone = [1_000 * one for many in taken.values() for one in many]
    slowest = max(taken, key=lambda name: max(taken[name]))
    together = await _together(address)
    return {
        "click_ms_p50": float(np.percentile(alone, 50)),
        "click_ms_p95": float(np.percentile(alone, 95)),
        "slowest_click_ms": {slowest: 1_000 * max(taken[slowest])},
        "together_click_ms_p50": float(np.percentile(together, 50)),
        "together_click_ms_p95": float(np.percentile(together, 95)),
    }


async def _together(address: str) -> list[float]:
    """Return milliseconds of clicks of many users, each some seconds after the other as people do."""

    async def user(number: int, session: Session) -> list[float]:
        found = []
        for click in range(CLICKS):
            await asyncio.sleep(1.0 + (number * 7 + click * 3) % 30 / 10)
            found.append(1_000 * await session.go(**WALK[(number + click) % len(WALK)]))
        return found

    sessions = await _opened(address, USERS)
    clicks = await asyncio.gather(*(user(number, session) for number, session in enumerate(sessions)))
    await _closed(sessions)
    return [one for many in clicks for one in many]


async def _costs(address: str, process: int) -> dict[str, Any]:
    """Return the megabytes that an open session takes, and what is left of many that were closed.

    It comes first: later users are given memory that earlier ones have left.
    """
    await _closed(await _opened(address, 1))
    empty = _megabytes(process)
    users = await _opened(address, USERS)
    full = _megabytes(process)
    await _closed(users)
    after = [_megabytes(process)]
    for _ in range(CLOSED // AT_ONCE):
        opened = await _opened(address, AT_ONCE)
        for session in opened:
            await session.go(period="7j")
        await _closed(opened)
        after.append(_megabytes(process))
    return {
        "session_seconds_p50": statistics.median(session.opened for session in users),
        "user_megabytes": (full - empty) / USERS,
        "app_megabytes": after[0],
        "left_megabytes": after[-1] - after[0],
        # what the first of them ask for is read and kept; what each leaves would grow to the end
        "left_by_second_half_megabytes": after[-1] - after[len(after) // 2],
    }


async def _opened(address: str, sessions: int) -> list[Session]:
    """Open sessions, one after the other."""
    return [await Session(address).__aenter__() for _ in range(sessions)]


async def _closed(sessions: Sequence[Session]) -> None:
    """Close sessions, and wait until the app has let them go."""
    for session in sessions:
        await session.__aexit__()
    await asyncio.sleep(1.7 * KEPT)


def _megabytes(process: int) -> float:
    """Return the memory that a process holds (resident set)."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1_024
