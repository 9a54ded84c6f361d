"""Every detector passes every check, and every check turns red on a detector with the fault that it is there for."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import ClassVar

import polars as pl
import pytest

from graph.model import Signal
from signals.base import OUTAGES, Detector, Watch
from signals.detectors import all_detectors
from signals.detectors.burst import Burst
from tests.contract import detector as contract
from tests.contract.detector import CHECKS, Check
from tests.contract.talk import DAY

every_detector = pytest.mark.parametrize("detector", list(all_detectors()), ids=lambda found: found.kind)
HOUR = timedelta(hours=1)


@every_detector
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_contract(check: Check, detector: Detector) -> None:
    check(detector)


def test_detectors_share_one_budget() -> None:
    assert 0 < sum(getattr(detector, "share", 0) for detector in all_detectors()) <= 1


@every_detector
def test_shows_how_it_is_used(detector: Detector) -> None:
    assert ">>>" in (type(detector).__doc__ or "")


@dataclass
class Faulty:
    """A burst detector with one fault."""

    kind: ClassVar[str] = "burst"
    every: ClassVar[timedelta] = timedelta(0)

    sound: Burst = field(default_factory=Burst)

    def detect(self, watch: Watch) -> Iterator[Signal]:
        yield from self.sound.detect(watch)


class Deaf(Faulty):
    def detect(self, watch: Watch) -> Iterator[Signal]:
        yield from ()


class Backdating(Faulty):
    def detect(self, watch: Watch) -> Iterator[Signal]:
        yield from (replace(signal, at=signal.at - HOUR) for signal in self.sound.detect(watch))


class Renaming(Faulty):
    def detect(self, watch: Watch) -> Iterator[Signal]:
        yield from (replace(signal, id=uuid.uuid4().hex) for signal in self.sound.detect(watch))


class Brittle(Faulty):
    def detect(self, watch: Watch) -> Iterator[Signal]:
        assert not watch.messages.is_empty()
        yield from self.sound.detect(watch)


class Jumpy(Faulty):
    """Takes any talk of the last hour for a burst."""

    def detect(self, watch: Watch) -> Iterator[Signal]:
        for row in watch.messages.filter(pl.col("published_at") > watch.as_of - HOUR).sort("id").iter_rows(named=True):
            yield Signal(
                id=row["id"],
                kind="burst",
                at=watch.as_of,
                score=1,
                reason="1",
                reason_en="1",
                evidence=(row["id"],),
                observed=1,
                expected=0,
                upper=0,
                p_value=0,
                authors=1,
            )


class Counting(Faulty):
    """Counts messages, not people."""

    def detect(self, watch: Watch) -> Iterator[Signal]:
        yield from self.sound.detect(replace(watch, messages=watch.messages.with_columns(author_id=pl.col("id"))))


class Hasty(Faulty):
    """Takes what was not collected for silence."""

    def detect(self, watch: Watch) -> Iterator[Signal]:
        yield from self.sound.detect(replace(watch, since=watch.since - 60 * DAY))


class OrderBound(Faulty):
    def detect(self, watch: Watch) -> Iterator[Signal]:
        yield from self.sound.detect(replace(watch, messages=watch.messages.head(len(watch.messages) * 4 // 5)))


class Peeking(Faulty):
    def detect(self, watch: Watch) -> Iterator[Signal]:
        found = self.sound.detect(replace(watch, as_of=watch.as_of + HOUR))
        yield from (replace(signal, at=watch.as_of) for signal in found)


class Foretelling(Faulty):
    """Believes the end of an outage before it comes."""

    def detect(self, watch: Watch) -> Iterator[Signal]:
        known = watch.outages.filter(pl.col("end").is_null() | (pl.col("end") <= watch.as_of))
        yield from self.sound.detect(replace(watch, outages=known))


class Trusting(Faulty):
    """Takes an outage for silence."""

    def detect(self, watch: Watch) -> Iterator[Signal]:
        yield from self.sound.detect(replace(watch, outages=OUTAGES.to_frame()))


@dataclass
class Hoarding(Faulty):
    """Keeps what it was given."""

    kept: list[pl.DataFrame] = field(default_factory=list)

    def detect(self, watch: Watch) -> Iterator[Signal]:
        self.kept.append(watch.messages.clone())
        yield from self.sound.detect(watch)


FAULTS: list[tuple[Check, type[Faulty]]] = [
    (contract.hears_its_event, Deaf),
    (contract.explains_itself, Backdating),
    (contract.keeps_its_ids_within_the_hour, Renaming),
    (contract.survives_nothing, Brittle),
    (contract.survives_what_never_changes, Jumpy),
    (contract.is_silent_about_small_talk, Jumpy),
    (contract.is_silent_when_one_person_shouts, Counting),
    (contract.is_silent_before_it_knows_what_is_usual, Hasty),
    (contract.hears_the_same_in_any_order, OrderBound),
    (contract.says_the_same_twice, Renaming),
    (contract.never_looks_ahead, Peeking),
    (contract.knows_no_end_of_an_outage_before, Foretelling),
    (contract.takes_no_outage_for_silence, Trusting),
    (contract.says_nothing_of_a_blind_platform, Trusting),
    (contract.remembers_no_more_than_it_is_given, Hoarding),
]


@pytest.mark.slow
@pytest.mark.parametrize(("check", "fault"), FAULTS, ids=lambda found: found.__name__)
def test_the_contract_finds_the_fault(check: Check, fault: type[Faulty]) -> None:
    check(Faulty())
    with pytest.raises(AssertionError):
        check(fault())


def test_every_check_was_seen_red() -> None:
    assert {check for check, _ in FAULTS} == set(CHECKS)
