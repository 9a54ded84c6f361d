"""Crowds on the move, as people tell it: whether a text says so now, where from and where to. French first."""
