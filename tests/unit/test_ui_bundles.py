"""What the browser draws with is built from our sources, and names no registry."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

COMPONENTS = Path(__file__).parents[2] / "ui" / "components"


def test_lock_names_no_host() -> None:
    packages = json.loads((COMPONENTS / "package-lock.json").read_text())["packages"]
    assert all("resolved" not in package for package in packages.values())


def test_bundles_are_small_and_speak_to_nobody() -> None:
    bundles = sorted((COMPONENTS / "dist").glob("*.js"))
    assert [bundle.name for bundle in bundles] == ["block.bundle.js", "echart.bundle.js", "sigma.bundle.js"]
    assert sum(bundle.stat().st_size for bundle in bundles) < 1_000_000


def test_every_library_is_noticed() -> None:
    notice = (COMPONENTS / "dist" / "NOTICE").read_text()
    packages = json.loads((COMPONENTS / "package-lock.json").read_text())["packages"]
    for name, package in packages.items():
        if name and not package.get("dev") and not name.endswith(("graphology-types", "echarts")):
            assert f"{name.removeprefix('node_modules/')} {package['version']}" in notice.replace("ZRender", "zrender")


@pytest.mark.extras
def test_bundles_are_what_the_sources_give(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    assert npm is not None, "node is missing"
    for name in ("package.json", "package-lock.json"):
        shutil.copy(COMPONENTS / name, tmp_path)
    shutil.copytree(COMPONENTS / "src", tmp_path / "src")
    for command in ("ci", "run build"):
        subprocess.run(
            [npm, *command.split(), "--no-audit", "--no-fund"], cwd=tmp_path, check=True, capture_output=True
        )
    for bundle in (COMPONENTS / "dist").glob("*.js"):
        assert (tmp_path / "dist" / bundle.name).read_bytes() == bundle.read_bytes(), bundle.name
