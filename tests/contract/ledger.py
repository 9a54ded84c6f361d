"""A graph in a dictionary: what collecting a source leaves behind, saved at checkpoints only, as the real one is."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from flows.gate import Gate, Keys
from flows.sources import Checkpoint, Collector, Erasure, Item, Refusal
from graph.model import Account
from tests.streams import bounded


@dataclass
class Ledger:
    """What is known of one source, and where its collecting stopped."""

    keys: Keys
    now: datetime
    cursors: dict[str, str] = field(default_factory=dict)
    known: dict[str, object] = field(default_factory=dict)
    """The record as the gate let it through, by the id that the source gave it."""
    refused: Counter[str] = field(default_factory=Counter)

    def collect(self, collector: Collector, *, killed_after: int | None = None) -> int:
        """Collect what is new, return how many items came; killed after so many, what no checkpoint saved is lost."""
        items = islice(collector.collect(dict(self.cursors)), killed_after)
        read, pending = self._read(collector, items)
        if killed_after is None:
            self.known |= pending
        return read

    def hear(
        self, collector: Collector, stream: Iterator[Item], wanted: Collection[str], *, killed_after: int | None = None
    ) -> int:
        """Listen until a checkpoint has saved all that is `wanted`, or until killed; return how many items came."""
        return self._read(collector, islice(bounded(stream), killed_after), wanted)[0]

    def _read(
        self, collector: Collector, items: Iterator[Item], wanted: Collection[str] | None = None
    ) -> tuple[int, dict[str, object]]:
        """Read items until none is left or what is `wanted` is saved; return their number and what no cursor covers."""
        gate = Gate(collector.about, self.keys, self.now)
        read = 0
        pending: dict[str, object] = {}
        for item in items:
            read += 1
            if isinstance(item, Checkpoint):
                self.known |= pending
                self.cursors[item.partition] = item.value
                pending = {}
                if wanted is not None and not list(self.missing(wanted)):
                    break
            elif isinstance(item, Erasure):
                pending.pop(item.id, None)
                self.known.pop(item.id, None)
            else:
                pending |= self._admitted(gate, item)
        return read, pending

    def _admitted(self, gate: Gate, item: Item) -> dict[str, object]:
        passed = list(gate.pass_through([item]))
        self.refused.update(each.reason for each in passed if isinstance(each, Refusal))
        if isinstance(item, Account | Refusal | Checkpoint):
            return {}
        kept = [each for each in passed if not isinstance(each, Refusal | Account)]
        return {item.id: kept[0]} if kept else {}

    def missing(self, ids: Iterable[str]) -> Iterator[str]:
        """Yield the ids that should be known and are not."""
        return (name for name in sorted(ids) if name not in self.known)
