"""The map of watched river reaches, as Vigicrues publishes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from tests.stages import Kind, Stage
from tests.stages.site import Asked, Reply, json_reply, serving

BEGAN = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=1)
DIJON, MACON, BLOIS = (5.04, 47.32), (4.83, 46.31), (1.33, 47.59)


def reach(code: str, level: int, point: tuple[float, float], *, named: str = "CdEntCru") -> dict[str, Any]:
    """One reach, a short line that begins at `point`."""
    line = [list(point), [point[0] + 0.01, point[1] + 0.01]]
    properties = {named: code, "LbEntCru": f"Tronçon {code}", "NivInfViCr": level, "gid": 1}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "MultiLineString", "coordinates": [line]}}


def hazard_id(code: str, level: str, moment: datetime = BEGAN) -> str:
    return f"vigicrues:{code}:{level}:{moment:%Y-%m-%dT%H:%MZ}"


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Yield a map with three reaches in colour and a green one."""
    shown: dict[str, Any] = {
        "at": BEGAN,
        "features": [
            reach("SA1", 2, DIJON),
            reach("SA2", 3, MACON, named="cdentcru"),
            reach("LO1", 4, BLOIS),
            reach("LO2", 1, BLOIS),
        ],
    }

    def answer(asked: Asked) -> Reply:
        if asked.path == "/moved":
            return Reply(status=301, headers={"Location": "/map"})
        made = format_datetime(shown["at"], usegmt=True)
        return json_reply({"type": "FeatureCollection", "features": shown["features"]}, Last_Modified=made)

    def publish(kind: Kind) -> frozenset[str]:
        later = BEGAN + timedelta(minutes=5)
        match kind:
            case "more":
                shown.update(at=later, features=[*shown["features"], reach("RH1", 3, MACON)])
                return frozenset({hazard_id("RH1", "orange", later)})
            case "duplicated":
                shown["features"] *= 2
            case "out-of-order":
                shown.update(at=BEGAN - timedelta(hours=10), features=[])
            case "skewed":
                shown.update(at=BEGAN + timedelta(days=365))
            case _:
                lambert = reach("SA9", 3, (854_000.0, 6_692_000.0))
                broken = [{"type": "Feature"}, None, reach("SA8", 9, DIJON), reach("S A", 2, DIJON), lambert]
                shown.update(at=later, features=[*broken, *shown["features"], reach("SA7", 2, DIJON)])
                return frozenset({hazard_id("SA7", "jaune", later)})
        return frozenset()

    with serving(answer) as site:
        first = [("SA1", "jaune"), ("SA2", "orange"), ("LO1", "rouge")]
        yield Stage(
            settings={"address": f"{site.address}/moved", "timeout": 0.3, "tries": 2, "pause": 0.01},
            first=frozenset(hazard_id(*each) for each in first),
            publish=publish,
            cannot={"unicode": "has no texts", "huge": "has no texts"},
            site=site,
        )
