"""What is deployed exists: images, commands, settings, health checks; no secret stands in clear."""

import importlib.util
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from flows.cli import app as command_line
from flows.settings import all_settings, example

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = sorted(name for name, service in SERVICES.items() if "build" in service)
SCRIPTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]

PINNED = re.compile(r"[a-z0-9/]+:\d+\.\d+(\.\d+)?(-[a-z0-9]+)*")
SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|KEY|AUTH")
EXAMPLE = (ROOT / ".env.example").read_text()

every_service = pytest.mark.parametrize("name", sorted(SERVICES))


def environment(name: str) -> dict[str, str]:
    return {key: str(value) for key, value in SERVICES[name].get("environment", {}).items()}


def test_the_deployment_has_its_six_services() -> None:
    assert set(SERVICES) == {"neo4j", "postgres", "prefect", "worker", "listener", "app"}


@every_service
def test_the_image_is_pinned(name: str) -> None:
    assert PINNED.fullmatch(SERVICES[name]["image"]), SERVICES[name]["image"]


@pytest.mark.parametrize("image", ["neo4j:latest", "neo4j", "neo4j:5", "neo4j:community"])
def test_a_loose_image_would_be_seen(image: str) -> None:
    assert not PINNED.fullmatch(image)


def test_our_image_is_this_version_on_a_pinned_base() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert {SERVICES[name]["image"] for name in OURS} == {f"cyberimpact:{version}"}
    base = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert base
    assert all(PINNED.fullmatch(image) for image in base)


def test_the_image_holds_no_secret() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".env", ".git", ".cyberimpact"} <= set(ignored)


@every_service
def test_its_health_is_checked(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] in {"CMD", "CMD-SHELL"}
    assert check["retries"] > 0


@every_service
def test_what_it_waits_for_is_healthy_first(name: str) -> None:
    for other, condition in SERVICES[name].get("depends_on", {}).items():
        assert condition == {"condition": "service_healthy"}
        assert "healthcheck" in SERVICES[other]


@every_service
def test_ports_are_published_on_loopback_only(name: str) -> None:
    for port in SERVICES[name].get("ports", []):
        assert re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port), port


@every_service
def test_volumes_are_named(name: str) -> None:
    for volume in SERVICES[name].get("volumes", []):
        assert volume.partition(":")[0] in COMPOSE["volumes"], volume


@every_service
def test_secrets_come_from_the_environment(name: str) -> None:
    for key, value in environment(name).items():
        if SECRET.search(key):
            assert re.search(r"\$\{\w+:\?", value), f"{key} must be taken from the environment, and be asked for"
        assert not re.search(r"://\w+:[^$@/]+@", value), f"{key} holds a password"


def test_every_variable_taken_from_the_environment_is_explained() -> None:
    taken = set(re.findall(r"(?<!\$)\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    assert taken
    assert {name for name in taken if f"\n# {name}=" not in EXAMPLE} == set()


def test_every_setting_of_ours_exists() -> None:
    known = {setting.variable for setting in all_settings()}
    given = {key for name in SERVICES for key in environment(name) if key.startswith("CYBERIMPACT_")}
    assert "CYBERIMPACT_NEO4J_URI" in given
    assert given - known == set()


@pytest.mark.parametrize("name", OURS)
def test_its_command_exists(name: str) -> None:
    _check_command(SERVICES[name]["command"])
    _check_command(SERVICES[name]["healthcheck"]["test"][1:])


def _check_command(command: list[str]) -> None:
    program, *arguments = command
    if program == "python" and arguments[0] == "-m":
        assert importlib.util.find_spec(arguments[1]), arguments[1]
    elif program != "python":
        assert program in SCRIPTS, program
    if program == "cyberimpact":
        commands = get_command(command_line).commands  # type: ignore[attr-defined]
        options = {option for parameter in commands[arguments[0]].params for option in parameter.opts}
        assert set(arguments[1:]) <= options
    elif program in SCRIPTS:
        assert not arguments


@pytest.mark.parametrize("name", OURS)
def test_it_calls_nobody(name: str) -> None:
    assert environment(name)["DO_NOT_TRACK"] == "1"
    assert environment(name)["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_the_database_is_as_closed_as_the_embedded_one() -> None:
    given = environment("neo4j")
    assert given["NEO4J_dbms_usage__report_enabled"] == "false"
    assert given["NEO4J_dbms_security_allow__csv__import__from__file__urls"] == "false"
    assert given["NEO4J_internal_dbms_cypher__ip__blocklist"] == "0.0.0.0/0,::/0"


def test_the_example_of_settings_is_up_to_date() -> None:
    assert example() == EXAMPLE, "run `python -m flows.settings`"


@pytest.mark.parametrize("setting", list(all_settings()), ids=lambda setting: setting.variable)
def test_every_setting_says_what_it_is_for(setting: Any) -> None:
    assert len(setting.meaning) > 10, f"{setting.variable}: put a docstring under the field"
    assert setting.variable.startswith("CYBERIMPACT_")
