"""What the gate makes of texts: no clear handle survives, and no text whatever makes it stumble."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from flows.gate import Keys, Removal
from flows.gate.purpose import NEEDED
from flows.sources import Record, Refusal
from graph.model import Account, Link, Message
from signals.text.kept import LIMIT
from tests.gating import POST, admitted, gate_of


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(tmp_path_factory.mktemp("home"))


MASKED = [
    ("@camille", "@user"),
    ("Merci @camille, bravo @leo@autre.org.", "Merci @user, bravo @user."),
    ("(@camille)@leo", "(@user)@user"),
    ("＠camille et @\u200dleo", "@user et @user"),
    ("@cami\u200blle", "@user"),
    ("@camille@exemple.org@bis", "@user"),
    ("vu par@camille@exemple.org", "vu @user"),
    ("écrire à jean.dupont+a@exemple.org!", "écrire à [e-mail]!"),
    ("https://social.exemple/@camille/123", "https://social.exemple/@user/123"),
    ("https://social.exemple/users/camille/statuses/1", "https://social.exemple/users/@user/statuses/1"),
    ("https://bsky.app/profile/camille.exemple/post/1", "https://bsky.app/profile/@user/post/1"),
    ("https://x.com/camille/status/1", "https://x.com/@user/status/1"),
    ("https://bsky.app/profile/did:plc:camille/post/1", "https://bsky.app/profile/@user/post/1"),
    ("at://did:plc:camille/app.bsky.feed.post/1, did:web:leo.exemple.", "at://@user/app.bsky.feed.post/1, @user."),
    ("linkedin.com/in/camille-b, candid: non", "linkedin.com/in/@user, candid: non"),
    ("old.reddit.com/user/camille-b et reddit.com/r/dijon", "old.reddit.com/user/@user et reddit.com/r/dijon"),
    ("M. Dupont, @camille, 06 39 98 12 34", "M. [nom], @user, [téléphone]"),
    ("x.com/hashtag/crue netflix.com/camion", "x.com/hashtag/crue netflix.com/camion"),
    ("Percev@l marche, 3 @ 5 €", "Percev@l marche, 3 @ 5 €"),
]


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_handles_in_texts_read_user(keys: Keys, text: str, expected: str) -> None:
    assert admitted(keys, replace(POST, text=text)).text == expected


def test_unreadable_characters_go_and_are_counted(keys: Keys) -> None:
    gate = gate_of(keys)
    (came,) = gate.admit(replace(POST, text="Ligne\r\nde\x00ux\x85 \ud800 e\u0301te\u0301 longue et lisible"))
    assert isinstance(came, Message)
    assert came.text == "Ligne\ndeux \ufffd été longue et lisible"
    assert gate.counts["mended"] == {"bad-characters": 1}


@pytest.mark.parametrize("text", ["mot " * 10_000, "a" * 30_000, " " * 30_000 + "b", "@camille," * 5_000])
def test_a_long_text_is_cut(keys: Keys, text: str) -> None:
    gate = gate_of(keys)
    (came,) = gate.admit(replace(POST, text=text))
    assert isinstance(came, Message)
    assert came.text.endswith("…")
    assert len(came.text) <= LIMIT
    assert gate.counts["mended"]["cut"] == 1


# no word of the test's own texts, and no pseudonym, begins like these names
NAMES = st.from_regex(r"zq[a-z0-9_]{1,10}(\.[a-z0-9]{2,6})?", fullmatch=True)
HOSTS = st.sampled_from(["", "@exemple.org", "@social.xn--exmple-cva.fr"])
SOME_TEXT = st.text(st.characters(), max_size=60)
AFTER = st.tuples(st.sampled_from(" .,:!?\n’)/…"), SOME_TEXT).map("".join) | st.just("")
LIKELY = st.text("@＠ab._-/\u200d\u0301 :xcom+", max_size=40)


@given(name=NAMES, host=HOSTS, before=SOME_TEXT | LIKELY, after=AFTER, kind=st.sampled_from(sorted(NEEDED)))
@example(name="zqa", host="", before="x", after="", kind="social")
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_clear_handle_survives(keys: Keys, name: str, host: str, before: str, after: str, kind: str) -> None:
    assume(name not in before + after)
    message = replace(
        POST,
        text=f"{before}@{name}{host}{after} voici assez de texte lisible pour que rien ne soit refusé. " * 2,
        author_id=f"mastodon:{name}{host}",
        mentions=(f"mastodon:{name}{host}", f"mastodon:{name}"),
        links=(f"https://social.exemple/@{name}/1",),
        url=f"https://social.exemple/@{name}/1",
    )
    gate = gate_of(keys, kind)
    stream: list[Record] = [
        Account(id=message.author_id or "", platform="mastodon"),
        message,
        Link(id=message.links[0], host="s"),
    ]
    assert f"@{name}" not in repr(list(gate.pass_through(stream)))
    assert f":{name}" not in repr(list(gate.pass_through(stream)))


@given(text=SOME_TEXT | LIKELY | st.binary(max_size=80).map(lambda raw: raw.decode("utf-8", "surrogateescape")))
@example(text="@a@b@c")
@example(text="@x.com/alice")
@example(text="une lettre perdue \ud83d sur trente")
@example(text="a@@b @user.fr x.com/users/@a")
@settings(max_examples=600, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_passes_or_is_refused_and_a_second_gate_changes_nothing(keys: Keys, text: str) -> None:
    once = list(
        gate_of(keys).pass_through([Account(id=POST.author_id or "", platform="mastodon"), replace(POST, text=text)])
    )
    saved = [item for item in once if not isinstance(item, Refusal | Removal)]
    assert len(once) == (2 if saved else 1)
    assert list(gate_of(keys).pass_through(saved)) == saved
    # what the database receives is valid UTF-8
    assert all(item.text.encode() for item in saved if isinstance(item, Message))


@given(moment=st.datetimes(timezones=st.timezones() | st.none()))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_moment_passes_or_is_refused(keys: Keys, moment: datetime) -> None:
    came = admitted(keys, replace(POST, published_at=moment))
    assert isinstance(came, Message | Refusal)


def test_hostile_texts_take_no_time(keys: Keys) -> None:
    """Each would take minutes under a regular expression that backtracks: the suite would hang."""
    for text in ("a" * 900_000 + " @b", "@" * 900_000, "@a." * 300_000, "@a@" * 300_000, "/users/" * 120_000 + "@"):
        admitted(keys, replace(POST, text=text))
