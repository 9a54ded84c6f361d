"""One detector a file. Each module exposes `detector`, ready to run; discovery does the rest."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from signals.base import Detector


def all_detectors() -> Iterator[Detector]:
    """Yield every detector of this folder, in name order.

    >>> [detector.kind for detector in all_detectors()]
    ['burst', 'novelty'...]
    """
    for module in sorted(iter_modules(__path__), key=lambda found: found.name):
        found: Detector = import_module(f"{__name__}.{module.name}").detector
        yield found
