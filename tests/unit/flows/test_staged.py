"""The scenario as it is played: denials are left to the cell, injects are said once."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from flows.collect import keep_apart
from flows.errors import SourceRefused
from flows.exercise.folder import load
from flows.exercise.staged import say, stage, truths_of, with_truth
from flows.sources import Checkpoint
from flows.sources import load as load_source
from graph.exercise import Inject
from graph.exercise.room import mark
from graph.model import Account, Message
from signals.retex import truth_of
from tests.tiny import CRISIS, tiny

SPAN = (CRISIS, CRISIS + timedelta(minutes=10))
INJECT = Inject(id="7", text="L’eau de Dijon est contaminée", platform="mastodon", place="21231", accounts=5)


def test_denials_after_the_opening_are_left_to_the_cell(tmp_path: Path) -> None:
    scenario = stage(tiny(tmp_path / "from"), tmp_path / "to")
    assert [action.id for action in load(tmp_path / "from").actions()] == [
        "dementi-avant", "dementi-pendant", "consigne",
    ]  # fmt: skip
    assert [action.id for action in scenario.actions()] == ["dementi-avant", "consigne"]
    assert scenario.folder == tmp_path / "to"
    assert [truth_of(row) for row in json.loads(json.dumps(truths_of(scenario)))] == list(scenario.truths())


def test_an_inject_is_heard_at_the_next_look_and_said_once(tmp_path: Path) -> None:
    scenario = stage(tiny(tmp_path / "from"), tmp_path / "to")
    before = list(load_source("scenario", folder=scenario.folder, until=SPAN[0]).collect({}))
    last = before[-1]
    assert isinstance(last, Checkpoint)
    truth = say(INJECT, scenario.folder, SPAN)
    assert say(INJECT, scenario.folder, SPAN) == truth

    heard = load_source("scenario", folder=scenario.folder, until=SPAN[1]).collect({"": last.value})
    records = [one for one in heard if isinstance(one, Message | Account)]
    said = [one for one in records if isinstance(one, Message) and one.id in truth.messages]
    assert len(said) == len({one.author_id for one in said}) == 5
    assert said[0].text == INJECT.text
    assert {one.place_id for one in said} == {"21231"}
    assert all(SPAN[0] < one.published_at < SPAN[1] for one in said)


@pytest.mark.parametrize(("is_expected", "kind"), [(True, "rumour"), (False, "event_benign")])
def test_what_is_true_of_an_inject(tmp_path: Path, is_expected: bool, kind: str) -> None:
    folder = tmp_path / "to"
    folder.mkdir()
    inject = Inject(id="1", text="Rien", platform="rss", is_expected=is_expected)
    truth = say(inject, folder, SPAN)
    assert (truth.kind, truth.places, len(truth.messages)) == (kind, (), 1)
    row = json.loads((folder / "messages.jsonl").read_text())
    assert (row["kind"], "place" in row) == ("article", False)
    again = with_truth(with_truth([{"id": "other"}], truth), truth)
    assert [one["id"] for one in again] == ["other", "inject-1"]


def test_real_data_never_enter_the_graph_of_an_exercise(monkeypatch: pytest.MonkeyPatch) -> None:
    real, drill = load_source("agenda"), load_source("scenario")
    keep_apart([real], "exercice")
    mark("exercice", "e")
    keep_apart([drill], "exercice")
    with pytest.raises(SourceRefused, match="never goes into the graph of one"):
        keep_apart([real], "exercice")
