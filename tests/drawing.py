"""Pages without a browser: what a person who may do everything sees of a graph, as HTML."""

from typing import Any

from graph.store import Store
from ui.access.guard import guarded
from ui.access.who import EVERYTHING, Who
from ui.pages import pages
from ui.services import Services, make_services
from ui.services.reader import Reader
from ui.settings import Settings
from ui.state import State


def services_of(store: Store) -> Services:
    """Return the services of the app on a graph, read once."""
    reader = Reader(store)
    reader.poll()
    who = Who("", "cellule", EVERYTHING)
    return guarded(make_services(reader, Settings().handovers, "cellule"), who, lives=lambda _: True)


def html(services: Services, page: str, **choices: str) -> str:
    """Return what a page shows; that it was in trouble is a failure."""
    state = State(page=page, **choices)
    module: Any = pages()[page]
    shown = "".join(part.html for part in module.page(state, services).select() if hasattr(part, "html"))
    assert state.trouble is False
    state.leave()
    return shown
