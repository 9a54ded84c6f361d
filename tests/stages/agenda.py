"""The official school calendar, as its portal exports it, beside a file of events of the user's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.stages import Kind, Stage
from tests.stages.site import Asked, Reply, json_reply, serving


def row(
    academy: str, description: Any = "Vacances d'Hiver", start: str = "2026-02-06T23:00:00+00:00"
) -> dict[str, Any]:
    """One académie's holidays, as the dataset spells them."""
    return {
        "description": description,
        "population": "-",
        "start_date": start,
        "end_date": "2026-02-22T23:00:00+00:00",
        "location": academy,
        "zones": "Zone A",
        "annee_scolaire": "2025-2026",
    }


def event_id(academy: str, name: str = "vacances-d-hiver") -> str:
    return f"agenda:school-holiday:2026-02-07:{name}:{academy}"


NEW: dict[Kind, list[Any]] = {
    "more": [row("Besançon")],
    "duplicated": [row("Dijon"), row("Lyon")],
    "out-of-order": [row("Besançon"), row("Nice", "Vacances de la Toussaint", "2025-10-17T22:00:00+00:00")],
    "skewed": [row("Nice") | {"start_date": "2036-02-06", "end_date": "2036-02-22"}, row("Besançon")],
    "unicode": [row("Nice", "Carnaval 🎭 \u202e"), row("Besançon")],
    "malformed": [None, "?", row("Atlantide"), row("Nice", start="bientôt"), row("Nice", None), row("Besançon")],
    "huge": [row("Nice", "x" * 3_000_000), row("Besançon")],
}


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Yield holidays of three académies, one of them listed for teachers too."""
    rows: list[Any] = [row("Dijon"), row("Lyon"), row("Réunion"), row("Dijon") | {"population": "Enseignants"}]
    events = folder / "events.csv"
    events.write_text("nom;type;du;au;lieux\nFoire de Dijon;foire;2026-11-01;2026-11-11;21231\n")

    def publish(kind: Kind) -> frozenset[str]:
        rows.extend(NEW[kind])
        return frozenset() if kind == "duplicated" else frozenset({event_id("besancon")})

    def answer(asked: Asked) -> Reply:
        return json_reply(rows)

    with serving(answer) as site:
        yield Stage(
            settings={
                "school": f"{site.address}/calendar", "file": events, "years": 0, "timeout": 0.3, "tries": 2,
                "pause": 0.01,
            },
            first=frozenset({event_id("dijon"), event_id("lyon"), event_id("reunion")}),
            publish=publish,
            site=site,
        )  # fmt: skip
