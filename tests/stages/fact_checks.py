"""The claim search of Google's Fact Check Tools: pages of claims of one publisher, a key, a filter that is required."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.stages import Kind, Stage
from tests.stages.site import Asked, Reply, json_reply, serving

TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
SITE = "verif.exemple.fr"
PAGE = 2


def claim(text: str, days: float = 1, rating: str = "Faux") -> dict[str, Any]:
    """One claim with one review, published some days ago."""
    review = {
        "publisher": {"name": "Vérif", "site": SITE},
        "url": f"https://{SITE}/{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:8]}",
        "reviewDate": (TODAY - timedelta(days=days)).isoformat(),
        "textualRating": rating,
        "languageCode": "fr",
    }
    return {"text": text, "claimant": "Une page", "claimReview": [review]}


def check_id(claim_: dict[str, Any]) -> str:
    said = f"{claim_['claimReview'][0]['url']}|{claim_['text']}"
    return f"claimreview:{hashlib.blake2b(said.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"


TEXTS = ("Le barrage a cédé", "Une taxe sur les vélos arrive", "La préfecture ferme")
FRESH = claim("Un loup rôde à Beaune", 0)
NEW: dict[Kind, list[Any]] = {
    "more": [FRESH],
    "duplicated": [claim(TEXTS[0], 1)],
    "out-of-order": [claim("Une vieille histoire de pont", 4)],
    "skewed": [claim("Demain, peut-être", -365), FRESH],
    "unicode": [claim("L'eau 💧 de \u202eDijon\u202c est 有毒 \ud83d", 0, "Trompeur")],
    "malformed": [{"text": None, "claimReview": [{}]}, "?", {"text": "x", "claimReview": "y"}, FRESH],
    "huge": [claim("Très long " * 200_000, 0), FRESH],
}


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Yield three checks on two pages."""
    claims: list[Any] = [claim(text, days) for days, text in enumerate(TEXTS, 1)]

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("x-goog-api-key") != "key":
            return json_reply({"error": {"code": 403, "status": "PERMISSION_DENIED"}}, 403)
        if asked.query.get("reviewPublisherSiteFilter") != SITE:
            return json_reply({"error": {"code": 400, "status": "INVALID_ARGUMENT"}}, 400)
        start = int(asked.query.get("pageToken") or 0)
        following = {"nextPageToken": str(start + PAGE)} if start + PAGE < len(claims) else {}
        return json_reply({"claims": claims[start : start + PAGE]} | following)

    def publish(kind: Kind) -> frozenset[str]:
        claims.extend(NEW[kind])
        return frozenset() if kind == "duplicated" else frozenset({check_id(NEW[kind][-1])})

    with serving(answer) as site:
        yield Stage(
            settings={
                "api_key": "key", "address": f"{site.address}/claims", "publishers": SITE, "timeout": 0.3, "tries": 2,
                "pause": 0.01,
            },
            first=frozenset(check_id(each) for each in claims),
            publish=publish,
            site=site,
        )  # fmt: skip
