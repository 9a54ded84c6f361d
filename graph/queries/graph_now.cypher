// what time it is by the clock of the graph, in milliseconds since 1970
RETURN timestamp() AS at
