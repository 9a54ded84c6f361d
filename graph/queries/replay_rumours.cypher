// rumours with the messages that spread, deny or question their claim
MATCH (r:Rumour)
OPTIONAL MATCH (r)-[:MAKES]->(:Claim)<-[t:TAKES]-(m:Message) WHERE t.stance <> 'comment'
RETURN r.id AS id, collect(m.id) AS messages ORDER BY id
