"""A first load by the offline importer: the graph that the driver would have written, or nothing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.bring import bring
from flows.cli import app
from flows.entrance import Entrance
from flows.gate import Keys
from flows.sources import Refusal
from graph import home, server
from graph.bulk import NotEmpty
from graph.interchange import NothingToRead, read
from graph.model import Account
from graph.schema import HEALTH
from graph.server import ServerFailed
from graph.store import connect, folder
from tests.digests import contents, differences
from tests.harmonised import NOW, write_harmonised

pytestmark = pytest.mark.neo4j

COUNT = 1_000
BATCHES = {"graph.store.BATCH": 400, "flows.bring.BATCH": 900}
"""Records in a transaction of the driver, and in a pack of the importer: it takes some of both."""
UNTOLD = ("Run", "Host", "Arrivals")


def test_it_writes_the_graph_that_the_driver_writes(
    tmp_path: Path, prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, size in BATCHES.items():
        monkeypatch.setattr(place, size)
    files = write_harmonised(tmp_path / "files", COUNT)
    brought = bring(files, "offline", now=NOW)
    assert brought.refused == {"unknown-source": COUNT // 200, "bad-date": 1, "bad-record": 1}
    assert brought.by_source["essai"].numbers() == {
        "read": COUNT + COUNT // 200, "saved": COUNT, "late": 0, "duplicates": COUNT // 200, "refused": 0,
    }  # fmt: skip
    assert brought.by_source["partenaire"].saved == 60
    server.copy(prepared, folder("driver"))
    with connect("driver") as store:
        admitted = Entrance(Keys(home.home()), NOW).admit(read(files))
        store.save((record for record in admitted if not isinstance(record, Refusal)), now=NOW)
        with server.use(folder("driver")) as running, running.driver() as driver:
            expected = contents(driver, without=UNTOLD, stamps=HEALTH)
    with connect("offline") as store, server.use(folder("offline")) as running, running.driver() as driver:
        found = contents(driver, without=UNTOLD, stamps=HEALTH)
        hours = store.ask(
            "MATCH (m:Message) WHERE m.published_at IS NOT NULL "
            "RETURN toString(date(m.published_at)) AS day, m.published_at.hour AS hour, count(*) AS n "
            "ORDER BY day, hour",
            limit=10_000,
        )
        counted = store.ask(
            "MATCH (a:Arrivals) UNWIND range(0, 23) AS hour WITH a, hour WHERE a.hours[hour] > 0 "
            "RETURN toString(date(a.day)) AS day, hour, a.hours[hour] AS n ORDER BY day, hour",
            limit=10_000,
        )
        states = store.ask("MATCH (r:Run) RETURN r.flow AS flow, r.state AS state").rows
        indexed = store.indexed()
    changing = ("last_seen", "first_seen")
    # places and services are written at the time of preparing; what is counted is so since it was written
    for nodes in (found[0], expected[0]):
        for name, held in nodes.items():
            if "changed_at" in held:
                held["changed_at"] = True
            if name.startswith(("Place", "Service")):
                for stamp in changing:
                    held.pop(stamp, None)
    assert len(found[0]) > COUNT
    assert differences(found[0], expected[0]) == {}
    assert differences(found[1], expected[1]) == {}
    assert counted.rows == hours.rows
    assert sum(row["n"] for row in counted.rows) == COUNT
    assert states == [{"flow": "import", "state": "completed"}]
    assert indexed


def test_nobody_is_brought_under_a_name(tmp_path: Path) -> None:
    files = write_harmonised(tmp_path / "files", 200)
    keys = Keys(home.home())
    ours = keys.pseudonym("essai:a1", "2026Q1")
    (files / "Account.jsonl").write_text('{"id": "essai:a1", "platform": "essai"}\n')
    admitted = list(Entrance(keys, NOW).admit(read(files)))
    accounts = {record.id for record in admitted if isinstance(record, Account)}
    assert ours in accounts
    assert not any(name.startswith("essai:a") for name in accounts)


def test_a_graph_that_holds_something_is_refused_and_stays(tmp_path: Path, prepared: Path) -> None:
    files = write_harmonised(tmp_path / "files", 50)
    server.copy(prepared, folder("full"))
    with connect("full") as store:
        with server.use(folder("full")) as running, running.driver() as driver:
            driver.execute_query("CREATE (:Message {id: 'm'})")
        with pytest.raises(NotEmpty, match=r"not empty \(1 Message\): name another"):
            bring(files, "full", now=NOW)
        result = CliRunner().invoke(app, ["graph", "import", str(files), "--graph", "full"])
        assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
        assert {"label": "Message", "n": 1} in store.rows("census")
    assert sorted(path.name for path in folder("full").parent.iterdir()) == ["full"]


def test_a_server_of_yours_is_not_filled_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYBERIMPACT_NEO4J_URI", "bolt://127.0.0.1:1")
    with pytest.raises(NotEmpty, match="only an embedded one"):
        bring(tmp_path, now=NOW)


def test_nothing_to_read_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead):
        bring(tmp_path, "none", now=NOW)
    assert not folder("none").exists() or not any(folder("none").iterdir())
    assert not folder("none.importing").exists()


def test_a_graph_in_use_is_left_alone(tmp_path: Path, prepared: Path) -> None:
    files = write_harmonised(tmp_path / "files", 20)
    begun: list[str] = []
    server.copy(prepared, folder("used"))
    with connect("used") as store:
        with pytest.raises(ServerFailed, match="is in use: end what works on it"):
            bring(files, "used", now=datetime.now(UTC), progress=begun.append)
        assert begun == []
        # whoever came while it was made is left alone too
        with pytest.raises(ServerFailed, match="is in use"):
            server.take_over(folder("used"), tmp_path / "made")
        assert {row["label"]: row["n"] for row in store.rows("census")}["Message"] == 0
    said = CliRunner().invoke(app, ["graph", "import", str(files), "--graph", "used"], catch_exceptions=False)
    assert said.exit_code == 0, said.stderr
    assert "brought" in said.stdout
    with connect("used") as store:
        assert {row["label"]: row["n"] for row in store.rows("census")}["Message"] >= 20
