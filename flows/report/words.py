"""A month put into words: what clearly moved, then every indicator, pillar by pillar, then what was not known."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from flows.measures import PARIS
from graph.model import Place, Service
from signals.facts import Scope
from signals.indicators import PILLARS
from signals.monthly import Month, Row
from signals.readings import lines_of
from signals.said import between, number, shown, unit

Words = tuple[str, str]

MONTHS: Words = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "January February March April May June July August September October November December",
)
PILLAR_NAMES: dict[str, Words] = {
    "visibility": ("Visibilité", "Visibility"),
    "perception": ("Perception", "Perception"),
    "action": ("Action", "Action"),
}
QUESTIONS: dict[str, Words] = {
    "visibility": ("Sommes-nous vus et joints ?", "Are we seen and reached?"),
    "perception": ("Que disent les usagers ?", "What do users say?"),
    "action": ("Que signale-t-on, et que répondons-nous ?", "What is reported, and how do we answer?"),
}
NOTES: dict[str, Words] = {
    "as_of": (
        "Calculé sur le graphe « {graph} », à l’heure de ses données : {as_of} (Paris).",
        "Computed on the graph “{graph}”, at the time of its data: {as_of} (Paris).",
    ),
    "compared": (
        "« Avant » est la période précédente de même durée et de mêmes jours de semaine ; « an dernier », 52 semaines "
        "plus tôt. Une évolution n’est dite que si l’intervalle à 95 % de l’écart exclut zéro ; sur plus de quarante "
        "indicateurs, une ou deux le sont par hasard.",
        "“Before” is the period before of the same length and weekdays; “last year”, 52 weeks earlier. A change is "
        "told only where the 95% interval of the difference leaves zero out; of more than forty indicators, one or "
        "two are told by chance.",
    ),
    "few": (
        "Sous 30 observations, l’effectif est insuffisant ; sous 5, rien n’est dit d’un territoire. Sans donnée, il "
        "n’y a pas de valeur : ce n’est pas zéro. Définitions et requêtes : page Piliers, docs/indicators.md.",
        "Under 30 observations there are too few; under 5 nothing is told of a territory. No data is no value, and "
        "not zero. Definitions and queries: page Piliers, docs/indicators.md.",
    ),
    "blind": (
        "Des sources n’ont pas été entendues, jusqu’à {hours} h dans la période ({names}) : ces chiffres sont des "
        "minimums.",
        "Sources were not heard, for up to {hours} h of the period ({names}): these figures are lower bounds.",
    ),
}
MOST = 8
"""Changes that the first page tells."""


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator of a table."""

    name: str
    value: str
    basis: str
    """n and interval."""
    before: str
    verdict: str
    notes: tuple[str, ...] = ()
    """Label, public lines, outages."""


@dataclass(frozen=True, slots=True)
class Part:
    """A pillar."""

    title: str
    question: str
    lines: tuple[Line, ...]
    without: tuple[str, ...]
    """Indicators without data."""


@dataclass(frozen=True, slots=True)
class Text:
    """A report in one language."""

    lang: str
    title: str
    subtitle: str
    summary: tuple[str, ...]
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    is_exercise: bool = False
    heads: tuple[str, ...] = field(default=())
    """Titles of the columns."""


@dataclass(frozen=True, slots=True)
class About:
    """What a report is about, by name."""

    place: Place | None
    service: Service | None
    as_of: datetime
    graph: str
    is_exercise: bool


def text(month: Month, about: About, lang: str) -> Text:
    """Return a month in words."""

    def say(french: str, english: str) -> str:
        return french if lang == "fr" else english

    where = about.place.name if about.place else say("France entière", "all of France")
    what = about.service.name if about.service else say("tous les services", "all services")
    return Text(
        lang=lang,
        title=say(f"Rapport mensuel : {_month(month.scope, lang)}", f"Monthly report: {_month(month.scope, lang)}"),
        subtitle=f"{where} · {what}",
        summary=tuple(_summary(month, lang)),
        parts=tuple(
            _part(pillar, list(rows), lang)
            for pillar, rows in groupby(month.rows, key=lambda row: row.reading.indicator.pillar)
        ),
        notes=tuple(_notes(month, about, lang)),
        is_exercise=about.is_exercise,
        heads=(
            say("Indicateur", "Indicator"),
            say("Valeur", "Value"),
            say("Effectif et intervalle", "n and interval"),
            say("Avant / an dernier", "Before / last year"),
            say("Évolution", "Change"),
        ),
    )


