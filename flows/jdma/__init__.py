"""« Je donne mon avis »: its interface, its scores by its own formulas, one review of its exports or its interface."""
