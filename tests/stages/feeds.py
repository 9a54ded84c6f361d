"""An RSS 2.0 feed and an Atom feed with validators, conditional requests and entries that change."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

from tests.stages import Kind, Stage
from tests.stages.site import Asked, Reply, serving

BEGAN = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)


def item(number: int, title: str, hours: float = 0.0, summary: str = "Ce qu'il faut savoir.") -> str:
    """One entry of the RSS feed."""
    moment = format_datetime(BEGAN + timedelta(hours=hours))
    return (
        f"<item><guid isPermaLink='false'>n{number}</guid><title>{escape(title)}</title>"
        f"<link>https://presse.exemple.fr/{number}</link><pubDate>{moment}</pubDate>"
        f"<description>{escape(summary)}</description></item>"
    )


def message_id(number: int) -> str:
    return f"rss:127.0.0.1/n{number}"


NEW: dict[Kind, tuple[list[str], frozenset[str]]] = {
    "more": ([item(10, "La route rouvre", 5)], frozenset({message_id(10)})),
    "duplicated": ([item(0, "Crue : la route est coupée")], frozenset()),
    "out-of-order": ([item(10, "Un article retrouvé", -500)], frozenset({message_id(10)})),
    "skewed": ([item(11, "Demain", 24 * 365), item(10, "La route rouvre", 5)], frozenset({message_id(10)})),
    "unicode": ([item(10, "L'eau 💧 \u202emonte\u202c 洪水 مرحبا", 5)], frozenset({message_id(10)})),
    "malformed": (
        ["<item><title>Sans date</title></item>", "<item></item>", item(10, "La route rouvre", 5)],
        frozenset({message_id(10)}),
    ),
    "huge": ([item(10, "La route rouvre", 5), item(11, "Long", 6, "eau " * 600_000)], frozenset({message_id(10)})),
}


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Yield an RSS feed of three articles beside an Atom feed of one."""
    items = [item(number, title, number) for number, title in enumerate(("Crue : la route est coupée", "B", "C"))]
    entry = (
        "<entry><id>urn:exemple:1</id><title>Alerte</title><link href='https://cert.exemple.fr/1'/>"
        f"<updated>{BEGAN.isoformat()}</updated><summary>Une faille</summary></entry>"
    )
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>CERT</title>{entry}</feed>'

    def answer(asked: Asked) -> Reply:
        rss = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'
        body = (atom if asked.path == "/atom" else rss).encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if asked.headers.get("if-none-match") == etag:
            return Reply(status=304, headers={"ETag": etag})
        return Reply(body, headers={"ETag": etag}, content_type="application/xml")

    def publish(kind: Kind) -> frozenset[str]:
        new, wanted = NEW[kind]
        items[:0] = new
        return wanted

    with serving(answer) as site:
        addresses = f"{site.address}/rss {site.address}/atom"
        yield Stage(
            settings={"feeds": addresses, "timeout": 0.3, "tries": 2, "pause": 0.01},
            first=frozenset({*(message_id(number) for number in range(3)), "rss:127.0.0.1/urn:exemple:1"}),
            publish=publish,
            site=site,
        )
