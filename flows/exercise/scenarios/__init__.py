"""One built-in scenario a file. Each module exposes `plan`; discovery does the rest."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from flows.exercise.plan import Plan


def names() -> list[str]:
    """Return the names of the built-in scenarios, in order."""
    return sorted(module.name.replace("_", "-") for module in iter_modules(__path__))


@cache
def load_plan(name: str) -> Plan:
    """Return the built-in scenario `name`; a ValueError lists the known ones."""
    if name not in names():
        raise ValueError(f"there is no scenario {name!r}: choose one of {', '.join(names())}, or give a folder")
    plan: Plan = import_module(f"{__name__}.{name.replace('-', '_')}").plan
    return plan
