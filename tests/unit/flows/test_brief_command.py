"""`cyberimpact brief` where no server runs: from a frozen state, checked, and refused in one sentence."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph import briefs
from signals.brief.seal import digest, packed
from tests.unit.signals.test_brief import STATE
from tests.unit.test_cli import run

NOW = datetime.now(UTC)


@pytest.fixture
def frozen() -> Path:
    return briefs.keep(digest(STATE), packed(STATE, briefs.key()), now=NOW)


def words(*arguments: str) -> tuple[int, str]:
    code, said, complaint = run("brief", *arguments)
    return code, " ".join((said + complaint).split())


@pytest.mark.parametrize("form", ["html", "pdf", "odt"])
def test_the_same_brief_again_with_no_server(frozen: Path, tmp_path: Path, form: str) -> None:
    first, second = tmp_path / f"a.{form}", tmp_path / "below" / f"b.{form}"
    for out in (first, second):
        code, said = words("--from", str(frozen), "--out", str(out))
        assert (code, digest(STATE) in said) == (0, True)
    assert first.read_bytes() == second.read_bytes()

    code, said = words("--verify", str(first))
    assert code == 0
    assert "made here and unchanged" in said
    assert "is kept:" in said
    first.write_bytes(first.read_bytes().replace(b"1", b"2", 1))
    code, said = words("--verify", str(first))
    assert code == 1
    assert "was changed" in said


def test_a_changed_state_makes_no_brief(frozen: Path, tmp_path: Path) -> None:
    held = json.loads(frozen.read_text())
    held["state"]["volume"]["n"] = 1
    frozen.write_text(json.dumps(held))
    out = tmp_path / "a.html"
    code, said = words("--from", str(frozen), "--out", str(out))
    assert (code, out.exists()) == (1, False)
    assert "its digest is another" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "give the file to write with --out"),
        (("--out", "brief.docx"), "its name ends in .html, .pdf or .odt"),
        (("--out", "brief.pdf", "--lang", "de"), "there is no language de"),
        (("--verify", "nowhere.pdf"), "nowhere.pdf cannot be read"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    code, said = words(*arguments)
    assert code == 2
    assert sentence in said


def test_states_are_private_and_go_in_time(frozen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert frozen.stat().st_mode & 0o077 == 0
    assert frozen.parent.stat().st_mode & 0o077 == 0
    other = STATE | {"marking": ""}
    monkeypatch.setenv("CYBERIMPACT_BRIEF_KEEP_DAYS", "10")
    briefs.keep(digest(other), packed(other, briefs.key()), now=NOW + timedelta(days=9))
    assert frozen.exists()
    briefs.keep(digest(other), packed(other, briefs.key()), now=NOW + timedelta(days=11))
    assert not frozen.exists()


def test_what_is_erased_takes_the_states_that_cite_it(frozen: Path) -> None:
    assert briefs.forget({"m:", "m:2", "x"}) == 0
    assert frozen.exists()
    assert briefs.forget({"m:1", "m:2"}) == 1
    assert not frozen.exists()
    again = briefs.keep(digest(STATE), packed(STATE, briefs.key()), now=NOW)
    assert briefs.forget({"m:9"}) == 1, "a rumour is told in the words of a message"
    assert not again.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63, "a" * 63 + "/", ""])
def test_no_digest_leads_out_of_the_folder(name: str) -> None:
    with pytest.raises(ValueError, match="no digest"):
        briefs.path_of(name)
