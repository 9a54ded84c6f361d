// whether a host is closed now
MATCH (h:Host {id: $host}) RETURN coalesce(h.closed_until, 0) > datetime.realtime().epochMillis AS closed
