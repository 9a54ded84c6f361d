"""What leaves the graph, in three forms that other programs read."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import networkx as nx
import polars as pl
import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from graph.export import FORMS, Chosen, Manifest, NothingToExport, export, pages
from graph.export.vocabulary import PREFIXES
from graph.model import Account, Hashtag, Message, Place, Source
from graph.schema import ENRICHED, MENTIONS_PLACE
from graph.store import Store

pytestmark = pytest.mark.neo4j

NOW = datetime(2026, 11, 25, tzinfo=UTC)
AS = Namespace(PREFIXES["as"])
PROV = Namespace(PREFIXES["prov"])
TEXT = 'Le « barrage » <a> & \u0001 a cédé 💧 "vraiment" ?'
COUNT = 7


@pytest.fixture
def filled(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Seven messages, each answering the one before, read three at a time."""
    monkeypatch.setattr(pages, "BATCH", 3)
    source = Source(
        id="mastodon", name="Mastodon", kind="social", platform="mastodon", licence="Selon le serveur", purpose="p",
        legal_basis="b", retention_days=90,
    )  # fmt: skip
    store.save([source, Place(id="D21", name="Côte-d'Or", kind="departement"), *_messages()], now=NOW)
    rows = [{"start": "mastodon:3", "end": "D21", "probability": 0.9, "surface": "21", "reason": "", "choice": ""}]
    store.relate(MENTIONS_PLACE, rows, run_id="r", scope=["mastodon:3"])
    return store


def _messages() -> Iterator[object]:
    yield Account(id="mastodon:abc", platform="mastodon")
    yield Hashtag(id="crue")
    for number in range(COUNT):
        yield Message(
            id=f"mastodon:{number}", source_id="mastodon", platform="mastodon", kind="post", text=TEXT,
            published_at=NOW - timedelta(days=COUNT - number), author_id="mastodon:abc",
            reply_to=f"mastodon:{number - 1}", hashtags=("crue",),
        )  # fmt: skip


def written(store: Store, folder: Path, form: str, chosen: Chosen | None = None, why: str = "") -> Manifest:
    *_, manifest = export(store, folder, form, chosen or Chosen(), graph="live", now=NOW, why_authors=why)
    return manifest


def content(folder: Path) -> str:
    return "".join(path.read_bytes().decode("utf-8", "replace") for path in sorted(folder.rglob("*")) if path.is_file())


def test_parquet_holds_all_but_authors(filled: Store, tmp_path: Path) -> None:
    manifest = written(filled, tmp_path, "parquet")

    messages = pl.read_parquet(tmp_path / "nodes/Message/*.parquet")
    assert messages["id"].to_list() == [f"mastodon:{number}" for number in range(COUNT)]
    assert messages["text"].to_list() == [TEXT] * COUNT
    assert messages.schema["published_at"] == pl.Datetime("us", "UTC")
    assert messages["hashtags"].to_list() == [["crue"]] * COUNT
    assert not {"author_id", "mentions", "fingerprint", "near_key"} & set(messages.columns)
    replies = pl.read_parquet(tmp_path / "edges/Message-REPLIES_TO-Message/*.parquet")
    assert len(replies) == COUNT - 1, "the first answers a message that we do not have"
    mentions = pl.read_parquet(tmp_path / "edges/Message-MENTIONS-Place/*.parquet")
    assert mentions.select("start", "end", "probability").rows() == [("mastodon:3", "D21", 0.9)]
    assert manifest.counts["Message"] == COUNT
    assert not list(tmp_path.glob("nodes/Account/*"))


def test_json_ld_is_read_by_others(filled: Store, tmp_path: Path) -> None:
    written(filled, tmp_path, "json-ld")

    read = Graph().parse(tmp_path / "graph.jsonld", format="json-ld")
    notes = set(read.subjects(RDF.type, AS.Note))
    assert len(notes) == COUNT
    third = URIRef("urn:cyberimpact:message:mastodon:3")
    assert {str(text) for text in read.objects(third, AS.content)} == {TEXT}
    assert set(read.objects(third, AS.inReplyTo)) == {URIRef("urn:cyberimpact:message:mastodon:2")}
    assert set(read.objects(third, PROV.hadPrimarySource)) == {URIRef("urn:cyberimpact:source:mastodon")}
    assert not set(read.objects(third, AS.attributedTo))


def test_graphml_is_read_by_networkx(filled: Store, tmp_path: Path) -> None:
    manifest = written(filled, tmp_path, "graphml")

    drawn = nx.read_graphml(tmp_path / "graph.graphml")
    nodes = {what: count for what, count in manifest.counts.items() if not what.startswith("(")}
    assert drawn.number_of_nodes() == sum(nodes.values())
    assert drawn.number_of_edges() == manifest.counts.total() - sum(nodes.values())
    assert drawn.nodes["Message:mastodon:3"]["text"] == TEXT.replace("\u0001", "\ufffd")
    assert drawn.edges["Message:mastodon:3", "Place:D21"]["probability"] == 0.9


@pytest.mark.parametrize("form", FORMS)
def test_authors_leave_only_when_asked_and_never_the_same_twice(filled: Store, tmp_path: Path, form: str) -> None:
    for folder, chosen in (("none", Chosen()), ("one", Chosen(authors=True)), ("two", Chosen(authors=True))):
        written(filled, tmp_path / folder, form, chosen, "coordination" if chosen.authors else "")
        assert "mastodon:abc" not in content(tmp_path / folder)
    made = {
        json.loads((tmp_path / name / "export.json").read_text())["counts"].get("Account") for name in ("one", "two")
    }
    assert made == {1}
    assert Chosen(authors=True).author("mastodon:abc") != Chosen(authors=True).author("mastodon:abc")


def test_a_period_takes_its_messages_and_what_they_point_at_in_it(filled: Store, tmp_path: Path) -> None:
    manifest = written(filled, tmp_path, "parquet", Chosen(since=NOW - timedelta(days=3), texts=False))

    assert manifest.counts["Message"] == 3
    assert manifest.counts["(:Message)-[:REPLIES_TO]->(:Message)"] == 2
    assert "barrage" not in content(tmp_path)


def test_the_manifest_proves_what_was_written(filled: Store, tmp_path: Path) -> None:
    written(filled, tmp_path, "parquet", Chosen(frozenset({"Message"})))

    said = json.loads((tmp_path / "export.json").read_text())
    assert said["labels"] == ["Message"]
    assert [source["licence"] for source in said["sources"]] == ["Selon le serveur"]
    assert said["files"]
    for name, digest in said["files"].items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest


def test_what_cannot_leave_is_said() -> None:
    with pytest.raises(NothingToExport, match="there is no label Persone"):
        Chosen(frozenset({"Persone"})).nodes()
    with pytest.raises(NothingToExport, match="--authors"):
        Chosen(frozenset({"Account"})).nodes()


def test_each_property_of_enrichment_has_its_type() -> None:
    assert pages.ENRICHED_KINDS.keys() <= set(ENRICHED)
