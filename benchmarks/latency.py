"""From the arrival of a message to the alert that cites it, while the graph holds a million others.

A history of a month is loaded offline and looked at once; then messages arrive at a steady pace while look follows
look. Now and then people in one département speak of the same thing, which must be alerted. Every text is new: all have
to be encoded.
"""

import json
import os
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from neo4j import Driver, Query

from benchmarks.runner import MILLION, Options, Result
from benchmarks.runner.chatter import chatter
from flows.background import Background, opening
from flows.bring import bring
from flows.collect import collect_source
from flows.reader import reader
from flows.reading import Reading
from flows.sources import Checkpoint, Item
from flows.sources.mastodon import ABOUT
from flows.watch import watch_once
from graph import server
from graph.heap import settle
from graph.model import Message, Source
from graph.rows import moment
from graph.store import LONG, Store, folder

Figures = dict[str, float | None]

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
NEWEST = 25_000
"""Messages of the history that are read for real: more than copies and topics are looked for among."""
AUTHORS, TOPICS = 200_000, 100
PAUSE = 0.5
"""Seconds between two times that what arrived is collected."""
ASKED = 0.25
"""Seconds between two times that the graph is asked which messages alerts cite, from outside."""
LATELY = 120
"""Seconds in which messages are read, at most; later ones count as never read."""
RECENT = 30
"""Seconds after its arrival in which a message is looked for among what alerts cite: to ask for all that they ever
cited took a fifth of the machine in the end."""
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


_READ = "MATCH (m:Message) WHERE m.published_at >= $since AND m.pending IS NULL RETURN collect(m.id) AS ids"
_CITED = (
    "MATCH (m:Message) WHERE m.published_at >= $since "
    "AND EXISTS { (:Alert)-[:RAISED_BY]->(:Signal)-[:EVIDENCED_BY]->(m) } RETURN collect(m.id) AS ids"
)


@dataclass
class Arriving:
    """Messages that arrive by the clock: each time, those that arrived since the time before are collected."""

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
    """Return the seconds from arrival to alert and to the end of the look, and how many of the events were alerted.

    With `--data` the graph is kept in that folder, and what lies there is not made again.
    """
    messages = options.messages or MESSAGES
    with tempfile.TemporaryDirectory() as made:
        scratch = (options.data or Path(made)).absolute()
        os.environ["CYBERIMPACT_HOME"] = f"{scratch}/home"
        if not folder("latency").exists():
            now = datetime.now(UTC)
            bring(_history(scratch / "files", messages, now), "latency", now=now)
        with server.use(folder("latency"), MILLION) as running, running.driver() as driver:
            _read(driver, max(0, messages - NEWEST))
            metrics = _watched(Store(driver))
    return Result(metrics, messages, {"messages": messages, "days": DAYS, "a_second": RATE, "seconds": SECONDS})


def _watched(store: Store) -> Figures:
    """Look again and again while messages arrive, as `listen` and `watch --seconds` do, and measure each of them.

    As there, what reads is up before the first look, and has read the history when messages begin to arrive. The clock
    that looks are given starts where the history ends: nobody was deaf while it was loaded.
    """
    every = {"since": datetime.min.replace(tzinfo=UTC), "changed": 0}
    metrics: Figures = {"stored": float(store.rows("counted_now", **every)[0]["messages"])}
    start = moment(store.rows("topic_since", until=datetime.max.replace(tzinfo=UTC), skip=0)[0]["at"])
    seen: dict[str, float] = {}
    looks: list[tuple[float, float]] = []
    began, shift = time.monotonic(), start - datetime.now(UTC)
    with Background.of("latency") as background, Reading(opening("latency"), shift=shift) as reading:
        while store.rows("pending", limit=1):
            reading.check()
            time.sleep(PAUSE)
        watch_once(store, reader(), [], now=start)
        settle()
        metrics["first_look_seconds"] = time.monotonic() - began
        source = Arriving(time.monotonic())
        source.due = _arrivals(start)
        with (
            _again(PAUSE, lambda store: collect_source(store, source, now=datetime.now(UTC))),
            _cited(source, start) as cited,
        ):
            while (began := time.monotonic() - source.began) < SECONDS:
                unread = min((at for name, at in list(source.arrived.items()) if name not in seen), default=began)
                read = _ids(store, _READ, since=start + timedelta(seconds=max(unread, began - LATELY)))
                now = start + timedelta(seconds=began)
                watch_once(store, reader(), [], now=now, background=background, reading=reading)
                ended = time.monotonic() - source.began
                looks.append((began, ended - began))
                for name in read & source.arrived.keys():
                    seen.setdefault(name, ended - source.arrived[name])
    return metrics | _figures(source.arrived, seen, cited, looks)


