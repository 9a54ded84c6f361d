"""What all tests share: a state folder of their own and, for those who ask, a real graph."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from neo4j import Driver

from graph import home, server
from graph.store import Store
from graph.users.book import Book
from signals.encoders import Encoder, load_encoder
from tests.entering import users
from tests.graphs import emptied, invented
from tests.serving import served
from tests.standing import BRIEF, standing
from ui.access.who import EVERYTHING, Who, asking

os.environ.setdefault("JDK_JAVA_OPTIONS", BRIEF)
# a machine that does something else meanwhile is no fault of the code
settings.register_profile("unhurried", settings.default, deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test away from the state of the person who runs it."""
    home = tmp_path / "home"
    monkeypatch.setenv("CYBERIMPACT_HOME", str(home))
    # ports come again: a server that asks for patience must not close that of another test
    monkeypatch.setenv("CYBERIMPACT_PACE_FILE", str(tmp_path / "pace.sqlite"))
    monkeypatch.delenv("CYBERIMPACT_NEO4J_URI", raising=False)
    monkeypatch.delenv("CYBERIMPACT_GRAPH", raising=False)
    return home


@pytest.fixture
def who_may_all() -> Iterator[None]:
    """Ask as whoever sits at the machine of an app without users."""
    token = asking.set(Who("", "cellule", EVERYTHING))
    yield
    asking.reset(token)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The light encoder, built once on this machine."""
    return load_encoder("light", home.cache() / "encoder")


@pytest.fixture(scope="session")
def prepared() -> Path:
    """The folder of a stopped graph that `prepare_graph` made: to be copied."""
    return standing()


@pytest.fixture(scope="session")
def neo4j_server(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Server]:
    """Start one embedded Neo4j for the whole session."""
    home = tmp_path_factory.mktemp("neo4j")
    server.copy(prepared, home)
    with server.use(home) as running:
        yield running


@pytest.fixture(scope="session")
def neo4j_driver(neo4j_server: server.Server) -> Iterator[Driver]:
    """Connect to it."""
    with neo4j_server.driver() as driver:
        yield driver


@pytest.fixture
def store(neo4j_driver: Driver) -> Store:
    """Return an empty graph."""
    return emptied(neo4j_driver)


@pytest.fixture(scope="module")
def seeded(neo4j_driver: Driver) -> Store:
    """The invented graph of a flood and a rumour, the same for the tests of a module."""
    return invented(neo4j_driver)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """One user a role."""
    return users(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def closed(seeded: Store, book: Book) -> Iterator[str]:
    """The address of the app as it is once it has users."""
    with served(seeded, book=book) as found:
        yield found


FIRST = (
    "tests/browser/test_accessibility.py",
    "tests/unit/signals/test_stance.py",
    "tests/unit/signals/copies/test_index.py",
)
"""What begins: while one worker makes what all graphs begin with, another does long work that needs none."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put long work first, where nobody waits for it alone at the end; leave out extras where nobody asked for them."""
    first = {name: place for place, name in enumerate(FIRST)}
    graphs: dict[str, int] = {}
    for item in items:
        if "neo4j_driver" in getattr(item, "fixturenames", ()):
            graphs[_file(item)] = max(graphs.get(_file(item), 0), _graph(item))
    items.sort(key=lambda item: (first.get(_file(item), len(FIRST)), graphs.get(_file(item), 2)))
    if "extras" not in config.getoption("markexpr"):
        needs = pytest.mark.skip(reason="needs an extra: `make test-extras` installs it")
        for item in items:
            if item.get_closest_marker("extras"):
                item.add_marker(needs)


def _file(item: pytest.Item) -> str:
    return item.nodeid.split("::")[0]


def _graph(item: pytest.Item) -> int:
    """Tell when a test has its turn by the graph that it needs: with France (0), invented (1), or its own (2).

    Each server begins with France; to write it or the invented one again for every file takes seconds of a processor.
    """
    known, uses = vars(getattr(item, "module", object)), getattr(item, "fixturenames", ())
    if "store" in uses and "store" not in known:  # an empty one
        return 2
    return 0 if "furnished" in known else 1 if "seeded" in uses or "invented" in known else 2
