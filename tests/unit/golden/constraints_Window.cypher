CREATE CONSTRAINT IF NOT EXISTS FOR (n:Window) REQUIRE n.id IS UNIQUE;
CREATE INDEX IF NOT EXISTS FOR (n:Window) ON (n.topic_id, n.place_id, n.hour);
CREATE INDEX IF NOT EXISTS FOR (n:Window) ON (n.hour)
