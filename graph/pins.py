"""What persons decide about topics: kept as pins, which every clustering goes through, and shown at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from graph.model import Pin
from graph.rows import Row
from graph.store import Ask, Saved, Store

LONGEST_LABEL = 120
"""Characters."""


class PinRefused(ValueError):
    """A pin cannot be set; the message says why and what can be done."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A pin that was set."""

    pin: Pin
    messages: int
    """Messages that changed topic at once; the next look counts their hours again."""


class Board:
    """Sets pins on the topics of a graph, in the name of a role; used by the command line and by the app alike."""

    def __init__(self, store: Store, role: str, *, at: datetime) -> None:
        if not role.strip():
            raise PinRefused("say in what role you decide: --role analyste")
        self._store, self._role, self._at = store, role.strip(), at

    def merge(self, topic: str, into: str) -> Pinned:
        """Put all messages of a topic, present and to come, under another one."""
        self._topics(topic, into)
        if topic == into:
            raise PinRefused(f"{topic} cannot be merged into itself: name two topics")
        return self._set(self._pin(topic, "merge", other_id=into), "pin_merge", topic=topic, into=into)

    def split(self, topic: str, messages: Sequence[str], label: str = "") -> Pinned:
        """Make a new topic of some messages of one; what resembles them more joins it from now on."""
        self._messages(topic, messages)
        part = f"topic:{blake2b(f'{topic}|{self._at.isoformat()}'.encode(), digest_size=8).hexdigest()}"
        words = _words(label) if label else ""
        pin = self._pin(topic, "split", other_id=part, label=words, message_ids=tuple(messages))
        return self._set(pin, "pin_split", topic=topic, part=part, ids=list(messages), label=words)

    def label(self, topic: str, label: str) -> Pinned:
        """Give a topic the words that it keeps."""
        self._topics(topic)
        words = _words(label)
        return self._set(self._pin(topic, "label", label=words), "pin_label", topic=topic, label=words)

    def exclude(self, topic: str, messages: Sequence[str] = ()) -> Pinned:
        """Keep messages out of a topic; without messages, hear nothing about the topic any more."""
        if not messages:
            self._topics(topic)
            return self._set(self._pin(topic, "exclude"), "pin_leave_out", topic=topic)
        self._messages(topic, messages)
        pin = self._pin(topic, "exclude", message_ids=tuple(messages))
        return self._set(pin, "pin_exclude", topic=topic, ids=list(messages))

    def release(self, pin: str) -> Pinned:
        """Take a pin back: clusterings decide again, from the next one on."""
        held = {row["pin"]["id"]: row["pin"] for row in self._store.rows("pins")}
        if pin not in held:
            raise PinRefused(f"there is no pin {pin}: `cyberimpact topic pins` lists them")
        topic = held[pin]["topic_id"]
        return self._set(self._pin(topic, "release", other_id=pin), "pin_release", topic=topic, act=held[pin]["act"])

    def _pin(self, topic: str, act: str, **given: str | tuple[str, ...]) -> Pin:
        name = f"pin:{topic}|{self._at.isoformat()}|{act}"
        return Pin(id=name, topic_id=topic, at=self._at, role=self._role, act=act, **given)  # type: ignore[arg-type]

    def _set(self, pin: Pin, query: str, **parameters: object) -> Pinned:
        """Save a pin and what it changes at once, together or not at all."""
        moved: list[Row] = []

        def change(ask: Ask, saved: Saved) -> None:
            moved[:] = ask(query, **parameters)

        self._store.save_together([pin], now=datetime.now(UTC), also=change)
        return Pinned(pin, moved[0]["messages"] if moved else 0)

    def _topics(self, *names: str) -> None:
        known = {row["topic"]["id"] for row in self._store.rows("topics_by_id", ids=list(names))}
        for name in names:
            if name not in known:
                raise PinRefused(f"there is no topic {name}: `cyberimpact topic list` shows them")

    def _messages(self, topic: str, messages: Sequence[str]) -> None:
        self._topics(topic)
        about = {row["id"] for row in self._store.rows("pin_messages", topic=topic, ids=list(messages))}
        missing = [name for name in messages if name not in about]
        if missing or not messages:
            named = ", ".join(missing[:3]) or "no message"
            raise PinRefused(f"not about {topic}: {named}. Give ids of messages of the topic")


def pins(store: Store) -> list[Row]:
    """Return all pins, the newest first, each with the label of its topic."""
    return store.rows("pins")


def _words(label: str) -> str:
    words = " ".join(label.split())
    if not words or len(words) > LONGEST_LABEL:
        raise PinRefused(f"a label has 1 to {LONGEST_LABEL} characters, this one has {len(words)}")
    return words
