"""What a delivery says, to programs: JSON with alerts as the interface lists them, or CAP 1.2."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from signals.announce import cap
from signals.announce.letter import link
from signals.announce.plain import LISTED, iso, timed


def as_json(told: Mapping[str, Any], *, delivery: str, at: int, subscription: str, address: str) -> bytes:
    """Return the body of a webhook: what happened to each alert, and the alert as `/api/alerts` lists it."""
    body = {
        "id": delivery,
        "at": iso(at),
        "subscription": subscription,
        "exercise": told["exercise"],
        "items": [
            {
                "event": item["event"],
                "link": link(address, item["alert"]["id"]) or None,
                "into": item["alert"]["into"] or None,
                "alert": timed({name: item["alert"][name] for name in LISTED}),
            }
            for item in told["items"]
        ],
    }
    return json.dumps(body, ensure_ascii=False).encode()


def as_cap(told: Mapping[str, Any], *, at: int, address: str) -> bytes:
    """Return the body of a webhook as a CAP message: it refers to all that was sent of the alert before."""
    (item,) = told["items"]
    sender = f"cyberimpact@{urlsplit(address).hostname or 'localhost'}"
    sent = cap.Sent(at, tuple(item["before"]))
    return cap.message(item["alert"], sender=sender, is_exercise=told["exercise"], sent=sent)
