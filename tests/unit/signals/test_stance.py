"""Where messages stand to a claim: what is their own, cues, the head that ships, the French sentences held out."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.encoders import Encoder
from signals.models import load_head
from signals.models.training import bare, load_recipe
from signals.models.training import stance as training
from signals.stance import stances
from signals.stance.exchange import STANCES, Exchange, own_words, quotes
from signals.stance.features import cues, names

HELD_OUT = Path(__file__).parents[2] / "data" / "stance" / "held_out.jsonl"
EXAMPLES = Path(cues.__code__.co_filename).with_name("examples.jsonl")

CLAIM = "Le pont de Villebrume s'est effondré ce matin"

ANSWERS = [
    ("Oui, je confirme, je suis devant et il n'y a plus de tablier", "support"),
    ("C'est faux, arrêtez de propager cette intox", "deny"),
    ("Non, le pont ne s'est pas effondré", "deny"),
    ("Vous avez une source ?", "query"),
    ("C'est vrai ou c'est encore une rumeur ?", "query"),
    ("Is this confirmed?", "query"),
    ("That's a lie, I crossed it an hour ago", "deny"),
    ("Bonne journée à tous les automobilistes", "comment"),
]

ALONE = [
    ("URGENT le pont de Villebrume vient de s'effondrer", "support"),
    ("Non, le pont de Villebrume ne s'est pas effondré : la mairie dément", "deny"),
    ("Le pont de Villebrume s'est-il vraiment effondré ?", "query"),
]

WARNINGS = [
    "Ne restez pas sur le pont de Villebrume, il bouge",
    "N'attendez pas pour quitter Villebrume, le pont va tomber",
    "Le pont de Villebrume s'est effondré et aucun média n'en parle",
    "On nous ment sur le pont de Villebrume",
    "Plus un seul camion ne passe à Villebrume, le pont est coupé en deux",
    "Don't cross the bridge at Villebrume, it is falling apart",
]
"""They negate, and say it is so."""
CALLS = ["Ne croyez pas à l'effondrement du pont de Villebrume", "Ne partagez plus cette histoire de pont effondré"]

HEARD = [
    ("Attendons les faits avant d'en parler", "doubts"),
    ("Je n'y crois pas", "doubts"),
    ("You don't know that, wait for the facts", "doubts"),
    ("I'm not buying it, not very credible", "doubts"),
    ("Vous confondez avec celui de Villeneuve", "corrects"),
    ("Mauvaise photo", "corrects"),
    ("You are wrong, that is another video", "corrects"),
    ("Oui, mais on l'a su trop tard", "concedes"),
    ("Attendez les secours sur la berge", ""),
    ("Nous y étions, c'est vrai", ""),
]
"""What is said, and the cue that it shows."""

OWN = [
    ("« Le pont s'est effondré » : c'est faux", ": c'est faux"),
    ("RT @user: le pont s'est effondré", "RT : le pont s'est effondré"),
    ("N'importe quoi RT @user: le pont s'est effondré", "N'importe quoi"),
    ("@user non https://a.example/b", "non"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), ANSWERS)
def test_answers_take_a_stance(encoder: Encoder, text: str, expected: str) -> None:
    (found,) = stances([Exchange(text, CLAIM, CLAIM)], encoder.encode)
    assert found.stance == expected


@pytest.mark.parametrize(("text", "expected"), ALONE)
def test_a_message_of_its_own_takes_one_too(encoder: Encoder, text: str, expected: str) -> None:
    (found,) = stances([Exchange(text)], encoder.encode)
    assert found.stance == expected
    assert 0 < found.probability <= 1


@pytest.mark.parametrize("text", WARNINGS)
def test_a_warning_is_no_denial(encoder: Encoder, text: str) -> None:
    (found,) = stances([Exchange(text)], encoder.encode)
    assert found.stance != "deny"
    assert dict(zip(names(), cues(Exchange(text)), strict=True))["forbids_belief"] == 0


@pytest.mark.parametrize("text", CALLS)
def test_who_asks_not_to_believe_denies(encoder: Encoder, text: str) -> None:
    (found,) = stances([Exchange(text)], encoder.encode)
    assert found.stance == "deny"
    shown = dict(zip(names(), cues(Exchange(text)), strict=True))
    assert shown["forbids_belief"] == shown["denies_alone"] == 1
    assert shown["warns_alone"] == 0


@pytest.mark.parametrize(("text", "expected"), OWN)
def test_what_is_quoted_is_not_said(text: str, expected: str) -> None:
    assert own_words(text) == expected


def test_a_quotation_denied_is_a_denial() -> None:
    said = Exchange("« Le pont s'est effondré, tout est coupé » : c'est faux", CLAIM, CLAIM)
    shown = dict(zip(names(), cues(said), strict=True))
    assert shown["quotes"] == shown["denies"] == 1
    assert quotes("RT @user: tout est coupé")
    assert not quotes("tout est coupé")


@pytest.mark.parametrize(("text", "cue"), HEARD)
def test_doubt_and_correction_are_heard_without_the_word_false(text: str, cue: str) -> None:
    shown = dict(zip(names(), cues(Exchange(text, CLAIM, CLAIM)), strict=True))
    assert [name for name in ("doubts", "corrects", "concedes") if shown[name]] == ([cue] if cue else [])


def test_only_what_is_stated_turns_flatly() -> None:
    flat = slice(names().index("turns_flatly"), names().index("negates_flatly") + 1)
    assert cues(Exchange("Il ne s'est pas effondré", CLAIM, CLAIM))[flat] == [1, 1]
    assert cues(Exchange("Il ne s'est pas effondré ?", CLAIM, CLAIM))[flat] == [0, 0]
    assert cues(Exchange("Je ne dors plus", CLAIM, CLAIM))[flat] == [0, 1]
    assert cues(Exchange("Il ne s'est pas effondré"))[flat] == [0, 0]


def test_who_turns_what_is_answered_is_told_from_who_turns_the_claim() -> None:
    said = Exchange("Il n'est pas tombé", CLAIM, "Un camion est tombé avec le pont")
    shown = dict(zip(names(), cues(said), strict=True))
    assert shown["turns_parent"] == shown["turns_flatly"] == shown["further"] == 1
    assert shown["turns_claim"] == 0
    assert cues(Exchange("Non", CLAIM, CLAIM))[names().index("further")] == 0


def test_what_deny_counts_for_leaves_neither_figure_behind() -> None:
    truth = np.array(["deny"] * 2 + ["comment"] * 8)
    lost, bold = np.array(["comment"] * 10), np.array(["deny"] * 10)
    one = np.array(["deny"] + ["comment"] * 9)
    assert training._worth(truth, one) > training._worth(truth, bold) > training._worth(truth, lost) == 0


def test_a_negation_of_the_claim_is_told_from_another() -> None:
    at = names().index("turns_claim")
    assert cues(Exchange("Il ne s'est pas effondré", CLAIM, CLAIM))[at] == 1
    assert cues(Exchange("Je ne dors plus", CLAIM, CLAIM))[at] == 0


@given(st.text(max_size=300), st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_too_strange(text: str, claim: str, parent: str) -> None:
    found = cues(Exchange(text, claim, parent))
    assert len(found) == len(names())
    assert all(0 <= value <= 1 for value in found)


def test_held_out_sentences_are_heard(encoder: Encoder) -> None:
    held = training.examples(encoder, HELD_OUT)
    found = training.scores(held.truth, load_head("stance").predict(held.rows))
    assert found["macro_f1"] > 0.75
    assert min(found[f"{name}_f1"] for name in STANCES) > 0.6
    assert stances([], encoder.encode) == []


def test_nobody_learns_from_what_is_held_out() -> None:
    held, learned = (
        [json.loads(line) for line in path.read_text("utf-8").splitlines()] for path in (HELD_OUT, EXAMPLES)
    )
    assert sum(row["answers"] for row in held) >= 120
    assert {row["stance"] for row in held} == {row["stance"] for row in learned} == set(STANCES)
    assert {row["claim"] for row in held}.isdisjoint(row["claim"] for row in learned)
    assert {bare(row["text"]) for row in held}.isdisjoint(bare(row["text"]) for row in learned)


def invented() -> pl.DataFrame:
    rows: list[tuple[str | None, ...]] = []
    for day, root in (("2014-08-10", "a"), ("2015-01-08", "b"), ("2014-11-02", "c")):
        rows.append((root, f"{day}T10:00:00Z", f"Breaking: bridge {root} has fallen", None, root, "support"))
        for number, (text, kind) in enumerate(
            [("is this true?", "query"), ("that is a lie", "deny"), ("so sad", "comment"), ("yes I saw it", "support")]
            * 3
        ):
            rows.append(
                (f"{root}{number}", f"{day}T10:{number + 1:02}:00Z", f"@user {text} {number}", root, root, kind)
            )
    names = ["id", "published_at", "text", "reply_to", "conversation", "stance"]
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(
        pl.col("published_at").str.to_datetime(time_zone="UTC"), veracity=pl.lit("true")
    )


@pytest.mark.slow
def test_a_recipe_rebuilds_it_and_tells_events_apart(
    encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "STRENGTHS", (1.0,))
    invented().write_parquet(tmp_path / "threads.parquet")
    head, card = load_recipe("stance").train(tmp_path, encoder)
    assert set(head.classes) == set(STANCES)
    assert head.favour is not None
    assert card["figures"]["accuracy"] > 0.8
    threads = training.labelled(invented(), encoder)
    assert set(threads.events) == {"ferguson", "charliehebdo", "other"}
    assert np.array_equal(threads.truth, invented()["stance"].to_numpy())
