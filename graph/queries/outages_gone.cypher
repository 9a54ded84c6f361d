// removes outages of which nothing is left: all that was said meanwhile arrived late
UNWIND $ids AS id
MATCH (o:Outage {id: id}) WHERE o.cause <> 'told'
DETACH DELETE o
