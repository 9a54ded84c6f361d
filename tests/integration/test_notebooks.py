"""Every notebook runs from top to bottom on a small graph, and is kept without its output."""

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from graph import server
from graph.store import Store
from tests.browser.seed import seed

pytestmark = pytest.mark.neo4j

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> nbformat.NotebookNode:
    notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@every_notebook
def test_it_is_kept_without_output(path: Path) -> None:
    cells = [cell for cell in read(path).cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in cells)


@pytest.fixture(scope="module")
def inhabited(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The state folder of an invented graph, whose server runs meanwhile."""
    home = tmp_path_factory.mktemp("notebooks")
    server.copy(prepared, home / "graphs" / "live")
    with server.use(home / "graphs" / "live") as running, running.driver() as driver:
        seed(Store(driver))
        yield home


@every_notebook
def test_it_runs(path: Path, inhabited: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYBERIMPACT_HOME", str(inhabited))
    notebook = read(path)
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": ROOT}})
    client.execute()
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in shown if output.output_type in {"error", "stream"}]
    assert any("text/html" in output.get("data", {}) for output in shown), "it shows a table or a picture"
