"""Python's collector, and what stays in memory for as long as a process runs."""

import gc

SETTLED = (5_000, 10, 5)
"""Allocations, then rounds, after which the collector looks: what ended is let go of every few pages or batches."""


def settle() -> None:
    """Have the collector leave alone what is loaded by now, and look at what is new less often.

    Each time it looked through all of it, half a million objects of frameworks, places and models. It looks at
    everything only once a quarter has come to what it found there the last time: that must not be the half million, or
    what ended waits for as much.
    """
    gc.collect()
    gc.freeze()
    gc.collect()
    gc.set_threshold(*SETTLED)
