"""One status of a server as the records that it says."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from flows.plain_text import addresses, plain_text
from flows.sources import Record, Refusal
from graph.model import Account, Hashtag, Link, Message
from signals.text.entities import link
from signals.text.fold import fold

PLATFORM = "mastodon"
PUBLIC = frozenset({"public", "unlisted"})
STATE_HOSTS = ".gouv.fr"


def order(status: Any) -> tuple[int, str]:
    """Return the rank of a status among those of its server: ids are numbers that grew longer, not words.

    >>> sorted([{"id": "100"}, {"id": "99"}], key=order)
    [{'id': '99'}, {'id': '100'}]
    """
    native = str(status["id"])
    return len(native), native


def message_id(native: object, host: str) -> str:
    """Return the id of the message of a status."""
    return f"{PLATFORM}:{host}/{native}"


def parse(status: Mapping[str, Any], host: str) -> Iterator[Record | Refusal]:
    """Yield what one status says: the one it shares, its hashtags and links, its author, itself."""
    native = message_id(status.get("id"), host)
    try:
        yield from _read(status, host)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError):
        yield Refusal("bad-record", native)


def _read(status: Mapping[str, Any], host: str) -> Iterator[Record | Refusal]:
    native = message_id(status["id"], host)
    account, moment = status["account"], datetime.fromisoformat(status["created_at"])
    reason = _reason(status, account, moment)
    if reason:
        yield Refusal(reason, native)
        return
    shared = status.get("reblog")
    records = [*_records(status, shared or status, host, moment)]
    if shared:
        yield from parse(shared, host)
    yield from records


def _reason(status: Mapping[str, Any], account: Mapping[str, Any], moment: datetime) -> str | None:
    """Return why a status may not be kept."""
    if not account["acct"] or moment.tzinfo is None:
        return "bad-record"
    if status.get("visibility") not in PUBLIC:
        return "not-public"
    return "opted-out" if account.get("noindex") else None


def _records(
    status: Mapping[str, Any], said: Mapping[str, Any], host: str, moment: datetime
) -> Iterator[Record | Refusal]:
    """Yield the records of a status; `said` is the one whose words they are."""
    author = _author(status["account"], host)
    tags = tuple(
        Hashtag(id=tag) for tag in dict.fromkeys(fold(tag["name"]).strip("_") for tag in said.get("tags") or ()) if tag
    )
    links = _links(said)
    shared = status.get("reblog")
    yield from tags
    yield from links
    yield author
    yield Message(
        id=message_id(status["id"], host),
        source_id=PLATFORM,
        platform=PLATFORM,
        kind="post",
        text="\n\n".join(part for part in (said.get("spoiler_text"), plain_text(said.get("content") or "")) if part),
        published_at=moment.astimezone(UTC),
        lang=said.get("language"),
        author_id=author.id,
        reply_to=message_id(status["in_reply_to_id"], host) if status.get("in_reply_to_id") else None,
        repost_of=message_id(shared["id"], host) if shared else None,
        # a post's address names its author
        url=status.get("url") if author.kind == "institution" else None,
        likes=status.get("favourites_count"),
        shares=status.get("reblogs_count"),
        replies=status.get("replies_count"),
        hashtags=tuple(tag.id for tag in tags),
        links=tuple(found.id for found in links),
        mentions=tuple(_name(mention["acct"], host) for mention in said.get("mentions") or ()),
    )


def _author(account: Mapping[str, Any], host: str) -> Account:
    name = _name(account["acct"], host)
    kind = "institution" if name.endswith(STATE_HOSTS) else "bot" if account.get("bot") else "person"
    return Account(id=name, platform=PLATFORM, kind=kind)


def _name(acct: str, host: str) -> str:
    """Return `mastodon:name@host`; accounts of the server itself come without their host."""
    return f"{PLATFORM}:{acct if '@' in acct else f'{acct}@{host}'}".lower()


def _links(status: Mapping[str, Any]) -> tuple[Link, ...]:
    found = (link(address) for address in addresses(status.get("content") or ""))
    return tuple({item.id: item for item in found if item is not None}.values())
