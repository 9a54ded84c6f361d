"""Published checks: what is kept of them, and the large feed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.errors import SourceBroken
from flows.sources import Checkpoint, Item, Refusal, load
from flows.sources.fact_checks import CHUNK, parse
from graph.model import FactCheck

SAID: dict[str, Any] = {
    "claim": "Le barrage a cédé",
    "verdict": "C'est faux",
    "publisher": "Vérif",
    "date": "2026-11-20",
    "url": "https://verif.exemple.fr/barrage",
    "language": "fr",
}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ("false", "https://verif.exemple.fr/barrage")),
        ({"verdict": None}, ("other", "https://verif.exemple.fr/barrage")),
        ({"url": "javascript:alert(1)"}, ("false", None)),
        ({"language": "fr-FR"}, ("false", "https://verif.exemple.fr/barrage")),
        ({"language": None}, ("false", "https://verif.exemple.fr/barrage")),
        ({"language": "es"}, None),
        ({"language": None, "claim": "The dam has broken and the town is flooded"}, None),
        ({"claim": " "}, "bad-record"),
        ({"publisher": None}, "bad-record"),
        ({"date": "bientôt"}, "bad-date"),
        ({"date": None}, "bad-date"),
    ],
)
def test_one_check(changed: dict[str, Any], expected: Any) -> None:
    found = list(parse(SAID | changed, "here", ["fr"]))
    if not found:
        assert expected is None
    elif isinstance(found[0], FactCheck):
        assert (found[0].rating, found[0].url) == expected
    else:
        assert found[0].reason == expected


def element(number: int) -> dict[str, Any]:
    review = {
        "@type": "ClaimReview",
        "claimReviewed": f"L'affirmation numéro {number} est partagée partout",
        "reviewRating": {"alternateName": "Faux", "ratingValue": "1"},
        "author": {"name": "Vérif"},
        "datePublished": "2026-11-20",
        "url": f"https://verif.exemple.fr/{number}",
        "inLanguage": "fr",
    }
    return {"@type": "DataFeedItem", "item": [review]}


def feed(path: Path, elements: list[Any], end: str = "") -> Path:
    path.write_text(json.dumps({"@type": "DataFeed", "dataFeedElement": elements})[: -2 if end else None] + end)
    return path


def read(path: Path, cursor: str | None = None) -> Iterator[Item]:
    return load("fact-checks", file=path).collect({"file": cursor} if cursor else {})


def test_the_feed_is_read_in_chunks_and_gone_on_with(tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.json", [element(number) for number in range(CHUNK + 3)])
    items = list(read(path))
    checkpoints = [item.value for item in items if isinstance(item, Checkpoint)]
    assert len([item for item in items if isinstance(item, FactCheck)]) == CHUNK + 3
    assert len(checkpoints) == 2

    rest = list(read(path, checkpoints[0]))
    assert len([item for item in rest if isinstance(item, FactCheck)]) == 3
    assert not [item for item in read(path, checkpoints[1]) if isinstance(item, FactCheck)]

    changed = feed(path, [element(number) for number in range(2)])
    assert len([item for item in read(changed, checkpoints[1]) if isinstance(item, FactCheck)]) == 2


def test_elements_that_are_no_review_are_counted(tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.json", [None, {"item": ["?"]}, {"item": None}, {"item": element(1)["item"][0]}])
    items = list(read(path))
    assert [item.reason for item in items if isinstance(item, Refusal)] == ["bad-record"]
    assert len([item for item in items if isinstance(item, FactCheck)]) == 1


def test_a_feed_that_was_half_written_says_so_after_what_was_good(tmp_path: Path) -> None:
    path = feed(tmp_path / "feed.json", [element(1), element(2)], end=", {")
    stream = read(path)
    assert isinstance(next(stream), FactCheck)
    with pytest.raises(SourceBroken, match="half-written"):
        list(stream)


def test_a_missing_feed_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceBroken, match="cannot be read"):
        list(read(tmp_path / "absent.json"))
