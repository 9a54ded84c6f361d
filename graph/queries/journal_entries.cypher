// what was entered by hand: one by its id ($id), or those of a span of time, newest first
CALL () {
    MATCH (n:Action) WHERE n.id STARTS WITH 'manual:' AND ($id IS NULL OR n.id = $id)
      AND ($since IS NULL OR n.at >= $since) AND ($until IS NULL OR n.at < $until)
    RETURN n, n.at AS at, 'action' AS entered
    UNION ALL
    MATCH (n:Message) WHERE n.id STARTS WITH 'manual:' AND ($id IS NULL OR n.id = $id)
      AND ($since IS NULL OR n.published_at >= $since) AND ($until IS NULL OR n.published_at < $until)
    RETURN n, n.published_at AS at, 'observation' AS entered
}
RETURN entered, at, n {.id, .kind, .text, .channel, .role, .place_ids, .place_id, .service_ids} AS node
ORDER BY at DESC, n.id LIMIT $limit
