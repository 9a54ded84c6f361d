// questions and complaints about an action, the surest nearest to a sentence of its text first; masked, no author
MATCH (m:Message)-[r:ASKS_ABOUT]->(:Action {id: $action}) WHERE m.published_at < $until
RETURN m.text AS text, m.platform AS platform, m.kind AS kind, m.published_at.epochMillis AS at, r.sentence AS sentence, r.score AS score
ORDER BY score DESC, at LIMIT $limit
