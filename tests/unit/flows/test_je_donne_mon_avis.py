"""« Je donne mon avis »: its scores by its own formulas, exports of three years, the interface's limits."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import SourceBroken, SourceError, SourceRefused, SourceUnavailable
from flows.jdma.scores import Score, scores
from flows.probing import probe
from flows.sources import Checkpoint, Item, Refusal, load
from flows.stretches import Stretch
from graph.model import Measure, Message, Service
from tests.days import today
from tests.stages.je_donne_mon_avis import KEY, ROOT, Platform, Review, review
from tests.stages.site import Fault, Site, serving
from tests.workbook import Cell, write


def answers(text: str) -> Counter[tuple[str, str, str]]:
    """`satisfaction good x 3, contact_reached bad Non x 1` as counted answers."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for part in filter(None, text.split(", ")):
        said, _, n = part.partition(" x ")
        code, intention, *label = said.split(" ")
        counted[code, intention, " ".join(label)] += int(n)
    return counted


FORMULAS = [
    ("satisfaction good x 3, satisfaction medium x 1, satisfaction bad x 1", [Score("satisfaction", 7.0, 5)]),
    ("satisfaction bad x 4", [Score("satisfaction", 0.0, 4)]),
    (
        "comprehension very_good x 1, comprehension good x 1, comprehension medium x 1, comprehension bad x 1, "
        "comprehension very_bad x 1",
        [Score("comprehension", 5.0, 5)],
    ),
    (
        "contact_reached good Oui x 3, contact_reached bad Non x 1",
        [Score("contact_reached", 0.75, 4), Score("contact_overall", 0.0, 1)],
    ),
    (
        "contact_reached good Oui x 2, contact_reached bad Non x 2, contact_satisfaction very_good x 1, "
        "contact_satisfaction bad x 1",
        [
            Score("contact_reached", 0.5, 4),
            Score("contact_satisfaction", 6.25, 2),
            Score("contact_overall", 3.125, 4),
        ],
    ),
    ("contact_reached good Oui x 2", [Score("contact_reached", 1.0, 2)]),
    ("contact_tried good x 9, easy good x 3", []),
    ("", []),
]


@pytest.mark.parametrize(("said", "expected"), FORMULAS, ids=[case[0][:60] or "nothing" for case in FORMULAS])
def test_scores_follow_the_formulas_of_the_platform(said: str, expected: list[Score]) -> None:
    assert list(scores(answers(said))) == expected


@given(st.lists(st.integers(0, 50), min_size=13, max_size=13))
def test_scores_stay_within_their_scale_and_rest_on_their_answers(counts: list[int]) -> None:
    kinds = [("satisfaction", mark, "") for mark in ("good", "medium", "bad")]
    five = ("very_good", "good", "medium", "bad")
    kinds += [(code, mark, "") for code in ("comprehension", "contact_satisfaction") for mark in five]
    kinds += [("contact_reached", "good", "Oui"), ("contact_reached", "bad", "Non")]
    for score in scores(Counter(dict(zip(kinds, counts, strict=True)))):
        assert 0 <= score.value <= (1 if score.metric == "contact_reached" else 10)
        assert score.n > 0


# The interface


@pytest.fixture
def platform() -> Platform:
    return Platform([review(1, 30), review(2, 9, "bad"), review(3, 9, "medium"), review(4, 1, comment=None)])


@pytest.fixture
def site(platform: Platform) -> Iterator[Site]:
    with serving(platform.answer) as opened:
        yield opened


def collect(site: Site, cursors: dict[str, str] | None = None, **settings: Any) -> list[Item]:
    chosen = {"api_key": KEY, "first_day": today() - timedelta(days=40), "tries": 1} | settings
    return list(load("je-donne-mon-avis", base_url=f"{site.address}{ROOT}", **chosen).collect(cursors or {}))


def cursors_of(items: Sequence[Item]) -> dict[str, str]:
    return {item.partition: item.value for item in items if isinstance(item, Checkpoint)}


def measured(items: Sequence[Item]) -> dict[tuple[str, int], tuple[float, int | None]]:
    """Value and number of answers by metric and days ago."""
    return {
        (item.metric, (today() - item.start.date()).days): (item.value, item.n)
        for item in items
        if isinstance(item, Measure) and "/" not in item.metric
    }


def messages(items: Sequence[Item]) -> list[Message]:
    return [item for item in items if isinstance(item, Message)]


