"""What every page exposes, and the words and numbers that pages are made of."""

from datetime import UTC, datetime, time, timedelta

import pytest
from markupsafe import Markup

from ui import brushing, maps, markup
from ui.charts import timeline_option
from ui.formats import ago, local, moment, number, percent, wall
from ui.pages import carte, pages
from ui.services.network import communities
from ui.services.situation import HOUR, Hour, Timeline
from ui.services.span import span_of
from ui.services.territory import Area, boxes
from ui.state import State

START = 1_790_000_400_000 // HOUR * HOUR


def test_pages_are_found_and_complete() -> None:
    found = pages()
    assert [name for name, page in found.items() if page.order is not None] == [
        "situation",
        "veille",
        "carte",
        "reseau",
        "piliers",
        "besoins",
        "actions",
        "croisements",
        "point",
        "analyse",
        "sources",
        "abonnements",
        "exercice",
    ]
    for page in found.values():
        assert page.title
        assert page.title_en
        assert page.icon in markup.ICONS
        assert callable(page.page)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"page": "situation", "lang": "fr", "theme": "light"}),
        ("?page=carte&territoire=D21&langue=en", {"page": "carte", "place": "D21", "lang": "en"}),
        ("?langue=de&theme=noir&periode=1s", {"lang": "fr", "theme": "light", "period": "24h"}),
        ("?alerte=42&page=alerte", {"alert": "42", "page": "alerte"}),
        ("?alerte=" + "x" * 500, {"alert": ""}),
        ("?page=actions&action=manual:a-1", {"page": "actions", "action": "manual:a-1"}),
        ("?version=hacked", {"version": ""}),
    ],
)
def test_the_address_is_the_view(query: str, expected: dict[str, str]) -> None:
    state = State(page="reseau", theme="dark")
    state.read(query)
    assert {name: getattr(state, name) for name in expected} == expected


def test_the_address_comes_back() -> None:
    state = State(page="alerte", alert="a|b&c=é", theme="dark")
    again = State()
    again.read(state.search())
    assert again.search() == state.search()
    assert again.alert == "a|b&c=é"


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{0}"])
def test_what_comes_from_outside_is_escaped(hostile: str) -> None:
    state = State()
    made = [
        markup.table(hostile, [markup.Column(hostile)], [(hostile,)]),
        markup.link(state, hostile, alert=hostile),
        markup.choice("topic", hostile, options={hostile: hostile}, chosen=hostile),
        markup.figures({hostile: hostile}),
        markup.empty(hostile, hostile),
    ]
    for text in made:
        assert isinstance(text, Markup)
        assert "<script" not in text
        assert "<img" not in text


@pytest.mark.parametrize(
    ("value", "digits", "french", "english"),
    [
        (0.0, None, "0", "0"),
        (-3.25, None, "−3,2", "-3.2"),
        (1234.0, None, "1\u202f234", "1,234"),
        (0.0824, 3, "0,082", "0.082"),
    ],
)
def test_numbers(value: float, digits: int | None, french: str, english: str) -> None:
    assert (number(value, "fr", digits), number(value, "en", digits)) == (french, english)


def test_moments_are_those_of_paris() -> None:
    winter = int(datetime(2026, 1, 1, 23, 30, tzinfo=UTC).timestamp() * 1000)
    assert moment(winter, "fr") == "2 janv., 00\u202fh\u202f30"
    assert wall(winter) - winter == 3_600_000
    assert ago(winter, local(winter) + timedelta(minutes=90), "en") == "1 h 30 min ago"
    assert percent(0.5, "fr") == "50\u202f%"


@pytest.mark.parametrize(
    ("at", "since"),
    [
        (datetime(2026, 6, 1, 4, 59, tzinfo=UTC), datetime(2026, 5, 31, 17, tzinfo=UTC)),
        (datetime(2026, 6, 1, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, 5, tzinfo=UTC)),
        (datetime(2026, 6, 1, 20, 0, tzinfo=UTC), datetime(2026, 6, 1, 17, tzinfo=UTC)),
    ],
)
def test_a_watch_begins_at_the_last_handover(at: datetime, since: datetime) -> None:
    assert span_of("releve", at, (time(7), time(19))).since == since


def _timeline(hours: list[Hour]) -> Timeline:
    return Timeline(hours, hazards=[], actions=[], alerts=[])


def test_an_outage_is_drawn_as_unknown_never_as_zero() -> None:
    hours = [Hour(START, 5), Hour(START + HOUR, None), Hour(START + 2 * HOUR, 2, blind=True), Hour(START + 3 * HOUR, 4)]
    volume = next(one for one in timeline_option(State(), _timeline(hours))["series"] if one["name"] == "volume")

    assert [point["value"][1] for point in volume["data"]] == [5, None, 2, 4]
    assert volume["markArea"]["data"] == [[{"xAxis": wall(START + HOUR)}, {"xAxis": wall(START + 3 * HOUR)}]]
    assert "inconnu" not in volume["data"][0]["tip"]
    assert "Rien n’est connu" in volume["data"][1]["tip"]
    assert _timeline(hours).blind_hours == 2


