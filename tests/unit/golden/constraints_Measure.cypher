CREATE CONSTRAINT IF NOT EXISTS FOR (n:Measure) REQUIRE n.id IS UNIQUE;
CREATE INDEX IF NOT EXISTS FOR (n:Measure) ON (n.metric, n.start);
CREATE INDEX IF NOT EXISTS FOR (n:Measure) ON (n.service_id, n.metric, n.start);
CREATE INDEX IF NOT EXISTS FOR (n:Measure) ON (n.end)
