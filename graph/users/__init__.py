"""Who may enter, and what each may do: kept in the state folder, never in the graph."""
