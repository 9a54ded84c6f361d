"""Six hours of darkness in a replay: noticed within a look, masked, and no alert that would not have been raised."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows import play
from flows.exercise.blackout import Blackout, Kind
from flows.exercise.folder import load
from flows.replay import Replay, watch
from graph import server
from graph.store import connect, folder

pytestmark = pytest.mark.neo4j

START = datetime(2026, 3, 1, tzinfo=UTC)
CRISIS = START + timedelta(days=8)
END = CRISIS + timedelta(hours=10)
DARK = CRISIS + timedelta(hours=1), CRISIS + timedelta(hours=7)
BURST = CRISIS + timedelta(hours=8)
UNSEEN = CRISIS + timedelta(hours=3, minutes=10)
"""Another burst, while it is dark."""
STEP = timedelta(hours=1)
EVENING = "evening"
TALK = (
    "Ma plainte en ligne est bloquée à Dijon, la page tourne en boucle",
    "Encore un faux SMS de colis reçu à Dijon, ils demandent de payer",
    "Le concert de jazz à Dijon était superbe hier soir",
    "La file d'attente à la préfecture de Dijon est très longue",
)
FLOOD = "Crue de l'Ouche à Dijon : les caves sont dans l'eau, évitez le quartier"
FRAUD = TALK[1]


def messages() -> Iterator[dict[str, Any]]:
    """Yield six and one messages an hour on two platforms; thirty on a known fraud and a flood on the second."""
    for platform, minutes in (("mastodon", 10), ("bluesky", 60)):
        for number in range(int((END - START) / timedelta(minutes=minutes))):
            at = START + timedelta(minutes=minutes * number)
            yield message(f"{platform}:{number}", platform, at, TALK[number % len(TALK)])
    for number in range(30):
        yield message(f"bluesky:u{number}", "bluesky", UNSEEN + timedelta(minutes=number), FRAUD)
        yield message(f"bluesky:f{number}", "bluesky", BURST + timedelta(minutes=number), FLOOD)


def message(name: str, platform: str, at: datetime, text: str) -> dict[str, Any]:
    return {
        "id": name, "platform": platform, "kind": "post", "text": text, "lang": "fr", "published_at": stamp(at),
        "author": f"a-{name}",
    }  # fmt: skip


def stamp(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scenario")
    (folder / "scenario.toml").write_text(
        f'name = "nuit"\nzone = ["D21"]\nstarts_at = "{stamp(START)}"\ncrisis_at = "{stamp(CRISIS)}"\n'
        f'ends_at = "{stamp(END)}"\n'
    )
    rows = sorted(messages(), key=lambda row: (row["published_at"], row["id"]))
    (folder / "messages.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return folder


@contextmanager
def at(home: Path) -> Iterator[None]:
    """Keep graphs in `home`; needs are not what is looked at here: they are compared once a day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CYBERIMPACT_HOME", str(home))
        patch.setenv("CYBERIMPACT_NEEDS_EVERY_MINUTES", str(24 * 60))
        yield


@pytest.fixture(scope="module")
def evening(scenario: Path, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a graph that heard all until the crisis: every night begins there."""
    home = tmp_path_factory.mktemp("home")
    with at(home):
        server.copy(prepared, folder(EVENING))
        play.load_history(load(scenario), scenario, EVENING, progress=lambda line: None)
    return home


def night(evening: Path, scenario: Path, blackout: Blackout | None = None) -> Replay:
    with at(evening):
        play.copy_graph(EVENING, "night")
        with connect("night") as store:
            return watch(store, scenario, step=STEP, blackout=blackout)


@pytest.fixture(scope="module")
def undisturbed(evening: Path, scenario: Path) -> Replay:
    return night(evening, scenario)


def test_undisturbed_it_hears_fraud_and_flood_and_is_never_blind(undisturbed: Replay) -> None:
    for said in ("bluesky:u", "bluesky:f"):
        assert any(said in str(alert["evidence"]) for alert in undisturbed.alerts)
    assert not any(undisturbed.blind.values())
    assert not any(undisturbed.hours.values())


@pytest.mark.parametrize(("kind", "looks"), [("failing", 0), ("silent", 3)])
def test_six_dark_hours(undisturbed: Replay, evening: Path, scenario: Path, kind: Kind, looks: int) -> None:
    """`looks`: how many it takes until the darkness is noticed, after the first one in the dark."""
    platforms = ["bluesky", "mastodon"] if kind == "failing" else ["mastodon"]
    dark = night(evening, scenario, Blackout(*DARK, kind, "mastodon"))

    noticed = [now for now, blind in dark.blind.items() if sorted(blind) == platforms]
    assert DARK[0] <= noticed[0] <= DARK[0] + looks * STEP
    # a look that works again is heard at once; a voice that is back has said nothing yet at the look of that minute
    last = DARK[1] - STEP if kind == "failing" else DARK[1]
    assert noticed == [now for now in dark.blind if noticed[0] <= now <= last], "until it is over, and no longer"
    lost = [hour for hour, blind in dark.hours.items() if blind]
    inside = [hour for hour in dark.hours if DARK[0] <= hour < DARK[1]]
    assert lost == ([] if kind == "failing" else inside), "all came back after the failure; the rest stays unknown"
    assert dark.beyond(undisturbed) == []
    assert undisturbed.beyond(dark) == [], "the flood was heard all the same"
    assert any("bluesky:u" in str(alert["evidence"]) for alert in dark.alerts), "what the dark hid is heard afterwards"
