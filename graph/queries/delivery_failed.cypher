// lets go of a delivery that did not arrive, and says why; one that is too old is given up, and its alerts are told anew.
// A trial is tried once
MATCH (d:Delivery {id: $id}) WHERE d.sent_at IS NULL
SET d.last_why = $why, d.last_error = $error
REMOVE d.taken_until
WITH d WHERE d.at < $oldest OR d.kind = 'trial'
SET d.failed_at = $at
REMOVE d.body
