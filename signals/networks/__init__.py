"""Networks in memory: who and what belong together, in communities, with a place on the page."""
