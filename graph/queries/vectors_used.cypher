// which texts, by the key of their vector, a message has
UNWIND $keys AS key
WITH key WHERE EXISTS { MATCH (m:Message {vector_key: key}) }
RETURN key
