"""What Prefect is told: whom to speak to, and that it speaks to nobody else."""

from pathlib import Path

import pytest

from flows.orchestrator import Settings, environment

OTHER = "https://prefect.example.org/api"


def test_what_the_environment_says_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_UI_API_URL"):
        monkeypatch.setenv(name, OTHER)
        assert environment(Settings())[name] == OTHER


def test_a_server_of_its_own_is_spoken_to_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_UI_API_URL", "PREFECT_HOME"):
        monkeypatch.setenv(name, OTHER)
    given = environment(Settings(port=4321), tmp_path)
    assert given["PREFECT_API_URL"] == given["PREFECT_UI_API_URL"] == "http://127.0.0.1:4321/api"
    assert given["PREFECT_HOME"] == str(tmp_path)


def test_nothing_calls_home() -> None:
    given = environment(Settings())
    assert given["DO_NOT_TRACK"] == "1"
    assert given["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert given["PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT"] == "false"
