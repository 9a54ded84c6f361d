"""Trying sources: what is missing, what is wrong, what hangs; at most so many at a time."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows import probing
from flows.cli import app
from flows.errors import SourceUnavailable
from flows.probing import Finding, findings
from flows.sources import Item, load, names
from graph.model import Source
from tests.stages.matomo import TOKEN
from tests.stages.matomo import Server as MatomoServer
from tests.stages.perceval import stage as perceval_stage
from tests.stages.site import Fault, serving


def told(chosen: Sequence[str], **limits: float) -> dict[str, Finding]:
    return {one.source: one for one in findings(chosen, workers=int(limits.pop("workers", 8)), **limits)}


def test_what_is_not_configured_is_missing_and_nothing_more() -> None:
    unset = {name: missing for name in names() if (missing := load(name).missing)}
    assert {"matomo", "piano", "perceval", "counts"} <= unset.keys()
    assert told(list(unset)) == {name: Finding(name, "missing", missing) for name, missing in unset.items()}


def test_a_file_is_read_and_what_is_wrong_with_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYBERIMPACT_COUNTS_FILE", str(tmp_path / "nowhere"))
    (tmp_path / "ppel.csv").write_text("id;date\n1;2\n")
    monkeypatch.setenv("CYBERIMPACT_PRE_PLAINTE_FILE", str(tmp_path / "ppel.csv"))
    with perceval_stage(tmp_path) as stage:
        monkeypatch.setenv("CYBERIMPACT_PERCEVAL_FILE", str(stage.settings["file"]))
        found = told(["counts", "pre-plainte", "perceval"])
    assert {name: one.state for name, one in found.items()} == {
        "counts": "failing",
        "pre-plainte": "failing",
        "perceval": "ready",
    }
    assert "does not exist" in found["counts"].says
    assert "separated by ';'" in found["pre-plainte"].says


def matomo(monkeypatch: pytest.MonkeyPatch, address: str, token: str = TOKEN) -> None:
    for name, value in {"ADDRESS": address, "TOKEN": token, "SITES": '{"1": "17cyber"}', "TRIES": "1"}.items():
        monkeypatch.setenv(f"CYBERIMPACT_MATOMO_{name}", value)


def test_an_address_is_asked_and_a_key_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(MatomoServer().answer) as site:
        matomo(monkeypatch, site.address)
        assert told(["matomo"])["matomo"].state == "ready"
        matomo(monkeypatch, site.address, "faux")
        found = told(["matomo"])["matomo"]
    assert (found.state, found.says.count("\n")) == ("failing", 0)
    assert "check the credentials" in found.says
    assert "faux" not in found.says


def test_a_setting_that_cannot_be_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CYBERIMPACT_MATOMO_SITES", '{"1": hunter2')
    monkeypatch.setenv("CYBERIMPACT_PIANO_SITES", '{"1": {"service": "a", "hunter2": "b"}}')
    monkeypatch.setenv("CYBERIMPACT_FOLLOWERS_HOURS", "hunter2")
    found = told(["matomo", "piano", "followers"])
    assert found["matomo"].says == "The setting CYBERIMPACT_MATOMO_SITES is not JSON: check its quotes and brackets."
    assert found["piano"].says.startswith("The setting CYBERIMPACT_PIANO_SITES cannot be at 1, ")
    assert found["followers"].says.startswith("The setting CYBERIMPACT_FOLLOWERS_HOURS cannot be: ")
    assert "hunter2" not in found["matomo"].says + found["followers"].says


def test_a_source_that_hangs_holds_up_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with serving(MatomoServer().answer) as site, perceval_stage(tmp_path) as stage:
        site.always = Fault(silent=True)
        matomo(monkeypatch, site.address)
        monkeypatch.setenv("CYBERIMPACT_PERCEVAL_FILE", str(stage.settings["file"]))
        found = told(["matomo", "perceval"], workers=1, seconds=0.5)
    assert found["matomo"].says.startswith("It did not answer within 0.5 s")
    assert found["perceval"].state == "ready"


@dataclass
class Invented:
    """A source without a probe of its own, that notes how many of its kind are read at a time."""

    about: Source
    missing: str | None = None
    fails: type[Exception] | None = None
    reading: list[int] = field(default_factory=list)
    now: list[str] = field(default_factory=list)

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        self.now.append("x")
        self.reading.append(len(self.now))
        time.sleep(0.02)
        self.now.pop()
        if self.fails:
            raise self.fails("ceci")
        yield from ()


def invented(monkeypatch: pytest.MonkeyPatch, **more: object) -> Invented:
    about = Source(
        id="x", name="x", kind="social", platform="x", licence="x", purpose="x", legal_basis="x", retention_days=1
    )
    source = Invented(about, **more)  # type: ignore[arg-type]  # the fields of a test double
    monkeypatch.setattr(probing, "load", lambda name: source)
    return source


def test_a_source_without_a_probe_is_tried_by_its_first_record(monkeypatch: pytest.MonkeyPatch) -> None:
    invented(monkeypatch)
    assert told(["a"])["a"].state == "ready"
    invented(monkeypatch, fails=SourceUnavailable)
    assert told(["a"])["a"] == Finding("a", "failing", "ceci")


def test_no_more_than_so_many_are_tried_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    source = invented(monkeypatch)
    found = told([f"s{number}" for number in range(12)], workers=3)
    assert len(found) == 12
    assert len(source.reading) == 12
    assert max(source.reading) <= 3


def test_a_fault_of_ours_is_told_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    invented(monkeypatch, fails=RuntimeError)
    traces: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", traces.append)
    found = told(["a", "b"])
    assert {one.state for one in found.values()} == {"failing"}
    assert all("nobody foresaw" in one.says for one in found.values())
    for thread in threading.enumerate():
        if thread.name.startswith("probe "):
            thread.join(5)
    assert [trace.exc_type for trace in traces] == [RuntimeError] * 2


def test_doctor_names_the_sources_that_there_are() -> None:
    result = CliRunner().invoke(app, ["doctor", "twitter"])
    assert result.exit_code == 2
    assert "there is no source twitter" in result.stderr
