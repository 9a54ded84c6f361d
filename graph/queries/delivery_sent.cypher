// marks a delivery as sent: what was told is forgotten, that it was told is not
MATCH (d:Delivery {id: $id})
SET d.sent_at = $at
REMOVE d.body, d.taken_until, d.last_why, d.last_error