@contextmanager
def _again(pause: float, act: Callable[[Store], object]) -> Iterator[None]:
    """Do something to the graph again and again meanwhile, with connections of its own."""
    over = threading.Event()

    def acting() -> None:
        with server.use(folder("latency")) as running, running.driver() as driver:
            store = Store(driver)
            while not over.wait(pause):
                act(store)

    thread = threading.Thread(target=acting, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def _cited(source: Arriving, start: datetime) -> Iterator[dict[str, float]]:
    """Note meanwhile how long after its arrival each message was cited by an alert, as anybody sees it in the graph."""
    cited: dict[str, float] = {}

    def ask(store: Store) -> None:
        since = start + timedelta(seconds=time.monotonic() - source.began - RECENT)
        found, at = _ids(store, _CITED, since=since), time.monotonic() - source.began
        for name in found & source.arrived.keys():
            cited.setdefault(name, at - source.arrived[name])

    with _again(ASKED, ask):
        yield cited


def _ids(store: Store, text: str, **parameters: Any) -> set[str]:
    return set(store.ask(text, parameters).rows[0]["ids"])


def _figures(
    arrived: Mapping[str, float],
    seen: Mapping[str, float],
    cited: Mapping[str, float],
    looks: Sequence[tuple[float, float]],
) -> Figures:
    """Return the figures of what arrived after the warm-up; all in seconds by message, looks with their beginning."""
    late = {name for name, at in arrived.items() if at >= WARM}
    # a message that a later look cites, for what came after it, waited for others, not for us
    alerted = [wait for name, wait in cited.items() if name in late and wait <= seen.get(name, wait) + ASKED]
    lasted = [seconds for began, seconds in looks if began >= WARM]
    events = {_event(name) for name in late} - {None}
    waited = _waited(arrived, cited, events)
    return {
        "seconds_p95": _share(alerted, 95),
        "seconds_p50": _share(alerted, 50),
        "read_seconds_p95": _share([wait for name, wait in seen.items() if name in late], 95),
        "look_seconds_p50": _share(lasted, 50),
        "look_seconds_max": max(lasted, default=None),
        "looks": float(len(lasted)),
        "messages_per_second": len(arrived) / max(began + seconds for began, seconds in looks),
        "cited": float(len(alerted)),
        "events": float(len(events)),
        "events_alerted": len(waited) / max(1, len(events)),
        "event_seconds_p50": _share(waited, 50),
        "event_seconds_max": max(waited, default=None),
    }


def _waited(arrived: Mapping[str, float], cited: Mapping[str, float], events: Collection[str | None]) -> list[float]:
    """Return how long each event that was alerted took from its first voice to an alert that cites any of it.

    What resembles no topic waits until topics are found again: that is no message's way, and it is somebody's wait.

    >>> _waited({"m:live.e1.1": 5.0, "m:live.e1.2": 6.0, "m:live.3": 7.0}, {"m:live.e1.2": 2.5}, ["e1", "e2"])
    [3.5]
    """
    began: dict[str | None, float] = {}
    told: dict[str | None, float] = {}
    for name, at in arrived.items():
        event = _event(name)
        began[event] = min(at, began.get(event, at))
        if name in cited:
            told[event] = min(at + cited[name], told.get(event, at + cited[name]))
    return [told[event] - began[event] for event in events if event in told]


def _share(values: Sequence[float], percent: float) -> float | None:
    return float(np.percentile(values, percent)) if values else None


def _event(name: str) -> str | None:
    """Return which event a message is about.

    >>> _event("mastodon:live.e3.275"), _event("mastodon:live.276")
    ('e3', None)
    """
    parts = name.split(".")
    return parts[1] if len(parts) > 2 else None


def _arrivals(start: datetime) -> Iterator[tuple[float, Message]]:
    """Yield when each message arrives, in seconds from the start, and the message; in order."""
    chance, run = Random(2), f"live{start:%d%H%M%S}"
    talk = chatter(RATE * SECONDS, seed=3)
    for number, said in enumerate(talk):
        at = number / RATE
        event, age = divmod(at, EVERY)
        name, text, place = (
            f"mastodon:{run}.{number}",
            f"{said.text} {number + 100_000 * start.minute}",
            chance.choice(DEPARTEMENTS),
        )
        if number % (RATE // 2) == 0 and age < VOICES / 2:
            town = TOWNS[int(event) % len(TOWNS)]
            text = EVENTS[int(event) % len(EVENTS)].format(town) + chance.choice(VARIED)
            name, place = f"mastodon:{run}.e{int(event)}.{number}", "D21"
        yield (
            at,
            Message(
                id=name, source_id=ABOUT.id, platform="mastodon", kind="post", text=text, lang="fr", place_id=place,
                published_at=start + timedelta(seconds=at), author_id=f"mastodon:a{number}",
            ),
        )  # fmt: skip


def _history(folder: Path, messages: int, now: datetime) -> Path:
    """Write a month of messages of the same network as files to import."""
    folder.mkdir(parents=True)
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


def _read(driver: Driver, old: int) -> None:
    """Make of the `old` messages what they would be, had they been read: off the queue, with topics and copies.

    Those after them, which looks hold new ones against, are left to be read for real.
    """
    marking = Query(
        "MATCH (m:Message) WHERE m.pending WITH m, toInteger(split(m.id, ':')[1]) AS n WHERE n < $old "
        "CALL (m, n) { REMOVE m.pending WITH m, n "
        "OPTIONAL MATCH (t:Topic {id: 'topic:h' + n % ($topics + $topics / 4)}) "
        "OPTIONAL MATCH (before:Message {id: 'mastodon:' + (n - 1)}) WHERE n % 3 = 0 "
        "FOREACH (_ IN CASE WHEN t IS NULL THEN [] ELSE [1] END | "
        "CREATE (m)-[:ABOUT {score: 0.9, run_id: 'history'}]->(t)) "
        "FOREACH (_ IN CASE WHEN before IS NULL THEN [] ELSE [1] END | "
        "CREATE (m)-[:COPY_OF {kind: 'copy', score: 1.0, run_id: 'history'}]->(before)) "
        "} IN TRANSACTIONS OF 20000 ROWS",
        timeout=LONG,
    )
    with driver.session() as session:
        session.run("UNWIND range(0, $topics - 1) AS n MERGE (:Topic {id: 'topic:h' + n, size: 1})", topics=TOPICS)
        session.run(marking, topics=TOPICS, old=old).consume()
