"""The export as it comes, damaged or not: what is good is kept, what is not is said with file and line."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.errors import SourceBroken
from flows.sources import Checkpoint, Item, Refusal
from flows.sources.services_publics_plus import ServicesPublicsPlus, Settings, make
from graph.model import Account, Message, Service

HEADER_2023 = (
    "ID expérience;Etat expérience;Date de publication;Titre;Description;Posté comme;Ressenti usager;"
    "Code INSEE Département usager;Intitulé département usager;ID structure 1;Intitulé structure 1;"
    "ID structure 2;Intitulé structure 2;ID structure 3;Intitulé structure  3"
)
HEADER_2022 = (
    "id;date_de_publication;titre;description;ressenti_usager;code_postal_usager;commune_usager;pseudonyme_usager;"
    "structure;réponses;date_de_1ere_réponse"
)
LABELS_2023, LABELS_2022 = HEADER_2023.split(";"), HEADER_2022.split(";")

ROW_2023 = {
    "ID expérience": "1001",
    "Date de publication": "06/07/2022 15:07",
    "Titre": "Accueil à la brigade",
    "Description": "J\x92ai attendu.\nLongtemps\x85",
    "Ressenti usager": "Négatif",
    "Code INSEE Département usager": "21.0",
    "Intitulé département usager": "Côte-d'Or",
    "ID structure 1": "abc12",
    "Intitulé structure 1": "Brigade inventée",
}
ROW_2022 = {
    "id": "17",
    "date_de_publication": "03/12/2021",
    "titre": "Pré-plainte",
    "description": "Simple ; rapide.",
    "ressenti_usager": "Positif",
    "code_postal_usager": "20200",
    "commune_usager": "Bastia",
    "pseudonyme_usager": "camille-du-port",
    "structure": "Pré-plainte en ligne",
    "réponses": "Bonjour, merci.",
    "date_de_1ere_réponse": "13/12/2021",
}


def export(labels: list[str], rows: list[dict[str, str]], delimiter: str = ";") -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, labels, delimiter=delimiter, lineterminator="\r\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def rows_2023(count: int) -> list[dict[str, str]]:
    return [ROW_2023 | {"ID expérience": str(1000 + number)} for number in range(count)]


def collector(path: Path, content: bytes, **settings: Any) -> ServicesPublicsPlus:
    path.write_bytes(content)
    return make(Settings(file=path, **settings))


def drain(stream: Iterator[Item]) -> tuple[list[Item], str | None]:
    """Return all that came, and the sentence of the error that ended it."""
    came: list[Item] = []
    try:
        for item in stream:
            came.append(item)
    except SourceBroken as error:
        return came, str(error)
    return came, None


def messages(came: list[Item]) -> list[Message]:
    return [item for item in came if isinstance(item, Message)]


def test_reads_the_export_of_2023(tmp_path: Path) -> None:
    came, error = drain(collector(tmp_path / "e.csv", export(LABELS_2023, [ROW_2023])).collect({}))
    assert error is None
    assert came[0] == Service(id="sp:abc12", name="Brigade inventée", kind="unit", operator="Services Publics+")
    assert came[1] == Message(
        id="services-publics-plus:1001",
        source_id="services-publics-plus",
        platform="services-publics-plus",
        kind="experience",
        text="Accueil à la brigade\n\nJ’ai attendu.\nLongtemps…",
        published_at=datetime(2022, 7, 6, 13, 7, tzinfo=UTC),
        precision="minute",
        lang="fr",
        rating=-1.0,
        answered=False,
        service_ids=("sp:abc12",),
        place_id="D21",
    )
    assert isinstance(came[2], Checkpoint)
    assert len(came) == 3


def test_reads_the_spelling_of_2022_and_the_answer(tmp_path: Path) -> None:
    came, error = drain(collector(tmp_path / "e.csv", export(LABELS_2022, [ROW_2022])).collect({}))
    experience, answer = messages(came)
    assert error is None
    assert (experience.precision, experience.place_id, experience.rating) == ("day", "D2B", 1.0)
    assert experience.published_at == datetime(2021, 12, 2, 23, tzinfo=UTC)
    assert (answer.reply_to, answer.text, answer.kind) == (experience.id, "Bonjour, merci.", "comment")
    assert [item.kind for item in came if isinstance(item, Account)] == ["institution"]
    assert not any(word in repr(came) for word in ("camille", "Bastia"))


@pytest.mark.parametrize("stray", [b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf", b'\xef\xbb\xbf"'])
def test_a_byte_order_mark_is_no_text(tmp_path: Path, stray: bytes) -> None:
    content = export(LABELS_2023, [ROW_2023])
    if stray.endswith(b'"'):
        content = content.replace(b"ID exp\xc3\xa9rience", b'ID exp\xc3\xa9rience"', 1)
    assert len(messages(drain(collector(tmp_path / "e.csv", stray + content).collect({}))[0])) == 1


REFUSED = [
    ("a date of no calendar", {"Date de publication": "31/02/2022"}, "bad-date"),
    ("no date", {"Date de publication": ""}, "bad-date"),
    ("no id", {"ID expérience": ""}, "bad-id"),
    ("5 MB in one field", {"Description": "a" * 5_000_000}, "too-large"),
    ("5 MB on many lines", {"Description": "a\n" * 2_500_000}, "too-large"),
    ("a feeling of no scale", {"Ressenti usager": "Mitigé"}, "bad-rating"),
]


@pytest.mark.parametrize(("fault", "reason"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_bad_row_is_refused_and_the_rest_goes_on(tmp_path: Path, fault: dict[str, str], reason: str) -> None:
    path = tmp_path / "e.csv"
    content = export(
        LABELS_2023, [ROW_2023, ROW_2023 | {"ID expérience": "2"} | fault, ROW_2023 | {"ID expérience": "3"}]
    )
    came, error = drain(collector(path, content).collect({}))
    refusals = [item for item in came if isinstance(item, Refusal)]
    assert error is None
    assert [(item.reason, item.where.split(", feeling")[0]) for item in refusals] == [(reason, f"{path}, line 4")]
    assert [message.id.rpartition(":")[2] for message in messages(came)][:: len(messages(came)) - 1] == ["1001", "3"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"2;;06/07/2022 15:07;x;caf\xe9 \xff;;Neutre;;;;;;;;\r\n", "bad-encoding"),
        (b"2;;06/07/2022 15:07;x\r\n", "bad-columns"),
        (b'2;;06/07/2022 15:07;"x"y;z;;Neutre;;;;;;;;\r\n', "bad-quotes"),
    ],
)
def test_bytes_that_are_no_row_are_refused(tmp_path: Path, row: bytes, reason: str) -> None:
    content = export(LABELS_2023, []) + row + export(LABELS_2023, [ROW_2023]).partition(b"\r\n")[2]
    came, error = drain(collector(tmp_path / "e.csv", content).collect({}))
    assert error is None
    assert [item for item in came if isinstance(item, Refusal)] == [Refusal(reason, f"{tmp_path / 'e.csv'}, line 2")]
    assert len(messages(came)) == 1


GOOD = export(LABELS_2023, rows_2023(3))
BROKEN = [
    ("empty", b"", "is empty"),
    ("only a mark", b"\xef\xbb\xbf\r\n", "is empty"),
    ("binary", b"PK\x03\x04\0\0" + GOOD, "is not a text file"),
    ("UTF-16", GOOD.decode().encode("utf-16"), "is not a text file"),
    ("commas", export(LABELS_2023, rows_2023(3), ","), "separated by ','"),
    ("tabs", export(LABELS_2023, rows_2023(3), "\t"), "separated by '\\t'"),
    ("another file", b"nom;age\r\nx;3\r\n", "missing: « ID expérience », « Date de publication », « Description »"),
    ("cut in quotes", GOOD[: GOOD.rindex(b"Longtemps")], "line 6: the file ends in the middle of this row"),
    ("cut in a row", GOOD.rstrip(b";\r\n"), "line 6: the file ends in the middle of this row"),
    ("never closed", GOOD + b'9;;"' + b"text\r\n" * 400_000, "line 8: this row is larger than 2 MB"),
]


@pytest.mark.parametrize(("content", "sentence"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_file_is_named_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, sentence: str
) -> None:
    path = tmp_path / "e.csv"
    monkeypatch.setattr("flows.rows.MAX_RECORD", 2_000_000)
    came, error = drain(collector(path, content).collect({}))
    assert error is not None
    assert str(path) in error
    assert sentence in error
    assert "\n" not in error
    # whatever was read before the fault is covered by the last checkpoint, and by none beyond it
    assert len(messages(came)) == {"cut in quotes": 2, "cut in a row": 2, "never closed": 3}.get(_name(content), 0)
    assert not came or isinstance(came[-1], Checkpoint)


def _name(content: bytes) -> str:
    return next(name for name, known, _ in BROKEN if known is content)


def test_a_missing_file_and_a_directory_are_said(tmp_path: Path) -> None:
    for path, sentence in ((tmp_path / "none.csv", "does not exist"), (tmp_path, "is a directory")):
        _, error = drain(make(Settings(file=path)).collect({}))
        assert error is not None
        assert f"{path} {sentence}" in error


def test_every_checkpoint_resumes_without_gap_or_repeat(tmp_path: Path) -> None:
    source = collector(tmp_path / "e.csv", export(LABELS_2023, rows_2023(11)), checkpoint_rows=2)
    came, _ = drain(source.collect({}))
    everything = [message.id for message in messages(came)]
    checkpoints = [place for place, item in enumerate(came) if isinstance(item, Checkpoint)]
    assert len(checkpoints) == 6
    for place in checkpoints:
        checkpoint = came[place]
        assert isinstance(checkpoint, Checkpoint)
        before = [message.id for message in messages(came[:place])]
        after = [message.id for message in messages(drain(source.collect({"": checkpoint.value}))[0])]
        assert before + after == everything


def test_lines_are_right_after_a_resume(tmp_path: Path) -> None:
    rows = [*rows_2023(2), ROW_2023 | {"Date de publication": "hier"}]
    source = collector(tmp_path / "e.csv", export(LABELS_2023, rows), checkpoint_rows=1)
    first = next(item for item in source.collect({}) if isinstance(item, Checkpoint))
    refusal = next(item for item in source.collect({"": first.value}) if isinstance(item, Refusal))
    assert refusal.where == f"{tmp_path / 'e.csv'}, line 6"


def test_a_changed_file_is_read_from_its_start(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    came, _ = drain(collector(path, export(LABELS_2023, rows_2023(3))).collect({}))
    assert isinstance(came[-1], Checkpoint)
    cursors = {"": came[-1].value}
    assert drain(make(Settings(file=path)).collect(cursors))[0] == []
    assert len(messages(drain(collector(path, export(LABELS_2023, rows_2023(4))).collect(cursors))[0])) == 4
    assert len(messages(drain(make(Settings(file=path)).collect({"": "nonsense:x"}))[0])) == 4


def test_every_batch_names_its_services(tmp_path: Path) -> None:
    came, _ = drain(collector(tmp_path / "e.csv", export(LABELS_2023, rows_2023(4)), checkpoint_rows=2).collect({}))
    assert [type(item).__name__ for item in came] == ["Service", "Message", "Message", "Checkpoint"] * 2
