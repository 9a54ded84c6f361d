// the minutes of `arrivals_minutes` that messages tell which changed since a moment, in milliseconds by the graph's clock
MATCH (m:Message) USING INDEX m:Message(changed_at)
WHERE m.changed_at >= $changed
  AND any(span IN $spans WHERE m.published_at >= span.since AND m.published_at < span.until)
RETURN m.source_id AS source_id, m.platform AS platform, collect(DISTINCT m.published_at.epochSeconds / 60) AS minutes
