"""A folder into which exports of declarations are dropped, one file each time something is published."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flows.measures import day, measure
from tests.stages import Kind, Stage

HEADER = "stats_id,stats_debut_declaration,stats_fin_declaration,stats_dpt_unite,stats_pers_physique,stats_pers_morale"


def row(number: int, begun: str, departement: str = "21", minutes: int = 10) -> str:
    """One declaration; `begun` as `2022-01-01 08`, to which minutes are added."""
    return f"{number},{begun}:00:00,{begun}:{minutes:02}:00,{departement},1,0"


def drop(path: Path, rows: Sequence[str]) -> Path:
    """Write an export."""
    path.write_bytes("\r\n".join([HEADER, *rows, ""]).encode("utf-8", "surrogatepass"))
    return path


def reports(text: str, place: str) -> str:
    """The id of the declarations of a day in a département."""
    return measure("pre-plainte", ("pre-plainte-en-ligne", place, "reports"), day(text), 0).id


FIRST = [
    row(1, "2022-01-01 08"),
    row(2, "2022-01-01 23"),
    row(3, "2022-01-01 12", "75C"),
    row(4, "2022-01-02 09", "2A"),
    row(5, "2022-02-01 09", "973"),
]


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Three days of two months, then more files."""
    exports = folder / "exports"
    exports.mkdir()
    drop(exports / "0.csv", FIRST)

    def publish(kind: Kind) -> frozenset[str]:
        new: dict[Kind, list[str]] = {
            "more": [row(6, "2022-02-02 10"), row(7, "2022-02-02 11", "01")],
            "duplicated": FIRST[:3],
            "out-of-order": [row(8, "2021-12-24 10")],
            "skewed": [row(9, "2124-01-01 10"), row(10, "2022-02-03 10")],
            "malformed": ["11,hier,,21,1,0", "12,2022-02-04 10:00:00", ",2022-02-04 10:00:00,,21,1,0",
                          row(13, "2022-02-04 10")],
            "huge": [f"{'9' * 3_000_000},2022-02-05 10:00:00,,21,1,0", row(14, "2022-02-05 10")],
        }  # fmt: skip
        drop(exports / f"{kind}.csv", new[kind])
        days = {"more": "2022-02-02", "out-of-order": "2021-12-24", "skewed": "2022-02-03"}
        days |= {"malformed": "2022-02-04", "huge": "2022-02-05"}
        return frozenset({reports(days[kind], "D21")} if kind in days else ())

    first = {reports("2022-01-01", "D21"), reports("2022-01-01", "D75"), reports("2022-01-02", "D2A")}
    first |= {reports("2022-02-01", "D973")}
    yield Stage({"file": exports}, frozenset(first), publish, cannot={"unicode": "it holds codes and times, no text"})
