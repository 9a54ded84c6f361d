// changes with every run and every decision; both parts are answered from an index or a count
CALL () { MATCH (d:Decision) RETURN count(d) AS decisions }
OPTIONAL CALL () {
    MATCH (r:Run) WHERE r.started_at IS NOT NULL
    RETURN r.id + ' ' + r.state AS run ORDER BY r.started_at DESC LIMIT 1
}
RETURN coalesce(run, '') + ' ' + toString(decisions) AS version
