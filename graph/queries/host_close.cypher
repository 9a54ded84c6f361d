// nobody asks a host before so many milliseconds from now
MERGE (h:Host {id: $host})
SET h.asked = true
WITH h, datetime.realtime().epochMillis + $milliseconds AS until
SET h.closed_until = CASE WHEN coalesce(h.closed_until, 0) > until THEN h.closed_until ELSE until END
