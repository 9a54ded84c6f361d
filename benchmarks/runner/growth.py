"""Seconds and memory of looking for copies among more and more messages, each size in a process of its own."""

import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from multiprocessing import get_context

import numpy as np

from benchmarks.runner import Metrics
from benchmarks.runner.chatter import Said, chatter
from signals.copies.blocks import Blocks
from signals.copies.index import Entry, Index
from signals.encoders import Vectors
from signals.text.near import words
from signals.topics.neighbours import unit

BATCH = 5_000
DIMENSION = 384
TOPICS = 2_000
NEIGHBOURS = 10
PERMUTATIONS = 64
"""Hash functions of the peer's sketches."""


def apart(measure: Callable[[int], Metrics], count: int) -> Metrics:
    """Return what `measure(count)` gives in a new process, so that memory is that of this size alone."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, count).result()


@dataclass
class Clock:
    """Adds up the time of what runs in its `with` blocks."""

    seconds: float = 0.0
    """Of the wall."""
    cpu_seconds: float = 0.0
    """Of the processor, all cores: what a busy machine does not change."""

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time of a block."""
        began, worked = time.perf_counter(), time.process_time()
        yield
        self.seconds += time.perf_counter() - began
        self.cpu_seconds += time.process_time() - worked


def copies(count: int) -> Metrics:
    """Return seconds, memory, share of planted copies found and of other messages wrongly called copies."""
    index, before, clock = Index(), _peak(), Clock()
    found = planted = wrong = 0.0
    for start, batch in _batches(count):
        entries = [Entry(str(place), said.text, "fr") for place, said in enumerate(batch, start)]
        with clock.running():
            told = index.add(entries)
        for said, one in zip(batch, told, strict=True):
            planted += said.original is not None
            found += one is not None and one.id == str(said.original)
            wrong += one is not None and said.original is None
    return {
        **asdict(clock),
        "memory_mb": _peak() - before,
        "found": found / planted,
        "wrong": wrong / (count - planted),
    }


def peer_copies(count: int) -> Metrics:
    """Return the same of `datasketch` (MinHashLSH at 0.7 over the same words), which has no guard and no order."""
    from datasketch import MinHash, MinHashLSH

    lsh, before, clock = MinHashLSH(threshold=0.7, num_perm=PERMUTATIONS), _peak(), Clock()
    found = planted = wrong = 0.0
    for start, batch in _batches(count):
        told = []
        with clock.running():
            for place, said in enumerate(batch, start):
                sketch = MinHash(num_perm=PERMUTATIONS)
                sketch.update_batch([word.encode() for word in words(said.text)])
                near = lsh.query(sketch)
                told.append(min(near) if near else None)
                if not near:
                    lsh.insert(place, sketch)
        for said, one in zip(batch, told, strict=True):
            planted += said.original is not None
            found += one is not None and one == said.original
            wrong += one is not None and said.original is None
    return {
        **asdict(clock),
        "memory_mb": _peak() - before,
        "found": found / planted,
        "wrong": wrong / (count - planted),
    }


def meanings(count: int) -> Metrics:
    """Return seconds and memory of the search for the nearest vectors, and the share of planted neighbours found."""
    blocks, before, clock = Blocks(DIMENSION), _peak(), Clock()
    found = planted = 0.0
    for vectors, originals in _vectors(count):
        with clock.running():
            own = np.arange(len(blocks), len(blocks) + len(vectors))
            blocks.add(vectors)
            rows, _ = blocks.nearest(vectors, NEIGHBOURS, before=own)
        copied = originals >= 0
        planted += copied.sum()
        found += (rows[copied] == originals[copied, None]).any(axis=1).sum()
    return {**asdict(clock), "memory_mb": _peak() - before, "found": float(found / planted)}


def exact_meanings(count: int) -> Metrics:
    """Return the seconds of comparing all vectors with all, timed on a part of them."""
    vectors = np.concatenate([some for some, _ in _vectors(count)])
    part = vectors[:: max(1, count // 2_000)]
    clock, share = Clock(), count / len(part)
    with clock.running():
        for start in range(0, len(part), 256):
            np.argpartition(part[start : start + 256] @ vectors.T, -NEIGHBOURS, axis=1)
    return {name: value * share for name, value in asdict(clock).items()}


def _batches(count: int) -> Iterator[tuple[int, list[Said]]]:
    stream = chatter(count)
    for start in range(0, count, BATCH):
        yield start, list(islice(stream, BATCH))


def _vectors(count: int) -> Iterator[tuple[Vectors, np.ndarray[tuple[int], np.dtype[np.int64]]]]:
    """Yield unit vectors in topics, a third of them near an earlier one (-1: none)."""
    rng = np.random.default_rng(1)
    topics = unit(rng.standard_normal((TOPICS, DIMENSION), np.float32))
    earlier = np.empty((0, DIMENSION), np.float32)
    for start in range(0, count, BATCH):
        size = min(BATCH, count - start)
        fresh = unit(topics[rng.zipf(1.2, size) % TOPICS] + 0.03 * rng.standard_normal((size, DIMENSION), np.float32))
        originals = np.where(rng.random(size) < 1 / 3, rng.integers(0, max(1, len(earlier)), size), -1)
        if not len(earlier):
            originals[:] = -1
        copied = originals >= 0
        fresh[copied] = unit(
            earlier[originals[copied]] + 0.01 * rng.standard_normal((int(copied.sum()), DIMENSION), np.float32)
        )
        yield fresh, np.where(copied, originals + max(0, start - len(earlier)), -1)
        earlier = np.concatenate([earlier, fresh])[-20 * BATCH :]


def _peak() -> float:
    """Return the most memory that this process ever had, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
