"""Telegram without its extra, and what is kept of a post."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows.sources import Checkpoint, Erasure, Refusal, load, telegram
from graph.model import Message
from tests.stages import stage_of
from tests.stages.telegram import channel, post, quick


def test_it_says_which_python_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 12, 0))
    assert "Python 3.11" in (load("telegram", channels="a").missing or "")


def test_it_says_which_extra_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "version_info", (3, 11, 7))
    assert "the extra `telegram`" in (load("telegram", channels="a").missing or "")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ("telegram:chaine/7", "Bonjour\nà tous", ("https://exemple.fr/a",))),
        ({"content": None}, "no-text"),
        ({"date": None}, "no-text"),
    ],
)
def test_one_post(changed: dict[str, Any], expected: Any) -> None:
    said = {
        "content": " Bonjour\nà tous ",
        "date": datetime(2026, 11, 25, tzinfo=UTC),
        "outlinks": ["https://exemple.fr/a?utm_source=t"],
    }
    found = telegram.parse(SimpleNamespace(**(said | changed)), "Chaine", "7", "here")
    if isinstance(found, Message):
        assert (found.id, found.text, found.links) == expected
    else:
        assert isinstance(found, Refusal)
        assert found.reason == expected


def test_a_post_points_to_what_it_answers_and_shares() -> None:
    said = SimpleNamespace(content="Vu ici", date=datetime(2026, 11, 25, tzinfo=UTC), outlinks=[])
    found = telegram.parse(said, "Chaine", "7", "here", ("telegram:chaine/5", "telegram:autre/9"))
    assert isinstance(found, Message)
    assert (found.reply_to, found.repost_of) == ("telegram:chaine/5", "telegram:autre/9")


def test_its_cursors_name_no_channel() -> None:
    assert "chaine" not in telegram._partition("Chaine")
    assert telegram._partition("Chaine") == telegram._partition("chaine")


GONE: list[tuple[set[int], int, list[int]]] = [
    ({5, 6, 8, 9}, 9, [7]),
    ({5, 6, 8, 9}, 6, []),
    ({5, 6, 7, 10}, 9, [8, 9]),
    ({8, 9}, 9, []),
    (set(), 9, []),
    ({5, 6}, 0, []),
    ({5, 2_000}, 2_000, []),
]


@pytest.mark.parametrize(("numbers", "known", "gone"), GONE)
def test_a_post_that_left_its_place_is_erased(numbers: set[int], known: int, gone: list[int]) -> None:
    erased = list(telegram._deleted("Chaine", numbers, known))
    assert erased == [Erasure("message", f"telegram:chaine/{number}") for number in gone]


@pytest.mark.extras
def test_answers_forwards_and_deletes_are_read() -> None:
    answer = '<a class="tgme_widget_message_reply" href="https://t.me/chaine/3"><div>Cité</div></a>'
    forward = '<div>De <a class="tgme_widget_message_forwarded_from_name" href="https://t.me/Autre/9">Autre</a></div>'
    with channel() as (posts, site):
        text = '<div class="tgme_widget_message_text'
        posts[4] = post(5, "Vu ici").replace(text, f"{answer}{forward}{text}", 1)
        came = list(load("telegram", **quick(site)).collect({}))
        (last,) = [item for item in came if isinstance(item, Message) and item.id == "telegram:chaine/5"]
        assert (last.reply_to, last.repost_of, last.text) == ("telegram:chaine/3", "telegram:autre/9", "Vu ici")
        cursors = {item.partition: item.value for item in came if isinstance(item, Checkpoint)}
        del posts[3]
        again = list(load("telegram", **quick(site)).collect(cursors))
        assert [item for item in again if isinstance(item, Erasure)] == [Erasure("message", "telegram:chaine/4")]
        posts[-1] = '<div class="tgme_widget_message" data-post="chaine/x"></div>'
        damaged = list(load("telegram", **quick(site)).collect(cursors))
        assert not any(item.id == "telegram:chaine/1" for item in damaged if isinstance(item, Erasure))


@pytest.mark.extras
def test_a_picture_is_refused_once() -> None:
    with channel() as (posts, site):
        posts.append(post(6, "").replace('<div class="tgme_widget_message_text js-message_text"></div>', ""))
        came = list(load("telegram", **quick(site)).collect({}))
        assert [item.reason for item in came if isinstance(item, Refusal)] == ["no-text"]
        cursors = {item.partition: item.value for item in came if isinstance(item, Checkpoint)}
        assert not [item for item in load("telegram", **quick(site)).collect(cursors) if isinstance(item, Refusal)]


@pytest.mark.extras
def test_lines_stay_apart(tmp_path: Path) -> None:
    with stage_of("telegram", tmp_path) as stage:
        items = list(load("telegram", **stage.settings).collect({}))
    assert {item.text for item in items if isinstance(item, Message)} >= {"Message 1\nà la ligne"}
