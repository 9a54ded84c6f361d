"""« Je donne mon avis »: how users mark procedures, by the platform's own formulas, and what they say of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows import sheets
from flows.errors import SourceError, SourceRefused, together
from flows.jdma.autonomy import autonomy
from flows.jdma.interface import MOST, Interface, Product
from flows.jdma.reviews import LAYOUT, from_answers, from_row, message
from flows.jdma.scores import answered, scores
from flows.measures import COUNTRY, day, measure, part
from flows.rows import Row, read, walk
from flows.sources import Checkpoint, Item, Refusal, Sheet
from flows.stretches import History, Stretch
from flows.web import Limits, client
from graph.model import Service, Source

ABOUT = Source(
    id="je-donne-mon-avis",
    name="Je donne mon avis",
    kind="perception",
    platform="je-donne-mon-avis",
    licence="Avis déposés sur la plateforme de la DINUM, accès par la clé ou l'export de l'administration concernée",
    purpose="Mesurer la satisfaction des usagers des démarches en ligne et entendre ce qu'ils en disent.",
    legal_basis="Mission d'intérêt public (RGPD art. 6-1-e) ; avis anonymes, adresse électronique jamais lue.",
    retention_days=1095,
)

SHEET = Sheet(
    address="https://jedonnemonavis.numerique.gouv.fr",
    every=timedelta(hours=6),
    cadence="Answers are counted by day (UTC) as they come; the last seven days are read again. Ten services a "
    "question, no paging, no quota known. Comments come from the export of the back office (CSV or XLSX, of any year), "
    "or from the interface where its operator opened them.",
    fields={
        "product_id": "Measure.service_id, Service.id, Message.service_ids",
        "product_name, entity": "Service.name, Service.operator",
        "intervals.date": "Measure.start, Measure.end",
        "number_hits.intention, number_hits.label, number_hits.count": "Measure.value, Measure.n",
        "category": "Measure.metric",
        "Identifiant Avis, id": "Message.id",
        "Date de l'avis, created_at": "Message.published_at",
        "satisfaction": "Message.rating",
        "verbatim, difficulties_details_verbatim, contact_tried_verbatim, help_details_verbatim": "Message.text",
        "contact_email": "dropped: an address",
        "form_id, button_id, Nom du formulaire, Lien d'intégration": "dropped: where a user clicked",
        "avez-vous tenté d'obtenir de l'aide": "Measure.value, Measure.n",
        "difficulties, help": "dropped: counted by the interface, not by person",
    },
)

UTC_ZONE = ZoneInfo("UTC")
AUTONOMY = "autonomy"
"""Partition of the cursor that names the export whose users without need of help were counted."""


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_JE_DONNE_MON_AVIS_API_KEY`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_JE_DONNE_MON_AVIS_")

    api_key: SecretStr = SecretStr("")
    """Key of a service or an organisation, made in the back office."""
    base_url: str = "https://jedonnemonavis.numerique.gouv.fr/api/open-api"
    """Address of the interface."""
    services: dict[str, str] = {}
    """Id of the catalogue's service by id of the platform's, as JSON: `{"3119": "plainte-en-ligne"}`."""
    reviews: bool = False
    """Read the comments of the interface too: it must be open to the key, which it seldom is (else: exports)."""
    file: Path | None = None
    """Export of reviews of the back office (CSV or XLSX)."""
    service: str = ""
    """Id of the service that the export is about, where it does not say so itself."""
    first_day: date = date(2021, 1, 1)
    """Earlier answers are not read."""
    lookback_days: int = Field(default=7, ge=1)
    """Days that are read again: users complete their answers, administrations remove some."""
    step_days: int = Field(default=90, ge=1)
    """Days that are asked for at once."""
    checkpoint_rows: int = Field(default=200, ge=1)
    """Rows of an export between two checkpoints."""
    timeout: float = Field(default=30.0, gt=0)
    """Seconds of silence before the interface is given up."""
    max_bytes: int = Field(default=20_000_000, gt=0)
    """Bytes of one answer."""
    tries: int = Field(default=3, ge=1)
    """How often the interface is asked in a run when it does not answer."""
    pause: float = Field(default=1.0, ge=0)
    """Seconds before it is asked again; doubled each time."""


@dataclass(frozen=True, slots=True)
class JeDonneMonAvis:
    """Reads an export (cursor: a position), and by key the answers of each service and the reviews of each form.

    The cursor of a service (`statistics/ID`) or a form (`reviews/ID`) is the stretch of days that was read.
    """

    settings: Settings
    about: Source = ABOUT

    @property
    def missing(self) -> str | None:
        if not self.settings.api_key.get_secret_value() and self.settings.file is None:
            return (
                "Set CYBERIMPACT_JE_DONNE_MON_AVIS_API_KEY to the key of a service or an organisation, "
                "or CYBERIMPACT_JE_DONNE_MON_AVIS_FILE (or --file) to an export of reviews."
            )
        return None

    def probe(self) -> None:
        """Read the first row of the export, ask which services the key opens; raise a `SourceError`."""
        if self.settings.file is not None:
            next(self._rows(self.settings.file, None), None)
        if self.settings.api_key.get_secret_value():
            with client(self._limits()) as web:
                self._interface(web).products()

    def collect(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield services, measures and reviews; raise a `SourceError`, at the end for the ways that failed."""
        if self.missing is not None:
            raise SourceRefused(self.missing)
        failures: list[SourceError] = []
        for way in (self._from_file, self._from_interface):
            try:
                yield from way(cursors)
            except SourceError as error:
                failures.append(error)
        if failures:
            raise together(failures)

    def _from_file(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        path = self.settings.file
        if path is None:
            return

        def said(row: Row) -> Iterator[Item]:
            return message(from_row(row.fields), self._services_of(row.fields.get("product", "").strip()), row.where)

        yield from walk(self._rows(path, cursors.get("")), said, self.settings.checkpoint_rows)
        yield from self._autonomous(path, cursors.get(AUTONOMY))

    def _autonomous(self, path: Path, known: str | None) -> Iterator[Item]:
        """Yield the share of users who needed no help, by day, of an export that was not counted yet."""
        digest = ""
        rows: list[Mapping[str, str]] = []
        for row in self._rows(path, None):
            if isinstance(row, Row):
                digest = row.end.digest
                rows.append({name: row.fields.get(name, "") for name in ("id", "date", "product", "contact_tried")})
            if digest and digest == known:
                return
        found = autonomy(rows, lambda fields: self._services_of(fields["product"].strip()))
        for service, on, asked in found:
            share = asked.needed_none / asked.n
            yield measure(ABOUT.id, (service, COUNTRY, "autonomy"), day(on, UTC_ZONE), share, asked.n)
        if digest:
            yield Checkpoint(digest, AUTONOMY)

    def _rows(self, path: Path, cursor: str | None) -> Iterator[Row | Refusal]:
        rows = sheets.read if path.suffix.lower() in sheets.SUFFIXES else read
        return rows(path, LAYOUT, cursor)

    def _from_interface(self, cursors: Mapping[str, str]) -> Iterator[Item]:
        """Yield measures of the services that the key opens, then their reviews; one that fails stops no other."""
        chosen = self.settings
        if not chosen.api_key.get_secret_value():
            return
        failures: list[SourceError] = []
        with client(self._limits()) as web:
            interface = self._interface(web)
            products = interface.products()
            ways = [self._measured(interface, group, known) for known, group in groups(products, cursors)]
            if chosen.reviews:
                ways += [self._reviewed(interface, each, form, cursors) for each in products for form in each.forms]
            for way in ways:
                try:
                    yield from way
                except SourceError as error:
                    failures.append(error)
        if failures:
            raise together(failures)

    def _limits(self) -> Limits:
        chosen = self.settings
        return Limits(bytes=chosen.max_bytes, seconds=chosen.timeout, tries=chosen.tries, pause=chosen.pause)

    def _interface(self, web: httpx.Client) -> Interface:
        return Interface(web, self.settings.base_url, self._limits(), self.settings.api_key.get_secret_value())

    def _measured(self, interface: Interface, products: Sequence[Product], known: Stretch | None) -> Iterator[Item]:
        """Yield the scores of services that have been read alike."""
        names = {each.id: self._services_of(str(each.id))[0] for each in products}
        yield from (_service(each) for each in products if names[each.id] == f"jdma:{each.id}")
        for piece, then in self._pieces(known):
            for (product, on), answers in sorted(interface.answers(list(names), piece).items()):
                if product in names:
                    for score in scores(answers):
                        what = (names[product], COUNTRY, score.metric)
                        yield measure(ABOUT.id, what, day(on, UTC_ZONE), score.value, score.n)
                    for question, answer, n in answered(answers):
                        what = (names[product], COUNTRY, part(question, "answer", answer))
                        yield measure(ABOUT.id, what, day(on, UTC_ZONE), n)
            yield from (Checkpoint(then.dump(), f"statistics/{each.id}") for each in products)

    def _reviewed(
        self, interface: Interface, product: Product, form: int, cursors: Mapping[str, str]
    ) -> Iterator[Item]:
        partition = f"reviews/{form}"
        for piece, then in self._pieces(Stretch.load(cursors.get(partition))):
            for template, page in interface.reviews(form, piece):
                for payload in page:
                    where = f"{self.settings.base_url}/avis, {str(payload.get('id'))[:40]}"
                    yield from message(from_answers(payload, template), self._services_of(str(product.id)), where)
            yield Checkpoint(then.dump(), partition)

    def _pieces(self, known: Stretch | None) -> Iterator[tuple[Stretch, Stretch]]:
        lookback, step = timedelta(days=self.settings.lookback_days), timedelta(days=self.settings.step_days)
        history = History(first=self.settings.first_day, lookback=lookback, step=step)
        return history.pieces(known, datetime.now(UTC).date())

    def _services_of(self, product: str) -> tuple[str, ...]:
        """Return the service that a procedure of the platform is."""
        named = self.settings.services.get(product) or (f"jdma:{product}" if product else self.settings.service)
        return (named,) if named else ()


def make(settings: Settings) -> JeDonneMonAvis:
    """Return the collector of an export, of a key, or of both."""
    return JeDonneMonAvis(settings)


def groups(
    products: Sequence[Product], cursors: Mapping[str, str]
) -> Iterator[tuple[Stretch | None, Sequence[Product]]]:
    """Yield services that have been read alike, as many as one question may name, with what was read of them."""

    def cursor(product: Product) -> str:
        return cursors.get(f"statistics/{product.id}", "")

    for value, alike in groupby(sorted(products, key=cursor), key=cursor):
        batch = list(alike)
        for start in range(0, len(batch), MOST):
            yield Stretch.load(value), batch[start : start + MOST]


def _service(product: Product) -> Service:
    return Service(id=f"jdma:{product.id}", name=product.title, kind="procedure", operator=product.entity)
