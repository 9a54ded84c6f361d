"""Keep the topics of the graph: cluster now and then, place what arrives in between."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.background import Background
from flows.clustering import CLUSTERING, Decided, cluster, decided
from flows.gathering import GATHERING
from flows.joining import Joining, Placed, hold, join, joining
from flows.marks import settled
from flows.material import Material, material
from flows.reader import Reader
from flows.watching import HISTORY
from graph.rows import Row, moment
from graph.store import Store
from signals.topics.arrival import assign, centres
from signals.topics.clusterers import DEFAULT
from signals.topics.pins import Rules

BEGINNING = datetime.min.replace(tzinfo=UTC)
OLDER = 200_000
"""Messages that join topics when they are first found, at most: the newest."""


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_TOPICS_CLUSTERER`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_TOPICS_")

    clusterer: str = DEFAULT
    """How vectors are grouped: leiden or hdbscan."""
    days: float = 14
    """Days of messages that are clustered together."""
    at_least: int = 2_000
    """Messages clustered together where fewer were published in those days."""
    at_most: int = 20_000
    """Messages clustered together where more were: the newest."""
    every_minutes: float = 60
    """Minutes between two clusterings."""
    strangers: int = 12
    """New messages without a topic that bring the next clustering forward."""
    settle_minutes: float = 10
    """Minutes until the next clustering, at most, once a few messages have begun a topic between two."""


def update_topics(
    store: Store,
    reader: Reader,
    *,
    as_of: datetime,
    settings: Settings | None = None,
    background: Background | None = None,
) -> tuple[Counter[str], datetime | None]:
    """Give new messages a topic, clustering when it is time; return counts, and since when topics were rewritten.

    Joining costs one product with the topics' means a message; clustering grows with the window, not the history.
    Several people who speak of one new thing are a topic at once. What a person pinned since the last clustering brings
    the next one forward, and all hours are counted again. With a `background` only the first clustering and those after
    a pin are waited for, and only what is new is read.
    """
    settings = settings or Settings()
    runs, hands = store.rows("last_run", flow=CLUSTERING), decided(store)
    last = runs[0] if runs else None
    waited_for = last is None or _pinned_after(hands, last)
    if background is not None and not waited_for and last is not None:
        return _joined(store, reader, hands, last, as_of=as_of, settings=settings, background=background), None
    since, at = _since(store, as_of, settings), settled(store)
    window = material(store, reader, since, as_of, at_most=settings.at_most)
    if not window.ids:
        return Counter(), None
    clustered = moment(last["as_of"]) if last else None
    if last is not None and not waited_for:
        held, placed = _take_up(store, window, hands, last, at=at)
        if not _is_due(held, as_of, settings):
            return _join(store, window, hands.rules, held, placed, as_of=as_of), None
    if background is not None:
        background.forget()
    if last is None:
        clustered = _cluster_past(store, reader, hands.rules, as_of=as_of, until=since, settings=settings)
        window = material(store, reader, since, as_of, at_most=settings.at_most)
    counts = cluster(store, window, hands.rules, as_of=as_of, since=clustered, parameters=settings.model_dump())
    if last is None:
        counts += _place_older(store, reader, hands.rules, as_of=as_of, until=since)
    return counts, min(since, as_of - HISTORY) if waited_for else since


def recluster(store: Store, reader: Reader, as_of: datetime) -> Counter[str]:
    """Cluster again, whether it is time or not: the job of a `Background`."""
    settings = Settings()
    window = material(store, reader, _since(store, as_of, settings), as_of, at_most=settings.at_most)
    runs = store.rows("last_run", flow=CLUSTERING)
    clustered = moment(runs[0]["as_of"]) if runs else None
    rules = decided(store).rules
    return cluster(store, window, rules, as_of=as_of, since=clustered, parameters=settings.model_dump())


def _joined(
    store: Store,
    reader: Reader,
    hands: Decided,
    last: Row,
    *,
    as_of: datetime,
    settings: Settings,
    background: Background,
) -> Counter[str]:
    """Give what arrived a topic, and have the other process cluster when it is time."""
    held = joining(store, _clustering(hands, last))
    if held is None:
        at = settled(store)
        window = material(store, reader, _since(store, as_of, settings), as_of, at_most=settings.at_most)
        held, placed = _take_up(store, window, hands, last, at=at)
        counts = _join(store, window, hands.rules, held, placed, as_of=as_of)
    else:
        since = as_of - timedelta(days=settings.days)
        counts = held.arrive(store, reader, hands.rules, since=since, as_of=as_of)
    if _is_due(held, as_of, settings):
        background.begin(recluster, as_of)
    return counts


def _clustering(hands: Decided, last: Row) -> tuple[str, datetime | None]:
    return last["id"], hands.since


def _take_up(store: Store, window: Material, hands: Decided, last: Row, *, at: int) -> tuple[Joining, Placed]:
    """Hold where the topics of a window lie; `at`: up to when the graph was `settled` before it was read."""
    clustered = moment(last["as_of"])
    # topics may have been begun since the clustering by any process
    begun = any(moment(row["as_of"]) >= clustered for row in store.rows("last_run", flow=GATHERING))
    return hold(store, _clustering(hands, last), clustered, window, at=at, begun=begun)


def _join(
    store: Store, window: Material, pinned: Rules, held: Joining, placed: Placed, *, as_of: datetime
) -> Counter[str]:
    """Give the messages of a window that have no topic yet one, without clustering."""
    counts = join(store, window, pinned, held.names, placed.topics, placed.scores, as_of=as_of)
    return counts + held.begin(store, as_of)


def _since(store: Store, as_of: datetime, settings: Settings) -> datetime:
    found = store.rows("topic_since", until=as_of, skip=settings.at_least - 1)
    start = as_of - timedelta(days=settings.days)
    reaches = moment(found[0]["at"]) if found else _beginning(store) or start
    return min(start, reaches)


def _is_due(held: Joining, as_of: datetime, settings: Settings) -> bool:
    """Tell whether it is time to cluster again: long ago, or too many messages came that resemble no topic.

    Topics that were begun meanwhile from a few messages are held against all others sooner.
    """
    minutes = min(settings.every_minutes, settings.settle_minutes) if held.begun else settings.every_minutes
    return as_of - held.clustered >= timedelta(minutes=minutes) or len(held.strangers) >= settings.strangers


def _pinned_after(hands: Decided, last: Row) -> bool:
    return hands.since is not None and hands.since >= moment(last["started_at"])


def _cluster_past(
    store: Store, reader: Reader, pinned: Rules, *, as_of: datetime, until: datetime, settings: Settings
) -> datetime | None:
    """Cluster the weeks before the first window, oldest first, and return up to when; None: there are none.

    What was spoken of then has topics of its own, and those that are still spoken of have a past: baselines reach back.
    """
    first = max(_beginning(store) or as_of, as_of - HISTORY)
    step = timedelta(days=settings.days) / 2
    ends = [as_of - number * step for number in range(1, int((as_of - first) / step) + 1)]
    before = None
    for end in reversed(ends if first < until else []):
        window = material(store, reader, _since(store, end, settings), end, at_most=settings.at_most)
        if len(window.ids) >= settings.at_least:
            cluster(store, window, pinned, as_of=end, since=before, parameters=settings.model_dump())
            before = end
    return before


def _place_older(store: Store, reader: Reader, pinned: Rules, *, as_of: datetime, until: datetime) -> Counter[str]:
    """Have the newest messages before the window that were clustered with nobody join the topics of the last weeks."""
    older = material(store, reader, BEGINNING, until, at_most=OLDER)
    recent = material(store, reader, as_of - HISTORY, as_of, at_most=OLDER)
    names = recent.known()
    placed, scores = assign(older.vectors, centres(recent.vectors, recent.label(names)))
    return join(store, older, pinned, names, placed, scores, as_of=as_of)


def _beginning(store: Store) -> datetime | None:
    found = store.rows("beginning")
    return moment(found[0]["at"]) if found else None
