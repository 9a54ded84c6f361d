"""Telegram without its extra, and what is kept of a post."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows.sources import Refusal, load, telegram
from graph.model import Message
from tests.stages import stage_of


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


@pytest.mark.extras
def test_lines_stay_apart(tmp_path: Path) -> None:
    with stage_of("telegram", tmp_path) as stage:
        items = list(load("telegram", **stage.settings).collect({}))
    assert {item.text for item in items if isinstance(item, Message)} >= {"Message 1\nà la ligne"}
