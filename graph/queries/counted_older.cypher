// how many messages were published before a moment; those since are fewer as a rule, and counted
CALL () { MATCH (m:Message) WHERE m.published_at >= $since RETURN count(m) AS newer }
CALL () { MATCH (m:Message) RETURN count(m) AS messages }
RETURN messages - newer AS messages
