"""What a watch would have left on the million messages: topics, hours counted, alerts with their evidence."""

from collections.abc import Iterator
from datetime import timedelta
from math import pi, sin
from random import Random

from neo4j import Driver, Query

from benchmarks.runner.million import NOW
from graph.model import Alert, Run, Signal, Topic, Window
from graph.store import LONG, Store
from graph.territory import places

HOURS = 24 * 30
COUNTED = 50
"""Topics counted by the hour in the whole country; the others were written about too little."""
EVIDENCE = 50
BATCH = 20_000

_ABOUT = (
    "MATCH (m:Message) WHERE m.near_key IS NULL WITH m, toInteger(split(m.id, ':')[1]) AS n "
    "CALL (m, n) { SET m.near_key = 'k' + n % 50000 "
    "WITH m, n MATCH (t:Topic {id: 'topic:' + toInteger($topics * ((n * 7919 % 10007) / 10007.0) ^ 3)}) "
    "CREATE (m)-[:ABOUT {score: 0.9, run_id: 'watch'}]->(t) } IN TRANSACTIONS OF 20000 ROWS"
)


def alerted(driver: Driver, topics: int, alerts: int) -> None:
    """Write it, unless it is there: a few topics have most of the messages."""
    store = Store(driver)
    if store.ask("MATCH (a:Alert) RETURN count(a) AS n").rows[0]["n"] >= alerts:
        return
    store.save(_topics(topics), now=NOW)
    with driver.session() as session:
        session.run(Query(_ABOUT, timeout=LONG), topics=topics).consume()
    windows = list(_windows(topics))
    for start in range(0, len(windows), BATCH):
        store.save(windows[start : start + BATCH], now=NOW)
    store.save(_alerts(alerts, topics), now=NOW)
    store.save([_run()], now=NOW)


def _topics(count: int) -> Iterator[Topic]:
    for number in range(count):
        yield Topic(
            id=f"topic:{number}", label=f"Sujet {number}", keywords=("sujet", str(number)), size=200,
            centroid=(1.0,) + (0.0,) * 383, first_at=NOW - timedelta(days=90), last_at=NOW, run_id="watch",
        )  # fmt: skip


def _windows(topics: int) -> Iterator[Window]:
    chance = Random(5)
    departements = [place.id for place in places() if place.kind == "departement"]
    for back in range(HOURS):
        hour = NOW - timedelta(hours=back + 1)
        usual = 300 + 150 * sin(2 * pi * (hour.hour - 9) / 24)
        for topic, place, share in (
            ("*", "FR", 1.0),
            *(("*", code, 0.01) for code in departements),
            *((f"topic:{number}", "FR", 0.2 / (1 + number)) for number in range(min(COUNTED, topics))),
        ):
            expected = usual * share
            n = int(expected * chance.uniform(0.6, 1.4) + chance.random())
            yield Window(
                id=f"{topic}|{place}|{hour.isoformat()}", topic_id=topic, place_id=place, hour=hour, n=n, authors=n,
                expected=expected, upper=expected + 2 + 2.2 * expected**0.5, run_id="watch",
            )  # fmt: skip


def _alerts(count: int, topics: int) -> Iterator[Signal | Alert]:
    chance = Random(6)
    for number in range(count):
        at = NOW - timedelta(hours=chance.uniform(0, 24))
        topic, severity = f"topic:{number % topics}", chance.choice(("critique", "forte", "moderee"))
        observed = chance.uniform(20, 200)
        yield Signal(
            id=f"signal:{number}", kind="burst", at=at, score=0.9, topic_id=topic, place_id="D21", observed=observed,
            expected=2.0, upper=6.0, p_value=1e-6, authors=int(observed), run_id="watch",
            evidence=tuple(f"archive:{chance.randrange(count * EVIDENCE)}" for _ in range(EVIDENCE)),
            reason=f"{observed:.0f} auteurs en une heure.", reason_en=f"{observed:.0f} authors in an hour.",
        )  # fmt: skip
        yield Alert(
            id=f"alert:{number}", kind="burst", severity=severity, score=chance.random(), topic_id=topic,
            title=f"Sujet {number} : volume très au-dessus de l’attendu", first_at=at, last_at=at,
            title_en=f"Topic {number}: volume far above expectation", signal_ids=(f"signal:{number}",),
            reason="Bien plus d’auteurs que d’ordinaire en une heure.", place_ids=("D21",), run_id="watch",
            reason_en="Far more authors in an hour than is usual.",
        )  # fmt: skip


def _run() -> Run:
    return Run(
        id="watch", flow="watch", version="benchmark", parameters="{}", as_of=NOW, started_at=NOW, ended_at=NOW,
        state="completed",
    )  # fmt: skip
