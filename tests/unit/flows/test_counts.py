"""Counts of partners: what each column may hold, and what is said of a row that cannot be kept."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.errors import SourceBroken
from flows.periods import period
from flows.sources import Checkpoint, Item, Refusal, load
from flows.sources.counts import LAYOUT
from graph.model import Measure, Service
from signals.metrics import METRICS
from tests.stages.counts import HEADER, drop

PAGE = (Path(__file__).parents[3] / "docs" / "counts.md").read_text()


def collect(path: Path, cursors: dict[str, str] | None = None) -> list[Item]:
    return list(load("counts", file=path).collect(cursors or {}))


def measures(items: list[Item]) -> list[Measure]:
    return [item for item in items if isinstance(item, Measure)]


def refusals(items: list[Item]) -> list[Refusal]:
    return [item for item in items if isinstance(item, Refusal)]


def test_the_example_of_the_page_is_read_as_it_says(tmp_path: Path) -> None:
    (example,) = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "example.csv"
    path.write_text(example)
    items = collect(path)
    assert not refusals(items)
    assert [(each.service_id, each.place_id, each.metric, each.value, each.n) for each in measures(items)] == [
        ("17cyber", "D21", "contacts", 412, None),
        ("17cyber", "D21", "satisfaction", 8.1, 96),
        ("thesee", "FR", "reports", 233, None),
        ("thesee", "FR", "reports", 6950, None),
        ("pharos", "FR", "reports/place=unknown", 57, None),
    ]
    assert (measures(items)[3].start, measures(items)[3].end) == period("2026-01")


def test_the_page_tells_every_column_and_every_metric() -> None:
    for name, labels in LAYOUT.aliases.items():
        for label in labels:
            assert f"`{label}`" in PAGE, f"{name} may be called {label}"
    told = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| \w+ \| (yes|no) \|$", PAGE, re.MULTILINE))
    assert told == {name: "yes" if metric.adds_up else "no" for name, metric in METRICS.items()}


KEPT = [
    ("Percev@l;FR;reports;2026-01;;1 234;", ("perceval", "FR", "reports", 1234)),
    ("THÉSÉE;R27;Signalements;2026-01;;6\u202f950;", ("thesee", "R27", "reports", 6950)),
    ("17Cyber;2a;contacts;2026-01;;0;", ("17cyber", "D2A", "contacts", 0)),
    ("17cyber;21231;taux de réponse;2026-01;;0,93;40", ("17cyber", "21231", "answer_rate", 0.93)),
    ("Maison Services;973;Rendez-vous pris;2026-01;;3;", ("maison-services", "D973", "rendez_vous_pris", 3)),
    ("17cyber;FR;solde;2026-01;;-12.5;", ("17cyber", "FR", "solde", -12.5)),
]  # fmt: skip


@pytest.mark.parametrize(("line", "wanted"), KEPT, ids=[line for line, _ in KEPT])
def test_what_partners_write_is_understood(tmp_path: Path, line: str, wanted: tuple[str, str, str, float]) -> None:
    items = collect(drop(tmp_path / "a.csv", [line]))
    assert not refusals(items)
    assert [(each.service_id, each.place_id, each.metric, each.value) for each in measures(items)] == [wanted]


REFUSED = [
    (";FR;reports;2026-01;;1;", "bad-service", "17cyber"),
    ("!!!;FR;reports;2026-01;;1;", "bad-service", "17cyber"),
    ("17cyber;;reports;2026-01;;1;", "bad-place", "D21"),
    ("17cyber;Dijon;reports;2026-01;;1;", "bad-place", "'Dijon'"),
    ("17cyber;99999999;reports;2026-01;;1;", "bad-place", "D21"),
    ("17cyber;FR;;2026-01;;1;", "bad-metric", "reports"),
    ("17cyber;FR;reports;;;1;", "bad-date", "2026-01-31"),
    ("17cyber;FR;reports;2026-02-30;;1;", "bad-date", "2026-01-31"),
    ("17cyber;FR;reports;2026-13;;1;", "bad-date", "month"),
    ("17cyber;FR;reports;2026-01-01;2026-01-31;1;", "bad-date", "2026-02-01"),
    ("17cyber;FR;reports;2026-01-02;2026-01-02;1;", "bad-date", "left out"),
    ("17cyber;FR;reports;2026-01-02T08:00;;1;", "bad-date", "say when"),
    ("17cyber;FR;reports;٢٠٢٦-٠١-٠١;;1;", "bad-date", "2026-01-31"),
    ("17cyber;FR;reports;2026-01;;;", "bad-value", "leave no row"),
    ("17cyber;FR;reports;2026-01;;beaucoup;", "bad-value", "'beaucoup'"),
    ("17cyber;FR;reports;2026-01;;nan;", "bad-value", "1234"),
    ("17cyber;FR;reports;2026-01;;-1;", "bad-value", "at most"),
    ("17cyber;FR;reports;2026-01;;1,5;", "bad-value", "one by one"),
    (f"17cyber;FR;reports;2026-01;;{'9' * 400};", "bad-value", "at most"),
    ("17cyber;FR;satisfaction;2026-01;;81;", "bad-value", "at most 10"),
    ("17cyber;FR;answer_rate;2026-01;;93;", "bad-value", "at most 1"),
    ("17cyber;FR;satisfaction;2026-01;;8;peu", "bad-value", "n: 'peu'"),
    ("17cyber;FR;reports;2124-01;;1;", "period-not-over", "no total yet"),
    ("17cyber;FR", "bad-columns", ""),
]


@pytest.mark.parametrize(("line", "reason", "advice"), REFUSED, ids=[line[:50] for line, *_ in REFUSED])
def test_a_row_that_cannot_be_kept_says_its_line_and_what_to_write(
    tmp_path: Path, line: str, reason: str, advice: str
) -> None:
    path = drop(tmp_path / "a.csv", ["17cyber;FR;reports;2026-02;;3;", line, "17cyber;FR;reports;2026-03;;4;"])
    items = collect(path)
    (refusal,) = refusals(items)
    assert refusal.reason == reason
    assert refusal.where.startswith(f"{path}, line 3")
    assert advice in refusal.where
    assert len(refusal.where) < 300 + len(str(path))
    assert [each.value for each in measures(items)] == [3, 4]


def test_a_part_is_kept_beside_its_whole(tmp_path: Path) -> None:
    rows = ["17cyber;FR;contacts;2026-01;;5;;âge=15-24", "17cyber;FR;contacts;2026-01;;5;;age=15-24",
            "17cyber;unknown;contacts;2026-01;;5;;age=15-24", "17cyber;FR;contacts;2026-01;;5;;15-24"]  # fmt: skip
    items = collect(drop(tmp_path / "a.csv", rows, f"{HEADER};part"))
    assert [each.metric for each in measures(items)] == ["contacts/age=15-24"]
    assert [each.reason for each in refusals(items)] == ["bad-part"] * 3


def test_an_unknown_service_is_introduced_and_a_known_one_keeps_its_card(tmp_path: Path) -> None:
    rows = [
        "Guichet 7;FR;contacts;2026-01;;5;;Le guichet;Préfecture",
        "Guichet 7;FR;contacts;2026-02;;5;;Le guichet;Préfecture",
        "17cyber;FR;contacts;2026-01;;5;;Mon 17;Moi",
    ]
    items = collect(drop(tmp_path / "a.csv", rows, f"{HEADER};service_name;operator"))
    services = [item for item in items if isinstance(item, Service)]
    assert services == [Service(id="guichet-7", name="Le guichet", operator="Préfecture")]


def test_a_comma_separates_as_well_and_columns_come_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        '\ufeffValeur,Lieu,Service,Indicateur,Période,Commentaire\n"1 234,0",FR,17cyber,visites,2026-01,secret\n'
    )
    items = collect(path)
    assert [(each.metric, each.value) for each in measures(items)] == [("visits", 1234)]
    assert "secret" not in repr(items)


def test_a_period_that_was_not_over_when_the_file_was_written_waits(tmp_path: Path) -> None:
    path = drop(tmp_path / "a.csv", ["17cyber;FR;contacts;2024-01;;5;", "17cyber;FR;contacts;2024-02;;5;"])
    written = datetime(2024, 2, 10, tzinfo=UTC).timestamp()
    os.utime(path, (written, written))
    items = collect(path)
    assert len(measures(items)) == 1
    assert [each.reason for each in refusals(items)] == ["period-not-over"]
    os.utime(path, (0, 0))
    assert len(measures(collect(path))) == 2


def test_a_changed_file_is_read_again_and_an_unchanged_one_is_not(tmp_path: Path) -> None:
    path = drop(tmp_path / "a.csv", ["17cyber;FR;contacts;2026-01;;5;"])
    drop(tmp_path / "b.csv", ["17cyber;FR;contacts;2026-02;;5;"])
    items = collect(tmp_path)
    cursors = {item.partition: item.value for item in items if isinstance(item, Checkpoint)}
    assert set(cursors) == {"a.csv", "b.csv"}
    assert collect(tmp_path, cursors) == []
    drop(path, ["17cyber;FR;contacts;2026-01;;6;"])
    assert [each.value for each in measures(collect(tmp_path, cursors))] == [6]


def test_one_broken_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("service;place\n17cyber;FR\n")
    drop(tmp_path / "b.csv", ["17cyber;FR;contacts;2026-02;;5;"])
    items: list[Item] = []
    with pytest.raises(SourceBroken, match=r"a\.csv, line 1: these columns are missing: « metric »"):
        items.extend(load("counts", file=tmp_path).collect({}))
    assert len(measures(items)) == 1
