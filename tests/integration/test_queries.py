"""Every query that analysts are given runs in the read-only console, on an invented graph."""

import pytest
from neo4j import Driver

from graph.library import Query, library
from graph.store import Store

pytestmark = pytest.mark.neo4j

EMPTY = frozenset({"alert_evidence_kept", "budgets", "coordination", "rumours_returned", "topic_lineage", "topic_tags"})
"""What the invented graph has nothing of."""

MORE = """
MATCH (m:Message) WITH m LIMIT 5
SET m.near_key = 'k'
MERGE (l:Link {id: 'https://exemple.fr/'}) SET l.host = 'exemple.fr'
MERGE (m)-[:LINKS_TO]->(l)
WITH count(*) AS done
MATCH (x:Action), (t:Topic {id: 'barrage'})
MERGE (x)-[:ADDRESSES]->(t)
WITH count(*) AS done
MATCH (s:Service) WITH s LIMIT 1
CREATE (c:Measure {id: 'c', metric: 'contacts/category=victime', start: datetime('2022-03-31T22:00:00Z'), value: 3.0})
CREATE (c)-[:OF]->(s)
WITH count(*) AS done
MATCH (m:Message)-[:CONCERNS]->(:Service), (m)-[:MENTIONS|PUBLISHED_IN]->(:Place) WITH DISTINCT m LIMIT 200
SET m.intent = 'question', m.intent_probability = 0.9, m.intents = ['question', 'advice']
MERGE (f:FactCheck {id: 'f'}) SET f.claim = 'Le barrage a cédé', f.rating = 'false', f.publisher = 'Exemple'
MERGE (m)-[same:SAME_CLAIM_AS]->(f) SET same.score = 0.9, same.how = 'meaning'
WITH count(*) AS done
MATCH (m:Message) WITH collect(m)[..2] AS pair
WITH pair[0] AS first, pair[1] AS again
MERGE (again)-[c:COPY_OF]->(first) SET c.kind = 'copy', c.score = 0.9
"""
"""What the invented graph lacks: copies, a link, what an action is about, a part of a count, intents, a check."""


@pytest.fixture(scope="module")
def seeded(seeded: Store, neo4j_driver: Driver) -> Store:
    neo4j_driver.execute_query(MORE)
    neo4j_driver.execute_query("CALL db.awaitIndexes(60)")
    return seeded


@pytest.mark.parametrize("query", library().values(), ids=list(library()))
def test_it_answers_with_the_columns_that_it_promises(seeded: Store, query: Query) -> None:
    answer = seeded.ask(query.text, query.defaults())
    assert answer.columns == query.columns
    assert bool(answer.rows) == (query.name not in EMPTY)
