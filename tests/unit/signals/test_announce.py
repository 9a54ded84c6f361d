"""When and of what somebody is told, and in what words: no graph, no network."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from graph.model import Subscription
from signals.announce.editions import Known, Told, as_told, edition
from signals.announce.hours import is_quiet, last_slot
from signals.announce.letter import LONGEST_SUBJECT, letter, text
from signals.announce.sheet import sheet
from signals.announce.wanted import About, is_wanted
from signals.announce.wish import Wish, WishRefused, granted

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 9, 20, tzinfo=UTC)
AT = int(NOW.timestamp() * 1000)


def minutes(day: datetime, hours: int = 48) -> list[datetime]:
    return [day + timedelta(minutes=step) for step in range(60 * hours)]


@pytest.mark.parametrize(
    ("start", "end", "first_day", "quiet_hours"),
    [
        ("22:00", "07:00", datetime(2026, 11, 24, 11, tzinfo=UTC), 9.0),
        ("22:00", "07:00", datetime(2026, 3, 28, 11, tzinfo=UTC), 8.0),  # the night is an hour shorter
        ("22:00", "07:00", datetime(2026, 10, 24, 10, tzinfo=UTC), 10.0),  # an hour longer
        ("22:00", "02:30", datetime(2026, 3, 28, 11, tzinfo=UTC), 4.0),  # 02:30 does not come: over at 03:00
        ("22:00", "02:30", datetime(2026, 10, 24, 10, tzinfo=UTC), 4.5),  # it comes twice: over at the first
        ("02:15", "04:00", datetime(2026, 3, 28, 11, tzinfo=UTC), 1.0),
        ("12:30", "13:45", datetime(2026, 11, 24, 0, tzinfo=UTC), 1.25),
    ],
)
def test_quiet_hours_last_as_long_as_the_wall_says(
    start: str, end: str, first_day: datetime, quiet_hours: float
) -> None:
    within = [is_quiet(at, start, end, PARIS) for at in minutes(first_day, 24)]
    assert sum(within) == 60 * quiet_hours
    assert sum(one != other for one, other in pairwise(within)) == 2, "one stretch"


def test_quiet_hours_end_where_the_wall_shows_their_end() -> None:
    assert is_quiet(datetime(2026, 11, 24, 5, 59, tzinfo=UTC), "22:00", "07:00", PARIS)
    assert not is_quiet(datetime(2026, 11, 24, 6, 0, tzinfo=UTC), "22:00", "07:00", PARIS)
    assert is_quiet(datetime(2026, 11, 24, 5, 59, tzinfo=UTC), "22:00", "11:00", ZoneInfo("Indian/Reunion"))
    assert not is_quiet(NOW, "", "", PARIS)


@pytest.mark.parametrize(("first_day", "n"), [((2026, 11, 24), 3), ((2026, 3, 28), 3), ((2026, 10, 24), 3)])
def test_a_daily_digest_is_due_once_a_day(first_day: tuple[int, int, int], n: int) -> None:
    start = datetime(*first_day, 0, tzinfo=UTC)
    slots = {last_slot(at, "daily", 2, PARIS) for at in minutes(start, 72)}
    within = sorted(slot for slot in slots if slot >= start)
    assert len(within) == n
    assert all(slot.astimezone(PARIS).hour in (2, 3) for slot in within)


def alert(**changes: Any) -> dict[str, Any]:
    return {
        "id": "barrage", "kind": "burst", "severity": "forte", "title": "Rupture du barrage", "title_en": "Dam breaks",
        "reason": "112 messages de 71 auteurs.", "reason_en": "112 messages by 71 authors.", "score": 0.9,
        "topic_id": "t", "places": [{"id": "D21", "name": "Côte-d'Or"}], "first_at": AT, "last_at": AT + 3_600_000,
        "decisions": [], "volume": 30.0, "observed": 71.0, "expected": 0.3, "upper": 3.0, "p_value": 0.0, "authors": 71,
        "state": "open", "verdict": "", "into": "",
    } | changes  # fmt: skip


TOLD = Told("forte", 30.0, False)


@pytest.mark.parametrize(
    ("changes", "before", "expected"),
    [
        ({}, None, "new"),
        ({"state": "acknowledged"}, None, "new"),
        ({"state": "dismissed"}, None, None),
        ({}, TOLD, None),
        ({"severity": "critique"}, TOLD, "update"),
        ({"severity": "moderee"}, TOLD, None),
        ({"volume": 60.0}, TOLD, "update"),
        ({"volume": 59.0}, TOLD, None),
        ({"volume": None}, TOLD, None),
        ({"volume": 5.0}, Told("forte", 0.0, False), None),
        ({"state": "snoozed"}, TOLD, None),
        ({"state": "closed"}, TOLD, "closed"),
        ({"state": "closed", "severity": "critique"}, TOLD, "closed"),
        ({"state": "closed"}, Told("forte", 30.0, True), None),
        ({}, Told("forte", 30.0, True), "update"),
    ],
)
def test_what_is_told_follows_from_what_was(changes: dict[str, Any], before: Told | None, expected: str | None) -> None:
    assert edition(alert(**changes), before) == expected


def test_what_was_told_is_read_again() -> None:
    known = Known()
    known.hear(as_told([alert()]), 1, is_pending=False)
    known.hear(as_told([alert(severity="critique", state="closed")]), 2, is_pending=True)
    assert known.last["barrage"] == Told("critique", 30.0, True)
    assert (known.moments["barrage"], known.pending) == ([1, 2], {"barrage"})


def asked(**changes: Any) -> Subscription:
    plain: dict[str, Any] = {
        "id": "s", "name": "n", "channel": "mail", "form": "text", "shown": "…@example.org", "since": NOW,
    }  # fmt: skip
    return Subscription(**plain | changes)


ABOUT = About(
    frozenset({"D21", "R27", "FR"}), frozenset({"t", "was"}), frozenset({"perceval"}), "Rupture du barrage eau"
)


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, True),
        ({"severity": "critique"}, False),
        ({"place_ids": ("R27",)}, True),
        ({"place_ids": ("D59", "D21")}, True),
        ({"place_ids": ("D59",)}, False),
        ({"service_ids": ("perceval",)}, True),
        ({"service_ids": ("thesee",)}, False),
        ({"topics": ("was",)}, True),
        ({"topics": ("BARRAGE",)}, True),
        ({"topics": ("rupture du barrage",)}, True),
        ({"topics": ("barra",)}, False),
        ({"topics": ("métro", "eau")}, True),
        ({"topics": ("barrage",), "place_ids": ("D59",)}, False),
    ],
)
def test_a_subscription_is_told_what_it_asks_for(changes: dict[str, Any], wanted: bool) -> None:
    assert is_wanted(asked(**changes), alert(), ABOUT) is wanted


REFUSED = [
    ({"name": "  "}, "which service is told"),
    ({"channel": "fax"}, "choose webhook or mail"),
    ({"form": "cap"}, "not as cap"),
    ({"lang": "de"}, "fr or en"),
    ({"severity": "grave"}, "no severity grave"),
    ({"quiet_severity": "grave"}, "breaks quiet hours"),
    ({"quiet": "22-7"}, "22:00-07:00"),
    ({"quiet": "24:00-07:00"}, "22:00-07:00"),
    ({"quiet": "07:00-07:00"}, "none, or all day"),
    ({"zone": "Mars/Olympus"}, "no time zone"),
    ({"zone": "../../etc/passwd"}, "no time zone"),
    ({"digest": "weekly"}, "hourly or daily"),
    ({"digest_hour": 24}, "0 to 23"),
    ({"channel": "webhook", "form": "cap", "digest": "daily"}, "digest of CAP"),
    ({"places": ("D99",)}, "no place D99"),
    ({"services": ("a b",)}, "an id of a service"),
    ({"topics": ("x" * 81,)}, "a topic is an id"),
    ({"places": ("D21",) * 51}, "at most 50"),
]


def begun(**changes: Any) -> Subscription:
    plain: dict[str, Any] = {"name": "Préfecture", "channel": "mail", "address": "a@example.org"}
    return granted(
        Wish(**plain | changes), name="s", since=NOW, role="administration", places={"D21"}, shown=lambda *_: "shown"
    )


@pytest.mark.parametrize(("changes", "sentence"), REFUSED, ids=str)
def test_what_cannot_be_is_told_in_a_sentence(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(WishRefused, match=sentence):
        begun(**changes)


def test_what_can_be_is_kept_without_a_person() -> None:
    made = begun(name="Bureau de M. Dupont,\n 06 39 98 12 34", quiet="22:00-07:00", places=("D21",))
    assert made.name == "Bureau de M. [nom], [téléphone]"
    assert (made.quiet_from, made.quiet_until, made.form, made.shown) == ("22:00", "07:00", "text", "shown")


def told(*items: dict[str, Any], exercise: bool = False) -> dict[str, Any]:
    return {"exercise": exercise, "items": [{"event": "new", "before": [], **item} for item in items]}


def written(given: dict[str, Any], lang: str = "fr") -> tuple[str, str, str]:
    said = letter(given, lang=lang, name="Préfecture", subscription="sub-1", address="https://cellule.example.org")
    return said.subject, text(said), sheet(said)


def test_a_mail_says_what_counts_in_both_languages() -> None:
    subject, plain, page = written(told({"alert": alert()}))
    assert subject == "Alerte forte\u202f: Rupture du barrage"
    for said in (plain, page):
        for words in (
            "112 messages de 71 auteurs.",
            "Côte-d",
            "24 novembre, 10\u202fh\u202f20",
            "sub-1",
            "71, pour 0,3 attendu",
        ):
            assert words in said
    assert "https://cellule.example.org/?page=alerte&alerte=barrage" in plain
    subject, plain, page = written(told({"alert": alert()}, exercise=True), "en")
    assert subject == "EXERCICE – High alert: Dam breaks"
    assert '<html lang="en">' in page
    for said in (plain, page):
        assert "EXERCICE (drill): invented data" in said
        assert "barrage " not in said


def test_a_mail_tells_what_became_of_an_alert() -> None:
    assert written(told({"alert": alert(), "event": "update"}))[0].startswith("Mise à jour, alerte forte")
    assert written(told({"alert": alert(state="closed"), "event": "closed"}))[0].startswith("Alerte terminée")


def test_a_digest_begins_with_the_worst() -> None:
    subject, plain, page = written(
        told({"alert": alert(id="a")}, {"alert": alert(id="b", severity="critique", title="Pire")})
    )
    assert subject == "2 alertes, dont 1 critique"
    assert plain.index("Pire") < plain.index("Rupture")
    assert page.count("<h1") == 1
    assert page.count("<h2") == 2


def test_hostile_words_stay_words() -> None:
    evil = alert(
        title="<script>x</script>\r\nBcc: evil@example.org " + "x" * 300, reason='"><img src=https://evil.example/>'
    )
    subject, _, page = written(told({"alert": evil}))
    assert "\n" not in subject
    assert len(subject) <= LONGEST_SUBJECT
    assert "<script>" not in page
    assert "<img" not in page
