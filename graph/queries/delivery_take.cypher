// takes a delivery in hand until a moment, unless it was sent or another process has it: then nothing is returned
MATCH (d:Delivery {id: $id})
SET d.taking = true
REMOVE d.taking
WITH d WHERE d.sent_at IS NULL AND d.failed_at IS NULL AND (d.taken_until IS NULL OR d.taken_until < $now)
SET d.taken_until = $until, d.attempts = coalesce(d.attempts, 0) + 1
RETURN d.body AS body, d.at.epochMillis AS at, d.kind AS kind
