// which of these were erased
UNWIND $ids AS id
MATCH (e:Erased {id: id})
RETURN e.id AS id
