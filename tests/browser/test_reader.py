"""The shared reader: one question a version, readable while the graph is away."""

import pytest
from neo4j.exceptions import ServiceUnavailable

from graph.store import Store
from tests.browser.seed import seed
from ui.services.reader import Reader, Unreachable

pytestmark = pytest.mark.neo4j


class Counting:
    """A store that counts what it is asked, and can go away."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.asked: list[str] = []
        self.away = False

    def __getattr__(self, name: str) -> object:
        if self.away:
            raise ServiceUnavailable("gone")
        return getattr(self.store, name)

    def rows(self, name: str, **parameters: object) -> list[dict[str, object]]:
        if self.away:
            raise ServiceUnavailable("gone")
        self.asked.append(name)
        return self.store.rows(name, **parameters)


@pytest.fixture
def counting(store: Store) -> Counting:
    seed(store)
    return Counting(store)


def test_answers_are_kept_until_the_data_change_and_while_the_graph_is_away(counting: Counting) -> None:
    reader = Reader(counting)  # type: ignore[arg-type]
    reader.poll()
    first = reader.rows("carte_places")
    assert reader.rows("carte_places") is first
    assert counting.asked == ["carte_places"]

    counting.away = True
    reader.poll()
    assert not reader.reachable
    assert reader.rows("carte_places") is first
    with pytest.raises(Unreachable):
        reader.rows("indicators_population")

    counting.away = False
    reader.poll()
    assert reader.reachable
    assert reader.rows("carte_places") == first
    assert counting.asked == ["carte_places", "carte_places"]
