"""What makes a brief provable: one way of writing its state, a digest of it, signatures under a key."""

import hmac
import json
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

State = dict[str, Any]
"""Everything that a brief shows, as JSON says it."""

FORMAT = "cyberimpact-brief/1"

_MARK = re.compile(rb"CyberImpact state=([0-9a-f]{64}) hmac=([0-9a-f]{64})")
_LENGTH = len("CyberImpact state= hmac=") + 2 * 64
_AROUND = {"html": (b"<!-- ", b" -->\n"), "pdf": (b"% ", b"\n"), "odt": (b"", b"")}
"""What makes the mark a comment in each form: browsers, PDF readers and unzippers pass over it."""


class Forged(ValueError):
    """A file is not what was sealed; the message says in what way, in one sentence."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that is what was sealed."""

    digest: str
    """Of the state that it was made from."""


def canonical(state: Mapping[str, Any]) -> bytes:
    """Return the one way of writing a state: keys sorted, no spaces, UTF-8.

    >>> canonical({"b": 1, "a": "é"}).decode()
    '{"a":"é","b":1}'
    """
    return json.dumps(state, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(state: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a state, 64 hex digits."""
    return sha256(canonical(state)).hexdigest()


def packed(state: State, key: bytes) -> bytes:
    """Return a state as a file: JSON, with its digest and signature."""
    name = digest(state)
    held = {"format": FORMAT, "digest": name, "signature": _signature(key, "state", name.encode()), "state": state}
    return (json.dumps(held, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def unpacked(data: bytes, key: bytes) -> State:
    """Return the state in a file; raise `Forged` where it is none, was changed, or was signed elsewhere."""
    try:
        held = json.loads(data)
        state, name, signature = held["state"], str(held["digest"]), str(held["signature"])
        known = held["format"] == FORMAT
    except (ValueError, KeyError, TypeError) as error:
        raise Forged("this is no frozen state of a brief") from error
    if not known or not isinstance(state, dict):
        raise Forged("this is no frozen state that this version can read")
    if digest(state) != name:
        raise Forged("the state was changed after it was frozen: its digest is another")
    if not hmac.compare_digest(_signature(key, "state", name.encode()), signature):
        raise Forged("the state was not frozen by this installation: its signature is another")
    return state


def sealed(body: bytes, form: str, *, state: str, key: bytes) -> bytes:
    """Return a finished file of `form` (html, pdf, odt) with its seal, which names the digest of its `state`."""
    before, after = _AROUND[form]
    if form == "odt":  # the mark is the comment of the archive, whose length stands in its last two bytes
        body = body[:-2] + struct.pack("<H", _LENGTH)
    body += before
    return body + _mark(state, _signature(key, "file", state.encode(), body, after)) + after


def check(data: bytes, key: bytes) -> Checked:
    """Return what a sealed file says of itself; raise `Forged` when a single byte of it was changed."""
    found = _MARK.search(data, max(0, len(data) - _LENGTH - len(_AROUND["html"][1])))
    if found is None:
        raise Forged("this file carries no seal of CyberImpact: it was cut, saved by another program, or is no brief")
    state = found[1].decode()
    signature = _signature(key, "file", state.encode(), data[: found.start()], data[found.end() :])
    if not hmac.compare_digest(signature, found[2].decode()):
        raise Forged("this file was changed after it was made, or was made by another installation")
    return Checked(state)


def _mark(state: str, signature: str) -> bytes:
    return f"CyberImpact state={state} hmac={signature}".encode()


def _signature(key: bytes, kind: str, *parts: bytes) -> str:
    """Return the HMAC-SHA256 (RFC 2104) of parts, each with its length before it: no part can be taken for another."""
    text = b"".join(struct.pack(">Q", len(part)) + part for part in (b"cyberimpact brief", kind.encode(), *parts))
    return hmac.digest(key, text, "sha256").hex()
