// the stance that each message was given
MATCH (m:Message) WHERE m.stance IS NOT NULL
RETURN m.id AS id, m.stance AS stance
