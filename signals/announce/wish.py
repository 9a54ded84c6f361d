"""A subscription as it is asked for, held against what can be."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from graph.model import Subscription
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
    """A subscription cannot be so; the message says why and what can be."""


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
    forms = FORMS.get(wish.channel)
    if forms is None:
        raise WishRefused(f"there is no channel {wish.channel}: choose webhook or mail")
    form = wish.form or forms[0]
    _check(wish, words, topics, form, forms)
    unknown = [code for code in wish.places if code not in places]
    if unknown:
        raise WishRefused(f"there is no place {', '.join(unknown)}: give official codes, as D21, R27 or 21231")
    start, end = _quiet(wish.quiet)
    return Subscription(
        id=name, name=words, channel=wish.channel, form=form, shown=shown(wish.channel, wish.address), lang=wish.lang,
        topics=topics, place_ids=wish.places, service_ids=wish.services, severity=wish.severity, quiet_from=start,
        quiet_until=end, quiet_severity=wish.quiet_severity, zone=wish.zone, digest=wish.digest,
        digest_hour=wish.digest_hour, since=since, role=role,
    )  # fmt: skip


def _check(wish: Wish, name: str, topics: tuple[str, ...], form: str, forms: tuple[str, ...]) -> None:
    many = max(map(len, (topics, wish.places, wish.services)))
    faults = {
        f"say in 1 to {LONGEST_NAME} characters which service is told": not 0 < len(name) <= LONGEST_NAME,
        f"a {wish.channel} is sent as {' or '.join(forms)}, not as {form}": form not in forms,
        f"there is no language {wish.lang}: choose fr or en": wish.lang not in ("fr", "en"),
        f"there is no severity {wish.severity}: choose {', '.join(SEVERITIES)}": wish.severity not in SEVERITIES,
        f"no severity {wish.quiet_severity} breaks quiet hours: choose {', '.join(SEVERITIES)}, or none": (
            wish.quiet_severity not in ("", *SEVERITIES)
        ),
        f"there is no digest {wish.digest}: choose hourly or daily, none to be told at once": (
            wish.digest not in DIGESTS
        ),
        "a digest of CAP does not exist, a message tells of one alert: take it at once, or as json": (
            form == "cap" and wish.digest != ""
        ),
        "the hour of a daily digest is 0 to 23": not 0 <= wish.digest_hour <= 23,
        f"at most {MOST} topics, places and services each": many > MOST,
        f"a topic is an id, or words of at most {LONGEST_WORDS} characters": any(
            not 0 < len(topic) <= LONGEST_WORDS for topic in topics
        ),
        "an id of a service holds letters, digits and . _ : -": any(not CODE.fullmatch(one) for one in wish.services),
    }
    if why := next((sentence for sentence, wrong in faults.items() if wrong), ""):
        raise WishRefused(why)
    try:
        ZoneInfo(wish.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise WishRefused(f"there is no time zone {wish.zone}: give one as Europe/Paris or Indian/Reunion") from None


def _quiet(asked: str) -> tuple[str, str]:
    if not asked:
        return "", ""
    found = QUIET.fullmatch(asked.strip())
    if found is None:
        raise WishRefused(f"quiet hours {asked} cannot be read: give them as 22:00-07:00")
    if time.fromisoformat(found[1]) == time.fromisoformat(found[2]):
        raise WishRefused("quiet hours that end when they begin are none, or all day: end the subscription instead")
    return found[1], found[2]
