// which of some places lie in others or in a member of them (`in`), and which hold one of those (`over`)
MATCH (p:Place) WHERE p.id IN $ids
RETURN p.id AS id,
       EXISTS { (p) ((:Place)-[:IN]->(:Place)){0,3} ((:Place)-[:MEMBER_OF]->(:Place)){0,1} (c:Place) WHERE c.id IN $places } AS is_in,
       EXISTS { (p) ((:Place)<-[:MEMBER_OF]-(:Place)){0,1} ((:Place)<-[:IN]-(:Place)){1,3} (c:Place) WHERE c.id IN $places } AS is_over
