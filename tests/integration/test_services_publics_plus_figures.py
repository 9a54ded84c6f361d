"""Figures of Services Publics+ on the real export, where it is at hand, against its columns as polars counts them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from flows.cli import app
from graph import server
from graph.store import Store, connect
from signals.facts import Facts, Scope, read
from signals.indicators import Value, by_id

EXPORT = Path(__file__).parents[3] / "shared" / "data" / "services-publics-plus" / "export-experiences.csv"
pytestmark = [pytest.mark.neo4j, pytest.mark.skipif(not EXPORT.exists(), reason="the export is not at hand")]

ALWAYS = Scope(datetime(2000, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
IN_2022 = Scope(datetime(2021, 12, 31, 23, tzinfo=UTC), datetime(2022, 12, 31, 23, tzinfo=UTC))
FEELING = {"Positif": 1, "Neutre": 0, "Négatif": -1}
TAGS = {
    "accessibility": "Accessibilité",
    "information": "Information/Explication",
    "relation": "Relation",
    "reactivity": "Réactivité",
    "simplicity": "Simplicité/Complexité",
}


@pytest.fixture(scope="module")
def export() -> pl.DataFrame:
    """The export as polars reads it, nothing of ours in between."""
    rows = pl.read_csv(EXPORT, separator=";", infer_schema=False)
    return rows.with_columns(
        day=pl.col("Date de publication").str.slice(0, 10).str.to_date("%d/%m/%Y"),
        felt=pl.col("Ressenti usager").replace_strict(FEELING, return_dtype=pl.Int64),
    )


@pytest.fixture(scope="module")
def store(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The export collected by the command line into a graph of its own."""
    home = tmp_path_factory.mktemp("home")
    server.copy(prepared, home / "graphs" / "experiences")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CYBERIMPACT_HOME", str(home))
        patch.setenv("CYBERIMPACT_GRAPH", "experiences")
        command = ["collect", "services-publics-plus", "--file", str(EXPORT), "--no-understand"]
        assert CliRunner().invoke(app, command, catch_exceptions=False).exit_code == 0
        with connect("experiences") as opened:
            yield opened
    server.stop(home / "graphs" / "experiences")


def computed(store: Store, name: str, scope: Scope = ALWAYS) -> Value:
    found = by_id()[name].compute(facts(store, scope))
    assert found is not None
    return found


def facts(store: Store, scope: Scope) -> Facts:
    return read(store.rows, scope)


def of_2022(export: pl.DataFrame) -> pl.DataFrame:
    return export.filter(pl.col("day").dt.year() == 2022)


def test_answer_rate(store: Store, export: pl.DataFrame) -> None:
    answered = export.filter(pl.col("Statut de l'expérience") == "Expérience avec réponse").height
    found = computed(store, "answer_rate")
    assert (found.value, found.n) == (answered / export.height, export.height)


@pytest.mark.parametrize("year", [False, True], ids=["all", "2022"])
def test_balance_of_feeling(store: Store, export: pl.DataFrame, year: bool) -> None:
    rows = of_2022(export) if year else export
    found = computed(store, "feeling_balance", IN_2022 if year else ALWAYS)
    assert (found.value, found.n) == (pytest.approx(rows["felt"].mean()), rows.height)  # type: ignore[comparison-overlap]


def test_tags(store: Store, export: pl.DataFrame) -> None:
    found = computed(store, "aspects")
    told = {part.name: (part.value, part.n) for part in found.parts}
    for name, column in TAGS.items():
        good, bad = (export.filter(pl.col(column) == word).height for word in ("Positif", "Négatif"))
        assert told[name] == (pytest.approx(good / (good + bad)), good + bad)  # type: ignore[comparison-overlap]
    assert found.n == sum(n for _, n in told.values())


def test_this_export_dates_no_answer_so_there_is_no_delay(store: Store) -> None:
    assert by_id()["answer_days"].compute(facts(store, ALWAYS)) is None


def test_experiences_by_departement(store: Store, export: pl.DataFrame) -> None:
    known = export.drop_nulls("Code INSEE Département usager")
    codes = known["Code INSEE Département usager"].str.strip_suffix(".0").str.zfill(2)
    counted = dict(codes.value_counts().iter_rows())
    rows = store.rows("barometre_experiences_map", since=ALWAYS.since, until=ALWAYS.until)
    found = {row["place_id"]: row["experiences"] for row in rows}
    # Corsica's codes are empty in the export: its départements are told by their names
    assert {place: n for place, n in found.items() if place and place[1:] in counted} == {
        f"D{code}": n for code, n in counted.items()
    }
