// which texts, by the key of their vector, other messages have too
UNWIND $keys AS key
WITH key WHERE EXISTS { MATCH (m:Message {vector_key: key}) WHERE NOT m.id IN $ids }
RETURN key
