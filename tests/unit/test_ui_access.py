"""Every service call as every role; the doorman's small parts."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast, get_type_hints

import pytest

from graph.store import Store
from graph.users.roles import RIGHTS, Right, Role
from signals.announce.cap import message
from ui.access.guard import guarded
from ui.access.rights import AUDITED, INNER, NEEDED
from ui.access.who import NOBODY, Forbidden, Who
from ui.services import Services, make_services
from ui.services.reader import Reader
from ui.settings import Settings

every_role = pytest.mark.parametrize("role", Role)


def calls() -> Iterator[str]:
    """Yield every public method of every service: a new one is found by itself."""
    for name, kind in get_type_hints(Services).items():
        if inspect.isclass(kind) and kind.__module__.startswith("ui.services"):
            for method, _ in inspect.getmembers(kind, inspect.isfunction):
                if not method.startswith("_"):
                    yield f"{name}.{method}"


CALLS = sorted(calls())


@dataclass
class Answer:
    verbatims: tuple[str, ...] = ("said",)

    def __getitem__(self, name: str) -> list[dict[str, list[str]]]:
        return [{"evidence": ["said"]}]


class Recorder:
    """Stands for a service: notes what really reaches it."""

    def __init__(self) -> None:
        self.reached: list[str] = []

    def __getattr__(self, name: str) -> Any:
        def called(*_: object, **__: object) -> Answer:
            self.reached.append(name)
            return Answer()

        return called


def services() -> Services:
    return make_services(Reader(cast(Store, None)), Settings().handovers, "cellule")


def who(role: Role, rights: frozenset[Right] | None = None) -> Who:
    return Who(role.value, role.value, RIGHTS[role] if rights is None else rights, session="s")


def played(call: str, by: Who, *, lives: bool = True) -> tuple[list[str], list[tuple[str, str]], Answer | None]:
    """Return what reached the service, what was written down, and the answer."""
    name, _, method = call.partition(".")
    written: list[tuple[str, str]] = []
    service, recorder = getattr(guarded(services(), by, lives=lambda _: lives), name), Recorder()
    service._service, service._note = recorder, lambda _, what, subject: written.append((what, subject))
    try:
        answer = getattr(service, method)("x", "x", "x", "x")
    except Forbidden:
        answer = None
    return recorder.reached, written, answer


def test_every_service_call_says_which_right_it_needs() -> None:
    assert len(CALLS) > 35
    assert {call for call in CALLS if call not in NEEDED and call not in INNER} == set(), "see ui/access/rights.py"
    assert set(NEEDED) - set(CALLS) == set(), "these calls are gone"


@every_role
@pytest.mark.parametrize("call", CALLS)
def test_a_call_without_its_right_never_reaches_the_service(role: Role, call: str) -> None:
    allowed = call in NEEDED and NEEDED[call] in RIGHTS[role]
    reached, _, answer = played(call, who(role))
    assert reached == ([call.partition(".")[2]] if allowed else [])
    assert (answer is not None) is allowed


@pytest.mark.parametrize("call", sorted(NEEDED))
def test_each_right_by_itself_opens_its_calls_only(call: str) -> None:
    for right in Right:
        reached, _, _ = played(call, who(Role.lecture, frozenset({right})))
        assert bool(reached) is (right is NEEDED[call]), right


@pytest.mark.parametrize("call", sorted(call for call in NEEDED if NEEDED[call] is not Right.see))
def test_a_session_that_ended_reads_and_decides_nothing_more(call: str) -> None:
    assert played(call, who(Role.administration), lives=False)[0] == []


@pytest.mark.parametrize("call", sorted(NEEDED))
def test_nobody_may_do_anything(call: str) -> None:
    assert played(call, NOBODY)[0] == []


@pytest.mark.parametrize("call", sorted(AUDITED))
def test_what_shows_messages_is_written_down(call: str) -> None:
    reached, written, _ = played(call, who(Role.administration))
    assert reached
    assert written == [(AUDITED[call].what, AUDITED[call].subject(["x"] * 4))]


def test_verbatims_are_left_out_for_those_who_may_not_read_them() -> None:
    _, written, answer = played("actions.told", who(Role.lecture))
    assert answer is not None
    assert (answer.verbatims, written) == ((), [])


def test_what_cannot_be_written_down_is_not_given() -> None:
    own = guarded(services(), who(Role.veille), lives=lambda _: True)
    service: Any = own.alerts

    def broken(*_: object) -> None:
        raise RuntimeError

    service._service, service._note = Recorder(), broken
    with pytest.raises(RuntimeError):
        service.evidence("x")


def test_what_a_service_keeps_for_itself_is_out_of_reach() -> None:
    own = guarded(services(), who(Role.administration), lives=lambda _: True)
    for name in ("rows", "save", "poll", "_store", "_answers"):
        with pytest.raises(Forbidden):
            getattr(own.reader, name)
    assert own.reader.version == ""


@pytest.mark.parametrize(
    ("acts", "kind", "sent"),
    [
        ((), "Update", "2026-11-24T09:30:00-00:00"),
        (("comment",), "Update", "2026-11-24T09:30:00-00:00"),
        (("acknowledge",), "Update", "2026-11-24T09:40:00-00:00"),
        (("acknowledge", "dismiss"), "Cancel", "2026-11-24T09:40:00-00:00"),
    ],
)
def test_cap_tells_how_an_alert_stands(acts: tuple[str, ...], kind: str, sent: str) -> None:
    text = message(alert(acts), sender="cell@example.org", is_exercise=False).decode()
    assert f"<msgType>{kind}</msgType>" in text
    assert f"<sent>{sent}</sent>" in text
    assert "<references>cell@example.org,a:1|x%20y%2Cz,2026-11-24T09:00:00-00:00</references>" in text


def test_cap_writes_what_xml_can_hold() -> None:
    hostile = alert(()) | {"title": "<b>&\x00\x1f\ud800]]>", "last_at": 1_795_510_800_000}
    text = message(hostile, sender="s", is_exercise=True).decode()
    assert "<headline>&lt;b&gt;&amp;]]&gt;</headline>" in text
    assert "<status>Exercise</status><msgType>Alert</msgType>" in text
    assert "<references>" not in text


def alert(acts: tuple[str, ...]) -> dict[str, Any]:
    at = 1_795_510_800_000  # 2026-11-24 09:00 UTC
    states = {"acknowledge": "acknowledged", "dismiss": "dismissed"}
    state = next((states[act] for act in reversed(acts) if act in states), "open")
    return {
        "id": "a:1|x y,z", "kind": "burst", "severity": "forte", "title": "Titre", "title_en": "Title", "score": 0.5,
        "reason": "Motif", "reason_en": "Reason", "state": state, "verdict": "", "first_at": at,
        "last_at": at + 30 * 60_000,
        "places": [{"id": "D21", "name": "Côte-d'Or"}],
        "decisions": [{"act": act, "at": at + 40 * 60_000} for act in acts],
    }  # fmt: skip
