// gives the things that one user put somewhere their places back: one of them, or all where none is named
MATCH (p:Placement {owner: $owner}) WHERE $thing = '' OR p.thing_id = $thing
DELETE p
RETURN count(*) AS n