def test_scores_are_kept_by_service_and_day_with_their_answers(site: Site) -> None:
    items = collect(site)
    assert measured(items) == {
        ("satisfaction", 30): (10.0, 1),
        ("satisfaction", 9): (2.5, 2),
        ("satisfaction", 1): (10.0, 1),
    }
    parts = {item.metric: item.value for item in items if isinstance(item, Measure) and "/" in item.metric}
    assert parts["satisfaction/answer=medium"] == 1.0
    assert items[0] == Service(
        id="jdma:3119", name="Démarche inventée", kind="procedure", operator="Gendarmerie nationale"
    )
    assert not messages(items)
    measure = next(item for item in items if isinstance(item, Measure))
    assert (measure.service_id, measure.place_id, measure.start.hour) == ("jdma:3119", "FR", 0)


def test_answers_of_all_forms_of_a_service_count_together(site: Site, platform: Platform) -> None:
    platform.reviews.append(Review(5, platform.reviews[1].created, [("satisfaction", "good", "Très bien")], form=21))
    assert measured(collect(site))["satisfaction", 9] == (5.0, 3)


def test_a_day_without_answers_has_no_score(site: Site, platform: Platform) -> None:
    platform.reviews.clear()
    assert not measured(collect(site))


def test_a_service_can_be_one_of_the_catalogue(site: Site) -> None:
    items = collect(site, services={"3119": "plainte-en-ligne"})
    assert {item.service_id for item in items if isinstance(item, Measure)} == {"plainte-en-ligne"}
    assert {item.id for item in items if isinstance(item, Service)} == {"jdma:3120"}


def test_no_question_names_more_than_ten_services(site: Site, platform: Platform) -> None:
    platform.products = {number: (f"Démarche {number}", [20 + number]) for number in range(1, 24)}
    items = collect(site)
    asked = [json.loads(each.body)["product_ids"] for each in site.requests if each.method == "POST"]
    assert {len(each) for each in asked} == {10, 3}
    assert len(cursors_of(items)) == 23


def test_a_day_later_only_the_last_week_is_asked_for(site: Site) -> None:
    yesterdays = Stretch(today() - timedelta(days=40), today() - timedelta(days=1)).dump()
    collect(site, {"statistics/3119": yesterdays, "statistics/3120": yesterdays})
    (asked,) = [json.loads(each.body) for each in site.requests if each.method == "POST"]
    assert (asked["start_date"], asked["end_date"]) == (str(today() - timedelta(days=8)), str(today()))
    assert asked["interval"] == "day"


def test_a_service_that_joins_later_is_read_from_the_first_day(site: Site, platform: Platform) -> None:
    cursors = cursors_of(collect(site))
    platform.products = {**platform.products, 3121: ("Nouvelle démarche", [23])}
    platform.reviews.append(Review(9, platform.reviews[0].created, [("satisfaction", "bad", "Pas bien")], form=23))
    items = collect(site, cursors)
    assert ("satisfaction", 30) in measured(items)
    assert set(cursors_of(items)) == {"statistics/3119", "statistics/3120", "statistics/3121"}


def test_comments_are_read_where_the_interface_opens_them(site: Site, platform: Platform) -> None:
    platform.page = 1
    items = collect(site, reviews=True)
    found = {message.id.rpartition(":")[2]: message for message in messages(items)}
    assert set(found) == {"1", "2", "3"}
    assert {name: message.rating for name, message in found.items()} == {"1": 1.0, "2": -1.0, "3": 0.0}
    assert found["1"] == Message(
        id="je-donne-mon-avis:1",
        source_id="je-donne-mon-avis",
        platform="je-donne-mon-avis",
        kind="review",
        text="Simple et rapide.",
        published_at=found["1"].published_at,
        rating=1.0,
        service_ids=("jdma:3119",),
    )
    assert "camille" not in repr(items)


def test_a_form_for_faults_gives_reports_without_a_mark(site: Site, platform: Platform) -> None:
    said = [("bug_kind", "neutral", "BUG"), ("verbatim", "neutral", "La page reste blanche.")]
    platform.reviews = [Review(8, datetime.now(UTC) - timedelta(days=1), said, form=21)]
    (message,) = messages(collect(site, reviews=True))
    assert (message.kind, message.rating, message.text) == ("report", None, "La page reste blanche.")


def test_comments_that_are_closed_do_not_stop_the_scores(site: Site, platform: Platform) -> None:
    platform.opened = False
    items: list[Item] = []
    stream = load(
        "je-donne-mon-avis", base_url=f"{site.address}{ROOT}", api_key=KEY, tries=1, reviews=True,
        first_day=today() - timedelta(days=40),
    ).collect({})  # fmt: skip

    def everything() -> None:
        for item in stream:
            items.append(item)

    with pytest.raises(SourceBroken, match="/avis"):
        everything()
    assert len(measured(items)) == 3


