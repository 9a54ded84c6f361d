"""One row of Services Publics+: the experience that a user told, the services concerned, what was answered."""

import re
from collections.abc import Iterable, Iterator, Mapping

from flows.addresses import departement_of
from flows.measures import departement
from flows.moments import moment
from flows.rows import Layout, fold
from flows.sources import Record, Refusal
from graph.model import Account, Message, Service

SOURCE = "services-publics-plus"

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
        "structure_name_1": ("Intitulé structure 1", "Structure", "Intitulé de la structure"),
        "structure_name_2": ("Intitulé structure 2",),
        "structure_name_3": ("Intitulé structure 3",),
        "typology_1": ("Intitulé Typologie 1", "Typologies"),
        "typology_2": ("Intitulé Typologie 2",),
        "typology_3": ("Intitulé Typologie 3",),
        "accessibility": ("Accessibilité", "Tags généraux accessibilité"),
        "information": ("Information/Explication", "Tags généraux information/explication"),
        "relation": ("Relation", "Tags généraux relation"),
        "reactivity": ("Réactivité", "Tags généraux réactivité"),
        "simplicity": ("Simplicité/Complexité", "Tags généraux simplicité/complexité"),
        "answer": ("Réponse structure 1", "Réponses"),
        "state": ("Statut de l'expérience", "Etat expérience", "Etat de l'expérience", "Statut réponse"),
        "answered": ("Date de 1ère réponse", "Date de première réponse"),
    },
    required=("id", "published", "description", "feeling"),
)
"""Labels of the exports (2022 in two spellings, 2023) and of the API; commune and name of the user are not read."""

FEELINGS = {"positif": 1.0, "neutre": 0.0, "negatif": -1.0}
ASPECTS = ("accessibility", "information", "relation", "reactivity", "simplicity")
OFFER = {
    "serviceenligneperceval": "perceval",
    "preplainteenligneppel": "pre-plainte-en-ligne",
    "serviceenlignemasecurite": "ma-securite",
    "unitenumerique": "brigade-numerique",
}
"""Typologies that are one service of the catalogue."""

CORSICA = {"corsedusud": "2A", "hautecorse": "2B"}
ANSWERED = frozenset({"experienceavecreponse", "avecreponse", "traitee", "traitees"})
"""States of an experience that was answered."""
NATIVE_ID = re.compile(r"[\w-]{1,64}")


def _leftovers() -> dict[int, str]:
    """Map U+0080 to U+009F, bytes of Windows-1252 that were taken for Unicode, to what was typed."""
    return {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


LEFTOVERS = _leftovers()
_LEFT_OVER = re.compile("[\x80-\x9f]")


def cleaned(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields as they were typed; a NULL of the database is no text."""
    texts = {
        name: (value.translate(LEFTOVERS) if _LEFT_OVER.search(value) else value).strip()
        for name, value in fields.items()
    }
    return {name: "" if text == "NULL" else text for name, text in texts.items()}


def is_of(fields: Mapping[str, str], typologies: Iterable[str]) -> bool:
    """Return whether a cleaned row is about a service of one of these kinds, however they are spelt.

    >>> is_of({"typology_1": "Préfecture | Brigade de gendarmerie"}, ["brigade de Gendarmerie"])
    True
    """
    wanted = {fold(typology) for typology in typologies}
    return not wanted.isdisjoint(fold(typology) for typology in _typologies(fields))


def parse(fields: Mapping[str, str], *, where: str, seen: set[str]) -> Iterator[Record | Refusal]:
    """Yield what one cleaned row says: services not in `seen`, the experience, the answer of the administration."""
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
    named = (OFFER.get(fold(typology)) for typology in _typologies(fields))
    experience = Message(
        id=f"{SOURCE}:{native}",
        source_id=SOURCE,
        platform=SOURCE,
        kind="experience",
        text="\n\n".join(part for part in (fields.get("title", ""), fields["description"]) if part),
        published_at=when[0],
        precision=when[1],
        lang="fr",
        rating=rating,
        aspects=tuple(_aspects(fields)),
        answered=is_answered(fields),
        service_ids=tuple(dict.fromkeys([*(service.id for service in services), *filter(None, named)])),
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
        author = f"{SOURCE}:{experience.service_ids[0].removeprefix('sp:')}"
        yield Account(id=author, platform=SOURCE, kind="institution")
    yield Message(
        id=f"{experience.id}-answer",
        source_id=SOURCE,
        platform=SOURCE,
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


def is_answered(fields: Mapping[str, str]) -> bool | None:
    """Return whether the administration answered; None where the export has no column that says so.

    >>> is_answered({"state": "Expérience avec réponse"}), is_answered({"state": "A traiter"}), is_answered({})
    (True, False, None)
    >>> is_answered({"state": "Expérience en attente de réponse", "answer": "Bonjour"})
    True
    """
    if fields.get("answer"):
        return True
    if "state" in fields:
        return fold(fields["state"]) in ANSWERED
    return False if "answer" in fields else None


def _services(fields: Mapping[str, str]) -> Iterator[Service]:
    for rank in "123":
        name = fields.get(f"structure_name_{rank}", "")
        code = fields.get(f"structure_{rank}", "") or fold(name)
        if code:
            yield Service(id=f"sp:{code}", name=name or code, kind="unit", operator="Services Publics+")


def _typologies(fields: Mapping[str, str]) -> Iterator[str]:
    """Yield the kinds of the services concerned; the layout of 2022 writes them into one column."""
    for rank in "123":
        yield from re.split(r"[|;\n]|, ", fields.get(f"typology_{rank}", ""))


def _aspects(fields: Mapping[str, str]) -> Iterator[str]:
    for aspect in ASPECTS:
        tone = FEELINGS.get(fold(fields.get(aspect, "")))
        if tone is not None:
            yield f"{aspect}:{tone:.0f}"


def place(fields: Mapping[str, str]) -> str | None:
    """Return the département (`D21`) of the user. Codes may be damaged: `75.0`, `2.0`, or empty for Corsica.

    >>> place({"departement": "2.0", "departement_name": "Aisne"}), place({"departement_name": "Haute-Corse"})
    ('D02', 'D2B')
    >>> place({"postcode": "4000.0"}), place({"postcode": "97200"})
    ('D04', 'D972')
    """
    code = CORSICA.get(fold(fields.get("departement_name", ""))) or fields.get("departement", "").removesuffix(".0")
    return departement(code) or departement_of(fields.get("postcode", "").removesuffix(".0").zfill(5))
