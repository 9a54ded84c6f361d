"""What an exercise scored stands in its graph: read again, and renewed when it is scored again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from neo4j import Driver

from flows.exercise.folder import Scenario, load
from flows.scores import promised_per_day, save_scores
from graph.model import Alert
from graph.store import Store
from signals.budget import Budget
from signals.scoring import Raised, Record, Truth, score
from tests.graphs import emptied

pytestmark = pytest.mark.neo4j

START = datetime(2026, 3, 14, 8, tzinfo=UTC)
END = START + timedelta(hours=12)
WAVE = tuple(f"mastodon:{n}" for n in range(4))
DAM = Truth(
    id="dam",
    kind="rumour",
    label="Barrage",
    start=START,
    end=END,
    messages=WAVE,
    denied_at=START + timedelta(hours=4),
    stance_of=dict.fromkeys(WAVE[:3], "support") | {WAVE[3]: "deny"},
)
PANIC = Truth(id="fear", kind="panic", label="Peur", start=START, end=END, places=("D21",))


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    (tmp_path / "scenario.toml").write_text(
        f'name = "petit"\nzone = ["D21"]\nstarts_at = "{START.isoformat()}"\ncrisis_at = "{START.isoformat()}"\n'
        f'ends_at = "{END.isoformat()}"\n'
    )
    return load(tmp_path)


@pytest.fixture
def store(neo4j_driver: Driver) -> Store:
    store = emptied(neo4j_driver)
    at = START + timedelta(hours=1)
    alert = Alert(
        id="alert:dam",
        kind="burst",
        severity="forte",
        title="Barrage – Dijon",
        title_en="Dam – Dijon",
        reason="Beaucoup de messages.",
        reason_en="Many messages.",
        score=0.7,
        first_at=at,
        last_at=at,
        signal_ids=(),
        run_id="none",
    )
    store.save([alert], now=END)
    return store


def record(*stances: str) -> Record:
    first = START + timedelta(hours=1)
    dam = Raised(id="alert:dam", kind="burst", first_at=first, last_at=first, evidence=frozenset(WAVE))
    noise = Raised(id="alert:noise", kind="burst", first_at=first, last_at=first, evidence=frozenset(["x"]))
    return Record(
        alerts=[dam, noise],
        published=dict.fromkeys(WAVE, START),
        assignments={name: ["topic:1"] for name in WAVE},
        places={},
        start=START,
        end=END,
        stances=dict(zip(WAVE, stances, strict=True)),
        promised_per_day=promised_per_day(Budget()),
    )


def test_the_whole_and_each_truth_are_read_again(store: Store, scenario: Scenario) -> None:
    save_scores(store, score([DAM, PANIC], record("support", "query", "deny", "deny")), scenario)

    whole, fear, dam = store.rows("scores")

    assert (whole["score"]["kind"], whole["score"]["sensitivity"], whole["score"]["precision"]) == ("all", 0.5, 0.5)
    assert whole["score"]["false_alerts_per_day"] == 2
    assert whole["score"]["promised_alerts_per_day"] == pytest.approx(0.4)
    assert (fear["score"]["truth_id"], fear["score"]["sensitivity"], fear["alerts"]) == ("fear", 0, [])
    assert "lead_minutes" not in fear["score"]
    assert (dam["score"]["lead_minutes"], dam["score"]["lead_to_denial_minutes"]) == (60, 180)
    assert dam["score"]["stance_volume_error"] == pytest.approx(1 / 3)
    assert [alert["title"] for alert in dam["alerts"]] == ["Barrage – Dijon"]
    (run,) = store.ask("MATCH (r:Run {flow: 'score'}) RETURN r.id AS id, r.state AS state").rows
    assert {row["score"]["run_id"] for row in (whole, fear, dam)} == {run["id"]}
    assert run["state"] == "completed"


def test_scoring_again_renews_and_forgets(store: Store, scenario: Scenario) -> None:
    save_scores(store, score([DAM, PANIC], record("support", "query", "deny", "deny")), scenario)
    save_scores(store, score([DAM], record("support", "query", "support", "deny")), scenario)

    whole, dam = store.rows("scores")

    assert whole["score"]["sensitivity"] == 1
    assert (dam["score"]["truth_id"], dam["score"]["stance_volume_error"]) == ("dam", 0)
