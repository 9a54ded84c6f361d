"""The catalogue that an administrator edits: what a file may change, and what is said of a mistake."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.catalogue import current
from flows.cli import app
from signals.services.amend import amended, shipped
from signals.services.find import find_services
from signals.services.tables import CatalogueError, read_tables

ADDED = """
[needs.report-drone]
fr = "Signaler un drone"
en = "Report a drone"
examples = ["Un drone survole mon jardin"]

[[services]]
id = "drones"
name = "Guichet des drones"
kind = "teleservice"
operator = "Préfecture"
url = "https://drones.exemple.gouv.fr"
needs = ["report-drone"]
sure = ["guichet des drones"]

[[services]]
id = "perceval"
name = "Percev@l (nouveau)"

[[services]]
id = "33700"
remove = true
"""

EVERYTHING = "\n".join(
    [f"[needs.{code}]\nremove = true" for code in shipped().needs]
    + [f'[[services]]\nid = "{service.id}"\nremove = true' for service in shipped().services]
)

MISTAKES = [
    ("= 3", r"this is not TOML: .*line 1"),
    ("service = []", r"key service: there is no such key; known: services, needs, elsewhere"),
    ('[[services]]\nname = "Sans id"', r"\[\[services\]\] number 1, key id: missing"),
    ('[[services]]\nid = "Perceval !"', r"\[\[services\]\] 'Perceval !', key id: string should match"),
    ('[[services]]\nid = "perceval"\nkind = "site"', r"'perceval', key kind: input should be .*got 'site'"),
    ('[[services]]\nid = "perceval"\nurl = "perceval"', r"key url: give a public address .*got 'perceval'"),
    ('[[services]]\nid = "perceval"\nurl = "https://a:b@x.fr"', r"key url: give a public address"),
    (
        '[[services]]\nid = "perceval"\nneeds = ["fraud"]',
        r"'perceval', key needs: there is no need 'fraud'; add a table",
    ),
    (
        '[[services]]\nid = "perceval"\nneeds = "report-card-fraud"',
        r"'perceval', key needs: input should be a valid list",
    ),
    ('[[services]]\nid = "perceval"\nsure = ["ok", 3]', r"'perceval', key sure, item 2: .*string, got 3"),
    ('[[services]]\nid = "perceval"\nalias = ["x"]', r"'perceval', key alias: there is no such key; known: id, name"),
    ('[[services]]\nid = "perceval"\nsure = ["17cyber"]', r"key sure: '17cyber' already means"),
    ('[[services]]\nid = "pharos"\n[[services]]\nid = "pharos"', r"'pharos', key id: given twice"),
    ('[[services]]\nid = "drones"\nname = "Guichet"', r"'drones', key kind: missing; a new service has"),
    ('[[services]]\nid = "nope"\nremove = true', r"'nope', key remove: there is nothing of that name"),
    ("[needs.nope]\nremove = true", r"\[needs.nope\], key remove: there is nothing of that name"),
    ("[needs.report-card-fraud]\nremove = true", r"'perceval', key needs: there is no need 'report-card-fraud'"),
    ('[needs.drone]\nfr = "Drone"', r"\[needs.drone\], key en: missing; a new need is called something"),
    ('[needs.drone]\nlabel = "x"', r"\[needs.drone\], key label: there is no such key; known: fr, en, examples"),
    ("[needs]\ndrone = 3", r"\[needs.drone\]: input should be"),
    (
        '[[services]]\nid = "perceval"\nlikely = ["!!"]',
        r"key likely, item 1: a name holds a letter or a figure, got '!!'",
    ),
    (EVERYTHING, r"\[needs\]: every need is removed"),
    ("needs = 3", r"key needs: input should be a valid dictionary"),
]


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["catalogue", *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_a_file_adds_changes_and_hides() -> None:
    made = amended(shipped(), read_tables(ADDED))
    services = {service.id: service for service in made.services}
    assert services["drones"].url == "https://drones.exemple.gouv.fr"
    assert services["perceval"].name == "Percev@l (nouveau)"
    assert services["perceval"].needs == ("report-card-fraud",)
    assert "33700" not in services
    assert made.answering("report-drone") == ("drones",)
    assert made.needs["report-drone"].fr == "Signaler un drone"
    assert find_services("J'écris au guichet des drones et au 33700", made) == [("drones", 0.95)]
    assert find_services("Transféré au 33700") == [("33700", 0.95)]


def test_examples_add_up() -> None:
    known = shipped()
    made = amended(known, read_tables('elsewhere = ["Il neige"]\n[needs.join]\nexamples = ["Devenir motard ?"]'))
    assert made.examples["join"] == (*known.examples["join"], "Devenir motard ?")
    assert made.elsewhere == (*known.elsewhere, "Il neige")
    assert made.needs["join"] == known.needs["join"]
    assert made.digest != known.digest


@pytest.mark.parametrize(("text", "said"), MISTAKES)
def test_a_mistake_is_said_with_its_table_and_key(text: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=said):
        amended(shipped(), read_tables(text))


def test_the_file_in_force_is_read_again_when_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert current() is shipped()
    file = tmp_path / "catalogue.toml"
    monkeypatch.setenv("CYBERIMPACT_CATALOGUE_FILE", str(file))
    with pytest.raises(CatalogueError, match=r"catalogue.toml: No such file or directory; check CYBERIMPACT"):
        current()
    file.write_text('[[services]]\nid = "pharos"\nname = "Un"')
    first = current()
    assert current() is first
    file.write_text('[[services]]\nid = "pharos"\nname = "Deux mots"')
    assert {service.name for service in current().services} >= {"Deux mots"}
    assert {service.name for service in first.services} >= {"Un"}


def test_check_says_what_changes_and_what_is_probably_not_meant(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.toml"
    file.write_text(ADDED)
    code, said, warned = run("check", str(file))
    assert code == 0
    assert said.splitlines() == [
        "service drones: added", "service perceval: changed", "service 33700: removed", "need report-drone: added",
        "examples of need report-drone: 1 added",
    ]  # fmt: skip
    assert "[needs.report-drone], key examples: 1 given" in warned
    assert "[needs.report-scam-message]: no service answers this need" in warned


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'[[services]]\nid = "pharos"\nkind = "site"\n', "catalogue.toml, [[services]] 'pharos', key kind:"),
        ('[[services]]\nname = "Pr\xe9"'.encode("latin-1"), "catalogue.toml is not UTF-8 (byte 23)"),
        (None, "catalogue.toml: No such file or directory"),
    ],
)
def test_check_fails_in_one_sentence(tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "catalogue.toml"
    if content is not None:
        file.write_bytes(content)
    code, _, error = run("check", str(file))
    assert code == 1
    assert said in error
    assert error.count("\n") == 1


def test_what_is_exported_changes_nothing_and_overwrites_nothing(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.toml"
    assert run("export", str(file))[0] == 0
    assert run("check", str(file)) == (0, "nothing changes\n", "")
    code, _, error = run("export", str(file))
    assert code == 2
    assert "is there already" in error


def test_show_tells_what_is_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "catalogue.toml"
    file.write_text(ADDED)
    monkeypatch.setenv("CYBERIMPACT_CATALOGUE_FILE", str(file))
    assert "drones,Guichet des drones,teleservice,Préfecture,report-drone" in run("show", "--format", "csv")[1]
    assert "report-drone,Signaler un drone,Report a drone,drones,1" in run("show", "--needs", "--format", "csv")[1]


def test_the_example_of_the_docs_is_a_catalogue() -> None:
    page = (Path(__file__).parents[3] / "docs" / "operations.md").read_text("utf-8")
    example = page.split("## The catalogue of services")[1].split("```toml\n")[1].split("```")[0]
    made = amended(shipped(), read_tables(example))
    assert made.answering("report-drone") == ("drones",)
    assert "33700" not in {service.id for service in made.services}
