import os
from pathlib import Path

import pytest

from graph import cypher
from graph.schema import CHECKED, EDGES, ENRICHED, FACT_CHECK, FACTS, HEALTH, MESSAGE, NODES, SOURCE, TOPIC

GOLDEN = Path(__file__).parent / "golden"

CASES = (
    {f"constraints_{n.label}": ";\n".join(cypher.constraints(n)) for n in NODES}
    | {"constraints_vectors": cypher.vector_index(TOPIC, "centroid", 384)}
    | {f"merge_{n.label}": cypher.merge_nodes(n) for n in NODES}
    | {f"merge_{e.start.label}_{e.label}_{e.end.label}": cypher.merge_edges(e) for e in EDGES}
    | {f"unlink_{n.label}": cypher.unlink(n, out) for n in NODES if (out := [e for e in EDGES if e.start is n])}
    | {f"relate_{f.start.label}_{f.label}_{f.end.label}": cypher.relate(f) for f in FACTS}
    | {f"sweep_{f.start.label}_{f.label}_{f.end.label}": cypher.sweep(f) for f in FACTS}
    | {f"page_{n.label}": cypher.page_nodes(n) for n in (MESSAGE, TOPIC)}
    | {f"page_{f.start.label}_{f.label}_{f.end.label}": cypher.page_edges(f) for f in FACTS[:1]}
    | {"page_Message_REPLIES_TO_Message": cypher.page_edges(next(e for e in EDGES if e.label == "REPLIES_TO"))}
    | {"complete_Message": cypher.complete(MESSAGE, ENRICHED), "complete_Source": cypher.complete(SOURCE, HEALTH)}
    | {"complete_FactCheck": cypher.complete(FACT_CHECK, CHECKED)}
)


@pytest.mark.parametrize("name", CASES)
def test_cypher_is_what_was_reviewed(name: str) -> None:
    golden = GOLDEN / f"{name}.cypher"
    if os.environ.get("CYBERIMPACT_REWRITE_GOLDEN"):
        golden.write_text(CASES[name] + "\n")
    assert CASES[name] + "\n" == golden.read_text()


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.cypher")} == set(CASES)
