// makes a topic of some messages of one; the next clustering finds its words and its centre
MATCH (a:Topic {id: $topic})
MERGE (b:Topic {id: $part})
ON CREATE SET b.label = CASE $label WHEN '' THEN a.label ELSE $label END, b.keywords = a.keywords, b.size = size($ids),
              b.excluded = false, b.run_id = 'by hand'
MERGE (a)-[became:BECAME]->(b)
SET became.kind = 'split', became.run_id = 'by hand'
WITH a, b
CALL (a, b) {
    UNWIND $ids AS id
    MATCH (m:Message {id: id})-[r:ABOUT]->(a)
    MERGE (m)-[s:ABOUT]->(b)
    ON CREATE SET s.score = r.score, s.run_id = r.run_id
    SET m.changed_at = timestamp()
    DELETE r
    RETURN count(m) AS messages, min(m.published_at) AS first_at, max(m.published_at) AS last_at
}
SET b.first_at = first_at, b.last_at = last_at, a.size = a.size - messages
RETURN messages
