"""The public pages of a Telegram channel: posts in HTML, three a page, older ones behind a link."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.stages import Kind, Stage
from tests.stages.site import Asked, Reply, Site, serving

EXTRA = True

PAGE = 3
BEGAN = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
COUNT = 5


def post(number: int, text: str, days: float = 0.0) -> str:
    """One post, as the site marks it up."""
    moment = (BEGAN + timedelta(minutes=number, days=days)).isoformat()
    return (
        f'<div class="tgme_widget_message" data-post="chaine/{number}">'
        f'<div class="tgme_widget_message_text js-message_text">{text}</div>'
        '<div class="tgme_widget_message_footer"><span class="tgme_widget_message_views">1.2K</span>'
        f'<a class="tgme_widget_message_date" href="https://t.me/chaine/{number}"><time datetime="{moment}"></time></a>'
        "</div></div>"
    )


def message_id(number: int) -> str:
    return f"telegram:chaine/{number}"


NEXT = COUNT + 1
NEW: dict[Kind, tuple[list[str], frozenset[str]]] = {
    "more": (
        [post(NEXT + index, f"Suite {index}") for index in range(5)],
        frozenset(map(message_id, range(NEXT, NEXT + 5))),
    ),
    "duplicated": ([post(COUNT, "Message 5")], frozenset()),
    "skewed": ([post(NEXT, "Demain", 365), post(NEXT + 1, "Ensuite")], frozenset({message_id(NEXT + 1)})),
    "unicode": ([post(NEXT, "L'eau 💧 \u202emonte\u202c 洪水 مرحبا")], frozenset({message_id(NEXT)})),
    "malformed": (
        ['<div class="tgme_widget_message" data-post="chaine/x"></div>',
         f'<div class="tgme_widget_message" data-post="chaine/{NEXT}"><div></div></div>', post(NEXT + 1, "Ensuite")],
        frozenset({message_id(NEXT + 1)}),
    ),
    "huge": ([post(NEXT, "eau " * 600_000), post(NEXT + 1, "Ensuite")], frozenset({message_id(NEXT + 1)})),
}  # fmt: skip


@contextmanager
def channel() -> Iterator[tuple[list[str], Site]]:
    """Serve a channel of five posts on two pages; yield its posts and the site."""
    posts = [post(number, f"Message {number}<br/>à la ligne") for number in range(1, COUNT + 1)]

    def answer(asked: Asked) -> Reply:
        if asked.path != "/s/chaine":
            return Reply(status=302, headers={"Location": asked.path.replace("/s/", "/")})
        end = int(asked.query.get("before") or len(posts))
        start = max(0, end - PAGE)
        more = (
            f'<a class="tme_messages_more" data-before="{start}" href="/s/chaine?before={start}"></a>' if start else ""
        )
        page = f'<html><div class="tgme_channel_info"></div>{more}{"".join(posts[start:end])}</html>'
        return Reply(page.encode(), content_type="text/html; charset=utf-8")

    with serving(answer) as site:
        yield posts, site


def quick(site: Site) -> dict[str, Any]:
    """Return settings that read the channel impatiently."""
    return {"channels": "chaine", "address": site.address, "timeout": 0.3, "tries": 2, "pause": 0.01}


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    with channel() as (posts, site):

        def publish(kind: Kind) -> frozenset[str]:
            new, wanted = NEW[kind]
            posts.extend(new)
            return wanted

        yield Stage(
            settings=quick(site),
            first=frozenset(map(message_id, range(1, COUNT + 1))),
            publish=publish,
            cannot={"out-of-order": "posts are numbered as they come"},
            site=site,
        )
