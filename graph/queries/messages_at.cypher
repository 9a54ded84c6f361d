// messages that were published at an address
MATCH (m:Message) WHERE m.url IN $urls
RETURN m.id AS id
