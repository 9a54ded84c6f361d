"""The three pillars: facts of a period read from the graph, indicators computed from them."""

from dataclasses import dataclass

import polars as pl

from signals.indicators import (
    ACTIONS,
    DELAYS,
    MEASURES,
    MESSAGES,
    POPULATION,
    Facts,
    Indicator,
    Value,
    indicators,
)
from signals.tiling import SPANNED, once
from ui.services.reader import Reader
from ui.services.span import Span


@dataclass(frozen=True, slots=True)
class Card:
    """An indicator with its value over a period and over the one before, if that was watched."""

    indicator: Indicator
    value: Value | None
    previous: Value | None


class Pillars:
    """Answers of the page of indicators."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def cards(self, span: Span, place: str = "") -> list[Card]:
        """Return every indicator, pillar by pillar."""
        now = self.facts(span, place)
        before = self.facts(span.before(), place) if self._reader.knows(span.before().since) else None
        return [
            Card(indicator, indicator.compute(now), indicator.compute(before) if before else None)
            for indicator in indicators()
        ]

    def facts(self, span: Span, place: str = "") -> Facts:
        """Return what is known of a period in a département, or everywhere."""
        bounds = {"since": span.since, "until": span.until}
        return Facts(
            messages=_within(self._reader.frame("piliers_messages", MESSAGES, **bounds), place),
            measures=once(_within(self._reader.frame("piliers_measures", SPANNED, **bounds), place)).select(*MEASURES),
            population=_within(self._reader.frame("piliers_population", POPULATION), place),
            delays=self._reader.frame("piliers_delays", DELAYS, **bounds),
            actions=self._reader.frame("piliers_actions", ACTIONS, **bounds),
        )


def _within(frame: pl.DataFrame, place: str) -> pl.DataFrame:
    return frame.filter(pl.col("place_id") == place) if place else frame
