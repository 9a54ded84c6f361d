// messages that moved to another topic take no stance to the claim any more
MATCH (c:Claim {id: $claim})<-[t:TAKES]-(m:Message)
WHERE NOT EXISTS { (m)-[:ABOUT]->(:Topic {id: $topic}) }
DELETE t
RETURN count(*) AS left
