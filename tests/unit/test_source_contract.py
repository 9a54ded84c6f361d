"""What every source promises, those of today and the next one: found by discovery, nothing to register."""

import inspect
import os
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from pydantic_settings import BaseSettings

from flows.errors import SourceRefused
from flows.gate.purpose import NEEDED
from flows.settings import settings_of as all_of
from flows.sources import Sheet, load, module_of, names
from graph import model
from graph.model import Source
from tests.stages import stage_of

every_source = pytest.mark.parametrize("name", names())


def settings_of(name: str) -> type[BaseSettings]:
    settings: type[BaseSettings] = module_of(name).Settings
    assert issubclass(settings, BaseSettings)
    return settings


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable and no file of this machine configures a source under test."""
    for name in list(os.environ):
        if name.startswith("CYBERIMPACT_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_the_sources_of_the_first_hour_are_found() -> None:
    assert {"feeds", "mastodon", "services-publics-plus"} <= set(names())


@every_source
def test_the_module_says_what_it_reads(name: str) -> None:
    lines = (module_of(name).__doc__ or "").splitlines()
    assert lines
    assert lines[0].endswith(".")


@every_source
def test_it_starts_without_settings_and_says_what_it_misses(name: str) -> None:
    missing = load(name).missing
    prefix = f"CYBERIMPACT_{name.replace('-', '_').upper()}_"
    if missing is None:
        return
    assert prefix in missing
    assert re.fullmatch(r"[A-Z][^\n]+", missing)
    named = re.findall(rf"{prefix}([A-Z_]+)", missing)
    assert {field.lower() for field in named} <= settings_of(name).model_fields.keys()


@every_source
def test_its_settings_have_their_own_prefix_and_a_line_each(name: str) -> None:
    settings = settings_of(name)
    assert settings.model_config.get("env_prefix") == f"CYBERIMPACT_{name.replace('-', '_').upper()}_"
    assert settings.__doc__
    undocumented = [each.variable for each in all_of(settings) if not each.meaning.strip()]
    assert not undocumented, f"write a line under each: {undocumented}"


@every_source
def test_its_card_is_complete(name: str) -> None:
    card = load(name).about
    assert isinstance(card, Source)
    assert card.id == name
    assert card.kind in NEEDED
    assert 0 < card.retention_days <= 3650
    for field in ("name", "platform", "licence", "purpose", "legal_basis"):
        assert getattr(card, field).strip(), field


@every_source
def test_its_sheet_says_where_each_field_goes(name: str) -> None:
    sheet = getattr(module_of(name), "SHEET", None)
    assert isinstance(sheet, Sheet), "write SHEET: address, every, cadence, fields"
    assert sheet.every.total_seconds() >= 0
    assert sheet.address.strip()
    assert sheet.cadence.endswith(".")
    assert sheet.fields
    for field, targets in sheet.fields.items():
        if targets.startswith("dropped: "):
            continue
        for target in targets.split(", "):
            kind, _, attribute = target.partition(".")
            known = {each.name for each in fields(getattr(model, kind))}
            assert attribute in known, f"{field} goes to {target}, which does not exist"


@every_source
def test_it_has_a_stage(name: str) -> None:
    """The suite of `tests/contract` collects every source there."""
    stage_of(name, Path())


SECRET = re.compile(r"secret|token|password|api_?key", re.IGNORECASE)


@every_source
def test_its_secrets_are_never_shown(name: str) -> None:
    settings = settings_of(name)
    for field, described in settings.model_fields.items():
        if not SECRET.search(field):
            continue
        assert "SecretStr" in str(described.annotation), f"{field} must be a SecretStr"
        value: Any = SecretStr("confidential")
        value = {"exemple.fr": value} if "dict" in str(described.annotation) else value
        collector = load(name, **{field: value})
        assert "confidential" not in repr(collector)
        assert "confidential" not in str(collector)


@every_source
def test_collecting_is_lazy(name: str) -> None:
    stream = load(name).collect({})
    assert isinstance(stream, Iterator)


@every_source
def test_an_unconfigured_source_says_so_instead_of_finding_nothing(name: str) -> None:
    collector = load(name)
    if collector.missing is not None:
        with pytest.raises(SourceRefused, match=re.escape(collector.missing)):
            list(collector.collect({}))


@every_source
def test_the_file_stays_readable(name: str) -> None:
    lines = inspect.getsource(module_of(name)).splitlines()
    assert len(lines) <= 400
