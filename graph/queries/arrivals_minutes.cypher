// the minutes (since 1970) of some spans in which a message of a source on a platform was published
UNWIND $spans AS span
MATCH (m:Message) WHERE m.published_at >= span.since AND m.published_at < span.until
RETURN m.source_id AS source_id, m.platform AS platform, collect(DISTINCT m.published_at.epochSeconds / 60) AS minutes
