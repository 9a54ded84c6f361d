"""Every built-in scenario is what its truth says, reads whole, and is the same for the same seed."""

import itertools
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from flows.exercise import phrases
from flows.exercise.folder import Scenario, load
from flows.exercise.generate import DEMO, prepared, write
from flows.exercise.scenarios import load_plan, names
from graph import home
from graph.territory import places
from signals.scoring import ALERTABLE

SHORT = [name for name in names() if name != DEMO]
every_short = pytest.mark.parametrize("name", SHORT)
FILES = ("messages", "measures", "hazards", "actions", "outages", "truth")
CALM = {"tempete-veille", "derby-greve"}
"""Scenarios in which nothing wants an alert."""


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scenario]:
    root = tmp_path_factory.mktemp("scenarios")
    for name in SHORT:
        write(root / name, plan=load_plan(name))
    return {name: load(root / name) for name in SHORT}


def test_there_are_scenarios_of_every_nature() -> None:
    assert len(names()) >= 6
    assert DEMO in names()
    with pytest.raises(ValueError, match=f"'nowhere': choose one of .*{DEMO}"):
        load_plan("nowhere")


def test_together_they_hold_every_kind_of_truth(scenarios: dict[str, Scenario]) -> None:
    kinds = Counter(truth.kind for scenario in scenarios.values() for truth in scenario.truths())
    assert set(kinds) >= {*ALERTABLE, "event_benign", "quiet", "need"}
    assert kinds["rumour"] >= 2
    assert [scenario.name for scenario in scenarios.values()] == SHORT
    assert any(list(scenario.hazards()) for scenario in scenarios.values())
    assert any(list(scenario.outages()) for scenario in scenarios.values())


@every_short
def test_calm_ones_want_no_alert_and_the_others_do(name: str, scenarios: dict[str, Scenario]) -> None:
    wanted = {truth.kind for truth in scenarios[name].truths()} & ALERTABLE
    assert bool(wanted) == (name not in CALM)


@every_short
def test_every_line_is_read_and_known(name: str, scenarios: dict[str, Scenario]) -> None:
    scenario = scenarios[name]
    messages = {message.id: message for message in scenario.messages()}
    known = {place.id for place in places()}
    for kind in FILES[:-1]:
        lines = (scenario.folder / f"{kind}.jsonl").read_text("utf-8").splitlines()
        assert len(list(getattr(scenario, kind)())) == len(lines)
    assert set(scenario.zone) <= known
    for truth in scenario.truths():
        assert set(truth.places) <= known
        assert set(truth.messages) <= set(messages)
        assert set(truth.stance_of) <= set(truth.messages)
        assert all(truth.start <= messages[id_].published_at < truth.end for id_ in truth.messages)
    assert all(scenario.starts_at <= message.published_at < scenario.ends_at for message in messages.values())
    assert not [message.text for message in messages.values() if set("{}[]|") & set(message.text)]


@every_short
def test_texts_are_varied(name: str, scenarios: dict[str, Scenario]) -> None:
    texts = Counter(message.text for message in scenarios[name].messages())
    assert 1_500 < texts.total() < 3_500
    assert len(texts) > 0.85 * texts.total()


@every_short
def test_the_same_seed_writes_the_same_bytes(name: str, scenarios: dict[str, Scenario], tmp_path: Path) -> None:
    write(tmp_path / "again", plan=load_plan(name))
    write(tmp_path / "other", seed=7, plan=load_plan(name))
    for file in FILES:
        here, again = (
            (folder / f"{file}.jsonl").read_bytes() for folder in (scenarios[name].folder, tmp_path / "again")
        )
        assert here == again
    other = (tmp_path / "other" / "messages.jsonl").read_bytes()
    assert other != (scenarios[name].folder / "messages.jsonl").read_bytes()


def test_the_slow_rumour_doubles_every_day(scenarios: dict[str, Scenario]) -> None:
    scenario = scenarios["rumeur-lente"]
    (rumour,) = (truth for truth in scenario.truths() if truth.kind == "rumour")
    at = {message.id: message.published_at.date() for message in scenario.messages()}
    days = Counter(at[id_] for id_, stance in rumour.stance_of.items() if stance != "deny")
    counts = [days[day] for day in sorted(days)][:5]
    for before, after in itertools.pairwise(counts):
        assert 1.4 <= after / before <= 2.8


def test_pushers_post_one_address_within_a_minute(scenarios: dict[str, Scenario]) -> None:
    scenario = scenarios["campagne-fraude"]
    (truth,) = (truth for truth in scenario.truths() if truth.kind == "coordination")
    pushed = sorted(
        (m for m in scenario.messages() if m.id in truth.messages), key=lambda message: message.published_at
    )
    assert all("remboursement-amende.example" in message.text for message in pushed)
    assert len({message.author_id for message in pushed}) == len(truth.accounts) == 14
    gaps = [later.published_at - early.published_at for early, later in itertools.pairwise(pushed)]
    assert sum(gap > timedelta(minutes=30) for gap in gaps) == 10


def test_reports_rise_where_nobody_talks(scenarios: dict[str, Scenario]) -> None:
    scenario = scenarios["panne-silencieuse"]
    (wave,) = (truth for truth in scenario.truths() if truth.kind == "silent_wave")

    def reports(*, inside: bool) -> float:
        rows = [m for m in scenario.measures() if (m.service_id, m.place_id) == ("perceval", "D13")]
        values = [m.value for m in rows if (m.start >= wave.start) == inside]
        return sum(values) / len(values)

    assert reports(inside=True) > 1.8 * reports(inside=False)


def test_every_pattern_can_be_filled() -> None:
    known = {"lieu", "a_lieu", "de_lieu", "pres_lieu", "n", "montant", "centimes", "heure"}
    known |= set(phrases.load("stories", "phrases").slots)
    folder = Path(phrases.__file__).parent / "stories"
    for path in sorted(folder.glob("*.toml")):
        theme = phrases.load("stories", path.stem)
        sentences = [text for texts in (*theme.patterns.values(), *theme.slots.values()) for text in texts]
        wanted = {name for text in sentences for name in phrases.slots_of(text)}
        assert wanted <= known | set(theme.slots), path.stem


def test_a_name_becomes_a_folder_and_a_folder_stays_one(tmp_path: Path) -> None:
    folder, step = prepared("derby-greve")
    assert (folder.parent.parent, step) == (home.home(), timedelta(minutes=30))
    assert load(folder).name == "derby-greve"
    assert prepared(str(tmp_path)) == (tmp_path, timedelta(minutes=10))
