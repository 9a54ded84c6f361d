// up to when no transaction that still runs has begun, by the clock of the graph in milliseconds since 1970
SHOW TRANSACTIONS YIELD elapsedTime
RETURN timestamp() - coalesce(max(elapsedTime.milliseconds), 0) AS at
