"""The real app on a free port of 127.0.0.1."""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from argon2 import PasswordHasher

from graph.exercise import Room
from graph.store import Store
from graph.users.book import Book
from ui.access.oidc_settings import Settings as Oidc
from ui.access.settings import Settings as Access
from ui.host import create
from ui.settings import Settings

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Hashes passwords of tests: nobody guesses them."""


@contextmanager
def served(
    store: Store,
    *,
    book: Book | None = None,
    access: Access | None = None,
    oidc: Oidc | None = None,
    room: Room | None = None,
    port: int = 0,
) -> Iterator[str]:
    """Serve the app over `store` and yield its address; without `book` no users, without `room` no exercise."""
    settings = Settings(port=0, refresh_seconds=0.3, keep_seconds=6.0, origins=("127.0.0.1:*", "127.0.0.1"))
    with tempfile.TemporaryDirectory() as empty:
        own = Path(empty)
        app = create(store, settings, book=book or Book(own), access=access, oidc=oidc, room=room or Room(own))
        config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", proxy_headers=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            while not server.started:
                time.sleep(0.05)
            port = server.servers[0].sockets[0].getsockname()[1]
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join()
