"""Who read what: kept so that reading is answered for. Never what was read."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A person or a program read messages word for word, took something out, or put a question to the graph.

    What one does again within an hour is one line.
    """

    id: str
    """`who|what|subject|hour`, as a digest."""
    who: str
    """Login; empty: the app was open to whoever sits at the machine."""
    role: str
    """Role that they had."""
    what: str
    """verbatims, export or cypher."""
    subject: str
    """Id of the alert or action whose messages were read, name of what was taken out; of a question its SHA-256."""
    way: str
    """app or api."""
    at: datetime
    """When, the first time in the hour."""
