"""What persons decided about topics, as rules that every clustering goes through."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.model import Pin
from signals.topics.lineage import Hands

ACTS = ("merge", "split", "label", "exclude", "release")


@dataclass(frozen=True, slots=True)
class Rules:
    """The pins that hold, the later one where two speak of the same thing."""

    heirs: Mapping[str, str] = field(default_factory=dict)
    """Topic merged away -> the topic that holds it, however many merges followed."""
    apart: frozenset[frozenset[str]] = frozenset()
    """A topic and the one split off it by hand."""
    homes: Mapping[str, str] = field(default_factory=dict)
    """Message -> the topic that a split gave it."""
    barred: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Message -> topics that it is not about."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Topic -> the words that a person gave it."""
    excluded: frozenset[str] = frozenset()
    """Topics that are left out whole."""

    @property
    def hands(self) -> Hands:
        """Return what lineage must respect."""
        return Hands(frozenset(self.heirs.values()), self.apart)

    def apply(self, ids: Sequence[str], topics: Sequence[str]) -> list[str]:
        """Return the topics of messages as the pins have them, empty: none."""
        placed = []
        for name, topic in zip(ids, topics, strict=True):
            wanted = self.homes.get(name, topic)
            wanted = self.heirs.get(wanted, wanted)
            placed.append("" if wanted in self.barred.get(name, ()) else wanted)
        return placed


def rules(pins: Iterable[Pin]) -> Rules:
    """Return what `pins`, in any order, add up to; a pin that was released counts no more.

    >>> from datetime import UTC, datetime
    >>> when = datetime(2026, 3, 1, tzinfo=UTC)
    >>> merged = Pin(id="p", topic_id="a", at=when, role="analyst", act="merge", other_id="b")
    >>> rules([merged]).apply(["m1", "m2"], ["a", "c"])
    ['b', 'c']
    """
    given = sorted(pins, key=lambda pin: (pin.at, pin.id))
    released = {pin.other_id for pin in given if pin.act == "release"}
    held = [pin for pin in given if pin.id not in released]
    splits = [pin for pin in held if pin.act == "split"]
    heirs = _heirs({pin.topic_id: pin.other_id or "" for pin in held if pin.act == "merge"})
    apart = {frozenset((pin.topic_id, pin.other_id or "")) for pin in splits}
    labels = {pin.topic_id: pin.label for pin in held if pin.act == "label"}
    return Rules(
        heirs=heirs,
        # a merge that came after a split takes it back
        apart=frozenset(pair for pair in apart if len({heirs.get(name, name) for name in pair}) > 1),
        homes={name: pin.other_id or "" for pin in splits for name in pin.message_ids},
        barred=_barred(held),
        labels={pin.other_id or "": pin.label for pin in splits if pin.label} | labels,
        excluded=frozenset(pin.topic_id for pin in held if pin.act == "exclude" and not pin.message_ids),
    )


def _heirs(merges: Mapping[str, str]) -> dict[str, str]:
    """Return where each merge ends; of merges in a circle, the last topic is its own heir."""
    found = {}
    for start in merges:
        seen, topic = {start}, merges[start]
        while topic in merges and topic not in seen:
            seen.add(topic)
            topic = merges[topic]
        if topic != start:
            found[start] = topic
    return found


def _barred(pins: Iterable[Pin]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for pin in pins:
        if pin.act == "exclude":
            for name in pin.message_ids:
                found[name] = found.get(name, frozenset()) | {pin.topic_id}
    return found
