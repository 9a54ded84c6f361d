"""From the arrival of a message to the alert that cites it, while the graph holds a million others.

A history of a month is loaded offline; then messages arrive at a steady pace while look follows look. Now and then
people in one département speak of the same thing, which must be alerted. Every text is new: all have to be encoded.
"""

import json
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from neo4j import Driver

from benchmarks.runner import Metrics, Options, Result
from benchmarks.runner.chatter import chatter
from flows.bring import bring
from flows.reader import reader
from flows.sources import Checkpoint, Item
from flows.sources.mastodon import ABOUT
from flows.watch import watch_once
from graph import server
from graph.model import Message, Source
from graph.store import Store, folder

MESSAGES = 1_000_000
DAYS = 27
RATE = 50
"""Messages a second."""
SECONDS = 300
"""For which messages arrive."""
WARM = 60
"""Seconds at the beginning that are not measured: models load, and the first topics are found."""
EVERY, VOICES = 30, 40
"""Seconds from one event to the next, and how many people speak of it, two a second."""
AUTHORS = 200_000
DEPARTEMENTS = tuple(f"D{number:02d}" for number in range(21, 90))
EVENTS = (
    "Le pont de {} s'est effondré ce matin, plusieurs voitures sont tombées",
    "Panne d'électricité géante à {}, tout le quartier est dans le noir",
    "Fumée noire au dessus de l'usine de {}, une odeur de chlore partout",
    "On n'arrive plus à joindre le 17 depuis {}, ça sonne dans le vide",
    "Faux conseillers bancaires à {} : ils demandent les codes par téléphone",
)
TOWNS = ("Dijon", "Dole", "Gap", "Foix", "Niort", "Laval", "Tulle", "Cahors", "Auch", "Mende")
VARIED = ("", " !!", ", faites attention", ", j'y étais", " c'est confirmé ?", " quelqu'un sait ?", ", incroyable")


@dataclass
class Arriving:
    """Messages that arrive by the clock: each look gets those that arrived since the one before."""

    began: float
    about: Source = ABOUT
    missing: str | None = None
    due: Iterator[tuple[float, Message]] = field(default_factory=lambda: iter(()))
    held: tuple[float, Message] | None = None
    arrived: dict[str, float] = field(default_factory=dict)
    """When each message arrived, in seconds since the start."""

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield what has arrived, and nothing that is still to come."""
        until = time.monotonic() - self.began
        while (held := self.held or next(self.due, None)) is not None:
            self.held = held
            at, message = held
            if at > until:
                break
            self.held = None
            self.arrived[message.id] = at
            yield message
        yield Checkpoint(str(len(self.arrived)))


def run(options: Options) -> Result:
    """Return the seconds from arrival to alert and to the end of the look, and how many of the events were alerted."""
    messages = options.messages or MESSAGES
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["CYBERIMPACT_HOME"] = f"{scratch}/home"
        now = datetime.now(UTC)
        bring(_history(Path(scratch) / "files", messages, now), "latency", now=now)
        with server.use(folder("latency")) as running, running.driver() as driver:
            _read(driver)
            metrics = _watched(Store(driver))
    return Result(metrics, messages, {"messages": messages, "days": DAYS, "a_second": RATE, "seconds": SECONDS})


def _watched(store: Store) -> Metrics:
    """Look again and again while messages arrive, and measure each of them."""
    source = Arriving(time.monotonic())
    source.due = _arrivals(datetime.now(UTC))
    seen: dict[str, float] = {}
    cited: dict[str, float] = {}
    looks: list[float] = []
    while (began := time.monotonic() - source.began) < SECONDS:
        watch_once(store, reader(), [source], now=datetime.now(UTC))
        ended = time.monotonic() - source.began
        looks.append(ended - began)
        for name, at in source.arrived.items():
            seen.setdefault(name, ended - at)
        for row in store.rows("replay_alerts"):
            for name in {name for names in row["evidence"] for name in names} & source.arrived.keys():
                cited.setdefault(name, ended - source.arrived[name])
    measured = [late for name, late in seen.items() if source.arrived[name] >= WARM]
    alerted = [late for name, late in cited.items() if source.arrived[name] >= WARM and late == seen[name]]
    events = {name.split(".")[1] for name in source.arrived if ".e" in name and source.arrived[name] >= WARM}
    heard = {name.split(".")[1] for name in cited if ".e" in name}
    return {
        "seconds_p95": float(np.percentile(alerted, 95)) if alerted else float("nan"),
        "seconds_p50": float(np.percentile(alerted, 50)) if alerted else float("nan"),
        "read_seconds_p95": float(np.percentile(measured, 95)),
        "look_seconds_p50": float(np.median(looks)),
        "look_seconds_max": max(looks),
        "looks": float(len(looks)),
        "messages_per_second": len(source.arrived) / SECONDS,
        "cited": float(len(alerted)),
        "events_alerted": len(events & heard) / max(1, len(events)),
    }


def _arrivals(start: datetime) -> Iterator[tuple[float, Message]]:
    """Yield when each message arrives, in seconds from the start, and the message; in order."""
    chance = Random(2)
    talk = chatter(RATE * SECONDS, seed=3)
    for number, said in enumerate(talk):
        at = number / RATE
        event, age = divmod(at, EVERY)
        name, text, place = f"mastodon:live.{number}", f"{said.text} {number}", chance.choice(DEPARTEMENTS)
        if number % (RATE // 2) == 0 and age < VOICES / 2:
            town = TOWNS[int(event) % len(TOWNS)]
            text = EVENTS[int(event) % len(EVENTS)].format(town) + chance.choice(VARIED)
            name, place = f"mastodon:live.e{int(event)}.{number}", "D21"
        yield (
            at,
            Message(
                id=name, source_id=ABOUT.id, platform="mastodon", kind="post", text=text, lang="fr", place_id=place,
                published_at=start + timedelta(seconds=at), author_id=f"mastodon:a{number}",
            ),
        )  # fmt: skip


def _history(folder: Path, messages: int, now: datetime) -> Path:
    """Write a month of messages of the same network as files to import."""
    folder.mkdir()
    chance = Random(1)
    with (folder / "Message.jsonl").open("w", encoding="utf-8") as file:
        for number, said in enumerate(chatter(messages)):
            row: dict[str, Any] = {
                "id": f"mastodon:{number}", "source_id": ABOUT.id, "platform": "mastodon", "kind": "post", "lang": "fr",
                "text": said.text, "author_id": f"mastodon:a{chance.randrange(AUTHORS)}",
                "published_at": (now - timedelta(days=DAYS) * (1 - number / messages)).isoformat(),
                "place_id": chance.choice(DEPARTEMENTS),
            }  # fmt: skip
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return folder


def _read(driver: Driver) -> None:
    """Take the history off the queue: it was read long ago."""
    with driver.session() as session:
        session.run("MATCH (m:Message) CALL (m) { SET m.pending = null } IN TRANSACTIONS OF 20000 ROWS").consume()
