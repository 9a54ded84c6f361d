// accounts that were erased: until when what they wrote stays out, null: for ever
MATCH (e:Erased {kind: 'account'}) WHERE e.id STARTS WITH $platform + ':'
RETURN e.id AS id, CASE e.reason WHEN 'request' THEN null ELSE e.at END AS until
