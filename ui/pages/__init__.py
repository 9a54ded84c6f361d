"""One page a file. Each exposes `title`, `title_en`, `order` (None: no menu entry), `icon`, `page(state, services)`."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from panel.viewable import Viewable

from ui.services import Services
from ui.state import State


class Page(Protocol):
    """What the module of a page exposes."""

    title: str
    title_en: str
    order: int | None
    icon: str

    def page(self, state: State, services: Services) -> Viewable:
        """Return the page; it fills itself through `state.keep`."""
        ...


def pages() -> dict[str, Page]:
    """Return the pages by name, in the order of the menu."""
    found = {module.name: cast(Page, import_module(f"{__name__}.{module.name}")) for module in iter_modules(__path__)}
    return dict(sorted(found.items(), key=lambda item: (item[1].order is None, item[1].order or 0)))
