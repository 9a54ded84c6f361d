"""The command line, where no graph is needed: help, exit codes, one sentence for each mistake."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from flows.cli import app
from ui.app import main as show


def leaves(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if hasattr(command, "commands"):
        for name, below in command.commands.items():
            yield from leaves(below, (*path, name))
    else:
        yield path


COMMANDS = sorted(leaves(get_command(app)))


def run(*arguments: str) -> tuple[int, str, str]:
    """Return exit code, what was printed, and what was said on standard error."""
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_the_commands_of_the_design_are_there() -> None:
    names = {" ".join(path) for path in COMMANDS}
    wanted = {"demo", "collect", "listen", "watch", "detect", "replay", "serve", "settings", "doctor"}
    assert wanted | {f"graph {verb}" for verb in ("start", "stop", "status", "cypher")} <= names


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_has_an_example(path: tuple[str, ...]) -> None:
    code, said, _ = run(*path, "--help")
    assert code == 0
    assert f"Example: cyberimpact {' '.join(path)}" in " ".join(said.split())


def test_the_app_has_an_example_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["cyberimpact-ui", "--help"])
    with pytest.raises(SystemExit) as ended:
        show()
    assert ended.value.code == 0
    assert "Example: cyberimpact-ui --port" in " ".join(capsys.readouterr().out.split())


MISTAKES = [
    (["colect"], 2, "No such command"),
    (["collect", "twitter"], 2, "there is no source twitter: choose among agenda"),
    (["listen", "twitter"], 2, "there is no source twitter: choose among"),
    (["watch", "twitter"], 2, "there is no source twitter: choose among agenda"),
    (["collect"], 2, "no source is configured"),
    (["collect", "scenario"], 2, "CYBERIMPACT_SCENARIO_FOLDER is not set"),
    (["collect", "services-publics-plus"], 2, "Set CYBERIMPACT_SERVICES_PUBLICS_PLUS_FILE"),
    (["collect", "--file", "export.csv"], 2, "--file is the file of one source"),
    (["collect", "feeds", "--file", "export.csv"], 2, "feeds reads no file"),
    (["graph", "cypher", "RETURN $x", "-p", "{x: 1}"], 2, "--parameters is not JSON"),
    (["graph", "cypher", "RETURN 1", "-p", "[1]"], 2, "--parameters must be a JSON object"),
    (["graph", "cypher", "RETURN 1", "-f", "xml"], 2, "'xml' is not one of"),
    (["graph", "cypher", "RETURN 1", "--limit", "0"], 2, "greater than or equal to 1"),
    (["replay", "nowhere"], 2, "is no folder"),
]


@pytest.mark.parametrize(("arguments", "code", "sentence"), MISTAKES, ids=[" ".join(case[0]) for case in MISTAKES])
def test_a_mistake_is_told_in_one_sentence(
    arguments: list[str], code: int, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FEEDS_FEEDS", "VIGICRUES_ADDRESS", "AGENDA_SCHOOL"):
        monkeypatch.setenv(f"CYBERIMPACT_{name}", "")
    monkeypatch.setenv("CYBERIMPACT_AGENDA_PUBLIC", "false")
    ended, said, complaint = run(*arguments)
    assert ended == code
    assert said == ""
    assert sentence in " ".join(complaint.replace("│", " ").split())
    assert "Traceback" not in complaint


def test_a_setting_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYBERIMPACT_SERVER_HEAP", "much")
    code, _, complaint = run("graph", "start")
    assert code == 2
    assert "the setting CYBERIMPACT_SERVER_HEAP: Input should be a valid integer" in complaint
    assert "'much'" in complaint


def test_a_setting_that_is_no_json_is_named_without_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYBERIMPACT_MATOMO_SITES", '{"1": hunter2')
    code, said, complaint = run("collect", "matomo")
    assert (code, said, complaint.count("\n")) == (2, "", 1)
    assert "the setting sites is not JSON" in complaint
    assert "hunter2" not in complaint


def test_an_exercise_never_enters_the_live_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYBERIMPACT_SCENARIO_FOLDER", str(tmp_path))
    for command in ("collect", "watch"):
        code, _, complaint = run(command, "scenario")
        assert (code, complaint.count("\n")) == (1, 1)
        assert "never goes into the live graph" in complaint


def test_a_server_of_yours_that_does_not_answer_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYBERIMPACT_NEO4J_URI", "bolt://127.0.0.1:1")
    for arguments in (("graph", "status"), ("graph", "cypher", "RETURN 1"), ("doctor", "--quiet")):
        code, _, complaint = run(*arguments)
        assert code == 1
        assert "check CYBERIMPACT_NEO4J_URI" in complaint


def test_secrets_stay_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYBERIMPACT_NEO4J_PASSWORD", "hunter2")
    code, said, _ = run("settings", "--format", "csv")
    assert code == 0
    assert "hunter2" not in said
    assert "CYBERIMPACT_NEO4J_PASSWORD,set,environment," in said
