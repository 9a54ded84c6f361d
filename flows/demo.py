"""`make demo`: the history of the built-in exercise, then its last hours at speed, with every server and page."""

import fcntl
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import FrameType

from pydantic_settings import BaseSettings, SettingsConfigDict

from flows import orchestrator, play
from flows.children import ChildFailed, child, free_port
from flows.exercise.folder import Scenario
from flows.exercise.folder import load as load_scenario
from flows.exercise.generate import write
from flows.reader import Settings as EncoderSettings
from graph import home, jars, server
from graph.store import folder
from signals.encoders import load_encoder

GRAPH, HISTORY = "demo", "demo-history"

Say = Callable[[str], None]


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_DEMO_PAUSE`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_DEMO_")

    minutes: float = 10
    """Minutes of the scenario between two looks."""
    pause: float = 3
    """Seconds between two looks."""


@dataclass
class Demo:
    """The exercise on screen: servers, pages and the clock of the scenario."""

    say: Say
    settings: Settings = field(default_factory=Settings)
    asked_to_end: bool = False

    def run(self, *, hold: bool = True) -> None:
        """Load, open, play; then keep all open until Ctrl-C unless `hold` is False."""
        try:
            self._run(hold=hold)
        finally:
            if self.asked_to_end:
                # everything is closed; Prefect would wait half a minute to tell it to a server that is gone
                sys.stdout.flush()
                os._exit(128 + signal.SIGINT)

    def _run(self, *, hold: bool) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._end)
        with ExitStack() as stack:
            stack.enter_context(_alone())
            prefect = orchestrator.Settings(port=free_port(orchestrator.Settings().port))
            environment = orchestrator.environment(prefect, home.home() / "prefect-demo")
            logs = home.home() / "logs"
            console = stack.enter_context(
                child("prefect", ["-m", "flows.orchestrator"], environment=_port(environment, prefect), logs=logs)
            )
            place, scenario = self._prepare()
            running = stack.enter_context(server.use(folder(GRAPH)))
            mine = {**environment, "CYBERIMPACT_GRAPH": GRAPH, "CYBERIMPACT_SERVE_WATCH_SECONDS": "0"}
            port = free_port(int(os.environ.get("CYBERIMPACT_UI_PORT", "5006")))
            app = stack.enter_context(child("app", ["-m", "ui.app", "--port", str(port)], environment=mine, logs=logs))
            console.wait_for(f"http://{prefect.host}:{prefect.port}/api/health")
            stack.enter_context(child("flows", ["-m", "flows.serve"], environment=mine, logs=logs))
            app.wait_for(f"http://127.0.0.1:{port}/healthz")
            self.say(
                f"ready  app http://127.0.0.1:{port}/  Prefect http://{prefect.host}:{prefect.port}/  "
                f"Neo4j {running.uri} (user neo4j, password in {folder(GRAPH) / 'password'})"
            )
            # before Prefect is first imported here; a look that Ctrl-C cuts is no news
            os.environ.update(mine | {"PREFECT_LOGGING_LEVEL": "CRITICAL"})
            logging.getLogger("neo4j").setLevel(logging.ERROR)
            self._play(place, scenario)
            if hold:
                self.say("the exercise is over; everything stays open until Ctrl-C")
                while True:
                    time.sleep(3_600)

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_end = True
        sys.exit(128 + number)

    def _prepare(self) -> tuple[Path, Scenario]:
        place = home.home() / "demo" / "scenario"
        with ThreadPoolExecutor() as pool:
            fetched = pool.submit(jars.install, lambda done, total: self._count("Neo4j archives", done, total))
            built = pool.submit(load_encoder, EncoderSettings().name, home.cache() / "encoder")
            if not (place / "scenario.toml").exists():
                self.say("writing the scenario")
                write(place)
            fetched.result()
            built.result()
        scenario = load_scenario(place)
        self._history(place, scenario)
        play.copy_graph(HISTORY, GRAPH)
        return place, scenario

    def _history(self, place: Path, scenario: Scenario) -> None:
        """Compute the history once; a later demo starts from a copy of it."""
        state, known = play.state_of(place), home.home() / "demo" / "history"
        if known.exists() and known.read_text() == state and folder(HISTORY).exists():
            self.say("the history is loaded already")
            return
        known.unlink(missing_ok=True)
        play.drop_graph(HISTORY)
        play.load_history(scenario, place, HISTORY, progress=self.say)
        known.write_text(state)

    def _play(self, place: Path, scenario: Scenario) -> None:
        from prefect import tags

        from flows.pipeline import tags_of, watch

        self.say(
            f"EXERCICE: the crisis unfolds from {scenario.crisis_at:%H:%M} UTC, {self.settings.minutes:g} min a look"
        )
        for now in play.ticks(scenario.crisis_at, scenario.ends_at, timedelta(minutes=self.settings.minutes)):
            began = time.monotonic()
            options = {"scenario": {"folder": str(place), "until": now.isoformat()}}
            try:
                with tags(*tags_of(GRAPH)):
                    found = watch(sources=["scenario"], options=options, graph=GRAPH, as_of=now)
            finally:
                if self.asked_to_end:  # a running flow may take the signal for its own, and go on
                    sys.exit(128 + signal.SIGINT)
            self.say(f"{now:%H:%M}  " + ", ".join(f"{count} {what}" for what, count in sorted(found.items())))
            time.sleep(max(0.0, self.settings.pause - (time.monotonic() - began)))

    def _count(self, what: str, done: int, total: int) -> None:
        if done == total or done % 20 == 0:
            self.say(f"fetching {what}: {done} of {total}")


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the demo of this home; a second one would take the graph from under the first."""
    (home.home() / "demo").mkdir(exist_ok=True)
    with (home.home() / "demo" / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ChildFailed(f"a demo runs already in {home.home()}: end it, or set CYBERIMPACT_HOME") from error
        yield


def _port(environment: dict[str, str], settings: orchestrator.Settings) -> dict[str, str]:
    return {**environment, "CYBERIMPACT_PREFECT_PORT": str(settings.port), "CYBERIMPACT_PREFECT_HOST": settings.host}
