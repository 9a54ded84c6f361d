// topics of messages that go: the messages that stay, the keywords that one of them still says, keys of their vectors
UNWIND $ids AS id
MATCH (:Message {id: id})-[:ABOUT]->(t:Topic)
WITH DISTINCT t
CALL (t) {
    MATCH (t)<-[:ABOUT]-(m:Message) WHERE NOT m.id IN $ids
    RETURN count(m) AS stay, collect(m.vector_key)[..2000] AS keys
}
RETURN t.id AS id, t.label AS label, t.keywords AS keywords, coalesce(t.size, 0) AS size, stay, keys, size(t.centroid) AS dimension,
       EXISTS { (:Pin {act: 'label'})-[:ON]->(t) } OR EXISTS { (:Pin {act: 'split', other_id: t.id}) } AS pinned,
       [word IN t.keywords WHERE EXISTS {
           MATCH (t)<-[:ABOUT]-(m:Message) WHERE NOT m.id IN $ids AND toLower(m.text) CONTAINS word
       }] AS said
