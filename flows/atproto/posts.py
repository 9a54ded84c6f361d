"""Posts of Bluesky as their author's repository holds them, and which of them we follow."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from graph.model import Hashtag, Link
from signals.text.entities import hashtags, link
from signals.text.fold import fold

POSTS = "app.bsky.feed.post"
PLATFORM = "bluesky"

_ADDRESS = re.compile(rf"at://(did:[^/?#\s]+)/{re.escape(POSTS)}/([^/?#\s]+)")
_FACET = "app.bsky.richtext.facet#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post."""

    id: str
    did: str
    """Who wrote it."""
    rkey: str
    text: str
    at: datetime
    """When it was written: as its author says, but never later than when it was seen."""
    languages: tuple[str, ...] = ()
    reply_to: str | None = None
    tags: tuple[Hashtag, ...] = ()
    links: tuple[Link, ...] = ()
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Followed:
    """Which posts of the whole network are kept: those that hold a word or a hashtag, in one of the languages."""

    words: re.Pattern[str] | None
    tags: frozenset[str]
    languages: frozenset[str] = field(default_factory=frozenset)

    @staticmethod
    def of(words: Sequence[str], tags: Sequence[str], languages: Sequence[str]) -> "Followed":
        """Return what to follow; words match whole, whatever their case and accents, and `*` stands for an ending.

        >>> Followed.of(["brigade numérique", "perceva*"], [], []).words.findall("Percevais-tu la BRIGADE ?".lower())
        ['percevais']
        """
        folded = [re.escape(fold(word)).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words]
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(folded)})(?!\w)") if folded else None
        return Followed(pattern, frozenset(map(_tag, tags)), frozenset(map(str.lower, languages)))

    def __bool__(self) -> bool:
        return bool(self.words or self.tags)

    def holds(self, post: Post) -> bool:
        """Tell whether a post is one of those."""
        spoken = {language.partition("-")[0].lower() for language in post.languages}
        if self.languages and spoken and not self.languages & spoken:
            return False
        if self.tags and self.tags & {tag.id for tag in (*post.tags, *hashtags(post.text))}:
            return True
        return self.words is not None and self.words.search(fold(post.text)) is not None


def message_id(did: str, rkey: str) -> str:
    """Return the id of the message of a post; it names its author, the gate makes it one that does not."""
    return f"{PLATFORM}:{did}/{rkey}"


def post_of(did: str, rkey: str, record: Mapping[str, Any], seen: datetime) -> Post | None:
    """Return the post that a record holds, seen at `seen`; None when it has no text."""
    text = record.get("text")
    if not isinstance(text, str):
        return None
    features = list(_features(record))
    names = [feature.get("tag") for feature in features if feature.get("$type") == f"{_FACET}tag"]
    mentioned = [feature.get("did") for feature in features if feature.get("$type") == f"{_FACET}mention"]
    tags = (_tag(name) for name in (*names, *_list(record, "tags")) if isinstance(name, str))
    return Post(
        id=message_id(did, rkey),
        did=did,
        rkey=rkey,
        text=text,
        at=min(_moment(record.get("createdAt")) or seen, seen),
        languages=tuple(name for name in _list(record, "langs") if isinstance(name, str)),
        reply_to=_sibling(_dict(_dict(record, "reply"), "parent").get("uri")),
        tags=tuple(Hashtag(id=tag) for tag in dict.fromkeys(tags) if tag),
        links=_links(record, features),
        mentions=tuple(f"{PLATFORM}:{name}" for name in dict.fromkeys(mentioned) if isinstance(name, str)),
    )


def address_of(uri: object) -> tuple[str, str] | None:
    """Return author and key of the address of a post.

    >>> address_of("at://did:plc:camille/app.bsky.feed.post/3kabc")
    ('did:plc:camille', '3kabc')
    """
    found = _ADDRESS.fullmatch(uri) if isinstance(uri, str) else None
    return (found[1], found[2]) if found else None


def _sibling(uri: object) -> str | None:
    found = address_of(uri)
    return message_id(*found) if found else None


def _features(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for facet in _list(record, "facets"):
        if isinstance(facet, dict):
            yield from (feature for feature in _list(facet, "features") if isinstance(feature, dict))


def _links(record: Mapping[str, Any], features: Sequence[Mapping[str, Any]]) -> tuple[Link, ...]:
    embed = _dict(record, "embed")
    card = _dict(embed, "external") or _dict(_dict(embed, "media"), "external")
    uris = [feature.get("uri") for feature in features if feature.get("$type") == f"{_FACET}link"]
    found = (link(uri) for uri in (*uris, card.get("uri")) if isinstance(uri, str))
    return tuple({item.id: item for item in found if item is not None}.values())


def _tag(name: str) -> str:
    return fold(name.lstrip("#")).strip("_")


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment.astimezone(UTC) if moment is not None and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _list(content: Mapping[str, Any], name: str) -> list[Any]:
    value = content.get(name)
    return value if isinstance(value, list) else []


def _dict(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = content.get(name)
    return value if isinstance(value, dict) else {}
