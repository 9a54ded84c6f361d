// what is known of a source before a look: the time that it was heard over, its delays, whether it was failing
MATCH (s:Source {id: $id})
OPTIONAL MATCH (s)<-[:OF]-(a:Arrivals)
RETURN min(a.first_at) AS since, s.last_message_at AS until, coalesce(s.delays, []) AS delays,
       coalesce(s.failures, 0) AS failures
