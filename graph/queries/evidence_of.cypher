// how to look again at what an alert rests on
MATCH (e:Evidence {id: 'evidence:' + $alert})
RETURN e {.*} AS evidence
