"""A source that says what a test tells it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flows.sources import Checkpoint, Item
from graph.model import Message, Source

ABOUT = Source(
    id="essai", name="Essai", kind="social", platform="essai", licence="", purpose="", legal_basis="", retention_days=90
)


@dataclass
class Told:
    """Yields what it is told, and then may fail."""

    items: list[Item] = field(default_factory=list)
    failure: Exception | None = None
    about: Source = ABOUT
    missing: str | None = None

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        yield from self.items
        if self.failure:
            raise self.failure


def post(name: str, at: datetime, *, platform: str = "essai", text: str = "Bonjour") -> Message:
    """Return a message of an author of its own."""
    return Message(
        id=f"{platform}:{name}",
        source_id=platform,
        platform=platform,
        kind="post",
        text=text,
        published_at=at,
        author_id=f"{platform}:a{name}",
    )


def told(*messages: Message) -> Told:
    """Return a source that tells messages of one platform, all of them new."""
    platform = messages[0].platform if messages else "essai"
    about = Source(
        id=platform, name=platform, kind="social", platform=platform, licence="", purpose="", legal_basis="",
        retention_days=90,
    )  # fmt: skip
    return Told([*messages, Checkpoint(messages[-1].id)] if messages else [], about=about)
