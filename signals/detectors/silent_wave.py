"""Reports that rise while nobody talks about it."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import ClassVar

import numpy as np

from graph.model import Signal
from signals.base import Watch
from signals.baseline.predictive import bound
from signals.baseline.spending import found_within
from signals.baseline.tally import Bools, Floats
from signals.quadrants import Reports, Talk, reported, said
from signals.wording import number, span


@dataclass(frozen=True, slots=True)
class SilentWave:
    """Services that are reported to far more than their past explains, in places where their talk stays usual.

    Reports (`Watch.measures`, an hour or a day each) and talk (messages that concern the service in the place) have
    each their own expectation. Where a platform was blind, nobody knows whether there is talk: nothing is said.

    Parameters
    ----------
    history_days
        How far back both baselines reach.
    alpha
        False-discovery rate over all services and places when much is found.
    share
        Part of the budget of false alerts that this detector may spend.
    min_reports
        Reports below which nothing is a wave.
    warm_up_days
        Days that a service must have been counted before.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> import polars as pl
    >>> from signals.base import MEASURES, MESSAGES, OUTAGES
    >>> noon, day = datetime(2025, 3, 21, 12, tzinfo=UTC), timedelta(days=1)
    >>> ends = [noon - timedelta(hours=12) - n * day for n in range(20)]
    >>> rows = [(f"m{n}", "perceval", "D38", "reports", end - day, end, 90.0 if n == 0 else 30.0 + n % 5)
    ...         for n, end in enumerate(ends)]
    >>> said = [(f"q{n}", f"a{n}", "mastodon", end, None, "D38") for n, end in enumerate(ends)]
    >>> messages = pl.DataFrame(said, schema=MESSAGES, orient="row")
    >>> watch = Watch(messages, OUTAGES.to_frame(), since=noon - 21 * day, as_of=noon,
    ...               measures=pl.DataFrame(rows, schema=MEASURES, orient="row"))
    >>> [(signal.id, signal.reason_en) for signal in SilentWave().detect(watch)]
    [('silent_wave:perceval:D38:2025-03-21T11', 'Reports without talk: 90 reports to perceval in 24 hours, 32...')]

    References
    ----------
    Purnat et al. (2021), Infodemic signal detection during the COVID-19 pandemic, JMIR Infodemiology 1(1).
    """

    kind: ClassVar[str] = "silent_wave"
    every: ClassVar[timedelta] = timedelta(minutes=1)

    history_days: int = 28
    alpha: float = 0.01
    share: float = 0.1
    min_reports: float = 5
    warm_up_days: float = 7

    def detect(self, watch: Watch) -> Iterator[Signal]:
        counted = [
            reports
            for reports in reported(watch, history_days=self.history_days, warm_up_days=self.warm_up_days)
            if reports.expectation.platforms.all()
        ]
        for reports, p_values, found in self._waves(counted, watch):
            talk = said(watch, reports)
            if talk.expectation is None:
                continue
            for n in found.nonzero()[0]:
                if talk.expectation.observed[n] <= talk.upper[n]:
                    yield self._signal(reports, talk, int(n), float(p_values[n]), watch=watch)

    def _waves(self, counted: list[Reports], watch: Watch) -> Iterator[tuple[Reports, Floats, Bools]]:
        """Yield the services with discoveries, with the p-value of each place: one budget for all services."""
        if not counted:
            return
        found = [reports.expectation for reports in counted]
        observed, mean, size = (
            np.concatenate([getattr(one, name) for one in found]) for name in ("observed", "mean", "size")
        )
        tested = found_within(
            watch.budget,
            [place for reports in counted for place in reports.places],
            (observed, mean, size),
            share=self.share,
            hours=min(reports.grid.window for reports in counted) / timedelta(hours=1),
            level=self.alpha,
            least=self.min_reports,
        )
        ends = np.cumsum([len(reports.places) for reports in counted])[:-1]
        parts = zip(np.split(tested.p_values, ends), np.split(tested.found, ends), strict=True)
        for reports, (p_values, heard) in zip(counted, parts, strict=True):
            if heard.any():
                yield reports, p_values, heard

    def _signal(self, reports: Reports, talk: Talk, n: int, p_value: float, *, watch: Watch) -> Signal:
        found, hour = reports.expectation, watch.as_of - timedelta(microseconds=1)
        upper = float(bound(found.mean[n : n + 1], found.size[n : n + 1], 1 - self.alpha)[0])
        authors = int(talk.expectation.observed[n]) if talk.expectation else 0
        return Signal(
            id=f"{self.kind}:{reports.service}:{reports.places[n]}:{hour:%Y-%m-%dT%H}",
            kind=self.kind,
            at=watch.as_of,
            score=1 - p_value**0.1,
            reason=self._reason(reports, talk, n, upper=upper, french=True),
            reason_en=self._reason(reports, talk, n, upper=upper, french=False),
            evidence=(),
            measures=(reports.ids[n],),
            place_id=reports.places[n],
            observed=float(found.observed[n]),
            expected=float(found.mean[n]),
            upper=upper,
            p_value=p_value,
            authors=authors,
            parameters=json.dumps(asdict(self) | {"service": reports.service}, sort_keys=True),
        )

    def _reason(self, reports: Reports, talk: Talk, n: int, *, upper: float, french: bool) -> str:
        found, length = reports.expectation, span(reports.grid.window, french=french)
        many, usual, most = (number(value, french=french) for value in (found.observed[n], found.mean[n], upper))
        authors, heard = "0", "0"
        if talk.expectation:
            authors = str(int(talk.expectation.observed[n]))
            heard = number(float(talk.expectation.mean[n]), french=french)
        if french:
            return (
                f"Signalements sans écho : {many} signalements à {reports.service} en {length}, {usual} attendus "
                f"(au plus {most} d'ordinaire), alors que {authors} auteur(s) en parlent ({heard} d'ordinaire)."
            )
        return (
            f"Reports without talk: {many} reports to {reports.service} in {length}, {usual} expected (at most {most} "
            f"usually), while {authors} author(s) talk of it ({heard} usually)."
        )


detector = SilentWave()
