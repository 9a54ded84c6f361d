// lets go of a delivery that did not arrive; one that is too old is given up, and its alerts are told anew
MATCH (d:Delivery {id: $id}) WHERE d.sent_at IS NULL
REMOVE d.taken_until
WITH d WHERE d.at < $oldest
SET d.failed_at = $at
REMOVE d.body
