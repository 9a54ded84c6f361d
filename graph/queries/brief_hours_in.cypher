// hourly messages that name a commune of a group or come from it; nothing where fewer than $fewest people wrote them
MATCH (:Place {id: $place})<-[:MEMBER_OF]-(:Place) ((:Place)<-[:IN]-(:Place)){0,1} (c:Place)
MATCH (c)<-[:MENTIONS|PUBLISHED_IN]-(m:Message) WHERE m.published_at >= $since AND m.published_at < $until
WITH DISTINCT m
OPTIONAL MATCH (m)-[:POSTED_BY]->(a:Account)
WITH collect({hour: datetime.truncate('hour', m.published_at), author: coalesce(a.id, m.id)}) AS found,
     count(DISTINCT coalesce(a.id, m.id)) AS people
WHERE people >= $fewest
UNWIND found AS one
RETURN one.hour.epochMillis AS hour, count(*) AS n, count(DISTINCT one.author) AS authors
ORDER BY hour
