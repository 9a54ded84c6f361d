"""The state of a brief: everything that it shows, read once and never again."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from signals.brief.seal import State
from signals.brief.where import FEWEST_AUTHORS, Ask, Row, Where, where, windows
from signals.effects.account import account
from signals.effects.facts import facts as facts_of
from signals.effects.facts import questions
from signals.effects.words import sentence
from signals.facts import COUNTRY, Facts, Scope, read
from signals.indicators import by_id
from signals.masking import mask
from signals.readings import reading
from signals.said import between, number, shown, unit
from signals.standing import ORDER, standing
from signals.volume import hours

ALERTS, RUMOURS, TOPICS, ACTIONS, INDICATORS, COMMUNES = 8, 8, 6, 8, 10, 60
"""Most that a brief tells of each."""
CITED = 2
"""Messages cited of an alert when nobody chose."""
OFFERED = 12
"""Messages of an alert that one may choose from."""
FIRST = ("crisis", "reports", "talk", "answers", "advice", "audience")
"""Themes of indicators that come first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a brief is about."""

    since: datetime
    until: datetime
    place: str = ""
    """Code of a région (`R27`), of départements (`D21,D71`) or of a group of communes (`E…`); empty: the country."""
    place_name: str = ""
    evidence: Collection[str] | None = None
    """Ids of the messages to cite; None: the first `cited` of each alert."""
    cited: int = CITED
    marking: str = ""
    graph: str = ""
    made_at: datetime


def freeze(ask: Ask, wanted: Wanted) -> State:
    """Return the state of a brief, ready to be written, sealed and put into words."""
    bounds = {"since": wanted.since, "until": wanted.until}
    place = where(ask, wanted.place)
    here = bounds | {"places": list(place.around)}
    before = wanted.since - (wanted.until - wanted.since)
    watched = ask("situation_windows", topic="*", place=COUNTRY, **bounds)
    rows = windows(ask, place, watched, **bounds)
    volume = hours(watched, rows, _ms(wanted.until))
    sources = ask("situation_sources", **bounds)
    first = ask("beginning")
    knows = bool(first) and _utc(first[0]["at"]) <= before
    alerts = list(_alerts(ask, wanted, place))
    areas, hidden = _areas(ask, wanted, place, watched)
    indicators, without, scarce = _indicators(*_facts(ask, wanted, place, areas))
    return {
        "made_at": _iso(wanted.made_at),
        "since": _iso(wanted.since),
        "until": _iso(wanted.until),
        "place": {"id": wanted.place, "name": wanted.place_name} | place.told,
        "graph": wanted.graph,
        "exercise": bool(ask("situation_exercise")[0]["exercise"]),
        "marking": wanted.marking,
        "volume": {
            "n": sum(hour.n or 0 for hour in volume),
            "before": sum(row["n"] for row in windows(ask, place, (), since=before, until=wanted.since))
            if knows
            else None,
            "hours": [asdict(hour) for hour in volume],
        },
        "alerts": alerts,
        "topics": ask("situation_topics", before=before, before_until=wanted.since, limit=TOPICS, **bounds),
        "rumours": [row | {"claim": mask(row["claim"] or "")} for row in ask("brief_rumours", limit=RUMOURS, **here)],
        "actions": list(_actions(ask, wanted, place)),
        "hazards": ask("situation_hazards", **here),
        "areas": areas,
        "indicators": indicators,
        "unknown": {
            "outages": list(_outages(sources)),
            "failed": [row["name"] for row in sources if row["failed"]],
            "never": [row["name"] for row in sources if not row["last_success_at"] and not row["read"]],
            "blind_hours": sum(hour.blind or hour.n is None for hour in volume),
            "hours": len(volume),
            "communes_hidden": hidden,
            "volume_hidden": place.kind == "epci" and not rows,
            "places_unknown": sum(not area["known"] for area in areas),
            "indicators_without": without,
            "indicators_scarce": scarce,
            "no_past": not knows,
        },
    }


def _alerts(ask: Ask, wanted: Wanted, place: Where) -> Iterator[Row]:
    rows = ask("situation_alerts", since=wanted.since, until=wanted.until, places=list(place.around))
    rows = [row | {"state": standing(row, _ms(wanted.until)).state} for row in rows]
    rows.sort(key=lambda row: (ORDER.index(row["state"]), -row["score"], -row["last_at"], row["id"]))
    for row in rows[:ALERTS]:
        names = ("id", "severity", "state", "title", "title_en", "reason", "reason_en", "first_at", "last_at")
        messages = ask("alerte_evidence", alert=row["id"], limit=OFFERED)
        yield {name: row[name] for name in names} | {
            "places": [place["name"] or place["id"] for place in row["places"]],
            "evidence": [_message(one) for one in _chosen(messages, wanted)],
        }


def _chosen(messages: Sequence[Row], wanted: Wanted) -> Sequence[Row]:
    chosen = wanted.evidence
    return messages[: wanted.cited] if chosen is None else [one for one in messages if one["id"] in chosen]


def citing(state: State, evidence: Collection[str]) -> State:
    """Return the state with only these of the messages that it cites."""
    alerts = [
        alert | {"evidence": [one for one in alert["evidence"] if one["id"] in evidence]} for alert in state["alerts"]
    ]
    return state | {"alerts": alerts}


def _message(row: Row) -> Row:
    """Return a message as it is cited: its words masked, of its author the first six signs of a pseudonym."""
    return {
        "id": row["id"],
        "text": mask(row["text"] or ""),
        "platform": row["platform"],
        "kind": row["kind"],
        "at": row["at"],
        "author": (row["author"] or "").rpartition(":")[2][:6],
        "places": [place for place in row["places"][:3] if place],
    }


def _actions(ask: Ask, wanted: Wanted, place: Where) -> Iterator[Row]:
    """Yield what was done in the period, newest first, each with the sentence of its effect."""
    done = ask("situation_actions", since=wanted.since, until=wanted.until, places=list(place.around))
    here = {row["id"] for row in done}
    found = [row for row in ask("actions_journal", until=wanted.until, limit=200) if row["id"] in here]
    for row in found[:ACTIONS]:
        answers = [ask(name, **given) for name, given in questions(row, wanted.until)]
        told = account(facts_of(row, wanted.until, answers))
        yield {
            "id": row["id"],
            "kind": row["kind"],
            "text": mask(row["text"] or ""),
            "channel": row["channel"],
            "role": row["role"],
            "at": row["at"],
            "places": [place["name"] or place["id"] for place in row["places"]],
            "verdict": told.verdict,
            "effect": sentence(row["kind"], told, "fr"),
            "effect_en": sentence(row["kind"], told, "en"),
        }


def _departements(ask: Ask, wanted: Wanted, watched: Sequence[Row]) -> Iterator[Row]:
    length = max(1, round((wanted.until - wanted.since) / timedelta(hours=1)))
    deaf = length - sum(not row["blind"] for row in watched)
    for row in ask("carte_rates", since=wanted.since, until=wanted.until):
        yield {
            "id": row["id"],
            "name": row["name"],
            "n": row["n"],
            "population": row["population"],
            "known": max(row["blind"], deaf) <= length / 2,
        }


def _areas(ask: Ask, wanted: Wanted, place: Where, watched: Sequence[Row]) -> tuple[list[Row], int]:
    """Return the parts of a territory that are drawn, and how many communes have too few authors."""
    if place.kind in ("departement", "epci"):
        return _communes(ask, wanted, place)
    rows = list(_departements(ask, wanted, watched))
    return [row for row in rows if place.kind == "pays" or row["id"] in place.departements], 0


def _communes(ask: Ask, wanted: Wanted, place: Where) -> tuple[list[Row], int]:
    """Return the communes of the last day with enough authors, and how many have too few."""
    since = max(wanted.since, wanted.until - timedelta(days=1))
    bounds = {"since": since, "until": wanted.until, "place": place.id}
    is_group = place.kind == "epci"
    rows = ask("brief_communes_in", **bounds) if is_group else ask("carte_communes", topic="*", **bounds)
    told = [row for row in rows if row["authors"] >= FEWEST_AUTHORS]
    names = ("id", "name", "n", "population", "lat", "lon")
    return [{name: row[name] for name in names} | {"known": True} for row in told[:COMMUNES]], len(rows) - len(told)


def _facts(ask: Ask, wanted: Wanted, place: Where, areas: Sequence[Row]) -> tuple[Facts, Facts]:
    """Return the facts of a territory, and those of what was heard of it: of several, the silence of one is no zero."""
    whole = Scope(wanted.since, wanted.until, wanted.place or COUNTRY)
    known = ",".join(area["id"] for area in areas if area["known"]) if place.kind == "departements" else ""
    facts = read(ask, whole)
    return facts, read(ask, replace(whole, place=known)) if known not in ("", whole.place) else facts


def _indicators(facts: Facts, heard: Facts) -> tuple[list[Row], list[Row], list[Row]]:
    """Return the figures that can be told, the names of those without data, and of those that rest on too few."""
    told: list[Row] = []
    without: list[Row] = []
    scarce: list[Row] = []
    themes = {theme: place for place, theme in enumerate(FIRST)}
    order = sorted(by_id().items(), key=lambda item: (themes.get(item[1].theme, len(themes)), item[1].order))
    for name, indicator in order:
        found = reading(name, indicator, heard if indicator.is_heard else facts)
        names = {"name": indicator.name, "name_en": indicator.name_en}
        if found.value is None:
            (scarce if found.is_hidden else without).append(names)
        elif found.is_scarce:
            scarce.append(names)
        else:
            value = found.value
            told.append(
                names
                | {
                    key: f"{shown(indicator, value.value, lang)}{unit(indicator, lang)}"
                    for key, lang in (("value", "fr"), ("value_en", "en"))
                }
                | {key: between(indicator, value, lang) for key, lang in (("range", "fr"), ("range_en", "en"))}
                | {"n": value.n, "blind": found.blind is not None, "n_fr": number(value.n, "fr")}
            )
    return told[:INDICATORS], without, scarce


def _outages(sources: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    for source in sources:
        for outage in source["outages"]:
            yield {"source": source["name"], "start": outage["start"], "end": outage["end"]}


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _utc(at: Any) -> datetime:
    found: datetime = at.to_native() if hasattr(at, "to_native") else at
    return found.astimezone(UTC)


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
