// keeps what is told beside its delivery, until it is sent
MATCH (d:Delivery {id: $id})
SET d.body = $body
