"""The wire to one host: only to addresses that were looked at before, and never for longer than a deadline."""

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore
from httpcore import SOCKET_OPTION


class Wire(httpcore.NetworkBackend):
    """Connects to given addresses, whatever name is asked for, within `seconds` altogether."""

    def __init__(self, addresses: Iterable[str], seconds: float) -> None:
        self._addresses, self._inner = list(addresses), httpcore.SyncBackend()
        self._deadline = time.monotonic() + seconds

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a stream to the first of the addresses that answers."""
        failure: Exception = httpcore.ConnectError("no address")
        for address in self._addresses:
            try:
                left = remaining(self._deadline, timeout)
                stream = self._inner.connect_tcp(address, port, left, local_address, socket_options)
                return Bounded(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        """Refuse: nothing is sent to a socket of this machine."""
        raise httpcore.ConnectError("no socket of this machine")


class Bounded(httpcore.NetworkStream):
    """A stream that ends at a deadline, however often a little comes."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, remaining(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, remaining(self._deadline, timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Return the stream under TLS, held against the name that was asked for."""
        left = remaining(self._deadline, timeout)
        return Bounded(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def remaining(deadline: float, timeout: float | None) -> float:
    """Return the seconds that are left, `timeout` at most; raise once there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("over")
    return left if timeout is None else min(left, timeout)
