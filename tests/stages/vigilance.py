"""Météo-France's vigilance map, as its API portal answers it."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.stages import Kind, Stage
from tests.stages.site import Asked, Reply, json_reply, serving

BEGAN = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)


def domain(code: str, phenomenon: str, color: int) -> dict[str, Any]:
    """One département with one danger over the next day."""
    span = {"begin_time": f"{BEGAN:%Y-%m-%dT%H:%M:%SZ}", "end_time": f"{BEGAN + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"}
    items = [
        {"phenomenon_id": phenomenon, "phenomenon_max_color_id": color, "timelaps_items": [span | {"color_id": color}]}
    ]
    return {"domain_id": code, "max_color_id": color, "phenomenon_items": items}


def hazard_id(place: str, phenomenon: str, level: str) -> str:
    return f"vigilance:{place}:{phenomenon}:{level}:{BEGAN:%Y-%m-%dT%H:%MZ}"


FIRST = [
    domain("21", "4", 3),
    domain("71", "3", 2),
    domain("2910", "9", 4),
    domain("75", "6", 1),
    domain("FRA", "6", 2),
]


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Yield a map with three dangers; a wrong key is refused as the portal does."""
    shown: dict[str, Any] = {"update_time": BEGAN, "domains": deepcopy(FIRST)}

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("apikey") != "key":
            return json_reply({"code": "900901", "message": "Invalid Credentials"}, 401)
        period = {"echeance": "J", "timelaps": {"domain_ids": shown["domains"]}}
        return json_reply({"product": {"update_time": shown["update_time"].isoformat(), "periods": [period]}})

    def publish(kind: Kind) -> frozenset[str]:
        later = BEGAN + timedelta(minutes=5)
        match kind:
            case "more":
                shown["update_time"] = later
                shown["domains"].append(domain("974", "1", 4))
                return frozenset({hazard_id("D974", "vent-violent", "rouge")})
            case "duplicated":
                shown["domains"] *= 2
            case "out-of-order":
                shown.update(update_time=BEGAN - timedelta(hours=10), domains=[])
            case "skewed":
                shown.update(update_time=BEGAN + timedelta(days=365), domains=[])
            case _:
                broken = [{"domain_id": None}, domain("21", "99", 3), domain("21", "4", 7), domain("9999", "4", 3), "?"]
                shown.update(update_time=later, domains=[*broken, *shown["domains"], domain("2A", "8", 2)])
                return frozenset({hazard_id("D2A", "avalanches", "jaune")})
        return frozenset()

    with serving(answer) as site:
        first = [("D21", "crue", "orange"), ("D71", "orages", "jaune"), ("D29", "vagues-submersion", "rouge")]
        yield Stage(
            settings={"address": f"{site.address}/map", "api_key": "key", "timeout": 0.3, "tries": 2, "pause": 0.01},
            first=frozenset(hazard_id(*each) for each in first),
            publish=publish,
            cannot={"unicode": "has no texts", "huge": "has no texts"},
            site=site,
        )
