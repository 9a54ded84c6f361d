// topics of messages that go: the messages that stay, and the keywords that are still said by one of them
UNWIND $ids AS id
MATCH (:Message {id: id})-[:ABOUT]->(t:Topic)
WITH DISTINCT t
CALL (t) {
    MATCH (t)<-[:ABOUT]-(m:Message) WHERE NOT m.id IN $ids
    RETURN count(m) AS stay
}
RETURN t.id AS id, t.label AS label, t.keywords AS keywords, coalesce(t.size, 0) AS size, stay,
       [word IN t.keywords WHERE EXISTS {
           MATCH (t)<-[:ABOUT]-(m:Message) WHERE NOT m.id IN $ids AND toLower(m.text) CONTAINS word
       }] AS said
