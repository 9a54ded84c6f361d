"""Tells that a rumour was there before: when, where, what became of it, and whether the denial of then worked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from signals.places.gazetteer import Mention

WORKED = 0.5
"""Share of the spread before a denial that is left after it, up to which the denial worked."""
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A rumour that was."""

    id: str
    claim: str
    first_at: datetime
    last_at: datetime
    verdict: str = ""
    """false, true or empty."""
    denied_at: datetime | None = None
    after_denial: float | None = None
    """Spread in the 24 hours after the denial as a share of that in the 24 hours before."""
    places: tuple[str, ...] = ()
    """Names of places, the most named first."""


def placeless(text: str, find: Callable[[str], Sequence[Mention]]) -> str:
    """Return a claim without the places that it names: the same hoax turns up in one town after another."""
    for mention in sorted(find(text), key=lambda mention: -mention.start):
        text = f"{text[: mention.start]}{text[mention.end :]}"
    return " ".join(text.split())


def recalled(past: Past, *, now: datetime) -> tuple[str, str]:
    """Return what is worth knowing of an earlier rumour, in French and in English.

    >>> march = datetime(2025, 3, 12, 8)
    >>> past = Past(id="r", claim="x", first_at=march, last_at=march, verdict="false", denied_at=march,
    ...             after_denial=0.2, places=("Dijon",))
    >>> recalled(past, now=datetime(2026, 3, 14))[0]
    'Déjà vue en mars 2025 à Dijon, fausse ; le démenti du 12/03 a fait baisser sa diffusion de 80 % en 24 h.'
    """
    same_year = past.first_at.year == now.year
    year = "" if same_year else f" {past.first_at.year}"
    french = f"Déjà vue en {MONTHS[past.first_at.month - 1]}{year}"
    english = f"Seen before in {past.first_at:%B}{year}"
    if past.places:
        french, english = f"{french} à {past.places[0]}", f"{english} in {past.places[0]}"
    if past.verdict:
        french += ", fausse" if past.verdict == "false" else ", vraie"
        english += f", {past.verdict}"
    denial = _denial(past)
    return f"{french}{denial[0]}.", f"{english}{denial[1]}."


def _denial(past: Past) -> tuple[str, str]:
    if past.denied_at is None:
        return " ; personne ne l'avait démentie", "; nobody had denied it"
    day, day_en = f"{past.denied_at:%d/%m}", f"{past.denied_at:%d %b}"
    if past.after_denial is None:
        return f" ; démentie le {day}", f"; denied on {day_en}"
    if past.after_denial <= WORKED:
        less = f"{100 * (1 - past.after_denial):.0f} %"
        return (
            f" ; le démenti du {day} a fait baisser sa diffusion de {less} en 24 h",
            f"; the denial of {day_en} cut its spread by {less} in 24 h",
        )
    return (
        f" ; le démenti du {day} ne l'avait pas arrêtée en 24 h",
        f"; the denial of {day_en} had not stopped it in 24 h",
    )
