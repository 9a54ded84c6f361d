"""Percev@l's JSON file in a folder, written anew each time something is published."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

from flows.measures import day, measure, month
from tests.stages import Kind, Stage

FIRST: dict[str, dict[str, Any]] = {
    "nb_report_day": {"2022-01-01": 5, "2022-01-02": 4},
    "amount_of_money_day": {"2022-01-01": 512.5, "2022-01-02": 0.0},
    "dpt_report_month": {"2022-01": {"00": 1, "01": 5, "2A": 2, "973": 1}},
    "age_categories_month": {"2022-01": {"00": 0, "15-24": 4, "75+": 5}},
}


def reports(text: str, place: str = "FR") -> str:
    """The id of the reports of a day or a month."""
    span = day(text) if len(text) == 10 else month(text)
    return measure("perceval", ("perceval", place, "reports"), span, 0).id


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """A file of two days and a month, which grows."""
    path = folder / "perceval.json"
    written = deepcopy(FIRST)

    def write() -> None:
        path.write_text(json.dumps(written), "ascii")

    def publish(kind: Kind) -> frozenset[str]:
        new = {
            "more": "2022-01-03",
            "out-of-order": "2021-12-30",
            "skewed": "2022-01-04",
            "unicode": "2022-01-05",
            "malformed": "2022-01-06",
            "huge": "2022-01-07",
        }.get(kind)
        bad: dict[str, dict[str, Any]] = {
            "skewed": {"nb_report_day": {"2124-01-01": 3}},
            "unicode": {"age_categories_month": {"2022-01": {"\ud800 15‑24 \u202e": 3}}},
            "malformed": {"nb_report_day": {"2022-02-30": 1, "hier": 2, "2022-01-08": "cinq"}, "nouveau": {}},
            "huge": {"dpt_report_month": {"2022-01": {"x" * 3_000_000: 1}}},
        }
        for table, cells in bad.get(kind, {}).items():
            written.setdefault(table, {}).update(cells)
        if new:
            written["nb_report_day"][new] = 7
        write()
        return frozenset({reports(new)} if new else ())

    write()
    first = {reports("2022-01-01"), reports("2022-01-02"), reports("2022-01", "D01"), reports("2022-01", "D973")}
    yield Stage({"file": path}, frozenset(first), publish)
