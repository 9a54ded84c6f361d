"""Easiware: conversations of the Brigade numérique, counted by day, category and channel before anything is kept."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from flows import daily
from flows.daily import Counting, Totals
from flows.dropped import found
from flows.errors import SourceBroken, SourceRefused
from flows.measures import COUNTRY, PARIS, day, local_day, measure, part
from flows.moments import moment
from flows.rows import Layout, Row, read
from flows.sources import Item, Refusal, Sheet
from graph.model import Measure, Source

ABOUT = Source(
    id="easiware",
    name="Easiware (conversations de la Brigade numérique)",
    kind="perception",
    platform="easiware",
    licence="Export du centre de contact, usage interne",
    purpose="Suivre le nombre de conversations par jour, heure, catégorie et canal : où en est la demande des usagers.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; seuls des comptages agrégés sont conservés.",
    retention_days=3650,
)

SHEET = Sheet(
    address="https://github.com/GendarmerieNationale/barometre-numerique-etl",
    every=timedelta(days=1),
    cadence="CSV exports without a header, one row a conversation, dropped in a folder; all are read again when one "
    "of them changes. Accents often arrive damaged.",
    fields={
        "reference": "dropped: only tells conversations apart while counting",
        "date": "Measure.start, Measure.end, Measure.metric",
        "canal": "Measure.metric",
        "motif_parent, motif, element_de_qualification": "Measure.metric",
    },
)

LAYOUT = Layout(names=("reference", "date", "canal", "motif_parent", "motif", "element_de_qualification"), damaged=True)
CATEGORIES = ("demande_info", "victime", "signalement")
EXCLUDED = "pnav"
"""Conversations of the platform for victims (PNAV): another service, counted by itself."""
UNKNOWN = "unknown"
WORDS = (
    (EXCLUDED, re.compile(r"\bpnav\b")),
    ("victime", re.compile(r"\bvictime")),
    ("signalement", re.compile(r"\bsignal")),
    ("demande_info", re.compile(r"\binformation|\brenseign|\bquestion|\bconseil")),
)
"""What tells the category of a reason where no table does, the first that is found; other reasons stay unknown."""
CHANNELS = {
    "tchat": "chat", "chat": "chat", "livechat": "chat", "chatbot": "chatbot",
    "mail": "email", "email": "email", "e mail": "email", "courriel": "email",
    "t l phone": "phone", "telephone": "phone", "appel": "phone", "formulaire": "form", "sms": "sms",
    "messenger": "messenger", "facebook messenger": "messenger", "twitter": "twitter", "x": "twitter",
}  # fmt: skip


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_EASIWARE_FILE`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_EASIWARE_")

    file: Path | None = None
    """The CSV export of conversations (`;`, no header), or a folder of such exports."""
    categories: Path | None = None
    """Table of reasons (CSV, `;`: motif_parent, motif, categorie); without it, the words of the reason tell."""
    service: str = "brigade-numerique"
    """Id of the service that was contacted."""


@dataclass(slots=True)
class Day:
    """The conversations that began on one day."""

    references: set[int] = field(default_factory=set)
    """As Python's keyed hash has them, whose key ends with the process."""
    categories: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    hours: Counter[str] = field(default_factory=Counter)
    """By hour of the local day."""


