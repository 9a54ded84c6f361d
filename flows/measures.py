"""Counts of partners as `Measure`s: their French days, months and hours, their codes of départements, their ids."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from graph.model import Measure

PARIS = ZoneInfo("Europe/Paris")
COUNTRY = "FR"

Span = tuple[datetime, datetime]
"""Beginning and end of a period in UTC, the end left out."""

What = tuple[str, str, str]
"""Service, place and metric."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_DEPARTEMENT = re.compile(r"0[1-9]|1\d|2[1-9]|2[AB]|[3-8]\d|9[0-5]|97[1-8]|98[4678]", re.ASCII)
_ISO = {"75C": "75", "69M": "69", "69D": "69", "67A": "67", "68A": "68"}
"""Codes of ISO 3166-2 for collectivities that have, or lie in, a département of another code."""
_ISO_OVERSEAS = {"GP": "971", "MQ": "972", "GF": "973", "RE": "974", "PM": "975", "YT": "976"} | {
    "BL": "977", "MF": "978", "TF": "984", "WF": "986", "PF": "987", "NC": "988",
}  # fmt: skip


def measure(source_id: str, what: What, span: Span, value: float, n: int | None = None) -> Measure:
    """Return a measure under the id that all of its service, place, metric and period share.

    >>> measure("perceval", ("perceval", "D01", "reports"), month("2022-01"), 5).id
    'perceval|D01|reports|2021-12-31T23:00:00Z|2022-01-31T23:00:00Z'
    """
    service, place, metric = what
    start, end = span
    return Measure(
        id=f"{service}|{place}|{metric}|{start:%Y-%m-%dT%H:%M:%SZ}|{end:%Y-%m-%dT%H:%M:%SZ}",
        service_id=service,
        place_id=place,
        metric=metric,
        start=start,
        end=end,
        value=float(value),
        n=n,
        source_id=source_id,
    )


def part(metric: str, dimension: str, value: str) -> str:
    """Return the metric of one part of `metric`; what separates ids and parts is taken out of `value`.

    >>> part("reports", "age", "15-24"), part("page_views", "page", "/a|b/")
    ('reports/age=15-24', 'page_views/page=/a b/')
    """
    return f"{metric}/{dimension}={' '.join(value.replace('|', ' ').split())}"


def day(text: str | date, zone: ZoneInfo = PARIS) -> Span:
    """Return the span of a local day (`2022-01-31`); raise ValueError for any other text.

    >>> [f"{moment:%d %H:%M}" for moment in day("2022-03-27")]
    ['26 23:00', '27 22:00']
    """
    if isinstance(text, str) and not _DAY.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is not a day, as 2022-01-31")
    first = text if isinstance(text, date) else date.fromisoformat(text)
    return _midnight(first, zone), _midnight(first + timedelta(days=1), zone)


def month(text: str) -> Span:
    """Return the span of a French month (`2022-01`); raise ValueError for any other text."""
    if not _MONTH.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is not a month, as 2022-01")
    first = date.fromisoformat(f"{text}-01")
    return _midnight(first, PARIS), _midnight((first + timedelta(days=31)).replace(day=1), PARIS)


def hour(local_day: date, number: int, zone: ZoneInfo = PARIS) -> Span:
    """Return the span of an hour of a local day; the one that comes twice in autumn lasts two hours.

    >>> [f"{moment:%H:%M}" for moment in hour(date(2026, 10, 25), 2)]
    ['00:00', '02:00']
    """
    start = datetime(local_day.year, local_day.month, local_day.day, number, tzinfo=zone)
    after = start.replace(tzinfo=None) + timedelta(hours=1)
    return start.astimezone(UTC), after.replace(tzinfo=zone).astimezone(UTC)


def local_day(moment: datetime, zone: ZoneInfo = PARIS) -> date:
    """Return the local day on which a moment falls."""
    return moment.astimezone(zone).date()


def departement(code: str) -> str | None:
    """Return the place of a département as partners write it, None when the code names none.

    >>> departement("6"), departement("2a"), departement("75C"), departement("973"), departement("FR-69M")
    ('D06', 'D2A', 'D75', 'D973', 'D69')
    >>> departement("00"), departement("97"), departement("20"), departement("99")
    (None, None, None, None)
    """
    code = code.strip().upper().removeprefix("FR-")
    code = _ISO_OVERSEAS.get(code) or _ISO.get(code) or code.zfill(2)
    return f"D{code}" if _DEPARTEMENT.fullmatch(code) else None


def _midnight(local: date, zone: ZoneInfo) -> datetime:
    if not 1900 <= local.year <= 2200:
        raise ValueError(f"{local} lies in no year that anybody counts")
    return datetime(local.year, local.month, local.day, tzinfo=zone).astimezone(UTC)
