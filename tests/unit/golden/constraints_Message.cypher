CREATE CONSTRAINT IF NOT EXISTS FOR (n:Message) REQUIRE n.id IS UNIQUE;
CREATE INDEX IF NOT EXISTS FOR (n:Message) ON (n.published_at);
CREATE INDEX IF NOT EXISTS FOR (n:Message) ON (n.pending);
CREATE INDEX IF NOT EXISTS FOR (n:Message) ON (n.near_key, n.published_at);
CREATE INDEX IF NOT EXISTS FOR (n:Message) ON (n.vector_key);
CREATE INDEX IF NOT EXISTS FOR (n:Message) ON (n.alarm);
CREATE INDEX IF NOT EXISTS FOR (n:Message) ON (n.moves);
CREATE INDEX IF NOT EXISTS FOR (n:Message) ON (n.changed_at)
