"""What ran, with what, and what came of it: each execution that writes leaves a `Run` in the graph."""

import json
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from graph.model import Run
from graph.store import Store


@dataclass
class Record:
    """The run as it goes: its id, and what it counted so far."""

    run: Run
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def id(self) -> str:
        return self.run.id


@contextmanager
def running(
    store: Store,
    flow: str,
    *,
    as_of: datetime,
    parameters: Mapping[str, Any] | None = None,
    source_ids: tuple[str, ...] = (),
) -> Iterator[Record]:
    """Yield the record of a new run of `flow`; it ends `completed`, or `failed` when the block raises."""
    run = Run(
        id=f"{flow}-{uuid.uuid4().hex[:12]}",
        flow=flow,
        version=version("cyberimpact"),
        parameters=json.dumps(parameters or {}, default=str, sort_keys=True),
        as_of=as_of,
        started_at=datetime.now(UTC),
        source_ids=source_ids,
    )
    store.save([run], now=run.started_at)
    record, state = Record(run), "failed"
    try:
        yield record
        state = "completed"
    finally:
        ended = datetime.now(UTC)
        done = replace(run, ended_at=ended, state=state, counts=json.dumps(dict(sorted(record.counts.items()))))
        store.save([done], now=ended)
