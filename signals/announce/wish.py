"""A subscription as it is asked for, held against what can be."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from graph.model import Subscription
from signals.entries import Problem, Words
from signals.standing import SEVERITIES
from signals.text.kept import mask, readable

LONGEST_NAME = 80
LONGEST_WORDS = 80
MOST = 50
"""Topics, places or services of one subscription."""

QUIET = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d)\s*[-–]\s*((?:[01]\d|2[0-3]):[0-5]\d)")
CODE = re.compile(r"[\w.:-]{1,100}")

FORMS = {"webhook": ("json", "cap"), "mail": ("text",)}
DIGESTS = ("", "hourly", "daily")


class WishRefused(ValueError):
    """A subscription cannot be so; `problems` say why, field by field. The message is the English of the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].says.en)
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A subscription as it was asked for."""

    name: str
    channel: str
    address: str
    form: str = ""
    lang: str = "fr"
    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    severity: str = "moderee"
    quiet: str = ""
    """As `22:00-07:00`, local time."""
    quiet_severity: str = "critique"
    zone: str = "Europe/Paris"
    digest: str = ""
    digest_hour: int = 8


def granted(
    wish: Wish, *, name: str, since: datetime, role: str, places: Collection[str], shown: Callable[[str, str], str]
) -> Subscription:
    """Return the subscription, its words masked; raise `WishRefused`.

    `places` are the codes that exist; `shown` returns what may be shown of an address, and raises for one that is not
    allowed.
    """
    words = " ".join(mask(readable(wish.name)[0]).split())
    topics = tuple(" ".join(mask(readable(topic)[0]).split()) for topic in wish.topics)
    form = wish.form or next(iter(FORMS.get(wish.channel, ())), "")
    if found := [*_channel(wish, form), *_what(wish, words, topics, places), *_when(wish, form)]:
        raise WishRefused(found)
    start, end = _quiet(wish.quiet) if wish.quiet else ("", "")
    return Subscription(
        id=name, name=words, channel=wish.channel, form=form, shown=shown(wish.channel, wish.address), lang=wish.lang,
        topics=topics, place_ids=wish.places, service_ids=wish.services, severity=wish.severity, quiet_from=start,
        quiet_until=end, quiet_severity=wish.quiet_severity, zone=wish.zone, digest=wish.digest,
        digest_hour=wish.digest_hour, since=since, role=role,
    )  # fmt: skip


def _channel(wish: Wish, form: str) -> Iterator[Problem]:
    forms = FORMS.get(wish.channel)
    if forms is None:
        yield _problem(
            "channel",
            f"il n’y a pas de canal {wish.channel} : choisir webhook ou courriel",
            f"there is no channel {wish.channel}: choose webhook or mail",
        )
    elif form not in forms:
        yield _problem(
            "form",
            f"ce canal n’envoie pas de {form} : choisir {' ou '.join(forms)}",
            f"a {wish.channel} is sent as {' or '.join(forms)}, not as {form}",
        )
    if wish.lang not in ("fr", "en"):
        yield _problem(
            "lang",
            f"il n’y a pas de langue {wish.lang} : choisir fr ou en",
            f"there is no language {wish.lang}: choose fr or en",
        )


def _what(wish: Wish, name: str, topics: Sequence[str], places: Collection[str]) -> Iterator[Problem]:
    if not 0 < len(name) <= LONGEST_NAME:
        yield _problem(
            "name",
            f"dites en 1 à {LONGEST_NAME} caractères quel service est prévenu",
            f"say in 1 to {LONGEST_NAME} characters which service is told",
        )
    if wish.severity not in SEVERITIES:
        yield _problem(
            "severity",
            f"il n’y a pas de gravité {wish.severity} : choisir {', '.join(SEVERITIES)}",
            f"there is no severity {wish.severity}: choose {', '.join(SEVERITIES)}",
        )
    for field, given in (("topics", topics), ("places", wish.places), ("services", wish.services)):
        if len(given) > MOST:
            yield _problem(
                field,
                f"{MOST} au plus : sujets, territoires et services, chacun",
                f"at most {MOST} topics, places and services each",
            )
    if any(not 0 < len(topic) <= LONGEST_WORDS for topic in topics):
        yield _problem(
            "topics",
            f"un sujet est un identifiant, ou des mots de {LONGEST_WORDS} caractères au plus",
            f"a topic is an id, or words of at most {LONGEST_WORDS} characters",
        )
    if unknown := ", ".join(code for code in wish.places if code not in places):
        yield _problem(
            "places",
            f"aucun territoire {unknown} : donner des codes officiels, comme D21, R27 ou 21231",
            f"there is no place {unknown}: give official codes, as D21, R27 or 21231",
        )
    if any(not CODE.fullmatch(one) for one in wish.services):
        yield _problem(
            "services",
            "un identifiant de service n’a que des lettres, des chiffres et . _ : -",
            "an id of a service holds letters, digits and . _ : -",
        )


def _when(wish: Wish, form: str) -> Iterator[Problem]:
    if wish.quiet_severity not in ("", *SEVERITIES):
        yield _problem(
            "quiet_severity",
            f"aucune gravité {wish.quiet_severity} ne rompt le silence : choisir {', '.join(SEVERITIES)}, ou rien",
            f"no severity {wish.quiet_severity} breaks quiet hours: choose {', '.join(SEVERITIES)}, or none",
        )
    if wish.digest not in DIGESTS:
        yield _problem(
            "digest",
            f"il n’y a pas de relevé {wish.digest} : choisir hourly ou daily, rien pour être prévenu aussitôt",
            f"there is no digest {wish.digest}: choose hourly or daily, none to be told at once",
        )
    if form == "cap" and wish.digest:
        yield _problem(
            "digest",
            "un message CAP ne parle que d’une alerte : sans relevé, ou en JSON",
            "a digest of CAP does not exist, a message tells of one alert: take it at once, or as json",
        )
    if not 0 <= wish.digest_hour <= 23:
        yield _problem(
            "digest_hour",
            "l’heure d’un relevé quotidien va de 0 à 23",
            "the hour of a daily digest is 0 to 23",
        )
    if wish.quiet:
        yield from _hours(wish.quiet)
    try:
        ZoneInfo(wish.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield _problem(
            "zone",
            f"il n’y a pas de fuseau {wish.zone} : en donner un comme Europe/Paris ou Indian/Reunion",
            f"there is no time zone {wish.zone}: give one as Europe/Paris or Indian/Reunion",
        )


def _hours(asked: str) -> Iterator[Problem]:
    start, end = _quiet(asked)
    if not start:
        yield _problem(
            "quiet",
            "ces heures ne se lisent pas : les donner comme 22:00 et 07:00",
            f"quiet hours {asked} cannot be read: give them as 22:00-07:00",
        )
    elif time.fromisoformat(start) == time.fromisoformat(end):
        yield _problem(
            "quiet",
            "un silence qui finit quand il commence n’en est pas un, ou dure tout le jour : mettre plutôt en pause",
            "quiet hours that end when they begin are none, or all day: end the subscription instead",
        )


def _quiet(asked: str) -> tuple[str, str]:
    found = QUIET.fullmatch(asked.strip())
    return (found[1], found[2]) if found else ("", "")


def _problem(field: str, fr: str, en: str) -> Problem:
    return Problem(field, Words(fr, en))
