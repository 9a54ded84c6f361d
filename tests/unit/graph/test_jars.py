"""Fetching the archives: patient with a registry that stumbles, strict about what it gives."""

import hashlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jgo.env
import jgo.maven
import pytest
from tenacity import wait_none

from graph import jars

CONTENT = b"archive"
JAR = SimpleNamespace(
    groupId="org.example", artifactId="thing", version="1", classifier=None, packaging="jar",
    sha256=hashlib.sha256(CONTENT).hexdigest(),
)  # fmt: skip


class Registry:
    """A Maven registry that fails `failures` times before it answers."""

    def __init__(self, folder: Path, failures: int, content: bytes = CONTENT) -> None:
        self.folder, self.failures, self.content, self.asked = folder, failures, content, 0

    def project(self, group: str, name: str) -> "Registry":
        return self

    def at_version(self, version: str) -> "Registry":
        return self

    def artifact(self, classifier: str, packaging: str) -> "Registry":
        return self

    def resolve(self) -> Path:
        self.asked += 1
        if self.asked <= self.failures:
            raise OSError("temporary failure in name resolution")
        file = self.folder / "download.jar"
        file.write_bytes(self.content)
        return file


def install(tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> Path:
    lock = tmp_path / "lock.toml"
    lock.write_text("one")
    monkeypatch.setattr(jgo.env.LockFile, "load", lambda path: SimpleNamespace(dependencies=[JAR]))
    monkeypatch.setattr(jgo.maven, "MavenContext", lambda **options: registry)
    monkeypatch.setattr(jars._fetch.retry, "wait", wait_none())
    return jars.install(lock=lock, folder=tmp_path / "jars")


def test_a_registry_that_stumbles_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = Registry(tmp_path, failures=2)
    folder = install(tmp_path, registry, monkeypatch)
    assert (folder / "thing-1.jar").read_bytes() == CONTENT
    assert (folder / "complete").exists()
    assert registry.asked == 3


@pytest.mark.parametrize("fault", [{"failures": 99}, {"failures": 0, "content": b"forged"}], ids=["away", "forged"])
def test_what_cannot_be_had_is_said_and_never_looks_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: dict[str, Any]
) -> None:
    with pytest.raises(jars.JarsUnavailable, match=r"Try again: what was fetched is kept\."):
        install(tmp_path, Registry(tmp_path, **fault), monkeypatch)
    assert list((tmp_path / "jars").rglob("thing-1.jar")) == []
    assert list((tmp_path / "jars").rglob("complete")) == []
