"""What is loaded is not looked through again and again, and what ended is let go of all the same."""

import gc
import weakref

from graph.heap import SETTLED, settle


class Session:
    """Points at itself, so that only the collector lets go of it."""

    def __init__(self) -> None:
        self.own = self


def test_what_is_loaded_is_not_looked_through_again() -> None:
    before = gc.get_threshold()
    loaded = len(gc.get_objects())
    try:
        settle()
        assert gc.get_freeze_count() > loaded / 2
        assert len(gc.get_objects()) < loaded / 10
        ended = Session()
        left = weakref.ref(ended)
        gc.collect(1)  # as if it had lasted
        del ended
        for _ in range(SETTLED[0] * (SETTLED[1] + 1) * (SETTLED[2] + 2)):
            Session()
        assert left() is None, "what ended is let go of, however much is loaded"
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
