// how much was erased so far; answered from the count store
MATCH (e:Erased) RETURN count(e) AS n
