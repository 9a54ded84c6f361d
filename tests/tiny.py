"""A tiny scenario: five days of everyday talk, then forty minutes: a false rumour swells, a match is played."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.exercise import clock, everyday, story, truths
from flows.exercise.clock import stamp
from flows.exercise.generate import write
from flows.exercise.phrases import load
from flows.exercise.plan import Plan
from flows.exercise.script import Script

CRISIS = datetime(2026, 3, 14, 8, tzinfo=UTC)
ENDS = CRISIS + timedelta(minutes=40)
TOWNS = ("21231", "21617", "21166")
DENIED = CRISIS + timedelta(minutes=25)

INJECTS = """
[[inject]]
label = "De l’eau polluée"
label_en = "Polluted water"
text = "Ne buvez plus l’eau du robinet à Dijon, elle est contaminée, appelez le 06 12 34 56 78"
platform = "mastodon"
place = "21231"
accounts = 3
is_expected = true
"""


def _tell(script: Script) -> None:
    def swell(*points: tuple[int, float], count: int) -> list[datetime]:
        curve = [(CRISIS + timedelta(minutes=minute), weight) for minute, weight in points]
        return clock.along(curve, script.rng, count, ENDS)

    told = {
        "support": story.tell(
            script, load("stories", "dam_support"), swell((2, 0.2), (15, 1), (39, 1), count=110), TOWNS
        ),
        "query": story.tell(script, load("stories", "dam_query"), swell((5, 0.5), (39, 1), count=30), TOWNS),
    }
    truths.rumour(script, load("stories", "dam_support").label, told, id_="rumour-barrage", denied_at=DENIED)
    match = story.tell(script, load("stories", "match"), swell((0, 1), (39, 1), count=6), TOWNS)
    truths.about(script, "event_benign", load("stories", "match").label, match, id_="event-match")
    for name, kind, at in (
        ("dementi-avant", "denial", CRISIS - timedelta(days=2)),
        ("dementi-pendant", "denial", DENIED),
        ("consigne", "instruction", DENIED),
    ):
        script.actions.append(
            {"id": name, "kind": kind, "text": "DÉMENTI. Aucun barrage n'a cédé.", "channel": "x",
             "at": stamp(at), "places": ["D21"]}
        )  # fmt: skip


PLAN = Plan(
    name="essai",
    description="Côte-d'Or : quarante minutes, une rumeur de barrage.",
    zone="D21",
    chief="21231",
    starts_at=CRISIS - timedelta(days=5),
    crisis_at=CRISIS,
    ends_at=ENDS,
    parts=(lambda script: everyday.tell(script, 450), _tell),
    minutes=10,
)


def tiny(folder: Path) -> Path:
    """Write the scenario into a folder, with a ready-made inject."""
    write(folder, plan=PLAN)
    (folder / "injects.toml").write_text(INJECTS, "utf-8")
    return folder