def _month(scope: Scope, lang: str) -> str:
    first = scope.since.astimezone(PARIS)
    return f"{MONTHS[lang != 'fr'].split()[first.month - 1]} {first.year}"


def _summary(month: Month, lang: str) -> Iterator[str]:
    moved = month.moved()
    for row in moved[:MOST]:
        indicator, value = row.reading.indicator, row.reading.value
        if value is None or row.before is None or row.change is None:
            continue
        now, then = (f"{shown(indicator, one, lang)}{unit(indicator, lang)}" for one in (value.value, row.before.value))
        name = indicator.name if lang == "fr" else indicator.name_en
        if lang == "fr":
            way = "en hausse" if row.change.value > 0 else "en baisse"
            good = {True: ", ce qui est mieux", False: ", ce qui est moins bien", None: ""}[row.is_better]
            yield f"{name} : {now}, {way} ({then} avant){good}."
        else:
            way = "up" if row.change.value > 0 else "down"
            good = {True: ", which is better", False: ", which is worse", None: ""}[row.is_better]
            yield f"{name}: {now}, {way} ({then} before){good}."
    if not moved:
        yield (
            "Rien n’a nettement changé face à la période précédente, ou il n’y a rien à quoi comparer."
            if lang == "fr"
            else "Nothing clearly changed against the period before, or there is nothing to compare with."
        )


def _part(pillar: str, rows: list[Row], lang: str) -> Part:
    side = lang != "fr"
    told = [row for row in rows if row.reading.value is not None or row.reading.is_hidden]
    without = [row for row in rows if row not in told]
    number_of = PILLARS.index(pillar) + 1
    return Part(
        title=f"{number_of}. {PILLAR_NAMES[pillar][side]}",
        question=QUESTIONS[pillar][side],
        lines=tuple(_line(row, lang) for row in told),
        without=tuple(row.reading.indicator.name_en if side else row.reading.indicator.name for row in without),
    )


def _line(row: Row, lang: str) -> Line:
    indicator, value = row.reading.indicator, row.reading.value
    name = indicator.name if lang == "fr" else indicator.name_en
    if value is None:
        hidden = "non montré (moins de 5)" if lang == "fr" else "not shown (fewer than 5)"
        return Line(name, hidden, "", "", "", tuple(_remarks(row, lang)))
    few = ("effectif insuffisant · " if lang == "fr" else "too few · ") if row.reading.is_scarce else ""
    basis = [f"n = {number(value.n, lang)}"] if indicator.unit != "count" else []
    basis += [between(indicator, value, lang)] if not row.reading.is_scarce else []
    then = [shown(indicator, one.value, lang) if one else "–" for one in (row.before, row.year)]
    return Line(
        name=name,
        value=f"{few}{shown(indicator, value.value, lang)}{unit(indicator, lang)}",
        basis=" · ".join(filter(None, basis)),
        before=" / ".join(then),
        verdict=_verdict(row, lang),
        notes=tuple(_remarks(row, lang)),
    )


def _verdict(row: Row, lang: str) -> str:
    side = lang != "fr"
    if row.change is None:
        return ("", "")[side]
    if row.change.interval is None:
        return ("sans intervalle", "no interval")[side]
    if not row.change.is_told_apart:
        return ("pas d’écart net", "no clear change")[side]
    return (("en hausse", "up") if row.change.value > 0 else ("en baisse", "down"))[side]


def _remarks(row: Row, lang: str) -> Iterator[str]:
    side = lang != "fr"
    if label := row.reading.label:
        yield (label.fr, label.en)[side]
    for line in lines_of(row.reading.id):
        beside = ("", "")[side] if line.same else ("Autre question : ", "Another question: ")[side]
        yield f"{beside}{(line.fr, line.en)[side]} ({line.source}, {line.year})"
    if blind := row.reading.blind:
        hours, names = number(blind.hours, lang), ", ".join(blind.platforms)
        yield (f"Source coupée {hours} h : {names}", f"Source down for {hours} h: {names}")[side]


def _notes(month: Month, about: About, lang: str) -> Iterator[str]:
    side = lang != "fr"
    as_of = f"{about.as_of.astimezone(PARIS):%d/%m/%Y %H:%M}"
    yield NOTES["as_of"][side].format(graph=about.graph, as_of=as_of)
    yield NOTES["compared"][side]
    yield NOTES["few"][side]
    if blind := month.blind():
        yield NOTES["blind"][side].format(hours=number(blind.hours, lang), names=", ".join(blind.platforms))
