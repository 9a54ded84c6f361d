"""Rumours: what a topic claims, and how probably it is a claim that nobody has verified yet."""
