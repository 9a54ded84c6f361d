"""The dictionary of the graph is generated, complete and up to date."""

from dataclasses import fields
from pathlib import Path

import pytest

from graph.docs import PAGE, meanings, page
from graph.schema import EDGES, FACTS, NODES, Node

ROOT = Path(__file__).parents[3]


def test_the_page_is_up_to_date() -> None:
    assert (ROOT / PAGE).read_text() == page(), "run `python -m graph.docs`"


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.label)
def test_every_property_says_what_it_means(node: Node) -> None:
    silent = {field.name for field in fields(node.of)} - {"id"} - set(meanings(node.of))
    assert not silent, f"put a docstring under the fields of {node.label}"


def test_every_relationship_is_drawn() -> None:
    text = page()
    for relation in (*EDGES, *FACTS):
        assert f"(:{relation.start.label})-[:{relation.label}]->(:{relation.end.label})" in text
