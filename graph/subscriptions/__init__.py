"""Who is told of alerts: subscriptions in the graph, their addresses and secrets in the state folder."""
