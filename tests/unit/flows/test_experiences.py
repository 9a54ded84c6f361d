"""Services Publics+ from its portal: late answers, the whole dataset once a month, other spellings of fields."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.errors import SourceBroken, SourceUnavailable
from flows.probing import probe
from flows.sources import Checkpoint, Item, Refusal, load
from flows.sources.services_publics_plus import State
from graph.model import Message, Service
from tests.days import today_in_france as today
from tests.stages.opendatasoft import Portal
from tests.stages.services_publics_plus import FIELDS, answered, experience
from tests.stages.site import Site, serving


def yesterdays() -> State:
    return State(seen=(today() - timedelta(days=1)).isoformat(), full=(today() - timedelta(days=3)).isoformat())


@pytest.fixture
def portal() -> Portal:
    return Portal("invente", FIELDS, [experience(1, 400), experience(2, 40), experience(3, 2)])


@pytest.fixture
def site(portal: Portal) -> Iterator[Site]:
    with serving(portal.answer) as opened:
        yield opened


def collect(site: Site, cursor: State | str | None = None, **settings: Any) -> list[Item]:
    source = load("services-publics-plus", portal=site.address, dataset="invente", tries=1, **settings)
    value = cursor.dump() if isinstance(cursor, State) else cursor
    return list(source.collect({} if value is None else {"invente": value}))


def ids(came: list[Item]) -> list[str]:
    return [item.id.partition(":")[2] for item in came if isinstance(item, Message)]


def state(came: list[Item]) -> State:
    (*_, last) = (item for item in came if isinstance(item, Checkpoint))
    assert last.partition == "invente"
    return State.load(last.value)


def test_the_first_time_what_is_recent_comes_first_and_then_all(site: Site) -> None:
    came = collect(site)
    assert ids(came) == ["2", "3", "1", "2", "3"]
    assert state(came) == State(seen=(today() - timedelta(days=2)).isoformat(), full=today().isoformat())


def test_then_only_the_last_sixty_days_are_asked_for(site: Site) -> None:
    came = collect(site, yesterdays())
    assert ids(came) == ["2", "3"]
    since = today() - timedelta(days=62)
    assert [asked.query.get("where") for asked in site.requests] == [None, f"date_de_publication >= date'{since}'"]
    assert state(came).full == yesterdays().full


def test_after_months_of_absence_nothing_is_jumped_over(site: Site) -> None:
    absent = State(seen=(today() - timedelta(days=390)).isoformat(), full=today().isoformat())
    assert ids(collect(site, absent)) == ["1", "2", "3"]


def test_an_answer_that_comes_late_changes_only_what_it_adds(site: Site, portal: Portal) -> None:
    before = [item for item in collect(site, yesterdays()) if isinstance(item, Message)]
    portal.rows[1] = answered(portal.rows[1], 0)
    after = [item for item in collect(site, yesterdays()) if isinstance(item, Message)]
    experiences = [item for item in after if item.kind == "experience"]
    assert [replace(item, answered=item.id.endswith(":2")) for item in before] == experiences
    assert [item.answered for item in before] == [False] * len(before)
    (answer,) = (item for item in after if item.kind == "comment")
    assert (answer.id, answer.reply_to) == ("services-publics-plus:2-answer", "services-publics-plus:2")


def test_the_whole_dataset_is_read_again_once_a_month(site: Site, portal: Portal) -> None:
    due = State(seen=today().isoformat(), full=(today() - timedelta(days=30)).isoformat())
    assert ids(collect(site, due)) == ["2", "3", "1", "2", "3"]
    assert portal.exports == 1


def test_a_killed_reading_of_the_whole_goes_on_where_it_stopped(site: Site, portal: Portal) -> None:
    portal.rows[:] = [experience(number, 500 - number) for number in range(1, 9)]
    came = collect(site, checkpoint_rows=3)
    values = [item.value for item in came if isinstance(item, Checkpoint)]
    reached = State.load(values[1]).reached
    assert reached == (today() - timedelta(days=497)).isoformat()
    # a day's margin: the portal's days need not begin with ours
    assert ids(collect(site, values[1])) == ["2", "3", "4", "5", "6", "7", "8"]


def test_a_clock_that_runs_ahead_does_not_move_the_cursor(site: Site, portal: Portal) -> None:
    portal.rows.append(experience(9, -300))
    assert state(collect(site, yesterdays())).seen == yesterdays().seen


def test_what_the_purpose_does_not_need_is_not_even_asked_for(site: Site) -> None:
    came = collect(site)
    asked = [asked.query["select"] for asked in site.requests if "select" in asked.query]
    assert asked
    assert not any("pseudonyme" in select or "commune" in select for select in asked)
    assert not any(word in repr(came) for word in ("camille", "Dijon"))


def test_fields_are_found_by_label_where_their_names_differ(site: Site, portal: Portal) -> None:
    names = {name: f"champ_{number}" for number, name in enumerate(FIELDS)}
    portal.fields = {names[name]: kind for name, kind in FIELDS.items()}
    portal.rows[:] = [{names[name]: value for name, value in row.items()} for row in portal.rows]
    came = collect(site)
    assert ids(came) == ["2", "3", "1", "2", "3"]
    assert next(item for item in came if isinstance(item, Message)).aspects == ("relation:1",)


def test_dates_that_cannot_be_compared_mean_the_whole_each_time(site: Site, portal: Portal) -> None:
    portal.fields = FIELDS | {"date_de_publication": ("Date de publication", "text")}
    for row in portal.rows:
        row["date_de_publication"] = "03/11/2025"
    assert ids(collect(site)) == ["1", "2", "3"]
    assert ids(collect(site, yesterdays())) == ["1", "2", "3"]
    assert not any("where" in asked.query for asked in site.requests)


def test_another_dataset_is_told_from_this_one(site: Site, portal: Portal) -> None:
    portal.fields = {"code": ("Code SP+", "text")}
    with pytest.raises(SourceBroken, match="has no field « ID expérience », « Date de publication », « Description »"):
        collect(site)


@pytest.mark.parametrize("left", [0, 1], ids=["used up by others", "used up by us"])
def test_a_used_up_quota_says_until_when(site: Site, portal: Portal, left: int) -> None:
    portal.quota = left
    with pytest.raises(SourceUnavailable, match=r"try again in \d+ s") as caught:
        collect(site)
    assert caught.value.retry_after is not None
    assert caught.value.retry_after > 3_600
    assert len(site.requests) == 1


def test_a_cursor_of_another_kind_means_that_nothing_is_known(site: Site) -> None:
    for value in ("nonsense", "[]", '{"seen": "hier"}', '{"other": 1}'):
        assert len(ids(collect(site, value))) == 5


def test_a_file_that_is_missing_does_not_stop_the_portal(site: Site, tmp_path: Path) -> None:
    source = load(
        "services-publics-plus", portal=site.address, dataset="invente", tries=1, file=tmp_path / "absent.csv"
    )
    came: list[Item] = []

    def everything() -> None:
        for item in source.collect({}):
            came.append(item)

    with pytest.raises(SourceBroken, match=r"absent\.csv does not exist"):
        everything()
    assert len(ids(came)) == 5


GENDARMERIE = "Brigade de gendarmerie, Unité Numérique, Service en ligne Perceval"
ROW = {
    "id": "17",
    "date_de_publication": "03/12/2021",
    "description": "Simple ; rapide.",
    "ressenti_usager": "Positif",
    "écrit_le": "NULL",
    "titre": "NULL",
    "typologies": "Préfecture | Service en ligne Perceval",
    "tags_généraux_simplicitécomplexité": "Positif",
    "tags_généraux_informationexplication": "Négatif",
    "tags_généraux_relation": "Neutre",
    "tags_généraux_accessibilité": "",
}
SPELLINGS = {
    "one": {"code_postaux": "97200", "réponses": "Merci.", "date_de_1ere_réponse": "13/12/2021"},
    "the other": {"code_postal_usager": "97200", "réponses": "Merci.", "date_de_premiere_réponse": "13/12/2021"},
}


def file_of(path: Path, *rows: dict[str, str]) -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
    return path


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_layout_of_2022_is_read_in_both_spellings(tmp_path: Path, spelling: str) -> None:
    path = file_of(tmp_path / "e.csv", ROW | SPELLINGS[spelling])
    said, answer = (item for item in load("services-publics-plus", file=path).collect({}) if isinstance(item, Message))
    assert said.text == "Simple ; rapide."
    assert said.aspects == ("information:-1", "relation:0", "simplicity:1")
    assert (said.place_id, said.service_ids) == ("D972", ("perceval",))
    assert answer.published_at == datetime(2021, 12, 12, 23, tzinfo=UTC)


def test_only_the_wanted_kinds_of_services_are_kept(tmp_path: Path) -> None:
    others = [ROW | {"id": "18", "typologies": "CAF"}, ROW | {"id": "19", "typologies": "UNITE NUMERIQUE"}]
    path = file_of(tmp_path / "e.csv", ROW, *others)
    came = list(load("services-publics-plus", file=path, typologies=GENDARMERIE).collect({}))
    assert ids(came) == ["17", "19"]
    assert isinstance(came[-1], Checkpoint)
    assert not any(isinstance(item, Service | Refusal) for item in came)


def test_a_probe_reads_one_row_and_asks_for_the_fields(site: Site, portal: Portal, tmp_path: Path) -> None:
    source = load(
        "services-publics-plus", portal=site.address, dataset="invente", file=file_of(tmp_path / "e.csv", ROW)
    )
    probe(source)
    assert len(site.requests) == 1
    portal.fields = {"code": ("Code SP+", "text")}
    with pytest.raises(SourceBroken, match="has no field"):
        probe(source)
