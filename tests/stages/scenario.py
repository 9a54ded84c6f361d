"""A scenario folder, as a trainer writes it, to which messages are added."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.invented import START, write_scenario
from tests.stages import Kind, Stage

COUNT = 5


def row(name: str, minute: int, text: str = "Une rumeur court") -> dict[str, Any]:
    """One more message."""
    moment = START + timedelta(minutes=minute)
    common = {"platform": "mastodon", "kind": "post", "lang": "fr", "author": "quelqu'un"}
    return {"id": name, "text": text, "published_at": f"{moment:%Y-%m-%dT%H:%M:%SZ}", **common}


NEW: dict[Kind, list[Any]] = {
    "more": [row("n", 50)],
    "duplicated": [row("n", 50), row("n", 50)],
    "skewed": [row("s", 60 * 24 * 3_650), row("n", 50)],
    "unicode": [row("n", 50, "L'eau 💧 \u202emonte\u202c 洪水 \ud83d")],
    "malformed": ["{cassé", {"id": "x"}, row("x", 51) | {"published_at": "hier"}, row("n", 50)],
    "huge": [row("h", 51, "eau " * 600_000), row("n", 50)],
}


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Yield a scenario of five messages, a measure, a hazard, an action and an outage."""
    scenario = write_scenario(folder / "scenario", COUNT)
    messages = scenario / "messages.jsonl"
    first = {line["id"] for line in map(json.loads, messages.read_text().splitlines())}

    def publish(kind: Kind) -> frozenset[str]:
        with messages.open("a") as file:
            for each in NEW[kind]:
                file.write((each if isinstance(each, str) else json.dumps(each)) + "\n")
        return frozenset({"mastodon:n"})

    yield Stage(
        settings={"folder": scenario},
        first=frozenset(first),
        publish=publish,
        cannot={"out-of-order": "a scenario is written before it is played"},
    )
