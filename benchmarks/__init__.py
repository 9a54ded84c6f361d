"""One file a figure that we publish; the same figure is recomputed by one command."""
