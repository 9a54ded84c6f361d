"""A web server on a free port of 127.0.0.1, for as long as a block."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def answering(
    handler: type[BaseHTTPRequestHandler], stop: Callable[[], object] = lambda: None, **given: object
) -> Iterator[str]:
    """Serve a handler of which `given` are attributes, and yield its address; `stop` lets go of who waits in it."""
    quiet = {"log_message": lambda *_: None}  # keeps the tests' output clean
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Answering", (handler,), quiet | given))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        stop()
        server.shutdown()
        thread.join()
        server.server_close()
