"""What users ask for by territory, and how well it is offered there: nothing, little, or what they need."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.exercise import clock
from flows.exercise.offer import add, weeks
from flows.exercise.phrases import Theme, load
from flows.exercise.script import Line, Row, Script
from flows.exercise.towns import communes


@dataclass(frozen=True)
class Need:
    """People of a département ask (question) or complain (complaint) about a service; `offer` says what they get."""

    theme: str
    intent: str
    place: str
    offer: str


NEEDS = (
    Need("procuration", "question", "D08", "none"),
    Need("pre_plainte", "question", "D15", "none"),
    Need("cyber17", "question", "D23", "none"),
    Need("thesee", "question", "D48", "none"),
    Need("brigade_numerique", "question", "D09", "none"),
    Need("plainte_en_ligne", "complaint", "D80", "weak"),
    Need("pre_plainte", "complaint", "D10", "weak"),
    Need("procuration", "complaint", "D65", "weak"),
    Need("brigade_numerique", "complaint", "D88", "weak"),
    Need("procuration", "question", "D22", "good"),
    Need("plainte_en_ligne", "question", "D49", "good"),
    Need("cyber17", "question", "D68", "good"),
    Need("brigade_numerique", "question", "D81", "good"),
)

OFFERS = {"weak": (3.4, 0.38, 19.0), "good": (8.7, 0.94, 1.6)}
"""Satisfaction out of 10, share of requests answered, days before the first answer."""


def tell(script: Script) -> None:
    """Add what is asked, what is offered, and the truth of both."""
    for need in NEEDS:
        theme = load("themes", need.theme)
        ids = [row["id"] for row in _asked(script, need, theme)]
        _offered(script, need, theme)
        script.truth(
            "need",
            f"{theme.label} : {need.place}",
            (clock.STARTS_AT, clock.ENDS_AT),
            id=f"need-{theme.service}-{need.place}",
            places=[need.place],
            service=theme.service,
            intent=need.intent,
            offer=need.offer,
            messages=ids,
        )


def _asked(script: Script, need: Need, theme: Theme) -> list[Row]:
    rng = script.rng
    moments = clock.everyday(rng, rng.randrange(30, 42))
    return [row for at in moments if (row := script.say(_line(script, need, theme, at)))]


def _line(script: Script, need: Need, theme: Theme, at: datetime) -> Line:
    rng, town = script.rng, communes(need.place).draw(script.rng)
    if need.intent == "complaint" and "experiences_bad" in theme.patterns and rng.random() < 0.35:
        author = script.people.by_platform["services-publics-plus"].draw(rng)
        return Line(theme=theme, kind="experiences_bad", at=at, author=author, town=town)
    author = script.people.social.draw(rng)
    return Line(theme=theme, kind=f"{need.intent}s", at=at, author=author, town=town)


def _offered(script: Script, need: Need, theme: Theme) -> None:
    """Add measures of the service in the département; none at all where nothing is offered."""
    if need.offer not in OFFERS or theme.service is None:
        return
    satisfaction, answered, days_before = OFFERS[need.offer]
    for day in weeks():
        span, n = (day, day + timedelta(days=7)), script.rng.randrange(32, 70)
        for metric, value in (
            ("satisfaction", min(10.0, script.rng.gauss(satisfaction, 0.3))),
            ("answer_rate", min(1.0, script.rng.gauss(answered, 0.03))),
            ("first_reply_days", max(0.2, script.rng.gauss(days_before, 0.4))),
        ):
            add(script, (theme.service, need.place, metric), span, round(value, 2), n=n)
