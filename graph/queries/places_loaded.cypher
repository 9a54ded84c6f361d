// places that have come from the territory file, not only as an address of something
MATCH (p:Place) WHERE p.kind IS NOT NULL RETURN count(p) AS n
