"""Signatures of webhooks, as Standard Webhooks 1.0 has them: HMAC-SHA256 of id, time and body."""

import base64
import hmac

PREFIX = "whsec_"
"""What a secret begins with, so that it is known where it turns up."""


def shown_secret(key: bytes) -> str:
    """Return the secret as it is given to who receives."""
    return PREFIX + base64.b64encode(key).decode()


def headers(key: bytes, name: str, body: bytes, *, at: int) -> dict[str, str]:
    """Return the headers of a delivery called `name`, sent at `at` seconds since 1970.

    >>> headers(b"k" * 32, "msg_1", b"{}", at=1_790_000_000)["webhook-signature"]
    'v1,Tgvgb/pPaug9v9Ohm7bDsFNGiztJbNOGpxr/UHG+Lg0='
    """
    signed = hmac.digest(key, f"{name}.{at}.".encode() + body, "sha256")
    return {
        "webhook-id": name,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
        "idempotency-key": name,
    }
