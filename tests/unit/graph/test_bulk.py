"""Tables for the offline importer: what they hold, and what is left for the driver."""

import csv
from datetime import UTC, datetime
from pathlib import Path

from graph.bulk import BETWEEN, Tables, lists
from graph.model import Account, Hashtag, Link, Message
from graph.schema import MESSAGE

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def post(name: str, text: str = "Bonjour", **more: object) -> Message:
    return Message(
        id=name, source_id="s", platform="p", kind="post", text=text, published_at=NOW, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def table(folder: Path, name: str) -> list[list[str]]:
    path = folder / f"{name}.csv"
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def held(tables: Tables, label: str) -> list[dict[str, str]]:
    (argument,) = [one for one in tables.arguments() if one.startswith(f"--nodes={label}=") and "stubs" not in one]
    header = Path(argument.partition("=")[2].partition("=")[2].split(",")[0]).read_text().strip().split(",")
    names = [name.partition(":")[0] for name in header]
    return [dict(zip(names, row, strict=True)) for row in table(tables.folder, f"{label}.nodes")]


def test_a_row_holds_what_the_driver_would_write(tmp_path: Path) -> None:
    odd = 'il dit "non" ;\nà l’œuf\\, 🌊'
    with Tables(tmp_path / "t", NOW) as tables:
        new = tables.add([post("m1", odd, hashtags=("a", "b;c"), rating=-0.5, likes=3)])
        tables.finish()
        (row,) = held(tables, "Message")
    assert [type(record).__name__ for record in new] == ["Message"]
    assert row["text"] == odd
    assert row["hashtags"] == f"a{BETWEEN}b;c"
    assert (row["rating"], row["likes"], row["url"], row["pending"]) == ("-0.5", "3", "", "true")
    assert row["published_at"] == row["first_seen"] == row["last_seen"] == "2026-03-01T00:00:00+00:00"
    assert len(row["fingerprint"]) == 16
    assert table(tmp_path / "t", "Message.TAGGED.hashtags.Hashtag") == [["m1", "a"], ["m1", "b;c"]]


def test_nothing_and_an_empty_text_differ(tmp_path: Path) -> None:
    with Tables(tmp_path / "t", NOW) as tables:
        tables.add([post("m1", "", lang=None)])
        tables.finish()
    line = (tmp_path / "t" / "Message.nodes.csv").read_text()
    assert line.startswith('"m1","s","p","post","",2026-')
    assert '"second",,' in line


def test_ends_that_nobody_described_are_there_by_their_id(tmp_path: Path) -> None:
    with Tables(tmp_path / "t", NOW) as tables:
        tables.add([post("m1", reply_to="m0", author_id="p:a", hashtags=("crue",)), Hashtag(id="crue")])
        tables.add([Account(id="p:a", platform="p"), post("m2", reply_to="m1")])
        tables.finish()
    assert table(tmp_path / "t", "Message.stubs") == [["m0"]]
    assert table(tmp_path / "t", "Source.stubs") == [["s"]]
    assert not (tmp_path / "t" / "Account.stubs.csv").exists()
    assert not (tmp_path / "t" / "Hashtag.stubs.csv").exists()


def test_a_later_version_is_left_for_the_driver_and_a_repetition_is_dropped(tmp_path: Path) -> None:
    link = Link(id="https://exemple.fr/", host="exemple.fr")
    with Tables(tmp_path / "t", NOW) as tables:
        tables.add([post("m1"), link])
        tables.add([post("m1"), link])
        tables.add([post("m1", "corrigé")])
        tables.add([post("m1")])
        tables.add([post("m2", "d'abord"), post("m2", "enfin")])
        tables.finish()
        rows = held(tables, "Message")
    assert tables.again == [post("m1", "corrigé"), post("m1")]
    assert [row["text"] for row in rows] == ["Bonjour", "enfin"], "of one batch the last version, as the driver does"
    assert tables.nodes == 4, "two messages, their link, and the source that nobody described"


def test_lists_are_known() -> None:
    assert {"hashtags", "links", "mentions", "service_ids"} <= set(lists(MESSAGE))
    assert "text" not in lists(MESSAGE)
