"""Services Publics+: its dataset on a portal of ours, experiences invented."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.days import today_in_france
from tests.stages import Kind, Stage
from tests.stages.opendatasoft import Portal
from tests.stages.site import serving

FIELDS = {
    "id_experience": ("ID expérience", "int"),
    "etat_experience": ("Etat expérience", "text"),
    "date_de_publication": ("Date de publication", "date"),
    "ecrit_le": ("Ecrit le", "date"),
    "titre": ("Titre", "text"),
    "description": ("Description", "text"),
    "pseudonyme_usager": ("Pseudonyme usager", "text"),
    "commune_usager": ("Commune usager", "text"),
    "ressenti_usager": ("Ressenti usager", "text"),
    "code_postal_usager": ("Code postal usager", "text"),
    "intitule_typologie_1": ("Intitulé Typologie 1", "text"),
    "id_structure_1": ("ID structure 1", "text"),
    "intitule_structure_1": ("Intitulé structure 1", "text"),
    "relation": ("Relation", "text"),
    "reponse_structure_1": ("Réponse structure 1", "text"),
    "date_de_1ere_reponse": ("Date de 1ère réponse", "date"),
}
SCRIPTS = "Accueil 👮‍♀️ — ‮démarche‬, заявление, 申請, مركز"


def experience(number: int, days_ago: int, **fields: Any) -> dict[str, Any]:
    """Return a row as the portal gives it, without an answer."""
    day = (today_in_france() - timedelta(days=days_ago)).isoformat()
    return {
        "id_experience": number,
        "etat_experience": "A traiter",
        "date_de_publication": day,
        "ecrit_le": None,
        "titre": "Accueil à la brigade",
        "description": f"J'ai été reçu vite, expérience {number}.",
        "pseudonyme_usager": "camille-du-port",
        "commune_usager": "Dijon",
        "ressenti_usager": "Positif",
        "code_postal_usager": "21000",
        "intitule_typologie_1": "Brigade de gendarmerie",
        "id_structure_1": "abc12",
        "intitule_structure_1": "Brigade inventée",
        "relation": "Positif",
    } | fields


def answered(row: dict[str, Any], days_ago: int) -> dict[str, Any]:
    """Return a row with an answer that was given some days ago."""
    day = (today_in_france() - timedelta(days=days_ago)).isoformat()
    return row | {"etat_experience": "Traitée", "reponse_structure_1": "Bonjour, merci.", "date_de_1ere_reponse": day}


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Open a portal that holds four experiences, one of them old, one answered."""
    rows = [experience(1, 400), experience(2, 20), answered(experience(3, 10), 2), experience(4, 1)]
    portal = Portal("export-experiences", FIELDS, rows)
    ids = {f"services-publics-plus:{number}" for number in (1, 2, 3, 4)} | {
        "services-publics-plus:3-answer",
        "sp:abc12",
    }

    def publish(kind: Kind) -> frozenset[str]:
        return _publish(portal, kind)

    with serving(portal.answer) as site:
        settings = {
            "portal": site.address, "dataset": portal.dataset, "checkpoint_rows": 2,
            "timeout": 0.5, "tries": 1, "pause": 0,
        }  # fmt: skip
        yield Stage(settings, frozenset(ids), publish, site=site)


def _publish(portal: Portal, kind: Kind) -> frozenset[str]:
    new: list[dict[str, Any]]
    expected = {11, 12}
    match kind:
        case "more":
            new = [experience(11, 0), experience(12, 0)]
        case "duplicated":
            new, expected = [dict(portal.rows[1]), dict(portal.rows[2])], set()
        case "out-of-order":
            new = [experience(11, 30), experience(12, 15)]
        case "skewed":
            new, expected = [experience(11, -366), experience(12, 0)], {12}
        case "unicode":
            new = [experience(11, 0, titre=SCRIPTS), experience(12, 0, description="Moitié \ud83d d'un émoji")]
        case "malformed":
            new = [experience(11, 0), experience(13, 0, id_experience=None), experience(12, 0, ressenti_usager="Bof")]
        case "huge":
            new = [experience(11, 0), experience(13, 0, description="a" * 3_000_000), experience(12, 0)]
    portal.rows += new
    return frozenset(f"services-publics-plus:{number}" for number in expected)
