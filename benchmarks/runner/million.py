"""A million messages over 35,000 communes, with what enrichment would have added and what services counted."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from neo4j import Driver, Query

from benchmarks.runner import MILLION, Options
from flows.bring import bring
from flows.catalogue import current
from graph import server
from graph.model import Place
from graph.store import LONG, folder
from graph.territory import places

DAYS = 90
AUTHORS, INSTITUTIONS = 200_000, 400
NOW = datetime(2026, 3, 1, tzinfo=UTC)
SERVICES = (
    "perceval", "plainte-en-ligne", "pre-plainte-en-ligne", "brigade-numerique", "ma-securite", "17cyber", "thesee",
    "pharos", "procuration", "cybermalveillance",
)  # fmt: skip
COUNTED = ("visits", "reports")
INTENTS = ("question", "complaint", "report", "thanks", "other")


@contextmanager
def million(graph: str, options: Options, messages: int) -> Iterator[tuple[Driver, Path]]:
    """Open a graph that holds so many messages, and yield it with the folder that it lies in.

    With `--data` it is kept in that folder, and what lies there is not made again.
    """
    with tempfile.TemporaryDirectory() as made:
        scratch = (options.data or Path(made)).absolute()
        os.environ["CYBERIMPACT_HOME"] = f"{scratch}/home"
        if not folder(graph).exists():
            bring(_write(scratch / "files", messages), graph, now=NOW)
        with server.use(folder(graph), MILLION) as running, running.driver() as driver:
            _enrich(driver)
            yield driver, scratch


def _write(files: Path, messages: int) -> Path:
    """Write messages where people live, and daily counts of services by département, as files to import."""
    files.mkdir(parents=True)
    card = {
        "id": "archive", "name": "Archive", "kind": "exercise", "platform": "archive", "licence": "invention",
        "purpose": "Mesure", "legal_basis": "données inventées", "retention_days": 3650,
    }  # fmt: skip
    accounts = (
        {"id": f"archive:a{n}", "platform": "archive", "kind": "institution" if n < INSTITUTIONS else "person"}
        for n in range(AUTHORS)
    )
    _lines(files / "Source.jsonl", iter([card]))
    _lines(files / "Account.jsonl", accounts)
    _lines(files / "Message.jsonl", _messages(messages))
    _lines(files / "Measure.jsonl", _measures())
    return files


def _messages(count: int) -> Iterator[dict[str, Any]]:
    chance = Random(1)
    communes: list[Place] = [place for place in places() if place.kind == "commune" and place.population]
    where = chance.choices(communes, [place.population or 0 for place in communes], k=count)
    for number, place in enumerate(where):
        kind = ("post", "post", "post", "comment", "experience", "review")[number % 6]
        row: dict[str, Any] = {
            "id": f"archive:{number}", "source_id": "archive", "platform": "archive", "kind": kind, "lang": "fr",
            "text": f"message {number}", "place_id": place.id,
            "likes": chance.randrange(20), "shares": chance.randrange(5),
            "published_at": (NOW - timedelta(seconds=chance.randrange(86_400 * DAYS))).isoformat(),
            "author_id": f"archive:a{chance.randrange(AUTHORS)}",
        }  # fmt: skip
        if kind == "comment" and number:
            row["reply_to"] = f"archive:{chance.randrange(number)}"
        if kind in ("experience", "review"):
            row |= {"rating": float(chance.randrange(3) - 1), "answered": chance.random() < 0.7}
            row["aspects"] = [f"relation:{chance.randrange(3) - 1}"]
        if chance.random() < 0.3:
            row["service_ids"] = [chance.choice(SERVICES)]
        yield row


def _measures() -> Iterator[dict[str, Any]]:
    chance = Random(2)
    departements = [place.id for place in places() if place.kind == "departement"]
    for day in range(DAYS):
        start, end = (NOW - timedelta(days=day + step) for step in (1, 0))
        for service in SERVICES:
            for place in departements:
                for metric in COUNTED:
                    value = float(chance.randrange(200))
                    yield {
                        "id": f"{service}|{place}|{metric}|{start.isoformat()}|{end.isoformat()}",
                        "service_id": service, "place_id": place, "metric": metric, "start": start.isoformat(),
                        "end": end.isoformat(), "value": value, "source_id": "archive",
                    }  # fmt: skip


def _answered() -> dict[str, str]:
    """Return a need of the catalogue for each service: the first that it answers."""
    known = current()
    found = {service: need for need in sorted(known.needs, reverse=True) for service in known.answering(need)}
    return {service: found[service] for service in SERVICES if service in found}


def _lines(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _enrich(driver: Driver) -> None:
    """Add what enrichment would have: intent, tone, and the need behind a service."""
    marking = Query(
        "MATCH (m:Message) WHERE m.pending WITH m, toInteger(split(m.id, ':')[1]) AS n "
        "CALL (m, n) { REMOVE m.pending SET m.intent = $intents[n % size($intents)], m.tone = (n % 7 - 3) / 3.0 "
        "SET m.intents = [m.intent] WITH m, n OPTIONAL MATCH (m)-[c:CONCERNS]->(s) SET c.need = $needs[s.id] "
        "} IN TRANSACTIONS OF 20000 ROWS",
        timeout=LONG,
    )
    with driver.session() as session:
        session.run(marking, intents=list(INTENTS), needs=_answered()).consume()
        session.run("CALL db.awaitIndexes(600)").consume()
