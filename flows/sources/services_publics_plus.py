"""Services Publics+: experiences that users tell of a public service, from the platform's CSV export."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.errors import SourceBroken, SourceRefused
from flows.moments import moment
from flows.rows import Layout, Row, fold, read
from flows.sources import Checkpoint, Record, Refusal
from graph.model import Account, Message, Service, Source

ABOUT = Source(
    id="services-publics-plus",
    name="Services Publics+",
    kind="perception",
    platform="services-publics-plus",
    licence="Licence Ouverte 2.0 (DITP)",
    purpose="Mesurer ce que les usagers disent des services publics, par sujet, service et territoire.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; données ouvertes, modérées avant publication.",
    retention_days=3650,
)

LAYOUT = Layout(
    aliases={
        "id": ("ID expérience", "id_experience", "id"),
        "published": ("Date de publication",),
        "title": ("Titre",),
        "description": ("Description",),
        "feeling": ("Ressenti usager",),
        "departement": ("Code INSEE Département usager",),
        "departement_name": ("Intitulé département usager",),
        "postcode": ("Code postal usager", "Code postaux"),
        "structure_1": ("ID structure 1",),
        "structure_2": ("ID structure 2",),
        "structure_3": ("ID structure 3",),
        "structure_name_1": ("Intitulé structure 1", "Structure"),
        "structure_name_2": ("Intitulé structure 2",),
        "structure_name_3": ("Intitulé structure 3",),
        "answer": ("Réponse structure 1", "Réponses"),
        "answered": ("Date de 1ère réponse", "Date de première réponse"),
    },
    required=("id", "published", "description", "feeling"),
)
"""Labels of the two exports seen (2022, 2023) and of the API; the commune and the user's name are not read."""

FEELINGS = {"positif": 1.0, "neutre": 0.0, "negatif": -1.0}
CORSICA = {"corsedusud": "2A", "hautecorse": "2B"}
DEPARTEMENT = re.compile(r"0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-6]")
NATIVE_ID = re.compile(r"[\w-]{1,64}")


