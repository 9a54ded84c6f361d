"""Build the maps of the app from open borders: `python -m ui.borders DIR`.

DIR holds `departements_insets_km.geojson` (Lambert 93 in km, overseas and the inner suburbs of Paris as insets) and
`departements_0.02.geojson` (degrees), both derived from IGN ADMIN EXPRESS COG. Running it again gives the same bytes.
"""

import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graph.territory import outlines

log = logging.getLogger(__name__)

ATTRIBUTION = "Sources : INSEE (COG, populations de référence) ; IGN – ADMIN EXPRESS COG ; france-geojson"

ASSETS = Path(__file__).with_name("assets")

FILES = {"departements_insets_km.geojson": ("france.geojson", 1, 4.0), "departements_0.02.geojson": (
    "departements.geojson", 3, 0.0005,
)}  # fmt: skip
"""Input -> output, decimals kept, holes dropped below this area (slivers of the simplification, in squared units)."""

Ring = list[list[float]]


def area(ring: Sequence[Sequence[float]]) -> float:
    """Return the area within a ring (shoelace formula).

    >>> area([[0, 0], [2, 0], [2, 1], [0, 1], [0, 0]])
    2.0
    """
    following = [*ring[1:], ring[0]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True))) / 2


def polygon(rings: Sequence[Ring], decimals: int, smallest_hole: float) -> list[Ring]:
    """Return a polygon with rounded coordinates and without tiny holes."""
    kept = [rings[0], *(ring for ring in rings[1:] if area(ring) >= smallest_hole)]
    return [[[round(x, decimals), round(y, decimals)] for x, y in ring] for ring in kept]


def shapes(collection: dict[str, Any], decimals: int, smallest_hole: float) -> dict[str, Any]:
    """Return the borders with what the app needs: code, name, and who they come from."""
    features = []
    for feature in collection["features"]:
        geometry = feature["geometry"]
        parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        properties = {"code": feature["properties"]["code"], "name": feature["properties"]["nom"]}
        coordinates = [polygon(part, decimals, smallest_hole) for part in parts]
        features.append(
            {
                "type": "Feature",
                "properties": properties,
                "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
            }
        )
    return {"type": "FeatureCollection", "attribution": ATTRIBUTION, "features": features}


def main() -> None:
    """Write the maps from the folder given on the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    folder = Path(sys.argv[1])
    for name, (target, decimals, smallest_hole) in FILES.items():
        made = shapes(json.loads((folder / name).read_text("utf-8")), decimals, smallest_hole)
        text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
        (ASSETS / target).write_text(text + "\n", "utf-8")
        log.info("%s: %d shapes", target, len(made["features"]))
    Path(outlines.__file__).with_name(outlines.FILE).write_bytes(packed())


def packed() -> bytes:
    """Return the same borders for what draws without a browser: `graph.territory.outlines` reads them."""
    names = {Path(target).stem: ASSETS / target for target, _, _ in FILES.values()}
    return outlines.packed({name: json.loads(path.read_text("utf-8")) for name, path in names.items()})


if __name__ == "__main__":
    main()
