"""Whose page a Bokeh session is: a websocket joins only pages of the same person and login."""

from threading import Lock

from ui.access.who import Who


class Owners:
    """Sessions of pages and who opened them."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}
        self._lock = Lock()

    def add(self, session: str, who: Who) -> None:
        """Note who opened a page."""
        with self._lock:
            self._owners[session] = who.key

    def drop(self, session: str) -> None:
        """Forget a page that is closed."""
        with self._lock:
            self._owners.pop(session, None)

    def may(self, session: str, who: Who) -> bool:
        """Tell whether somebody may join a page: theirs, or one that is not open."""
        with self._lock:
            return bool(session) and self._owners.get(session, who.key) == who.key
