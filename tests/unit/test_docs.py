"""The docs do not rot: what can be discovered is mentioned where people look for it, and links lead somewhere."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import names as benchmark_names
from flows.docs import FOLDER
from flows.docs import pages as generated_pages
from flows.serve import FLOWS
from flows.sources import names as source_names
from graph.schema import NODES
from signals.detectors import all_detectors
from signals.docs import page as indicators_page
from signals.encoders import names as encoder_names
from signals.indicators import by_id
from signals.topics.clusterers import names as clusterer_names
from tests.unit.test_cli import COMMANDS
from ui.deciding import VERDICTS
from ui.effects import VERDICTS as EFFECTS
from ui.inbox import KEYS, NAMES
from ui.pages import pages

ROOT = Path(__file__).parents[2]
TEXTS = {path.name: path.read_text() for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))}

MENTIONS = {
    "operations.md": [
        *(f"| `{name}` |" for name in source_names()),
        *(f"| `cyberimpact {' '.join(path)}` |" for path in COMMANDS),
        *(f"`{flow.name}`" for flow in FLOWS),
        "`cyberimpact-ui`",
    ],
    "CONTRIBUTING.md": [
        *(f"`{detector.kind}`" for detector in all_detectors()),
        *(f"`{name}`" for name in encoder_names()),
        *(f"`{name}`" for name in clusterer_names()),
        *(f"`{folder}/NAME.py`" for folder in ("flows/sources", "signals/detectors", "signals/indicators", "ui/pages")),
        *(f"`{folder}/NAME.py`" for folder in ("signals/encoders", "benchmarks")),
    ],
    "README.md": [page.title for page in pages().values() if page.order is not None],
    "graph.md": [f"## {node.label}" for node in NODES],
    "indicators.md": [word for name, one in by_id().items() for word in (f"### {name}\n", one.name, one.definition_en)],
}

GENERATED = generated_pages()


@pytest.mark.parametrize("path", GENERATED, ids=str)
def test_generated_pages_are_current(path: Path) -> None:
    assert (ROOT / path).read_text() == GENERATED[path], "run `python -m flows.docs`"


def test_the_page_of_indicators_is_current() -> None:
    assert TEXTS["indicators.md"] == indicators_page(), "run `python -m signals.docs`"


def test_no_page_of_a_source_is_left_over() -> None:
    assert set((ROOT / FOLDER).glob("*.md")) == {ROOT / path for path in GENERATED if path.parent == FOLDER}


LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def sentences() -> Iterator[tuple[str, str]]:
    for page, words in MENTIONS.items():
        for word in words:
            yield page, word


@pytest.mark.parametrize(("page", "words"), list(sentences()), ids=lambda value: value)
def test_it_is_mentioned(page: str, words: str) -> None:
    assert words in TEXTS[page], f"{page} does not mention {words}"


@pytest.mark.parametrize("name", benchmark_names())
def test_every_published_figure_has_its_section(name: str) -> None:
    if (ROOT / "docs" / "benchmarks" / f"{name}.json").exists():
        assert f"python -m benchmarks {name}" in TEXTS["benchmarks.md"]


@pytest.mark.parametrize("page", TEXTS)
def test_every_link_leads_somewhere(page: str) -> None:
    (path,) = [path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")) if path.name == page]
    for target in LINK.findall(path.read_text()):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), f"{page} links to {target}"


@pytest.mark.parametrize("page", TEXTS)
def test_every_module_and_make_target_named_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for target in re.findall(r"`make ([a-z-]+)", TEXTS[page]):
        assert target in targets, f"{page} names make {target}"
    for module in re.findall(r"python -m ([a-z_]+(?:\.[a-z_]+)*)", TEXTS[page]):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), f"{page} names {module}"


def test_the_first_screen_says_the_two_commands() -> None:
    first = "\n".join(TEXTS["README.md"].splitlines()[:25])
    assert all(words in first for words in ("make demo", "make test", "docs/screenshots/", "Python 3.11"))


def test_screenshots_are_few_small_and_shown() -> None:
    there = {path.name: path.stat().st_size for path in (ROOT / "docs/screenshots").iterdir()}
    shown = {
        name for text in TEXTS.values() for name in re.findall(r"!\[[^\]]+\]\([\w/]*screenshots/([\w-]+\.png)\)", text)
    }
    assert shown == set(there), "`make guide` takes them; what no page shows goes"
    assert {name for name, size in there.items() if size >= 200_000} == set()


def test_the_guide_says_what_the_app_does() -> None:
    guide = TEXTS["guide-cellule.md"].replace("\u202f", " ")
    assert [key for key, _ in KEYS if f"<kbd>{'Échap' if key == 'Esc' else key}</kbd>" not in guide] == []
    effects = [words for _, words in EFFECTS.values()]
    assert [french for french, _ in (*NAMES.values(), *VERDICTS.values(), *effects) if french not in guide] == []


def test_the_changelog_is_kept() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## \[(.+?)\]", TEXTS["CHANGELOG.md"], re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert version == "0.1.0" or version in headings


def test_whose_data_and_code_we_ship_is_said() -> None:
    notice = (ROOT / "NOTICE").read_text()
    line = "Sources : INSEE (COG, populations de référence) ; IGN – ADMIN EXPRESS COG ; france-geojson"
    assert line in notice
    assert line in TEXTS["README.md"]
    bundled = re.findall(
        r"^  ([\w -]+?) \d+\.\d+\.\d+ ", (ROOT / "ui/components/dist/NOTICE").read_text(), re.MULTILINE
    )
    assert bundled
    assert [name for name in bundled if name not in notice] == []


def test_no_page_names_a_machine_of_ours() -> None:
    for page, text in TEXTS.items():
        assert not re.search(r"/(?:work|root|home)/|localhost:\d", text), page
