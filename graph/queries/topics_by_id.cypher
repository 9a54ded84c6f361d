// topics as records
UNWIND $ids AS id
MATCH (t:Topic {id: id}) WHERE t.label IS NOT NULL
RETURN t {.*} AS topic
