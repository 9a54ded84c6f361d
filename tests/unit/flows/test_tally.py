"""What collecting says of itself: services and places that nobody knows are kept, and said."""

from datetime import UTC, datetime

from flows.measures import day, measure
from flows.tally import Tally
from graph.model import Message, Service


def test_what_nobody_knows_is_said_once() -> None:
    tally = Tally("counts")
    span = day("2026-01-01")
    tally.saw(
        [
            measure("counts", ("17cyber", "D21", "contacts"), span, 1),
            measure("counts", ("guichet", "D988", "contacts"), span, 1),
            measure("counts", ("guichet", "99999", "contacts"), span, 1),
            measure("counts", ("accueil", "D988", "contacts"), span, 1),
            Service(id="accueil", name="Accueil"),
        ],
        {"17cyber"},
    )
    said = "; services not in the catalogue: guichet; places not in the territory: 99999, D988"
    assert str(tally) == f"counts: read 0, refused 0, saved 0{said}"


def test_a_message_of_no_place_names_none() -> None:
    tally = Tally("x")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for place in (None, "21231", "FR"):
        tally.saw(
            [Message(id="m", source_id="x", platform="x", kind="post", text="x", published_at=at, place_id=place)],
            set(),
        )
    assert not tally.elsewhere


def test_only_the_first_of_many_places_are_named() -> None:
    tally = Tally("counts")
    tally.saw(
        [measure("counts", ("a", f"D9{number}", "contacts"), day("2026-01-01"), 1) for number in range(100, 130)], {"a"}
    )
    assert str(tally).count("D9") == 10
