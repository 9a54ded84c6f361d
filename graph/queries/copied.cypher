// messages of a period that say what another said before
MATCH (m:Message)-[:COPY_OF]->(:Message) WHERE m.published_at >= $since AND m.published_at < $until
RETURN collect(m.id) AS ids
