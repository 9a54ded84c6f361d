"""Links: the one address of a page, however it was written, wrapped and tracked. No network is asked."""

from signals.links.canonical import link

__all__ = ["link"]
