"""Where to put limited means first: which gaps, in which places, through which institutions."""