def test_one_question_that_fails_does_not_stop_the_others(site: Site, platform: Platform) -> None:
    platform.products = {number: (f"Démarche {number}", [20 + number]) for number in range(1, 13)}
    site.faults.extend([None, Fault(status=500)])
    items: list[Item] = []
    stream = load("je-donne-mon-avis", base_url=f"{site.address}{ROOT}", api_key=KEY, tries=1, first_day=today())

    def everything() -> None:
        for item in stream.collect({}):
            items.append(item)

    with pytest.raises(SourceUnavailable):
        everything()
    assert set(cursors_of(items)) == {"statistics/11", "statistics/12"}


def test_a_wrong_key_is_refused_and_not_shown(site: Site) -> None:
    with pytest.raises(SourceRefused, match="check the credentials") as caught:
        collect(site, api_key="confidential")
    assert "confidential" not in str(caught.value)


NONSENSE = [
    ("services", b"[]"),
    ("services", b'{"data": [{"id": "x", "title": "t", "entity": "e", "forms": []}]}'),
    ("statistiques", b'{"data": []}'),
    ("statistiques", b'{"data": {"data": [{"product_id": "3119", "forms": [{"intervals": [{"date": "all_time"}]}]}]}}'),
    ("avis", b"{}"),
    ("avis", b'{"data": {}, "metadata": {"form_template_slug": "root", "next_cursor": null}}'),
    ("avis", b'{"data": [], "metadata": {"form_template_slug": "root", "next_cursor": 3}}'),
]


@pytest.mark.parametrize(("path", "body"), NONSENSE)
def test_nonsense_is_said_in_one_sentence(site: Site, path: str, body: bytes) -> None:
    before = {"services": 0, "statistiques": 1, "avis": 2}[path]
    site.faults.extend([*[None] * before, Fault(body=body)])
    with pytest.raises(SourceError, match=f"{ROOT}/{path} answered something unexpected"):
        collect(site, reviews=True, first_day=today())


def test_the_imitation_refuses_what_the_platform_refuses(site: Site, platform: Platform) -> None:
    headers = {"authorization": f"Bearer {KEY}"}
    wanted = {"start_date": "2026-01-01", "end_date": "2026-12-31", "product_ids": [99]}
    assert httpx.post(f"{site.address}{ROOT}/statistiques", json=wanted, headers=headers).status_code == 400
    platform.products = {number: ("x", [number]) for number in range(11)}
    wanted["product_ids"] = list(range(11))
    answer = httpx.post(f"{site.address}{ROOT}/statistiques", json=wanted, headers=headers)
    assert "max 10" in answer.json()["message"]
    assert httpx.get(f"{site.address}{ROOT}/avis?form_id=1&limit=101", headers=headers).status_code == 400
    assert httpx.get(f"{site.address}{ROOT}/services").status_code == 401


# The exports

NEW = {
    "Date de l'avis": "2026-11-03 08:05:00",
    "Nom du formulaire": "Évaluation de la satisfaction usager",
    "Lien d'intégration": "Bouton principal",
    "Identifiant Avis": "471",
    "De façon générale, comment ça s’est passé ?": "Très bien",
    "Qu'avez-vous pensé des informations et des instructions fournies ?": "5",
    "Durant votre parcours, avez-vous tenté d’obtenir de l’aide par l’un des moyens suivants ?": "Chat / Autres",
    "Quels autres types d'aide avez-vous utilisés ?": "Un voisin",
    "Souhaitez-vous nous en dire plus ?": "Simple ; rapide,\net clair.",
    "Adresse mail": "camille@exemple.fr",
}
OF_2024 = {
    "Review ID": "471",
    "Form ID": "2",
    "Product ID": "3119",
    "Button ID": "9",
    "XWiki ID": "",
    "Review Created At": "2026-11-03 08:05:00",
    "Comment s'est passée cette démarche pour vous ?": "Très bien",
    "Quels autres types d'aide avez-vous utilisés ?": "Un voisin",
    "Souhaitez-vous nous en dire plus ?": "Simple ; rapide,\net clair.",
}
LEGACY = {
    "Date": "03/11/2026",
    "ID": "471",
    "Bouton": "Bouton principal",
    "Satisfaction démarche": "Bien",
    "Facilité démarche": "Oui",
    "Langage démarche": "Très clair",
    "Difficultés": "Oui",
    "Difficultés détails": "Autre",
    "Difficultés commentaire": "Un voisin",
    "Contact tenté": "Non",
    "Contact réussi": "",
    "Contact canal": "",
    "Contact canal commentaire": "",
    "Contact détails": "",
    "Contact satisfaction": "",
    "Aide": "Non",
    "Aide détails": "",
    "Aide commentaire": "",
    "Commentaire": "Simple ; rapide,\net clair.",
}
LAYOUTS = {"of 2026": NEW, "of 2024": OF_2024, "of 2022": LEGACY}


