"""Why a mention is a place, and why this one of its namesakes: one sentence in French, one in English."""

from collections.abc import Mapping
from typing import Protocol

REASONS: Mapping[str, tuple[str, str]] = {
    "preposition": ("un mot de lieu l'introduit", "a word of place introduces it"),
    "noun": (
        "le nom qui le précède est celui d'un lieu ou d'un service",
        "the noun before it is that of a place or service",
    ),
    "label": ("il ouvre le message comme une étiquette", "it heads the message like a label"),
    "name": ("son écriture est celle d'un nom de lieu", "it is written like the name of a place"),
    "near": ("d'autres lieux du message en sont proches", "other places of the message are near it"),
    "beside": (
        "un département ou un code postal le suit ou le précède",
        "a département or a postcode stands beside it",
    ),
    "area": ("c'est le nom d'un département ou d'une région", "it is the name of a département or région"),
    "number": ("c'est le numéro d'un département", "it is the number of a département"),
    "postcode": ("c'est un code postal", "it is a postcode"),
    "arrondissement": ("un numéro d'arrondissement l'accompagne", "the number of an arrondissement goes with it"),
    "demonym": ("ce sont ses habitants qui sont nommés", "its people are named"),
    "venue": ("ce stade, cette salle ou ce site s'y trouve", "this stadium, hall or site stands there"),
    "country": ("le message parle de tout le pays", "the message speaks of the whole country"),
}
"""What made a span a place -> French, English."""

CHOICES: Mapping[str, tuple[str, str]] = {
    "only": ("", ""),
    "beside": ("celui du département nommé à côté", "the one beside the département named"),
    "area": ("celui du département ou de la région que le message nomme", "the one in the area that the message names"),
    "near": ("celui qui est proche des autres lieux du message", "the one near the other places of the message"),
    "source": ("celui du secteur de la source", "the one in the area of the source"),
    "author": ("celui du secteur que l'auteur indique", "the one in the area that the author gives"),
    "usual": ("celui dont ce canal parle d'habitude", "the one that this channel usually speaks of"),
    "population": ("le plus peuplé", "the most populous"),
}
"""How one of the namesakes was chosen -> French, English."""

_AMONG = ("de {} lieux de ce nom, {}", "of {} places of this name, {}")


class Explained(Protocol):
    """What a sentence is made from: a `Mention`."""

    @property
    def surface(self) -> str: ...
    @property
    def probability(self) -> float: ...
    @property
    def reason(self) -> str: ...
    @property
    def choice(self) -> str: ...
    @property
    def namesakes(self) -> int: ...


def sentence(mention: Explained, place_name: str, language: str = "fr") -> str:
    """Return why `mention` means the place of that name, in French (`fr`) or English (`en`).

    A probability is given in hundredths.

    Raises KeyError on a reason that nobody knows.
    """
    at = 0 if language == "fr" else 1
    chosen = CHOICES[mention.choice][at]
    parts = [REASONS[mention.reason][at], _AMONG[at].format(mention.namesakes, chosen) if chosen else ""]
    why = (" ; " if at == 0 else "; ").join(part for part in parts if part)
    likely = round(100 * mention.probability)
    if at == 0:
        return f"« {mention.surface} » : {place_name}, probabilité {likely} % : {why}."
    return f"“{mention.surface}”: {place_name}, probability {likely}%: {why}."
