"""One benchmark a file. Each module exposes `run(options: Options) -> Result`; discovery does the rest."""

from importlib import import_module
from keyword import iskeyword
from pkgutil import iter_modules
from types import ModuleType


def names() -> list[str]:
    """Return the names of all benchmarks, `-` for `_`, in order."""
    found = (module.name for module in iter_modules(__path__) if not module.ispkg)
    return sorted(name.rstrip("_").replace("_", "-") for name in found if not name.startswith("__"))


def load(name: str) -> ModuleType:
    """Return the module of the benchmark `name`; one called like a word of the language ends in `_`."""
    module = name.replace("-", "_")
    return import_module(f"{__name__}.{module}_" if iskeyword(module) else f"{__name__}.{module}")
