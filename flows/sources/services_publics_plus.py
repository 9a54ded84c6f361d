"""Services Publics+: experiences that users tell of a public service, from the open-data portal or a CSV export."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import httpx
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from flows.errors import SourceBroken, SourceError, SourceRefused, together
from flows.experiences import LAYOUT, cleaned, is_of, parse
from flows.measures import local_day
from flows.opendatasoft import Dataset, dataset
from flows.rows import Row, columns_of, read, walk
from flows.sources import Checkpoint, Item, Record, Refusal, Sheet
from flows.web import Limits, client
from graph.model import Message, Source

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

SHEET = Sheet(
    address="https://opendata.plus.transformation.gouv.fr",
    every=timedelta(days=1),
    cadence="Published as moderated. The portal has a daily quota of requests by address; nothing tells when a row "
    "changed, so the last 60 days are read again each time (an answer comes after 12 days on average), and the whole "
    "export once a month. The spelling of the fields is asked of the portal; a CSV export of any year is read too.",
    fields={
        "id_experience": "Message.id",
        "date_de_publication": "Message.published_at, Message.precision",
        "titre, description": "Message.text",
        "ressenti_usager": "Message.rating",
        "accessibilite, information_explication, relation, reactivite, simplicite_complexite": "Message.aspects",
        "code_insee_departement_usager, intitule_departement_usager, code_postal_usager": "Message.place_id",
        "id_structure_1, intitule_structure_1": "Service.id, Service.name, Message.service_ids",
        "intitule_typologie_1": "Message.service_ids",
        "reponse_structure_1": "Message.text, Message.reply_to",
        "date_de_1ere_reponse": "Message.published_at",
        "commune_usager": "dropped: below the département a user could be recognised",
        "pseudonyme_usager": "dropped: nobody needs to know who wrote",
        "ecrit_le": "dropped: mostly empty, and the experience is known from its publication on",
        "statut_de_l_experience, etat_experience": "Message.answered",
        "canaux_typologie_1, tags_metiers, evaluations, actions": "dropped: no indicator reads them",
    },
)


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_SERVICES_PUBLICS_PLUS_FILE`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_SERVICES_PUBLICS_PLUS_")

    file: Path | None = None
    """The CSV export of experiences (`;`, UTF-8), as downloaded from the platform."""
    dataset: str = ""
    """Id of the dataset to read from the portal, as `export-expa-c-riences`; empty: the portal is not read."""
    portal: str = "https://opendata.plus.transformation.gouv.fr"
    """Address of the Opendatasoft portal."""
    api_key: SecretStr = SecretStr("")
    """Key of an account of the portal, for a larger daily quota; not needed."""
    typologies: Annotated[list[str], NoDecode] = []
    """Kinds of services to keep, separated by commas, as `Brigade de gendarmerie, Unité Numérique`; empty: all."""
    lookback_days: int = Field(default=60, ge=1)
    """Days before the newest experience that are read again for answers that came since."""
    full_days: int = Field(default=30, ge=1)
    """Days after which the whole dataset is read again."""
    checkpoint_rows: int = Field(default=200, ge=1)
    """Rows between two checkpoints: what a killed run reads again at most."""
    timeout: float = Field(default=30.0, gt=0)
    """Seconds of silence before the portal is given up."""
    max_bytes: int = Field(default=20_000_000, gt=0)
    """Bytes of one page of records."""
    tries: int = Field(default=3, ge=1)
    """How often the portal is asked in a run when it does not answer."""
    pause: float = Field(default=1.0, ge=0)
    """Seconds before it is asked again; doubled each time."""

    @field_validator("typologies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class State:
    """How far the portal has been read; days as ISO dates."""

    seen: str = ""
    """Publication of the newest experience."""
    full: str = ""
    """When the whole dataset was last read to its end."""
    reached: str = ""
    """Publication up to which a reading of the whole dataset has come; empty: none is under way."""

    @staticmethod
    def load(value: str | None) -> "State":
        """Return the state of a cursor; a cursor that is not ours means: nothing is known."""
        try:
            known = State(**json.loads(value or "{}"))
            for day in filter(None, asdict(known).values()):
                date.fromisoformat(day)
        except (ValueError, TypeError):
            return State()
        return known

    def dump(self) -> str:
        return json.dumps(asdict(self))

    def is_due(self, today: date, every: timedelta) -> bool:
        """Return whether the whole dataset is to be read."""
        return not self.full or bool(self.reached) or date.fromisoformat(self.full) + every <= today


@dataclass(frozen=True, slots=True)
class Experiences:
    """The rows of a dataset under our names of its columns."""

    dataset: Dataset
    columns: Mapping[str, str]
    is_dated: bool
    """Whether the portal can compare the dates of publication; otherwise only the whole dataset can be read."""

    def since(self, day: date | None, *, whole: bool) -> Iterator[dict[str, str] | Refusal]:
        """Yield the rows published from a day on, oldest first; all of them without a day."""
        published = self.columns["published"]
        # the day of a portal may begin when ours is some hours old
        where = f"{published} >= date'{day - timedelta(days=1)}'" if day and self.is_dated else None
        order = ",".join([published, self.columns["id"]] if self.is_dated else [self.columns["id"]])
        for row in self.dataset.rows(tuple(self.columns.values()), where=where, order_by=order, whole=whole):
            if isinstance(row, Refusal):
                yield row
            else:
                yield cleaned({ours: row[theirs] for ours, theirs in self.columns.items()})


def experiences(source: Dataset) -> Experiences:
    """Return a dataset read by our names; raise `SourceBroken` when it lacks what cannot be missed."""
    fields = source.fields()
    by_name, _ = columns_of([field.name for field in fields], LAYOUT)
    by_label, _ = columns_of([field.label for field in fields], LAYOUT)
    places = by_label | by_name
    missing = ", ".join(f"« {LAYOUT.aliases[name][0]} »" for name in LAYOUT.required if name not in places)
    if missing:
        raise SourceBroken(f"{source.address} has no field {missing}: check the id of the dataset.")
    columns = {ours: fields[place].name for ours, place in places.items()}
    return Experiences(source, columns, fields[places["published"]].type in {"date", "datetime"})


@dataclass(frozen=True, slots=True)
class ServicesPublicsPlus:
    """Reads a file (cursor: a position), a dataset of the portal (partition: its id, cursor: a `State`), or both."""

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        if self.settings.file is None and not self.settings.dataset:
            return (
                "Set CYBERIMPACT_SERVICES_PUBLICS_PLUS_FILE (or --file) to the CSV export of experiences, "
                "or CYBERIMPACT_SERVICES_PUBLICS_PLUS_DATASET to the dataset of the portal (export-expa-c-riences)."
            )
        return None

    def probe(self) -> None:
        """Read the first row of the file, ask the portal for its fields; raise a `SourceError`."""
        if self.settings.file is not None:
            next(read(self.settings.file, LAYOUT), None)
        if self.settings.dataset:
            with client(self._limits()) as web:
                self._experiences(web)

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield services, experiences and answers; raise a `SourceError`, at the end when only one way failed."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        failures: list[SourceError] = []
        for partition, way in (("", self._from_file), (self.settings.dataset, self._from_portal)):
            try:
                yield from way(cursors.get(partition))
            except SourceError as error:
                failures.append(error)
        if failures:
            raise together(failures)

    def _from_file(self, cursor: str | None) -> Iterator[Item]:
        path = self.settings.file
        if path is None:
            return
        seen: set[str] = set()

        def kept(row: Row) -> Iterator[Item]:
            return self._kept(cleaned(row.fields), row.where, seen)

        for item in walk(read(path, LAYOUT, cursor), kept, self.settings.checkpoint_rows):
            yield item
            if isinstance(item, Checkpoint):
                # a batch names its services, whatever became of the batch before it
                seen.clear()

    def _from_portal(self, cursor: str | None) -> Iterator[Item]:
        """Yield what is recent, then the whole dataset where that is due."""
        chosen, today = self.settings, local_day(datetime.now(UTC))
        if not chosen.dataset:
            return
        state = State.load(cursor)
        with client(self._limits()) as web:
            found = self._experiences(web)
            if found.is_dated:
                for item in self._recent(found, state, today):
                    state = State.load(item.value) if isinstance(item, Checkpoint) else state
                    yield item
            if not found.is_dated or state.is_due(today, timedelta(days=chosen.full_days)):
                yield from self._whole(found, state, today)

    def _limits(self) -> Limits:
        chosen = self.settings
        return Limits(bytes=chosen.max_bytes, seconds=chosen.timeout, tries=chosen.tries, pause=chosen.pause)

    def _experiences(self, web: httpx.Client) -> Experiences:
        chosen = self.settings
        key = chosen.api_key.get_secret_value()
        return experiences(dataset(web, chosen.portal, chosen.dataset, limits=self._limits(), key=key))

    def _recent(self, found: Experiences, state: State, today: date) -> Iterator[Item]:
        newest = min(date.fromisoformat(state.seen), today) if state.seen else today
        seen: set[str] = set()
        for row in found.since(newest - timedelta(days=self.settings.lookback_days), whole=False):
            for item in self._said(row, found, seen):
                # a clock that runs ahead must not make us jump over what comes until then
                if isinstance(item, Message) and item.kind == "experience" and local_day(item.published_at) <= today:
                    state = replace(state, seen=max(state.seen, local_day(item.published_at).isoformat()))
                yield item
        yield Checkpoint(state.dump(), self.settings.dataset)

    def _whole(self, found: Experiences, state: State, today: date) -> Iterator[Item]:
        """Yield the whole dataset from where reading it stopped; rows come in the order of their dates."""
        seen: set[str] = set()
        reached = date.fromisoformat(state.reached) if state.reached else None
        for number, row in enumerate(found.since(reached, whole=True), start=1):
            day = ""
            for item in self._said(row, found, seen):
                day = local_day(item.published_at).isoformat() if isinstance(item, Message) and not day else day
                yield item
            if found.is_dated and day and number % self.settings.checkpoint_rows == 0:
                yield Checkpoint(replace(state, reached=day).dump(), self.settings.dataset)
                seen.clear()
        yield Checkpoint(replace(state, full=today.isoformat(), reached="").dump(), self.settings.dataset)

    def _said(self, row: Mapping[str, str] | Refusal, found: Experiences, seen: set[str]) -> Iterator[Record | Refusal]:
        if isinstance(row, Refusal):
            yield row
        else:
            yield from self._kept(row, f"{found.dataset.address}, experience {row['id'][:64]}", seen)

    def _kept(self, fields: Mapping[str, str], where: str, seen: set[str]) -> Iterator[Record | Refusal]:
        if not self.settings.typologies or is_of(fields, self.settings.typologies):
            yield from parse(fields, where=where, seen=seen)


def make(settings: Settings) -> ServicesPublicsPlus:
    """Return the collector of one export, one dataset, or both."""
    return ServicesPublicsPlus(settings)
