"""Reviews of brigades: what is kept of them and what never is; pages that move while they are read."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from flows.errors import SourceBroken, SourceRefused, SourceUnavailable
from flows.probing import probe
from flows.sources import Checkpoint, Erasure, Item, Refusal, load
from flows.sources.partoo import parse, unit
from flows.stretches import Stretch
from graph.model import Account, Message, Service
from tests.days import today
from tests.stages.partoo import BUSINESSES, KEY, answered, review
from tests.stages.partoo import Account as Organisation
from tests.stages.site import Asked, Reply, Site, serving

BRIGADE = unit(BUSINESSES[0], "Gendarmerie nationale")


@pytest.fixture
def organisation() -> Organisation:
    return Organisation([review(number, number / 2) for number in range(1, 8)])


@pytest.fixture
def site(organisation: Organisation) -> Iterator[Site]:
    with serving(organisation.answer) as opened:
        yield opened


def collect(site: Site, cursor: Stretch | None = None, **settings: Any) -> list[Item]:
    chosen = {"first_day": today() - timedelta(days=20), "tries": 1, "api_key": KEY} | settings
    source = load("partoo", base_url=f"{site.address}/v2/", **chosen)
    return list(source.collect({"": cursor.dump()} if cursor else {}))


def ids(came: list[Item]) -> list[str]:
    return [item.id.partition(":")[2] for item in came if isinstance(item, Message)]


def test_a_review_becomes_a_message_of_its_brigade() -> None:
    item = review(7, 0, date="2026-11-03T10:05:00.156000+02:00", title="Bien", rating=5)
    (message,) = parse(item, BRIGADE)
    assert message == Message(
        id="partoo:7",
        source_id="partoo",
        platform="partoo",
        kind="review",
        text="Bien\n\nAccueil aimable, avis 7.",
        published_at=datetime(2026, 11, 3, 8, 5, 0, 156_000, tzinfo=UTC),
        rating=1.0,
        service_ids=("partoo:5409c35a97bbc544d8e26737",),
        place_id="21231",
    )


def test_a_business_becomes_a_unit_and_its_address_a_place() -> None:
    assert BRIGADE.service == Service(
        id="partoo:5409c35a97bbc544d8e26737",
        name="Gendarmerie - Brigade inventée",
        kind="unit",
        operator="Gendarmerie nationale",
    )
    nameless = unit(BUSINESSES[1], "x")
    assert (nameless.service.name, nameless.place_id) == ("Brigade ST DENIS CEDEX", "93066")


def test_no_name_of_a_person_is_ever_read(site: Site, organisation: Organisation) -> None:
    organisation.reviews[0] = answered(organisation.reviews[0], 0)
    told = repr(collect(site))
    assert "Merci de votre confiance" in told
    assert not any(word in told for word in ("Camille", "Martin", "Durand", "Major", "11406371", "exemple.fr"))


def test_an_answer_is_a_message_of_the_unit() -> None:
    message, account, answer = parse(answered(review(7, 3), 1), BRIGADE)
    assert isinstance(message, Message)
    assert isinstance(answer, Message)
    assert account == Account(id="partoo:unit-5409c35a97bbc544d8e26737", platform="partoo", kind="institution")
    assert (answer.id, answer.kind, answer.reply_to, answer.author_id) == (
        "partoo:7/82938",
        "comment",
        message.id,
        account.id,
    )


def test_a_suggestion_of_a_machine_is_no_answer() -> None:
    item = answered(review(7, 3), 1)
    item["comments"] = [item["comments"] | {"is_reply_suggestion": True}, item["comments"] | {"id": 5}, None]
    assert [each.id for each in parse(item, BRIGADE) if isinstance(each, Message)] == ["partoo:7", "partoo:7/5"]


def test_a_review_that_was_taken_back_is_erased_with_its_answer() -> None:
    gone = answered(review(7, 3), 1) | {"state": "deleted"}
    assert list(parse(gone, BRIGADE)) == [Erasure("message", "partoo:7"), Erasure("message", "partoo:7/82938")]
    assert list(parse(review(8, 3, delete_date="2026-11-03"), None)) == [Erasure("message", "partoo:8")]


REFUSED = [
    ({"content": None}, [], 1),
    ({"content": " \n", "rating": None}, ["no-text"], 0),
    ({"date": None}, ["bad-date"], 0),
    ({"rating": 9}, ["bad-rating"], 1),
    ({"rating": None}, [], 1),
    ({"rating": True}, ["bad-rating"], 1),
    ({"rating": None, "recommended": True}, [], 1),
]


@pytest.mark.parametrize(("fields", "reasons", "kept"), REFUSED, ids=[str(case[0]) for case in REFUSED])
def test_what_cannot_be_kept_is_refused_and_the_rest_is_kept(
    fields: dict[str, Any], reasons: list[str], kept: int
) -> None:
    came = list(parse(review(7, 1, **fields), BRIGADE))
    assert [item.reason for item in came if isinstance(item, Refusal)] == reasons
    assert len([item for item in came if isinstance(item, Message)]) == kept


def test_a_review_of_a_unit_that_is_not_shown_is_kept(site: Site, organisation: Organisation) -> None:
    organisation.businesses.clear()
    messages = [item for item in collect(site) if isinstance(item, Message)]
    assert {item.service_ids for item in messages} == {("partoo:5409c35a97bbc544d8e26737",)}
    assert {item.place_id for item in messages} == {None}


def test_other_publishers_are_left_out(site: Site, organisation: Organisation) -> None:
    organisation.reviews[0]["partner"] = "facebook"
    assert "1" not in ids(collect(site))
    assert "1" in ids(collect(site, publishers="google_my_business, facebook"))


def test_a_day_later_only_the_last_days_are_asked_for(site: Site) -> None:
    known = Stretch(today() - timedelta(days=20), today() - timedelta(days=1))
    came = collect(site, known)
    spans = {asked.query.get("update_date__gte") for asked in site.requests if asked.path == "/v2/reviews"}
    assert spans == {f"{today() - timedelta(days=4)}T00:00:00"}
    assert isinstance(came[-1], Checkpoint)
    assert Stretch.load(came[-1].value) == Stretch(known.since, today())


def test_units_are_asked_for_only_when_there_is_a_review(site: Site, organisation: Organisation) -> None:
    organisation.reviews.clear()
    collect(site)
    assert {asked.path for asked in site.requests} == {"/v2/reviews"}


def test_a_review_that_slips_between_two_pages_is_found(organisation: Organisation) -> None:
    organisation.per_page = 2
    asked_for: list[str] = []

    def moving(asked: Asked) -> Reply:
        reply = organisation.answer(asked)
        asked_for.append(asked.query.get("page", ""))
        # the newest is taken back after the first page: what was third is now second, and the second page starts later
        if asked.path == "/v2/reviews" and asked_for.count("1") == 1 and len(organisation.reviews) == 7:
            organisation.reviews.pop(0)
        return reply

    with serving(moving) as opened:
        found = ids(collect(opened, lookback_days=19))
    assert set(found) == {"1", "2", "3", "4", "5", "6", "7"}


def test_pages_that_never_stand_still_are_left_for_later(organisation: Organisation) -> None:
    organisation.per_page = 2

    def moving(asked: Asked) -> Reply:
        organisation.reviews.append(review(100 + len(organisation.reviews), 0))
        return organisation.answer(asked)

    with serving(moving) as opened, pytest.raises(SourceUnavailable, match="changes faster than it can be read"):
        collect(opened)


def test_a_wrong_key_is_refused_and_not_shown(site: Site) -> None:
    with pytest.raises(SourceRefused, match="check the credentials") as caught:
        collect(site, api_key="confidential")
    assert "confidential" not in str(caught.value)


def test_too_many_requests_are_waited_for(site: Site, organisation: Organisation) -> None:
    organisation.left = 1
    with pytest.raises(SourceUnavailable) as caught:
        collect(site)
    assert caught.value.retry_after == 60


@pytest.mark.parametrize("body", ["[]", "{}", '{"reviews": 3, "max_page": 1}', '{"reviews": [], "max_page": "x"}'])
def test_nonsense_is_said_in_one_sentence(body: str) -> None:
    answering = serving(lambda asked: Reply(body.encode()))
    with answering as opened, pytest.raises(SourceBroken, match="/v2/reviews answered no page of reviews"):
        collect(opened)


def test_the_imitation_pages_as_partoo_does(site: Site) -> None:
    headers = {"x-APIKey": KEY}
    first = httpx.get(f"{site.address}/v2/reviews", params={"per_page": "3"}, headers=headers).json()
    last = httpx.get(f"{site.address}/v2/reviews", params={"per_page": "3", "page": "3"}, headers=headers).json()
    assert (first["page"], first["max_page"], first["count"], len(first["reviews"])) == (1, 3, 7, 3)
    assert [item["id"] for item in last["reviews"]] == [7]
    assert httpx.get(f"{site.address}/v2/reviews").status_code == 401


def test_a_probe_asks_for_one_unit(site: Site) -> None:
    source = load("partoo", base_url=f"{site.address}/v2", api_key=KEY)
    probe(source)
    assert [(asked.path, asked.query["per_page"]) for asked in site.requests] == [("/v2/business/search", "1")]
    with pytest.raises(SourceRefused):
        probe(load("partoo", base_url=f"{site.address}/v2", api_key="wrong"))