def export(path: Path, *rows: dict[str, str], delimiter: str = ",") -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue())
    return path


def from_file(path: Path, cursor: str | None = None, **settings: Any) -> list[Item]:
    return list(load("je-donne-mon-avis", file=path, **settings).collect({"": cursor} if cursor else {}))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_exports_of_every_year_are_read(tmp_path: Path, layout: str, delimiter: str) -> None:
    items = from_file(export(tmp_path / "e.csv", LAYOUTS[layout], delimiter=delimiter), service="thesee")
    (message,) = messages(items)
    assert message.id == "je-donne-mon-avis:471"
    assert message.text == "Simple ; rapide,\net clair.\n\nUn voisin"
    assert (message.kind, message.rating) == ("review", 1.0)
    day = layout == "of 2022"
    assert message.published_at == datetime(2026, 11, 3, *((0, 0) if day else (8, 5)), tzinfo=UTC)
    assert message.precision == ("day" if day else "second")
    assert message.service_ids == (("jdma:3119",) if layout == "of 2024" else ("thesee",))
    assert isinstance(items[-1], Checkpoint)


def test_no_address_is_ever_read(tmp_path: Path) -> None:
    assert "camille" not in repr(from_file(export(tmp_path / "e.csv", NEW)))


def test_a_workbook_says_the_same(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 3, 8, 5)  # noqa: DTZ001
    cells: list[Cell] = [moment, *list(NEW.values())[1:3], 471.0, *list(NEW.values())[4:]]
    path = write(tmp_path / "e.xlsx", {"2026": [list(NEW), cells]})
    assert messages(from_file(path)) == messages(from_file(export(tmp_path / "e.csv", NEW)))


ROWS = [
    ({"Identifiant Avis": "12.0"}, []),
    ({"Identifiant Avis": "../x"}, ["bad-id"]),
    ({"Date de l'avis": "hier"}, ["bad-date"]),
    ({"De façon générale, comment ça s’est passé ?": "Parfait"}, ["bad-rating"]),
    ({"De façon générale, comment ça s’est passé ?": ""}, []),
    ({"Souhaitez-vous nous en dire plus ?": " ", "Quels autres types d'aide avez-vous utilisés ?": ""}, ["no-text"]),
]


@pytest.mark.parametrize(("fault", "reasons"), ROWS, ids=[str(case[0])[:60] for case in ROWS])
def test_what_cannot_be_kept_is_said_with_its_line(tmp_path: Path, fault: dict[str, str], reasons: list[str]) -> None:
    path = export(tmp_path / "e.csv", NEW | fault, NEW | {"Identifiant Avis": "472"})
    items = from_file(path)
    refusals = [item for item in items if isinstance(item, Refusal)]
    assert [refusal.reason for refusal in refusals] == reasons
    assert all(refusal.where.startswith(f"{path}, line 2") for refusal in refusals)
    assert messages(items)[-1].id == "je-donne-mon-avis:472"


def test_an_export_resumes_after_any_checkpoint(tmp_path: Path) -> None:
    path = export(tmp_path / "e.csv", *(NEW | {"Identifiant Avis": str(number)} for number in range(1, 8)))
    items = from_file(path, checkpoint_rows=2)
    everything = [message.id for message in messages(items)]
    for place, item in enumerate(items):
        if isinstance(item, Checkpoint) and not item.partition:
            before = [message.id for message in messages(items[:place])]
            assert before + [message.id for message in messages(from_file(path, item.value))] == everything


def test_an_export_of_something_else_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceBroken, match="missing: « Identifiant Avis », « Date de l'avis », « Souhaitez-vous"):
        from_file(export(tmp_path / "e.csv", {"nom": "x", "âge": "3"}))


def test_a_probe_reads_one_row_and_asks_for_the_services(site: Site, tmp_path: Path) -> None:
    path = export(tmp_path / "e.csv", NEW)
    probe(load("je-donne-mon-avis", base_url=f"{site.address}{ROOT}", api_key=KEY, file=path))
    assert [asked.path for asked in site.requests] == [f"{ROOT}/services"]
    with pytest.raises(SourceBroken, match="these columns are missing"):
        probe(load("je-donne-mon-avis", file=export(tmp_path / "e.csv", {"nom": "x", "âge": "3"})))
