"""The AT Protocol as we read it: the events of Jetstream, one instance after the other, and the posts in them.

Version 1 (`…/subscribe`) sends bare events, version 2 (`…/xrpc/network.bsky.jetstream.subscribeEvents`) wraps them in
`xrpc.v1.json` frames. Both go on from a time in microseconds, itself included: what was told at that time comes again.
"""

from flows.atproto.frames import Event, moment, now
from flows.atproto.posts import POSTS, Followed, Post, address_of, message_id, post_of
from flows.atproto.stream import Lost, Position, Stream

__all__ = [
    "POSTS",
    "Event",
    "Followed",
    "Lost",
    "Position",
    "Post",
    "Stream",
    "address_of",
    "message_id",
    "moment",
    "now",
    "post_of",
]