def test_the_running_hour_is_drawn_apart() -> None:
    hours = [Hour(START, 9), Hour(START + HOUR, 1, running=True)]
    series = {one["name"]: one for one in timeline_option(State(), _timeline(hours))["series"]}

    assert [point["value"][1] for point in series["volume"]["data"]] == [9]
    assert [point["value"][1] for point in series["running"]["data"]] == [9, 1]


def test_hazards_do_not_cover_one_another() -> None:
    hazards = [
        {"id": name, "phenomenon": "crue", "level": "orange", "start": START + start, "end": START + end, "places": []}
        for name, start, end in (("a", 0, 3 * HOUR), ("b", HOUR, 2 * HOUR), ("c", 4 * HOUR, 5 * HOUR))
    ]
    timeline = Timeline([Hour(START + step * HOUR, 1) for step in range(6)], hazards, [], [])
    drawn = next(one for one in timeline_option(State(lang="en"), timeline)["series"] if one["name"] == "hazards")

    assert [int(area[0]["yAxis"]) for area in drawn["markArea"]["data"]] == [0, 1, 0]
    assert drawn["markArea"]["data"][0][0]["name"] == "Flood – orange"


@pytest.mark.parametrize(
    ("area", "colour"),
    [
        (Area("D21", "Côte-d’Or", 0, 500_000), "var(--ci-s0)"),
        (Area("D21", "Côte-d’Or", 500, 500_000), "var(--ci-s5)"),
        (Area("D21", "Côte-d’Or", 500, 500_000, known=False), "$hatch"),
        (Area("D976", "Mayotte", 12, None), "$hatch"),
    ],
)
def test_unknown_is_hatched_and_calm_is_not(area: Area, colour: str) -> None:
    assert maps.colour(area, maps.breaks([100.0])) == colour


def test_every_departement_has_a_box() -> None:
    assert len(boxes()) == 101
    west, south, east, north = boxes()["D21"]
    assert west < 5.04 < east
    assert south < 47.32 < north


def test_small_communities_are_not_shown() -> None:
    members = {f"a{n}": 0 for n in range(6)} | {f"b{n}": 1 for n in range(4)}
    accounts = [{"id": name, "topic": "t", "n": 2} for name in members]

    assert [(group.size, dict(group.topics)) for group in communities(accounts, members)] == [(6, {"t": 12})]


def test_too_many_departements_are_refused_and_none_is_no_choice() -> None:
    known = {f"D{code}" for code in range(10, 60)}
    assert brushing.chosen(known, known) is None
    assert brushing.chosen(["D10", "D99"], known) == "D10"
    assert "50 départements" in brushing.refused(State(), 50)
    assert "Aucun département choisi" in brushing.refused(State(), 0)
    assert brushing.ticked({"tick-D21": "on", "act": "places", "tick-D971": "on"}) == ["D21", "D971"]


def test_what_is_chosen_stands_out_and_what_is_unknown_is_left_out_of_the_sum() -> None:
    areas = [Area("D21", "Côte-d’Or", 50, 500_000), Area("D71", "Saône-et-Loire", 7, 500_000, known=False)]
    option = maps.country_option(State(), areas, {}, ["D21"])
    styles = {one["id"]: one["itemStyle"] for one in option["series"][0]["data"]}
    assert ("opacity" in styles["D21"], styles["D71"]["opacity"]) == (False, 0.45)
    told = brushing.together(State(), areas)
    assert "<b>50</b>" in told
    assert "<b>10</b>" in told
    assert "1 inconnu n’y est pas." in told


@pytest.mark.parametrize("zoomed", [True, False])
def test_the_legend_of_an_empty_map_names_no_class(zoomed: bool) -> None:
    drawn = carte._legend(State(), [], {}, zoomed=zoomed)
    assert "aucun message" in drawn
    assert "jusqu’à" not in drawn


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (carte._Shown([], {}), "Nobody wrote in this zone in this period"),
        (carte._Shown([], {}, hidden=2), "Too few authors"),
        (carte._Shown([], {}, deaf=True), "Unknown"),
        (carte._Shown([Area("D21", "Côte-d’Or", 0, 500_000, known=False)], {}), "Unknown"),
        (carte._Shown([Area("D21", "Côte-d’Or", 0, 500_000)], {}), "Nobody wrote"),
    ],
)
def test_an_empty_map_says_why_it_is_empty(shown: carte._Shown, words: str) -> None:
    assert words in carte._nobody(State(lang="en"), shown, zoomed=True)


def test_a_map_with_messages_does_not_say_that_it_is_empty() -> None:
    assert not carte._nobody(State(), carte._Shown([Area("D21", "Côte-d’Or", 5, 500_000)], {}), zoomed=False)
