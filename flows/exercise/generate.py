"""Write the built-in scenario: a month of everyday talk, then a flood and a false rumour around Dijon."""

import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from flows.exercise import crisis, events, everyday, needs, offer
from flows.exercise.clock import CRISIS_AT, ENDS_AT, STARTS_AT, stamp
from flows.exercise.crisis import DENIAL, DENIED_AT
from flows.exercise.people import ZONE, People
from flows.exercise.script import Row, Script

NAME = "crue-val-fournier"

OUTAGE = (datetime(2026, 3, 10, 8, tzinfo=UTC), datetime(2026, 3, 10, 14, tzinfo=UTC))
"""Nothing of Mastodon reaches us."""

HEADER = f"""name = "{NAME}"
description = "EXERCICE. Crue de l'Ouche et fausse rumeur de rupture d'un barrage inventé, autour de Dijon."
zone = ["{ZONE}"]
starts_at = "{stamp(STARTS_AT)}"
crisis_at = "{stamp(CRISIS_AT)}"
ends_at = "{stamp(ENDS_AT)}"
"""

log = logging.getLogger(__name__)


def write(folder: Path, seed: int = 2026) -> None:
    """Write the scenario into `folder`, made if need be; the same seed gives the same bytes."""
    script = compose(seed)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scenario.toml").write_text(HEADER, "utf-8")
    outages = [
        {"platform": name, "from": stamp(start), "to": stamp(end)} for name, (start, end) in script.blind.items()
    ]
    _write(folder / "messages.jsonl", sorted(script.messages, key=lambda row: (row["published_at"], row["id"])))
    _write(
        folder / "measures.jsonl", sorted(script.measures, key=lambda row: (row["to"], row["service"], row["place"]))
    )
    _write(folder / "hazards.jsonl", sorted(script.hazards, key=lambda row: row["from"]))
    _write(folder / "actions.jsonl", sorted(script.actions, key=lambda row: row["at"]))
    _write(folder / "outages.jsonl", outages)
    _write(folder / "truth.jsonl", script.truths)
    log.info("%d messages, %d measures, %d truths", len(script.messages), len(script.measures), len(script.truths))


def compose(seed: int) -> Script:
    """Return the whole script drawn with `seed`."""
    # Not for secrets: the point is that the same seed writes the same exercise.
    rng = Random(seed)  # noqa: S311
    script = Script(rng, People(rng), {"mastodon": OUTAGE})
    for part in (everyday, events, needs, offer, crisis):
        part.tell(script)
    _actions(script)
    _quiet(script)
    return script


def _write(path: Path, rows: Sequence[Row]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def _actions(script: Script) -> None:
    script.actions += [
        {
            "id": "campagne-procuration",
            "kind": "campaign",
            "text": "Municipales : pensez à votre procuration, la demande se fait en ligne.",
            "channel": "site",
            "at": stamp(datetime(2026, 2, 20, 9, tzinfo=UTC)),
            "places": ["FR"],
        },
        {
            "id": "prevention-colis",
            "kind": "prevention",
            "text": "SMS de faux colis : ne cliquez pas, transférez au 33700.",
            "channel": "bluesky",
            "at": stamp(datetime(2026, 3, 3, 10, tzinfo=UTC)),
            "places": ["D59"],
        },
        {
            "id": "consignes-crue",
            "kind": "instruction",
            "text": "Crue de l'Ouche : ne prenez pas votre voiture, montez à l'étage, suivez les comptes officiels.",
            "channel": "fr-alert",
            "at": stamp(CRISIS_AT + timedelta(minutes=40)),
            "places": [ZONE],
            "about": "incident-flood",
        },
        {
            "id": "dementi-barrage",
            "kind": "denial",
            "text": DENIAL,
            "channel": "mastodon",
            "at": stamp(DENIED_AT),
            "places": [ZONE],
            "about": "rumour-val-fournier",
        },
    ]


def _quiet(script: Script) -> None:
    quiet = (
        ("quiet-fevrier", datetime(2026, 2, 14, tzinfo=UTC), datetime(2026, 2, 21, tzinfo=UTC), ["FR"]),
        ("quiet-zone", datetime(2026, 3, 11, tzinfo=UTC), datetime(2026, 3, 13, tzinfo=UTC), [ZONE]),
        ("quiet-ailleurs", CRISIS_AT, ENDS_AT, ["R53", "R52", "R75", "R76", "R93", "R32"]),
    )
    for id_, start, end, places in quiet:
        script.truth("quiet", "Rien de particulier", (start, end), id=id_, places=places)
