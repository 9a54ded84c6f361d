"""Invented input that sources can read: an export of experiences, a scenario folder."""

import csv
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

START = datetime(2026, 3, 1, tzinfo=UTC)

COLUMNS = (
    "ID expérience", "Date de publication", "Titre", "Description", "Ressenti usager",
    "Code INSEE Département usager", "ID structure 1", "Intitulé structure 1", "Réponse structure 1",
    "Date de 1ère réponse",
)  # fmt: skip


def write_export(path: Path, count: int, *, bad: Sequence[int] = ()) -> Path:
    """Write `count` experiences, those numbered in `bad` without a date."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(COLUMNS)
        for number in range(count):
            date = "" if number in bad else f"{1 + number % 28:02}/03/2023 10:{number % 60:02}"
            unit = number % 7
            rows.writerow(
                (number, date, f"Plainte {number}", f"J’ai attendu {number} minutes ;\nquel accueil !", "Positif",
                 "21", f"u{unit}", f"Brigade {unit}", *(("Merci.", "30/03/2023") if number % 3 == 0 else ("", "")))
            )  # fmt: skip
    return path


def write_scenario(folder: Path, count: int) -> Path:
    """Write a scenario of `count` messages, one a minute, with a measure, a hazard, an action and an outage."""
    folder.mkdir(parents=True)
    end = START + timedelta(minutes=count)
    (folder / "scenario.toml").write_text(
        f'name = "Essai"\nzone = ["D21"]\nstarts_at = "{_moment(0)}"\n'
        f'crisis_at = "{_moment(count // 2)}"\nends_at = "{_iso(end)}"\n',
        encoding="utf-8",
    )
    _write(folder / "messages.jsonl", [_message(number) for number in range(count)])
    _write(
        folder / "measures.jsonl",
        [{"service": "17cyber", "place": "D21", "metric": "reports", "from": _moment(0), "to": _moment(9), "value": 4}],
    )
    _write(
        folder / "hazards.jsonl",
        [
            {
                "id": "h1",
                "phenomenon": "crue",
                "level": "orange",
                "from": _moment(3),
                "to": _moment(9),
                "places": ["D21"],
            }
        ],
    )
    _write(
        folder / "actions.jsonl",
        [
            {
                "id": "a1",
                "kind": "denial",
                "text": "C'est faux.",
                "channel": "rss",
                "at": _moment(5),
                "places": ["21231"],
            }
        ],
    )
    _write(folder / "outages.jsonl", [{"platform": "mastodon", "from": _moment(6), "to": _moment(8)}])
    return folder


def _message(number: int) -> dict[str, Any]:
    return {
        "id": f"mastodon:{number}",
        "platform": "mastodon",
        "kind": "comment" if number % 5 == 4 else "post",
        "text": f"L'eau monte à Dijon, message {number} #crue https://exemple.fr/{number % 11}",
        "lang": "fr",
        "published_at": _moment(number),
        "author": f"habitant-{number % 37}",
        **({"reply_to": f"mastodon:{number - 1}"} if number % 5 == 4 else {}),
    }


def _write(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def _moment(minutes: int) -> str:
    return _iso(START + timedelta(minutes=minutes))


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
