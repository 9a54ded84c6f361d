"""Sends a delivery to a webhook: one signed POST, nothing followed, nothing of the answer read but its status."""

import ssl
import time
from contextlib import closing

import httpcore

from flows.delivery.errors import NotSent
from flows.delivery.wire import Wire
from graph.subscriptions.reach import AddressRefused, addresses, target
from graph.subscriptions.sealed import Sealed
from graph.subscriptions.settings import Settings
from signals.announce.seal import headers

TYPES = {"json": "application/json", "cap": "application/cap+xml"}
"""Types of bodies, by form."""


def post(sealed: Sealed, name: str, body: bytes, form: str, *, settings: Settings) -> None:
    """Post a body under the name of its delivery; raise `NotSent` unless it was taken."""
    try:
        found = target(sealed.address, settings)
        there = addresses(found, settings)
    except AddressRefused as error:
        raise NotSent("allowed", str(error)) from None
    if not there:
        raise NotSent("name", f"{found.shown} has no address: its name is not known here")
    sent = headers(sealed.key, name, body, at=int(time.time()))
    wanted: list[tuple[bytes | str, bytes | str]] = [
        *(
            {"content-type": TYPES[form], "user-agent": "CyberImpact", "accept": "*/*", "connection": "close"} | sent
        ).items()
    ]
    url = httpcore.URL(scheme=found.scheme, host=found.host, port=found.port, target=found.path)
    context = ssl.create_default_context(cafile=settings.ca and str(settings.ca))
    wire = Wire(there, settings.seconds)
    limits = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), settings.seconds)}
    with closing(httpcore.ConnectionPool(ssl_context=context, network_backend=wire, max_connections=1)) as pool:
        try:
            with pool.stream("POST", url, headers=wanted, content=body, extensions=limits) as answer:
                status = answer.status
        except httpcore.TimeoutException:
            raise NotSent("silent", f"{found.shown} did not answer within {settings.seconds:g} s") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError) as error:
            because = _because(error)
            why = "certificate" if because else "unreachable"
            raise NotSent(why, f"{found.shown} cannot be reached ({type(error).__name__}){because}") from None
    if not 200 <= status < 300:
        raise NotSent("status", f"{found.shown} answered HTTP {status}")


def _because(error: Exception) -> str:
    """Return what is wrong with a certificate: that can be mended, and says nothing of the address."""
    cause = error if isinstance(error, ssl.SSLError) else error.__cause__ or error.__context__
    return f": {cause.verify_message}" if isinstance(cause, ssl.SSLCertVerificationError) else ""