@dataclass(frozen=True, slots=True)
class Easiware:
    """Counts the conversations of all files: see `flows.daily`. No text is read: the layout holds none."""

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        if self.settings.file is None:
            return "Set CYBERIMPACT_EASIWARE_FILE (or --file) to the CSV export of conversations."
        return None

    def probe(self) -> None:
        """Read the table and the first row of each file; raise a `SourceError` that says what is wrong."""
        table(self.settings.categories)
        for path in self._files():
            next(read(path, LAYOUT), None)

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield the measures of days that are new or fuller; raise at the end for unreadable files."""
        files = self._files()
        reasons = table(self.settings.categories)
        days: defaultdict[date, Day] = defaultdict(Day)
        counting = Counting(
            count=lambda path, now: _count(path, now, days, reasons),
            totals=lambda each: totals(days[each]),
            size=lambda totals: sum(totals["categories"].values()),
            measures=lambda each, new, old: measures(self.settings.service, each, new, old),
        )
        yield from daily.collect(files, cursors, counting)

    def _files(self) -> list[Path]:
        if self.settings.file is None:
            raise SourceRefused(self.missing or "")
        return found(self.settings.file, ".csv")


def make(settings: Settings) -> Easiware:
    """Return the collector of one export, or of a folder of exports."""
    return Easiware(settings)


def totals(counted: Day) -> Totals:
    """Return what is kept of the count of a day."""
    return {
        "categories": dict(counted.categories),
        "channels": dict(counted.channels),
        "hours": dict(counted.hours),
    }


def measures(service: str, each: date, new: Totals, old: Totals | None) -> Iterator[Measure]:
    """Yield what a day counts: all contacts, and each category and channel as a part of its own."""
    span = day(each)
    yield measure(ABOUT.id, (service, COUNTRY, "contacts"), span, sum(new["categories"].values()))
    for dimension, name in (("category", "categories"), ("channel", "channels"), ("hour", "hours")):
        # a part that an earlier export had and a fuller one has not counts zero
        counts = dict.fromkeys((old or {}).get(name, {}), 0) | new.get(name, {})
        for value, n in sorted(counts.items()):
            yield measure(ABOUT.id, (service, COUNTRY, part("contacts", dimension, value)), span, n)


def _count(
    path: Path, now: datetime, days: defaultdict[date, Day], reasons: Mapping[tuple[str, str], str]
) -> Iterator[date | Refusal]:
    for row in read(path, LAYOUT):
        if isinstance(row, Refusal):
            yield row
            continue
        if row.line == 1 and plain(row.fields["date"]) == "date":
            continue
        when = moment(row.fields["date"].strip())
        reference = row.fields["reference"].strip()
        if when is None or when[0] > now or not reference:
            yield Refusal("bad-id" if when and when[0] <= now else "bad-date", f"{path}, line {row.line}")
            continue
        began = local_day(when[0])
        hour = UNKNOWN if when[1] == "day" else str(when[0].astimezone(PARIS).hour)
        _add(days[began], hash(reference), row, (category(row.fields, reasons), hour))
        yield began


def _add(counted: Day, reference: int, row: Row, what: tuple[str, str]) -> None:
    """Count a conversation once, by category and hour; those of another service not at all."""
    kind, hour = what
    if reference in counted.references or kind == EXCLUDED:
        return
    counted.references.add(reference)
    counted.categories[kind] += 1
    counted.channels[channel(row.fields["canal"])] += 1
    counted.hours[hour] += 1


def category(fields: Mapping[str, str], reasons: Mapping[tuple[str, str], str]) -> str:
    """Return the category of a conversation: what the table says of its reason, else what its words say.

    >>> category({"motif_parent": "Ma Gendarmerie", "motif": "Demande d\ufffdinformation"}, {})
    'demande_info'
    """
    parent, reason = plain(fields["motif_parent"]), plain(fields["motif"])
    if reasons:
        return reasons.get((parent, reason), UNKNOWN)
    said = " ".join((plain(fields.get("element_de_qualification", "")), reason, parent))
    return next((name for name, words in WORDS if words.search(said)), UNKNOWN)


def channel(text: str) -> str:
    """Return the name of a channel, however it is spelt.

    >>> channel("T\ufffdl\ufffdphone"), channel("E-mail"), channel("Réseau mobile"), channel("")
    ('phone', 'email', 'r-seau-mobile', 'unknown')
    """
    name = plain(text)
    return CHANNELS.get(name) or name.replace(" ", "-") or UNKNOWN


def plain(text: str) -> str:
    """Return a label so that its damaged spellings meet: only letters and digits that no encoding can damage.

    >>> plain("Demande d'information générale") == plain("Demande d\ufffdinformation g\ufffd\ufffdn\ufffdrale")
    True
    """
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def table(path: Path | None) -> dict[tuple[str, str], str]:
    """Return the category of each pair (motif_parent, motif) of a table; raise `SourceBroken` for what is none."""
    if path is None:
        return {}
    layout = Layout(
        aliases={"parent": ("motif_parent",), "reason": ("motif",), "category": ("categorie", "category")},
        required=("parent", "reason", "category"),
        delimiter=",;",
        damaged=True,
    )
    reasons: dict[tuple[str, str], str] = {}
    for row in read(path, layout):
        if isinstance(row, Refusal):
            raise SourceBroken(f"{row.where} cannot be read ({row.reason}): mend the table of categories.")
        name = row.fields["category"].strip().lower()
        if name not in {*CATEGORIES, EXCLUDED}:
            raise SourceBroken(
                f"{path}, line {row.line}: {name[:40]!r} is no category; write {', '.join(CATEGORIES)} or PNAV."
            )
        reasons[plain(row.fields["parent"]), plain(row.fields["reason"])] = name
    return reasons
