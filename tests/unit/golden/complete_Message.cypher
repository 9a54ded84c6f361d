UNWIND $rows AS row
MATCH (n:Message {id: row.id})
SET n.lang = row.lang,
    n.near_key = row.near_key,
    n.tone = row.tone,
    n.vector_key = row.vector_key,
    n.intent = row.intent,
    n.intent_probability = row.intent_probability,
    n.intents = row.intents
REMOVE n.pending
