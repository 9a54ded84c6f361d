"""What a person may enter by hand, what is said of the rest, and that the same is the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from graph.model import Action, Message
from signals.entries import Clock, Desk, Done, EntryRefused, Seen, corrected, entry, filed, run_of, said_by, same
from signals.masking import mask

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
DESK = Desk(now=NOON, places={"D21", "21231", "FR"}, services={"17cyber"}, mask=mask)
DONE = Done(kind="denial", text="Le barrage tient.", channel="x", at=NOON, role="communication", places=("D21",))
SEEN = Seen(text="Files d'attente devant les stations", at=NOON, place="21231", services=("17cyber",))


def test_an_action_and_an_observation_become_records() -> None:
    assert entry(DONE, DESK) == Action(
        id=entry(DONE, DESK).id,
        kind="denial",
        text="Le barrage tient.",
        channel="x",
        at=NOON,
        role="communication",
        place_ids=("D21",),
    )
    seen = entry(SEEN, DESK)
    assert isinstance(seen, Message)
    assert (seen.kind, seen.platform, seen.source_id, seen.author_id) == ("report", "manual", "manual", None)
    assert (seen.place_id, seen.service_ids, seen.published_at) == ("21231", ("17cyber",), NOON)


def test_texts_are_masked_before_they_make_an_id() -> None:
    named = entry(replace(DONE, text="Mme Dupont, 06 39 98 12 34, a démenti.", role="Mme Dupont"), DESK)
    assert isinstance(named, Action)
    assert named.text == "Mme [nom], [téléphone], a démenti."
    assert "Dupont" not in repr(named)
    assert named.id == entry(replace(DONE, text="Mme Martin, 06 39 98 00 00, a démenti."), DESK).id


SAME = [
    ("spaces around", {"text": "  Le barrage tient. ", "channel": " X "}),
    ("case and accents", {"text": "LE BARRAGE TIENT."}),
    ("the same minute", {"at": NOON + timedelta(seconds=59)}),
    ("the same instant in French time", {"at": NOON.astimezone(timezone(timedelta(hours=1)))}),
    ("a place twice", {"places": ("D21", "D21")}),
    ("another role", {"role": "préfecture"}),
]
OTHER = [
    ("another text", {"text": "Le barrage ne tient pas."}),
    ("another kind", {"kind": "instruction"}),
    ("another channel", {"channel": "radio"}),
    ("another place", {"places": ("21231",)}),
    ("the next minute", {"at": NOON + timedelta(seconds=60)}),
]


@pytest.mark.parametrize("change", [case[1] for case in SAME], ids=[case[0] for case in SAME])
def test_the_same_entered_again_has_the_same_id(change: dict[str, Any]) -> None:
    assert entry(replace(DONE, **change), DESK).id == entry(DONE, DESK).id


@pytest.mark.parametrize("change", [case[1] for case in OTHER], ids=[case[0] for case in OTHER])
def test_something_else_has_another_id(change: dict[str, Any]) -> None:
    assert entry(replace(DONE, **change), DESK).id != entry(DONE, DESK).id


def test_observations_have_ids_too() -> None:
    assert entry(SEEN, DESK).id == entry(replace(SEEN, text=SEEN.text.upper()), DESK).id
    for change in ({"place": ""}, {"services": ()}, {"text": "Rien à signaler"}):
        assert entry(replace(SEEN, **change), DESK).id != entry(SEEN, DESK).id


REFUSED = [
    (DONE, {"kind": "speech"}, "kind", "choisir denial", "choose denial"),
    (DONE, {"text": "  "}, "text", "Le texte manque.", "The text is missing."),
    (DONE, {"text": "x" * 2_001}, "text", "2001 caractères", "2001 characters"),
    (DONE, {"text": "Le\x00 barrage"}, "text", "illisibles", "unreadable"),
    (DONE, {"text": "Le \ud800 barrage"}, "text", "illisibles", "unreadable"),
    (DONE, {"channel": " "}, "channel", "Le canal manque.", "The channel is missing."),
    (DONE, {"role": "r" * 81}, "role", "80 au plus", "80 at most"),
    (DONE, {"at": NOON + timedelta(minutes=6)}, "at", "à venir", "lies ahead"),
    (DONE, {"at": NOON.replace(tzinfo=None)}, "at", "fuseau", "time zone"),
    (DONE, {"places": ("D21", "Dijon")}, "places", "« Dijon »", "'Dijon'"),
    (SEEN, {"place": "99999"}, "places", "« 99999 »", "'99999'"),
    (SEEN, {"services": ("18",)}, "services", "« 18 »", "'18'"),
    (SEEN, {"text": ""}, "text", "manque", "missing"),
]


@pytest.mark.parametrize(("said", "change", "field", "fr", "en"), REFUSED)
def test_what_cannot_be_kept_is_said_in_both_languages(
    said: Done | Seen, change: dict[str, Any], field: str, fr: str, en: str
) -> None:
    with pytest.raises(EntryRefused) as refused:
        entry(replace(said, **change), DESK)
    (problem,) = refused.value.problems
    assert problem.field == field
    assert fr in problem.says.fr
    assert en in problem.says.en
    assert str(refused.value) == problem.says.en
    assert problem.says.fr.endswith(".")


def test_all_problems_are_said_at_once() -> None:
    with pytest.raises(EntryRefused) as refused:
        entry(replace(DONE, kind="", text="", channel="", places=("ici",)), DESK)
    assert [problem.field for problem in refused.value.problems] == ["kind", "text", "channel", "places"]


def test_several_lines_are_a_text() -> None:
    assert entry(replace(SEEN, text="Un\nDeux\tTrois"), DESK).text == "Un\nDeux\tTrois"


@pytest.mark.parametrize("said", [DONE, SEEN])
def test_a_correction_keeps_the_id(said: Done | Seen) -> None:
    record = entry(said, DESK)
    assert said_by(record) == said
    changed = corrected(record, replace(said_by(record), text="Autre chose."), DESK)
    assert (changed.id, changed.text) == (record.id, "Autre chose.")
    with pytest.raises(EntryRefused):
        corrected(record, replace(said, text=""), DESK)


def test_the_same_within_an_hour_is_found_again() -> None:
    record, seen = entry(DONE, DESK), entry(SEEN, DESK)
    later = entry(replace(DONE, at=NOON - timedelta(minutes=59)), DESK)
    assert same(record, [seen, later]) == later
    assert same(record, [entry(replace(DONE, at=NOON - timedelta(minutes=61)), DESK)]) is None
    assert same(record, [entry(replace(DONE, channel="radio", at=NOON - timedelta(minutes=1)), DESK)]) is None
    assert same(record, [entry(replace(DONE, places=("FR",), at=NOON - timedelta(minutes=1)), DESK)]) is None
    assert same(seen, [entry(replace(SEEN, at=NOON - timedelta(minutes=30)), DESK)]) is not None
    assert same(seen, [entry(replace(SEEN, at=NOON - timedelta(minutes=61)), DESK)]) is None
    assert same(seen, [entry(replace(SEEN, place="", at=NOON - timedelta(minutes=30)), DESK)]) is None
    assert same(record, [corrected(record, replace(DONE, text="Corrigé."), DESK)]) is not None, "it has its id"


def test_what_is_saved_says_who_wrote_and_repeats_no_text() -> None:
    record = entry(DONE, DESK)
    clock = Clock(NOON, NOON - timedelta(days=300))
    run = run_of("log", record.id, clock=clock, version="1")
    about, written, kept = filed(record, run)
    assert (about.id, kept, written) == ("manual", record, run)
    assert (run.flow, run.state, run.as_of, run.ended_at, run.source_ids) == (
        "log", "completed", NOON - timedelta(days=300), NOON, ("manual",),
    )  # fmt: skip
    assert "barrage" not in repr(run)
    assert run.id == run_of("log", record.id, clock=clock, version="1").id
    assert run.id != run_of("withdraw", record.id, clock=clock, version="1").id