def _leftovers() -> dict[int, str]:
    """Map U+0080 to U+009F, bytes of Windows-1252 that were taken for Unicode, to what was typed."""
    return {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


LEFTOVERS = _leftovers()


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_SERVICES_PUBLICS_PLUS_FILE`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_SERVICES_PUBLICS_PLUS_")

    file: Path | None = None
    """The CSV export of experiences (`;`, UTF-8), as downloaded from the platform."""
    checkpoint_rows: int = Field(default=200, ge=1)
    """Rows between two checkpoints: what a killed run reads again at most."""


@dataclass(frozen=True, slots=True)
class ServicesPublicsPlus:
    """Reads one export. The cursor is a position in a file of a known digest: another file is read from its start."""

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        if self.settings.file is None:
            return "Set CYBERIMPACT_SERVICES_PUBLICS_PLUS_FILE (or --file) to the CSV export of experiences."
        return None

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Record | Checkpoint | Refusal]:
        """Yield services, experiences and answers in the order of the file; raise a `SourceError`."""
        path = self.settings.file
        if path is None:
            raise SourceRefused(self.missing)
        seen: set[str] = set()
        last: Row | None = None
        rows = 0
        try:
            for row in read(path, LAYOUT, cursors.get("")):
                if isinstance(row, Refusal):
                    yield row
                    continue
                yield from parse(row, where=f"{path}, line {row.line}", seen=seen)
                last, rows = row, rows + 1
                if rows % self.settings.checkpoint_rows == 0:
                    yield Checkpoint(str(row.end))
                    last = None
                    # a batch names its services, whatever became of the batch before it
                    seen.clear()
        except SourceBroken:
            if last is not None:
                yield Checkpoint(str(last.end))
            raise
        if last is not None:
            yield Checkpoint(str(last.end))


def make(settings: Settings) -> ServicesPublicsPlus:
    """Return the collector of one export."""
    return ServicesPublicsPlus(settings)


def parse(row: Row, *, where: str, seen: set[str]) -> Iterator[Record | Refusal]:
    """Yield what one row says: services not in `seen`, the experience, the answer of the administration."""
    fields = {name: value.translate(LEFTOVERS).strip() for name, value in row.fields.items()}
    native = fields["id"].removesuffix(".0")
    when = moment(fields["published"])
    if when is None or not NATIVE_ID.fullmatch(native):
        yield Refusal("bad-date" if when is None else "bad-id", where)
        return
    rating = FEELINGS.get(fold(fields["feeling"]))
    if rating is None and fields["feeling"]:
        yield Refusal("bad-rating", f"{where}, feeling")
    services = tuple(_services(fields))
    for service in services:
        if service.id not in seen:
            seen.add(service.id)
            yield service
    experience = Message(
        id=f"services-publics-plus:{native}",
        source_id=ABOUT.id,
        platform=ABOUT.platform,
        kind="experience",
        text="\n\n".join(part for part in (fields.get("title", ""), fields["description"]) if part),
        published_at=when[0],
        precision=when[1],
        lang="fr",
        rating=rating,
        service_ids=tuple(dict.fromkeys(service.id for service in services)),
        place_id=place(fields),
    )
    yield experience
    yield from _answer(fields, experience, where)


def _answer(fields: Mapping[str, str], experience: Message, where: str) -> Iterator[Record | Refusal]:
    """Yield the administration's answer as a message of its own; without a date it cannot be placed in time."""
    text = fields.get("answer", "")
    if not text:
        return
    when = moment(fields.get("answered", ""))
    if when is None:
        yield Refusal("bad-date", f"{where}, answer")
        return
    author: str | None = None
    if experience.service_ids:
        author = f"{ABOUT.platform}:{experience.service_ids[0].removeprefix('sp:')}"
        yield Account(id=author, platform=ABOUT.platform, kind="institution")
    yield Message(
        id=f"{experience.id}-answer",
        source_id=ABOUT.id,
        platform=ABOUT.platform,
        kind="comment",
        text=text,
        published_at=when[0],
        precision=when[1],
        lang="fr",
        author_id=author,
        reply_to=experience.id,
        service_ids=experience.service_ids,
        place_id=experience.place_id,
    )


def _services(fields: Mapping[str, str]) -> Iterator[Service]:
    for rank in "123":
        name = fields.get(f"structure_name_{rank}", "")
        code = fields.get(f"structure_{rank}", "") or fold(name)
        if code:
            yield Service(id=f"sp:{code}", name=name or code, kind="unit", operator="Services Publics+")


def place(fields: Mapping[str, str]) -> str | None:
    """Return the département (`D21`) of the user. Codes may be damaged: `75.0`, `2.0`, or empty for Corsica.

    >>> place({"departement": "2.0", "departement_name": "Aisne"}), place({"departement_name": "Haute-Corse"})
    ('D02', 'D2B')
    >>> place({"postcode": "4000.0"}), place({"postcode": "97200"})
    ('D04', 'D972')
    """
    code = CORSICA.get(fold(fields.get("departement_name", "")))
    code = code or fields.get("departement", "").removesuffix(".0").upper().zfill(2)
    if not DEPARTEMENT.fullmatch(code):
        code = _departement_of(fields.get("postcode", "").removesuffix(".0"))
    return f"D{code}" if DEPARTEMENT.fullmatch(code) else None


def _departement_of(postcode: str) -> str:
    """Return the département of a postal code; Corsica shares 20, overseas take three digits."""
    postcode = postcode.zfill(5)
    if not (postcode.isdecimal() and len(postcode) == 5):
        return ""
    if postcode.startswith("20"):
        return "2A" if postcode < "20200" else "2B"
    return postcode[:3] if postcode.startswith("97") else postcode[:2]
