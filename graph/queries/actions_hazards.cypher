// hazards and events that touch the places of an action, or all of the country, in a period
CALL () {
    MATCH (h:Hazard) WHERE h.state = 'actual' AND h.level IN ['orange', 'rouge'] AND h.start < $until AND h.end > $since
    RETURN h AS thing, h.phenomenon + ' ' + h.level AS name
    UNION ALL
    MATCH (e:Event) WHERE NOT e.kind CONTAINS 'holiday' AND e.start < $until AND e.end > $since
    RETURN e AS thing, e.name AS name
}
WITH thing, name WHERE size($places) = 0 OR EXISTS {
    MATCH (thing)-[:COVERS]->(p:Place) WHERE EXISTS { (p)-[:IN*0..3]->(z:Place) WHERE z.id IN $places }
        OR EXISTS { (z:Place)-[:IN*1..3]->(p) WHERE z.id IN $places }
}
RETURN thing.id AS id, name, thing.start.epochMillis AS start, thing.end.epochMillis AS end ORDER BY start, id
