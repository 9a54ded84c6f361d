// removes topics that nothing is about any more, with their hours; alerts and signals stay
UNWIND $ids AS id
MATCH (t:Topic {id: id})
DETACH DELETE t
WITH DISTINCT id
OPTIONAL MATCH (w:Window {topic_id: id})
DELETE w
