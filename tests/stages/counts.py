"""A folder of partners' CSV files, one more each time something is published."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flows.measures import measure
from flows.periods import period
from tests.stages import Kind, Stage

HEADER = "service;place;metric;from;to;value;n"


def drop(path: Path, rows: Sequence[str], header: str = HEADER) -> Path:
    """Write a file of counts."""
    path.write_bytes("\n".join([header, *rows, ""]).encode("utf-8", "surrogatepass"))
    return path


def counted(service: str, place: str, metric: str, begin: str, end: str = "") -> str:
    """The id of a count."""
    return measure("counts", (service, place, metric), period(begin, end), 0).id


FIRST = [
    "17cyber;D21;contacts;2022-01;;412;",
    "17cyber;D21;satisfaction;2022-01;;8,1;96",
    "THESEE;FR;Signalements;2022-01-14;;233;",
    "pharos;inconnu;reports;2022-01-01;2022-02-01;57;",
]


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """One file, then more."""
    files = folder / "counts"
    files.mkdir()
    drop(files / "0.csv", FIRST)

    def publish(kind: Kind) -> frozenset[str]:
        new: dict[Kind, list[str]] = {
            "more": ["17cyber;FR;contacts;2022-02;;900;"],
            "duplicated": FIRST[:2],
            "out-of-order": ["17cyber;FR;contacts;2021-02;;700;"],
            "skewed": ["17cyber;FR;contacts;2124-02;;1;", "17cyber;FR;contacts;2022-03;;900;"],
            "unicode": ["مركز 🚓\u202e;FR;contacts;2022-04;;1;", "17cyber;FR;contacts\ud800;2022-04;;1;",
                        "17cyber;FR;contacts;2022-04;;900;"],
            "malformed": ["17cyber;FR", "17cyber;ici;contacts;2022-05;;1;", "17cyber;FR;contacts;demain;;1;",
                          "17cyber;FR;contacts;2022-05;;beaucoup;", "17cyber;FR;contacts;2022-05;;900;"],
            "huge": [f"{'x' * 3_000_000};FR;contacts;2022-06;;1;", "17cyber;FR;contacts;2022-06;;900;"],
        }  # fmt: skip
        drop(files / f"{kind}.csv", new[kind])
        months = {"more": "2022-02", "out-of-order": "2021-02", "skewed": "2022-03", "unicode": "2022-04"}
        months |= {"malformed": "2022-05", "huge": "2022-06"}
        return frozenset({counted("17cyber", "FR", "contacts", months[kind])} if kind in months else ())

    first = {
        counted("17cyber", "D21", "contacts", "2022-01"),
        counted("17cyber", "D21", "satisfaction", "2022-01"),
        counted("thesee", "FR", "reports", "2022-01-14"),
        counted("pharos", "FR", "reports/place=unknown", "2022-01"),
    }
    yield Stage({"file": files, "checkpoint_rows": 2}, frozenset(first), publish)
