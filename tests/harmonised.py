"""Invented harmonised records, as another system would write them."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

NOW = datetime(2026, 3, 1, tzinfo=UTC)
WORDS = ("la", "route", "est", "coupée", "à", "cause", "de", "crue", "demain", "on", "attend", "des", "nouvelles", "«")
ODD = (
    'il a dit : "non" ; puis\nrien',
    "tab\tet , virgule",
    "œuf 🌊 ﷽",
    "l'eau\\nmonte",
    "'''",
    " bords ",
    "a;b;c",
    '"',
)
CARD = {
    "id": "essai", "name": "Essai", "kind": "social", "platform": "essai", "licence": "invention",
    "purpose": "Essais", "legal_basis": "données inventées", "retention_days": 3650,
}  # fmt: skip


def write_harmonised(folder: Path, count: int, *, seed: int = 1) -> Path:
    """Write `count` messages with their authors, tags, links, answers, services and places, some of them odd."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    _write(folder / "Source.jsonl", [CARD, CARD | {"id": "partenaire", "kind": "action"}])
    _write(folder / "Account.jsonl", ({"id": f"essai:a{n}", "platform": "essai", "kind": kind(n)} for n in range(500)))
    _write(folder / "Message.jsonl", _messages(count, chance))
    _write(folder / "Link.jsonl", ({"id": f"https://exemple.fr/{n}", "host": "exemple.fr"} for n in range(50)))
    _write(folder / "Measure.jsonl", (_measure(n) for n in range(60)))
    _write(folder / "Action.jsonl", [{
        "id": "a1", "kind": "denial", "text": "C'est faux.", "channel": "rss", "at": "2026-02-01T10:00:00Z",
        "place_ids": ["21231", "D21"],
    }])  # fmt: skip
    return folder


def kind(number: int) -> str:
    return ("person", "person", "institution", "bot")[number % 4]


def _messages(count: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    times: list[str] = []
    for number in range(count):
        row = _message(number, chance)
        times.append(row["published_at"])
        yield row
        if number % 200 == 7:
            # another version of one that came long before
            later = {"text": f"corrigé {number}", "published_at": times[number // 2]}
            yield _message(number // 2, random.Random(number)) | later
            yield {"id": f"essai:{number}", "source_id": "ailleurs", "platform": "essai", "kind": "post",
                   "text": "sans carte", "published_at": "2026-02-01T10:00:00Z"}  # fmt: skip
    yield _message(3, random.Random(0)) | {"published_at": "1970-01-01T00:00:00Z"}
    yield {"id": "essai:cassé"}


def _message(number: int, chance: random.Random) -> dict[str, Any]:
    at = NOW - timedelta(seconds=chance.randrange(86_400 * 60), microseconds=chance.randrange(10**6))
    odd = number % 10 == 4
    row = {
        "id": f"essai:{number}",
        "source_id": "essai",
        "platform": "essai",
        "kind": "comment" if number % 5 == 3 else "post",
        "text": ODD[number // 10 % len(ODD)] + f" {number}" if odd else " ".join(chance.choices(WORDS, k=22)),
        "published_at": at.isoformat(),
        "lang": chance.choice(("fr", "en", None)),
        "author_id": f"essai:a{chance.randrange(700)}",
        "likes": chance.randrange(50),
        "hashtags": sorted({f"tag{chance.randrange(80)}" for _ in range(chance.randrange(3))}),
        "links": [f"https://exemple.fr/{chance.randrange(80)}"] * chance.randrange(2),
        "mentions": [f"essai:a{chance.randrange(900)}"] * chance.randrange(2),
        "service_ids": chance.choice(([], ["17cyber"], ["essai:guichet"])),
        "place_id": chance.choice((None, "21231", "D21", "ZZ9")),
    }
    if number % 5 == 3:
        row["reply_to"] = f"essai:{chance.randrange(2 * number + 1)}"
    return row


def _measure(number: int) -> dict[str, Any]:
    start = NOW - timedelta(days=number + 1)
    return {
        "id": f"17cyber|D21|reports|{start:%Y-%m-%d}", "service_id": "17cyber", "place_id": "D21", "metric": "reports",
        "start": start.isoformat(), "end": (start + timedelta(days=1)).isoformat(), "value": number / 4,
        "source_id": "partenaire",
    }  # fmt: skip


def _write(path: Path, rows: Any) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
