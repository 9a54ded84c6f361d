UNWIND $rows AS row
MATCH (n:Message {id: row.id})
SET n.lang = row.lang,
    n.near_key = row.near_key,
    n.tone = row.tone,
    n.vector_key = row.vector_key,
    n.intent = row.intent,
    n.intent_probability = row.intent_probability,
    n.intents = row.intents,
    n.alarm = row.alarm,
    n.moves = row.moves,
    n.leaves = row.leaves,
    n.heads_for = row.heads_for,
    n.harm = row.harm,
    n.stance = row.stance,
    n.stance_probability = row.stance_probability,
    n.related = row.related,
    n.circulation = row.circulation,
    n.changed_at = timestamp()
REMOVE n.pending
