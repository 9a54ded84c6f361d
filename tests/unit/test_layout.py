"""The folders keep their promises."""

import sys
from pathlib import Path

import flows
import graph
import signals
import ui
from graph.schema import EDGES, FACTS, NODES

ROOT = Path(__file__).parents[2]
TOP_LEVEL = {"flows", "graph", "signals", "ui"}


def test_top_level_names_are_ours() -> None:
    for package in (flows, graph, signals, ui):
        assert Path(package.__file__ or "").is_relative_to(ROOT), package


def test_no_module_shadows_a_package() -> None:
    names = {path.stem for folder in ("flows", "ui") for path in (ROOT / folder).glob("*.py")}
    assert not names & (TOP_LEVEL | set(sys.stdlib_module_names)), "Prefect and Panel put the folder first on sys.path"


def test_files_and_functions_stay_small() -> None:
    long = [
        path.relative_to(ROOT)
        for folder in (*TOP_LEVEL, "benchmarks", "tests")
        for path in (ROOT / folder).rglob("*.py")
        if path.read_text().count("\n") > 400
    ]
    assert not long


def test_every_relationship_joins_nodes_of_the_schema() -> None:
    for relation in (*EDGES, *FACTS):
        assert relation.start in NODES
        assert relation.end in NODES


def test_every_edge_reads_a_field() -> None:
    for edge in EDGES:
        assert edge.by in edge.start.properties, edge
