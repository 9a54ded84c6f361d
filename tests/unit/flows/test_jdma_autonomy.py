"""Users who needed no help, counted from exports of « Je donne mon avis »."""

from pathlib import Path

from flows.sources import Checkpoint, load
from graph.model import Measure
from tests.unit.flows.test_je_donne_mon_avis import LEGACY, NEW, export, from_file

TRIED = "Durant votre parcours, avez-vous tenté d’obtenir de l’aide par l’un des moyens suivants ?"


def test_who_needed_no_help_is_counted_once_by_review_and_day(tmp_path: Path) -> None:
    """By hand: 4 reviews answered on the 3rd, 3 of them needed no help; the 4th's only review ticked two ways."""
    said = ["Je n’ai pas eu besoin d’aide", "Je n'ai pas eu besoin d'aide", "Par chat / Une association", ""]
    rows = [NEW | {"Identifiant Avis": str(number), TRIED: text} for number, text in enumerate(said, start=1)]
    rows += [rows[0], NEW | {"Identifiant Avis": "7", TRIED: said[0]}]
    rows += [NEW | {"Identifiant Avis": "8", TRIED: "Chat / Autres", "Date de l'avis": "2026-11-04 08:05:00"}]
    path = export(tmp_path / "e.csv", *rows)
    items = from_file(path, service="thesee")
    found = [(item.metric, item.start.day, item.value, item.n) for item in items if isinstance(item, Measure)]
    assert found == [("autonomy", 3, 0.75, 4), ("autonomy", 4, 0.0, 1)]
    known = {item.partition: item.value for item in items if isinstance(item, Checkpoint)}
    again = list(load("je-donne-mon-avis", file=path, service="thesee").collect(known))
    assert again == [], "an export that was counted is not counted again"


def test_an_export_without_that_question_says_nothing_of_autonomy(tmp_path: Path) -> None:
    assert not [item for item in from_file(export(tmp_path / "e.csv", LEGACY)) if isinstance(item, Measure)]
