// changes with every run, every decision and every pin; all parts are answered from an index or a count
CALL () { MATCH (d:Decision) RETURN count(d) AS decisions }
CALL () { MATCH (p:Pin) RETURN count(p) AS pins }
OPTIONAL CALL () {
    MATCH (r:Run) WHERE r.started_at IS NOT NULL
    RETURN r.id + ' ' + r.state AS run ORDER BY r.started_at DESC LIMIT 1
}
RETURN coalesce(run, '') + ' ' + toString(decisions + pins) AS version
