"""Makes a graph ready to be written."""

from datetime import UTC, datetime

from flows.catalogue import offer_services
from graph.store import Store
from graph.territory import groups, places


def prepare_graph(store: Store) -> None:
    """Create the schema, load the French places when they are not there, and bring the catalogue up to date."""
    store.prepare()
    now = datetime.now(UTC)
    territory = [*places(), *groups()]
    if store.rows("places_loaded")[0]["n"] < len(territory):
        store.save(territory, now=now)
    offer_services(store)
