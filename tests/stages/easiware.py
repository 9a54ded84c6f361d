"""A folder into which exports of conversations are dropped: no header, accents damaged as they come."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flows.measures import day, measure
from tests.stages import Kind, Stage

SERVICE = "brigade-numerique"


def row(reference: str, when: str, channel: str = "Tchat", reason: str = "Demande d\ufffdinformation") -> str:
    """One conversation; `when` as `11/04/2022 16:25`."""
    return f"{reference};{when};{channel};Ma Gendarmerie;{reason};Pr\ufffdvention"


def drop(path: Path, rows: Sequence[str], encoding: str = "utf-8") -> Path:
    """Write an export."""
    path.write_bytes("\r\n".join([*rows, ""]).encode(encoding))
    return path


def contacts(text: str, which: str = "") -> str:
    """The id of the contacts of a day (`2022-04-11`), or of a part of them."""
    return measure("easiware", (SERVICE, "FR", f"contacts{which}"), day(text), 0).id


FIRST = [
    row("C-1", "11/04/2022 16:25"),
    row("C-2", "11/04/2022 23:59", "T\ufffdl\ufffdphone", "Victime de harc\ufffdlement"),
    row("C-3", "12/04/2022 00:01", reason="Signalement"),
    row("C-4", "12/04/2022 09:00", reason="PNAV"),
]


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Two days of conversations, then more files."""
    exports = folder / "exports"
    exports.mkdir()
    drop(exports / "0.csv", FIRST)

    def publish(kind: Kind) -> frozenset[str]:
        new: dict[Kind, list[str]] = {
            "more": [row("C-5", "13/04/2022 10:00"), row("C-6", "13/04/2022 11:00")],
            "duplicated": FIRST[:2],
            "out-of-order": [row("C-7", "24/12/2021 10:00")],
            "skewed": [row("C-8", "01/01/2124 10:00"), row("C-9", "14/04/2022 10:00")],
            "unicode": [row("C-10", "15/04/2022 10:00", "تطبيق 📱", "Заявление\u202e")],
            "malformed": [row("C-11", "hier"), "C-12;16/04/2022 10:00", row("", "16/04/2022 10:00"),
                          row("C-13", "16/04/2022 10:00")],
            "huge": [row("C-14", "17/04/2022 10:00", reason="a" * 3_000_000), row("C-15", "17/04/2022 10:00")],
        }  # fmt: skip
        drop(exports / f"{kind}.csv", new[kind])
        days = {"more": "13", "skewed": "14", "unicode": "15", "malformed": "16", "huge": "17"}
        if kind == "out-of-order":
            return frozenset({contacts("2021-12-24")})
        return frozenset({contacts(f"2022-04-{days[kind]}")} if kind in days else ())

    first = {contacts("2022-04-11"), contacts("2022-04-12"), contacts("2022-04-11", "/category=victime")}
    first |= {contacts("2022-04-12", "/category=signalement"), contacts("2022-04-11", "/channel=phone")}
    yield Stage({"file": exports}, frozenset(first), publish)
