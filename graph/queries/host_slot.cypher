// reserves the next slot of a host; the first SET takes its lock, before anything is read
MERGE (h:Host {id: $host})
SET h.asked = true
WITH h, datetime.realtime().epochMillis AS now
WITH h, now, coalesce(h.free_at, 0) AS free, coalesce(h.closed_until, 0) AS closed
WITH h, now, free, CASE WHEN closed > now THEN closed ELSE now END AS base
WITH h, now, free, base, CASE WHEN free - $ahead > base THEN free - $ahead ELSE base END - now AS wait
SET h.free_at = CASE
    WHEN wait > $patience THEN free
    WHEN free > base THEN free + $every
    ELSE base + $every
END
RETURN wait
