"""Mastodon and servers that speak its language: their timelines, page by page and as they grow."""

from flows.fediverse.listening import Ear, listen
from flows.fediverse.statuses import order, parse
from flows.fediverse.timelines import Depth, Server, Timeline

__all__ = ["Depth", "Ear", "Server", "Timeline", "listen", "order", "parse"]
