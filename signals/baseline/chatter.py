"""What a hazard in force makes people say in any case: chatter about the weather, told from talk of harm."""

import polars as pl

from signals.base import Watch
from signals.baseline.context import causes
from signals.baseline.tally import ANY, FRANCE, KEY, Grid
from signals.harm import log_odds, only_chat


def chatting(window: pl.DataFrame, watch: Watch, grid: Grid) -> pl.DataFrame:
    """Return the series (topic_id, place_id) that speak of a hazard in force there, and tell of no more than weather.

    `window` holds the messages of the window by series. Their harm is read in all of them together; what only repeats
    another does not count, and where nobody knows how far messages tell of harm, none is chatter.
    """
    keys = pl.DataFrame(list(_about(watch, grid)), schema=dict.fromkeys(KEY, pl.String), orient="row")
    if keys.is_empty() or watch.harm.is_empty():
        return keys.clear()
    odds = watch.harm.select("id", odds=pl.Series(log_odds(watch.harm["harm"].to_numpy())))
    told = window.filter(~pl.col("copy")).join(keys, on=list(KEY), how="semi").join(odds, on="id")
    groups = told.group_by(KEY).agg(mean=pl.col("odds").mean(), messages=pl.len())
    return groups.filter(only_chat(pl.col("mean"), pl.col("messages"))).select(KEY).sort(KEY)


def _about(watch: Watch, grid: Grid) -> set[tuple[str, str]]:
    """Return each topic with each place in which a hazard that it speaks of is in force, and with all of France."""
    return {
        (topic, place)
        for cause in causes(watch, grid)
        for topic, themes in watch.themes.items()
        if cause.theme in themes
        for place in (*cause.places, FRANCE)
    }


def without_chatter(window: pl.DataFrame, chatter: pl.DataFrame) -> pl.DataFrame:
    """Return the messages of the window; all talk of a place without what only chats about a hazard in force there."""
    if chatter.is_empty():
        return window
    local = chatter.filter(pl.col("place_id") != FRANCE)
    chat = window.join(local, on=list(KEY), how="semi").select("place_id", "id", topic_id=pl.lit(ANY))
    return window.join(chat, on=["place_id", "id", "topic_id"], how="anti")
