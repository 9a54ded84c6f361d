"""Who read what: written down before an answer is given, read by the administration."""

from collections import OrderedDict
from datetime import UTC, datetime
from hashlib import sha256
from threading import Lock

from graph.model import Read
from graph.rows import Row
from ui.access.who import Who
from ui.services.reader import Reader
from ui.services.span import Span

KEPT = 5_000
"""Lines of the hour that are known to be written."""

LISTED = 500
"""Lines of an answer, the latest."""


class Audit:
    """The record of reads."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._written: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def note(self, who: Who, what: str, subject: str) -> None:
        """Write a read down, once an hour; raise `Unreachable` when it cannot be written: then nothing is read."""
        at = datetime.now(UTC)
        line = sha256(f"{who.login}|{who.role}|{who.way}|{what}|{subject}|{at:%Y-%m-%dT%H}".encode()).hexdigest()[:32]
        with self._lock:
            if line in self._written:
                return
        read = Read(id=line, who=who.login, role=who.role, what=what, subject=subject, way=who.way, at=at)
        self._reader.save([read], now=at)
        with self._lock:
            self._written[line] = None
            if len(self._written) > KEPT:
                self._written.popitem(last=False)

    def reads(self, span: Span, who: str = "") -> list[Row]:
        """Return who read what in a period of our own clock, the latest first; `who` empty: everybody."""
        return self._reader.rows("audit_reads", since=span.since, until=span.until, who=who, limit=LISTED)


def digest_of(question: str) -> str:
    """Return what is kept of a question to the graph: never its text, which may hold a name."""
    return sha256(question.encode()).hexdigest()
